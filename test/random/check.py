#!/usr/bin/env python3
"""Random programs of host code give one result however they are run: compiled with all passes, compiled with none,
interpreted, and after `flowc fmt`, which changes no tree.

check.py --flowc FLOWC --interpret INTERPRET --seeds FIRST..LAST [--keep FOLDER]
prints a line for each difference, then the counts. Exit code 1 when there was one."""
from generate import Statements
from runs import Runs, main


class HostRuns(Runs):
    def __init__(self, arguments, folder):
        super().__init__(arguments.flowc, folder)
        self.interpret = arguments.interpret

    def check(self, seed):
        path = self.folder / f"program{seed}.flow"
        path.write_text(Statements(seed).program())
        compiled = self.compile_and_run(seed, path)
        if not compiled:
            return
        plain = self.outcome(*self.run(path, "--passes", "none"))
        if plain != compiled:
            self.differ(seed, "without passes", compiled, plain)
        interpreted = self.outcome(*self.command(self.interpret, path.name))
        if interpreted[0] == 3:
            self.counts["not interpreted"] += 1
        elif interpreted != compiled:
            self.differ(seed, "interpreted", compiled, interpreted)
        self.formatted(seed, path, compiled)


if __name__ == "__main__":
    main(__doc__, HostRuns, ["--interpret"])
