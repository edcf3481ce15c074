"""Running one program in several ways, and noting what differs."""
import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tempfile

SECONDS = 20  # no program takes a tenth of it


class Runs:
    def __init__(self, flowc, folder):
        self.flowc, self.folder = flowc, folder
        self.counts = collections.Counter()
        self.differences = []

    def command(self, *words):
        try:
            done = subprocess.run(words, capture_output=True, timeout=SECONDS, cwd=self.folder)
        except subprocess.TimeoutExpired:
            return "timeout", "", ""
        return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")

    def run(self, path, *options):
        return self.command(self.flowc, "run", "--no-cache", *options, path.name)

    @staticmethod
    def place(errors):
        """What the program failed with, and where: message, line and column."""
        found = re.search(r"^error\S* ([^\n]*)\n +--> \S*?:(\d+:\d+)", errors, re.MULTILINE)
        return " at ".join(found.groups()) if found else None

    def outcome(self, code, output, errors):
        return code, output, self.place(errors) if code == 1 else None

    def differ(self, seed, what, one, other):
        self.differences.append(f"seed {seed}: {what}\n  {first(one, other)}\n  {first(other, one)}")

    def compile_and_run(self, seed, path):
        """The outcome with all passes, or None when there is no use in going on."""
        code, output, errors = self.run(path)
        if code not in (0, 1):
            self.differences.append(f"seed {seed}: exit code {code}\n{errors[:1500]}")
            return None
        self.counts["failed" if code else "returned"] += 1
        return self.outcome(code, output, errors)

    def formatted(self, seed, path, compiled):
        """`flowc fmt` changes no tree and no result."""
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
        again = self.outcome(*self.run(path))
        if again[:2] != compiled[:2]:
            self.differ(seed, "formatted", compiled[:2], again[:2])


def first(one, other):
    """What is different about `one`: the code and place, or the first line."""
    if one[1] == other[1]:
        return str((one[0], one[2] if len(one) > 2 else None))
    lines, others = one[1].splitlines(), other[1].splitlines()
    for number, line in enumerate(lines):
        if number >= len(others) or line != others[number]:
            return f"line {number + 1} of the output: {line[:300]} ({one[0]})"
    return f"{len(lines)} lines of output ({one[0]})"


def main(description, make_runs, options=(), more=None):
    """Checks the programs of the seeds. `make_runs` takes the arguments and the folder for the programs; `options` are
    further programs that it needs, `more` adds what else it takes."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("--flowc", *options):
        parser.add_argument(option, required=True, type=lambda path: str(pathlib.Path(path).resolve()))
    if more:
        more(parser)
    parser.add_argument("--seeds", required=True, help="FIRST..LAST")
    parser.add_argument("--keep", help="the folder for the programs; else they are removed")
    arguments = parser.parse_args()
    begin, end = map(int, arguments.seeds.split(".."))
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(arguments.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        runs = make_runs(arguments, folder)
        for seed in range(begin, end + 1):
            runs.check(seed)
    for difference in runs.differences:
        print(difference)
    print(f"{end - begin + 1} programs, {len(runs.differences)} differences: "
          + ", ".join(f"{count} {what}" for what, count in sorted(runs.counts.items())))
    sys.exit(1 if runs.differences else 0)
