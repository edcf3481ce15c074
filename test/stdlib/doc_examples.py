"""Runs the examples in the doc comments of the library's files: doc_examples.py --flowc FLOWC FILE..

    /// ```flow
    /// var xs = [3, 1]                  a statement
    /// xs.sorted()         // [1, 3]    an expression, and what it prints
    /// first([])           // fails: Empty
    /// ```
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

SECONDS = 60
EXPECTED = re.compile(r"^(.*?\S)\s+// (.*)$")


@dataclass
class Item:
    """A public function with its doc comment."""
    name: str
    line: int
    doc: list
    parameters: str
    example: list = field(default_factory=list)


def items_of(text):
    doc, at_doc = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("///"):
            doc.append(line[3:].removeprefix(" "))
            continue
        declared = re.match(r"pub fn (\w+)(?:\[.*?\])?\((.*)\)", line)
        if declared:
            item = Item(declared[1], number, doc, declared[2])
            inside = False
            for each in doc:
                if each.startswith("```"):
                    inside = each == "```flow"
                elif inside:
                    item.example.append(each)
            yield item
        doc = []


def programs_of(item):
    """(program, expected lines or None, kind of failure or None): the example, and each failing line on its own."""
    body, expected = [], []
    for line in item.example:
        found = EXPECTED.match(line)
        if not found:
            body.append(line)
        elif found[2].startswith("fails: "):
            yield "\n".join([*body, f"print({found[1]})"]), list(expected), found[2].removeprefix("fails: ")
        else:
            body.append(f"print({found[1]})")
            expected.append(found[2])
    yield "\n".join(body), expected, None


def run(flowc, program, folder):
    path = os.path.join(folder, "example.flow")
    with open(path, "w") as file:
        file.write(program + "\n")
    environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, ".cache"), NO_COLOR="1")
    return subprocess.run([flowc, "run", path], cwd=folder, env=environment, timeout=SECONDS, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)


def problems_of(item, flowc, folder):
    if not item.doc:
        yield "has no doc comment"
    if not item.example or not any(EXPECTED.match(line) for line in item.example):
        yield "has no example"
    described = "\n".join(item.doc)
    for parameter in re.findall(r"(\w+): (?:fn\(|[^,]*= )", item.parameters):
        if f"- `{parameter}`:" not in described:
            yield f"does not say what `{parameter}` is"
    for program, expected, kind in programs_of(item):
        done = run(flowc, program, folder)
        printed = done.stdout.rstrip("\n").split("\n") if done.stdout else []
        if (done.returncode != 0) != (kind is not None) or printed != expected:
            yield f"prints {printed}, not {expected}\n{program}\n{done.stderr}"


def check_file(path, flowc):
    """(problems, how many examples)."""
    with open(path) as file:
        items = list(items_of(file.read()))
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        for item in items:
            problems += [f"{path}:{item.line}: `{item.name}` {problem}" for problem in problems_of(item, flowc, folder)]
    return problems, len(items)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flowc", required=True)
    parser.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    failed = False
    for path in arguments.files:
        problems, count = check_file(path, os.path.abspath(arguments.flowc))
        print("\n".join(problems) or f"{path}: {count} examples")
        failed = failed or bool(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
