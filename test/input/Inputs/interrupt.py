"""Ctrl-C while programs run, FLOWC FOLDER: they end soon with exit code 130, and leave no file. Prints what ended
otherwise, and `done`."""
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROWS = 'print("begun")\nfrom_range(0..20_000_000_000, name: "x") |> derive(y: .x * 7919 % 104729) '
FEW = ROWS + "|> filter(.y < 5) "  # so that memory and disk last
PROGRAMS = {
    "a pipeline": ROWS + "|> filter(.y < 0) |> show()",
    "a sort": FEW + "|> sort(by: [.y]) |> show()",
    "writing CSV": FEW + '|> write_csv("out/result.csv")',
    "writing Parquet": FEW + '|> write_parquet("out/result.parquet")',
    "a loop": 'print("begun")\nfrom_range(0..1, name: "x") |> show()\nvar i = 0\nwhile i >= 0 { i = (i + 1) % 1000 }',
}
# Far more than the 0.2 s that it takes at most, for a machine that is busy.
SOON = 30


def main(flowc, folder):
    (folder / "out").mkdir()
    for name, text in PROGRAMS.items():
        program = folder / "program.flow"
        program.write_text(text + "\n")
        process = subprocess.Popen([flowc, "run", "--memory", "2GB", program], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, cwd=folder)
        # What is printed is buffered in a pipe, so it says nothing of when the work has begun.
        time.sleep(3)  # a slow machine, with sanitizers, has to have begun
        process.send_signal(signal.SIGINT)
        try:
            _, errors = process.communicate(timeout=SOON)
        except subprocess.TimeoutExpired:
            process.kill()
            print(f"{name}: did not end")
            continue
        if process.returncode != 130 or errors != "interrupted\n":
            print(f"{name}: exit code {process.returncode}, {errors}")
        if os.listdir(folder / "out"):
            print(f"{name}: left {os.listdir(folder / 'out')}")
    print("done")


main(sys.argv[1], Path(sys.argv[2]))
