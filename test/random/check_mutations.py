#!/usr/bin/env python3
"""Random programs with one token changed are compiled and run, refused, or fail: flowc does not crash, hang, or report
an error of its own.

check_mutations.py --flowc FLOWC --seeds FIRST..LAST [--keep FOLDER]
prints a line for each fault, then the counts; every other program has frames. Exit code 1 when there was one."""
import random

from frames.program import Program
from generate import Statements
from mutate import mutated
from runs import Runs, main


class MutationRuns(Runs):
    def __init__(self, arguments, folder):
        super().__init__(arguments.flowc, folder)

    def check(self, seed):
        if seed % 2:
            program = Program(seed)
            text = program.text()
            for name, content in program.files().items():
                (self.folder / name).write_bytes(content.encode())
        else:
            text = Statements(seed).program()
        path = self.folder / f"program{seed}.flow"
        path.write_text(mutated(text, random.Random(seed)))
        code, _, errors = self.command(self.flowc, "run", "--no-cache", "--memory", "1GiB", path.name)
        self.counts[{0: "returned", 1: "failed", 2: "refused"}.get(code, "at fault")] += 1
        is_silent = code in (1, 2) and "error" not in errors
        if code not in (0, 1, 2, 64) or "internal error" in errors or is_silent:
            self.differences.append(f"seed {seed}: exit code {code}\n{errors[:1500]}")


if __name__ == "__main__":
    main(__doc__, MutationRuns)
