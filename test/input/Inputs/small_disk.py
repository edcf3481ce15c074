"""Writes more than fits on a disk of one megabyte, FLOWC FOLDER: a message, and nothing is left. In a name space of its
own; prints `no small disk` where there may be none."""
import os
import subprocess
import sys
from pathlib import Path

ROWS = 'from_range(0..1_000_000, name: "x") |> derive(y: .x * 7919 % 104729, z: "text ${.x}") '


def inside(flowc, folder):
    disk = folder / "disk"
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "flow-test", disk], check=True)
    for name in ("out.csv", "out.parquet"):
        program = folder / "write.flow"
        program.write_text(f'{ROWS}|> write_{Path(name).suffix[1:]}("{disk / name}")\n')
        result = subprocess.run([flowc, "run", program], capture_output=True, text=True)
        if result.returncode != 1 or "no space left on device" not in result.stderr.lower():
            print(f"{name}: exit code {result.returncode}: {result.stderr}")
        if os.listdir(disk):
            print(f"{name}: left {os.listdir(disk)}")
    print("done")


def main(flowc, folder):
    (folder / "disk").mkdir(exist_ok=True)
    probe = subprocess.run(["unshare", "--mount", "mount", "-t", "tmpfs", "-o", "size=1m", "flow-test", folder / "disk"],
                           capture_output=True)
    if probe.returncode != 0:
        print("no small disk")
        return
    subprocess.run(["unshare", "--mount", sys.executable, __file__, flowc, folder, "inside"], check=True)


(inside if len(sys.argv) > 3 else main)(sys.argv[1], Path(sys.argv[2]))
