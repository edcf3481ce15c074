#!/usr/bin/env python3
"""Compares what a Flow program writes with what DuckDB answers to a query over the same files.

The program runs in the folder of the data with `--out FILE` and writes one CSV file there; the query sees
each file of the folder as a view. Columns, rows and their order must agree; floats within a relative 1e-9,
all else exactly.
"""
import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import duck
import tables


def run_flow(flowc, flags, program, data):
    """The table that the program wrote, or a message that says how it failed."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "answer.csv")
        command = [flowc, "run", *flags, program, "--out", out]
        run = subprocess.run(command, cwd=data, capture_output=True, text=True)
        if run.returncode != 0:
            return None, f"{shlex.join(command)} (in {data}): exit code {run.returncode}\n{run.stderr}"
        if not os.path.exists(out):
            return None, f"{program} wrote no file for --out"
        return tables.read_csv(out), None


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--flowc", required=True, help="the program under test")
    parser.add_argument("--flags", default="", help="flags of flowc run, separated by blanks")
    parser.add_argument("--data", required=True, help="the folder of the data")
    parser.add_argument("program", help="a .flow file")
    parser.add_argument("query", help="a .sql file")
    arguments = parser.parse_args()

    program = str(Path(arguments.program).resolve())
    found, failure = run_flow(arguments.flowc, shlex.split(arguments.flags), program, arguments.data)
    if failure:
        sys.exit(failure)
    wanted = duck.answer(arguments.data, Path(arguments.query).read_text())
    if not wanted[1]:
        sys.exit(f"{arguments.query} answers with no rows, so it compares nothing")
    different = tables.difference(found, wanted)
    if different:
        sys.exit(f"{arguments.program} and {arguments.query} differ: {different}")
    print(f"{len(wanted[1])} rows agree")


if __name__ == "__main__":
    main()
