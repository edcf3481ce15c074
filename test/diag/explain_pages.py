"""Runs the programs of the pages of `flowc explain`: one that says "wrong" in a comment, and the first of a page, must
be refused with the code of the page and no other; any other must be right. A block "```flow NAME" or "```csv NAME" is a
file for the programs behind it. Of "```sh" the lines that begin with `flowc` are run.

Usage: explain_pages.py FLOWC FOLDER
"""
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.M | re.S)
CODE = re.compile(r"\b(error|warning)\[(F\d+)\]")
# What shows the code, where it is not what `check` says.
COMMANDS = {"F0901": ["run"], "F0902": ["test"], "F0903": ["test", "--time-limit", "2"]}
WITHOUT_PROGRAM = {"F0005", "F0006", "F0007"}  # too deep, too large, not UTF-8: nothing that a page could hold


class Page:
    def __init__(self, flowc, path):
        self.flowc, self.code = flowc, path.stem
        self.text = path.read_text()

    def problems(self, folder):
        programs = 0
        for kind, name, content in BLOCK.findall(self.text):
            if kind == "sh":
                for line in content.splitlines():
                    if line.startswith("flowc "):
                        programs += 1
                        arguments = shlex.split(line, comments=True)[1:]
                        yield from self.judge(line, self.run(arguments, folder), "wrong" in line)
                continue
            path = folder / (name or "example.flow")
            path.parent.mkdir(exist_ok=True)
            path.write_text(content)
            if kind == "flow" and not name:
                command = COMMANDS.get(self.code, ["check"])
                isWrong = programs == 0 or re.search(r"//.*\bwrong\b", content) is not None
                programs += 1
                yield from self.judge(content, self.run([*command, path.name], folder), isWrong)
        if programs == 0 and self.code not in WITHOUT_PROGRAM:
            yield "no program"

    def run(self, arguments, folder):
        done = subprocess.run([self.flowc, *arguments], cwd=folder, capture_output=True, text=True, timeout=60)
        return done.stdout + done.stderr

    def judge(self, what, output, isWrong):
        errors = {code for level, code in CODE.findall(output) if level == "error" or code == self.code}
        if errors != ({self.code} if isWrong else set()):
            yield f"{'wrong' if isWrong else 'right'}, but it gives {sorted(errors)}:\n{what}{output}"


def main():
    flowc, pages = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    failed = False
    for path in sorted(pages.glob("F*.md")):
        with tempfile.TemporaryDirectory() as folder:
            for problem in Page(str(flowc), path).problems(pathlib.Path(folder)):
                print(f"{path.name}: {problem}")
                failed = True
    return failed


sys.exit(main())
