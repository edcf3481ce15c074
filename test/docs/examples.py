"""Runs the examples of the manual: each ```flow block of a page under docs that is followed by an ```output block is a
program, and what it prints must be what the page says.

    ```csv trips.csv        a file the examples of this page read
    ```flow                 a program; with a name, ```flow clean.flow, a module that later ones import
    ```flow --top 3         a program and its flags
    ```output               what `flowc run example.flow` prints to standard output and error
    ```output 1             .. and its exit code, when it is not 0
    ```output check         what `flowc check` prints instead
    ```output test 1        what `flowc test` prints instead, and its exit code; times count as 0.01 s

A ```flow block without an output is only checked to parse. As a program: examples.py --flowc FLOWC [--update] PAGE..
With --update the outputs are written into the pages instead of being compared.
"""
import argparse
import difflib
import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(\w+)?(?: +(.*?))? *$")
TIME = re.compile(r"\(\d+\.\d\d s\)$", re.M)
SECONDS = 60


@dataclass
class Block:
    kind: str
    argument: str
    line: int          # of the opening fence, from 0
    text: list         # its lines


def blocks_of(lines):
    at = 0
    while at < len(lines):
        opening = FENCE.match(lines[at])
        if not opening:
            at += 1
            continue
        end = at + 1
        while end < len(lines) and lines[end] != "```":
            end += 1
        yield Block(opening[1] or "", opening[2] or "", at, lines[at + 1:end])
        at = end + 1


def run(flowc, command, flags, folder):
    """(exit code, what it printed): standard output, then the errors."""
    environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, ".cache"), NO_COLOR="1")
    done = subprocess.run([flowc, command, "example.flow", *flags], cwd=folder, env=environment, timeout=SECONDS,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    printed = done.stdout + done.stderr
    if command == "test":
        printed = TIME.sub("(0.01 s)", printed)
    return done.returncode, printed.rstrip("\n").split("\n")


class Page:
    """One page, and the folder in which its examples live."""

    def __init__(self, path, flowc):
        self.path = Path(path)
        self.flowc = flowc
        self.lines = self.path.read_text().split("\n")
        self.examples = 0
        self.updates = []   # (block, new argument, new lines)
        self.problems = []

    def check(self):
        with tempfile.TemporaryDirectory() as folder:
            blocks = list(blocks_of(self.lines))
            for index, block in enumerate(blocks):
                follower = blocks[index + 1] if index + 1 < len(blocks) else None
                if block.kind == "csv" or (block.kind == "flow" and block.argument.endswith(".flow")):
                    file = Path(folder, block.argument)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_text("\n".join(block.text) + "\n")
                elif block.kind == "flow":
                    Path(folder, "example.flow").write_text("\n".join(block.text) + "\n")
                    if follower and follower.kind == "output":
                        self.run_example(block, follower, folder)
                    else:
                        self.parse_example(block, folder)
        return self

    def run_example(self, block, output, folder):
        self.examples += 1
        first = output.argument.split(" ")[0]
        command = first if first in ("check", "test") else "run"
        code, printed = run(self.flowc, command, shlex.split(block.argument), folder)
        if printed == [""]:
            printed = []
        shown = {"check": "check", "test": f"test {code}" if code else "test"}
        argument = shown.get(command, str(code) if code else "")
        if (argument, printed) == (output.argument, output.text):
            return
        self.updates.append((output, argument, printed))
        difference = difflib.unified_diff(output.text, printed, "in the page", "printed", lineterm="")
        code_note = f" (exit code {code})" if command == "run" else ""
        self.problems.append(f"{self.path}:{block.line + 1}: the example prints something else{code_note}\n"
                             + "\n".join(difference))

    def parse_example(self, block, folder):
        done = subprocess.run([self.flowc, "emit", "ast", "example.flow"], cwd=folder, timeout=SECONDS,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            self.problems.append(f"{self.path}:{block.line + 1}: the example does not parse\n{done.stderr}")

    def update(self):
        for block, argument, text in sorted(self.updates, key=lambda update: -update[0].line):
            fence = f"```output {argument}".rstrip()
            self.lines[block.line:block.line + 1 + len(block.text)] = [fence] + text
        self.path.write_text("\n".join(self.lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flowc", required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("pages", nargs="+")
    arguments = parser.parse_args()
    failed = False
    for path in arguments.pages:
        page = Page(path, os.path.abspath(arguments.flowc)).check()
        if arguments.update:
            page.update()
            continue
        for problem in page.problems:
            print(problem, file=sys.stderr)
        failed = failed or bool(page.problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
