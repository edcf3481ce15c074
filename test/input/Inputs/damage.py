"""Parquet files that are cut short or have a wrong byte, FLOWC FOLDER: reading one gives the values or a message, and
never a crash or a hang. Prints what ended otherwise."""
import random
import subprocess
import sys
from pathlib import Path

FLIPS = 60
CUTS = 40


def main(flowc, folder):
    def run(program, *flags):
        return subprocess.run([flowc, "run", *flags, folder / program], capture_output=True, text=True, timeout=60,
                              cwd=folder, errors="replace")

    (folder / "items.csv").write_text("id,name,price,sold\n" + "".join(
        f"{i},item {i % 7} with a long name,{i}.25,2024-01-{i % 28 + 1:02}\n" for i in range(500)))
    (folder / "write.flow").write_text('read_csv("items.csv") |> write_parquet("whole.parquet")\n')
    (folder / "read.flow").write_text(
        'read_parquet("items.parquet") |> agg(n: count(), ids: sum(.id), last: max(.name), day: max(.sold)) |> show()\n')
    written = run("write.flow")
    assert written.returncode == 0, written.stderr
    whole = (folder / "whole.parquet").read_bytes()
    random.seed(1)
    damaged = [("cut", n, whole[:n]) for n in random.sample(range(len(whole)), CUTS)]
    for at in random.sample(range(len(whole)), FLIPS):
        damaged.append(("flip", at, whole[:at] + bytes([whole[at] ^ (1 << random.randrange(8))]) + whole[at + 1:]))
    for kind, at, content in damaged:
        (folder / "items.parquet").write_bytes(content)
        result = run("read.flow")
        is_message = result.returncode in (1, 2) and result.stderr.startswith("error[F")
        is_answer = result.returncode == 0 and kind == "flip"
        if not (is_message or is_answer):
            print(f"{kind} at {at}: exit code {result.returncode}: {result.stderr[:500]}")
    print("done")


main(sys.argv[1], Path(sys.argv[2]))
