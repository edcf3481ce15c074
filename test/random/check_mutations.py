#!/usr/bin/env python3
"""Random programs with one token changed are compiled and run, refused, or fail: flowc does not crash, hang, or report
an error of its own.

check_mutations.py --flowc FLOWC --seeds FIRST..LAST [--of FOLDER] [--keep FOLDER]
prints a line for each fault, then the counts; every other program has frames. With --of it changes the programs
of a folder, such as test/run, and compiles them only. Exit code 1 when there was a fault."""
import pathlib
import random

from frames.program import Program
from generate import Statements
from mutate import mutated
from runs import Runs, main


class MutationRuns(Runs):
    def __init__(self, arguments, folder):
        super().__init__(arguments.flowc, folder)
        self.known = sorted(pathlib.Path(arguments.of).rglob("*.flow")) if arguments.of else []

    def program(self, seed):
        if self.known:
            return self.known[seed % len(self.known)].read_text()
        if seed % 2 == 0:
            return Statements(seed).program()
        program = Program(seed)
        for name, content in program.files().items():
            (self.folder / name).write_bytes(content.encode())
        return program.text()

    def check(self, seed):
        path = self.folder / f"program{seed}.flow"
        path.write_text(mutated(self.program(seed), random.Random(seed)))
        words = ["emit", "llvm"] if self.known else ["run", "--no-cache", "--memory", "1GiB"]
        code, _, errors = self.command(self.flowc, *words, path.name)
        self.counts[{0: "returned", 1: "failed", 2: "refused", 64: "refused"}.get(code, "at fault")] += 1
        is_silent = code in (1, 2) and "error" not in errors
        if code not in (0, 1, 2, 64) or "internal error" in errors or is_silent:
            self.differences.append(f"seed {seed}: exit code {code}\n{errors[:1500]}")


if __name__ == "__main__":
    main(__doc__, MutationRuns, more=lambda parser: parser.add_argument("--of", help="a folder of programs"))
