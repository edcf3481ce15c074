#!/usr/bin/env python3
"""Random programs give one result however they are run: compiled with all passes, compiled with none, interpreted, and
after `flowc fmt`, which changes no tree.

check.py --flowc FLOWC --interpret INTERPRET --seeds FIRST..LAST [--keep FOLDER]
prints a line for each difference, then the counts. Exit code 1 when there was one."""
import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tempfile

from generate import Statements

SECONDS = 60  # no program takes a tenth of it


class Runs:
    def __init__(self, flowc, interpret, folder):
        self.flowc, self.interpret, self.folder = flowc, interpret, folder
        self.counts = collections.Counter()
        self.differences = []

    def command(self, *words):
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS, cwd=self.folder)
        except subprocess.TimeoutExpired:
            return "timeout", "", ""
        return done.returncode, done.stdout, done.stderr

    @staticmethod
    def place(errors):
        """What the program failed with, and where: message, line and column."""
        found = re.search(r"^error\S* ([^\n]*)\n +--> \S*?:(\d+:\d+)", errors, re.MULTILINE)
        return " at ".join(found.groups()) if found else None

    def outcome(self, *words):
        code, output, errors = self.command(*words)
        return code, output, self.place(errors) if code == 1 else None

    def differ(self, seed, what, one, other):
        self.differences.append(f"seed {seed}: {what}\n  {one}\n  {other}")

    def check(self, seed):
        path = self.folder / f"program{seed}.flow"
        path.write_text(Statements(seed).program())
        code, output, errors = self.command(self.flowc, "run", "--no-cache", path.name)
        if code not in (0, 1):
            return self.differences.append(f"seed {seed}: exit code {code}\n{errors[:1500]}")
        compiled = (code, output, self.place(errors) if code == 1 else None)
        self.counts["failed" if code else "returned"] += 1
        plain = self.outcome(self.flowc, "run", "--no-cache", "--passes", "none", path.name)
        if plain != compiled:
            self.differ(seed, "without passes", first(compiled, plain), first(plain, compiled))
        interpreted = self.outcome(self.interpret, path.name)
        if interpreted[0] == 3:
            self.counts["not interpreted"] += 1
        elif interpreted != compiled:
            self.differ(seed, "interpreted", first(compiled, interpreted), first(interpreted, compiled))
        self.formatted(seed, path, compiled)

    def formatted(self, seed, path, compiled):
        def tree():
            return re.sub(r"@?\d+:\d+(-\d+:\d+)?", "", self.command(self.flowc, "emit", "ast", path.name)[1])

        before = tree()
        code, _, errors = self.command(self.flowc, "fmt", path.name)
        if code != 0:
            return self.differences.append(f"seed {seed}: fmt: {errors[:500]}")
        if tree() != before:
            self.differences.append(f"seed {seed}: fmt changed the tree")
        if self.command(self.flowc, "fmt", "--check", path.name)[0] != 0:
            self.differences.append(f"seed {seed}: what fmt made is not formatted")
        code, output, _ = self.outcome(self.flowc, "run", "--no-cache", path.name)
        if (code, output) != compiled[:2]:
            self.differ(seed, "formatted", first(compiled, (code, output)), first((code, output), compiled))


def first(one, other):
    """What is different about `one`: the code and place, or the first line."""
    if one[1] == other[1]:
        return str((one[0], one[2] if len(one) > 2 else None))
    lines, others = one[1].splitlines(), other[1].splitlines()
    for number, line in enumerate(lines):
        if number >= len(others) or line != others[number]:
            return f"line {number + 1} of the output: {line[:300]} ({one[0]})"
    return f"{len(lines)} lines of output ({one[0]})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flowc", required=True, type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--interpret", required=True, type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--seeds", required=True, help="FIRST..LAST")
    parser.add_argument("--keep", help="the folder for the programs; else they are removed")
    arguments = parser.parse_args()
    begin, end = map(int, arguments.seeds.split(".."))
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(arguments.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        runs = Runs(arguments.flowc, arguments.interpret, folder)
        for seed in range(begin, end + 1):
            runs.check(seed)
    for difference in runs.differences:
        print(difference)
    print(f"{end - begin + 1} programs, {len(runs.differences)} differences: "
          + ", ".join(f"{count} {what}" for what, count in sorted(runs.counts.items())))
    sys.exit(1 if runs.differences else 0)


if __name__ == "__main__":
    main()
