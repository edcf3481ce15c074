"""Walks over all programs under examples and test, FLOWC; prints those that are not formatted, and of those that are no
tests themselves what does not compile or is not run by any test; then `done`. See ../README.md for exceptions."""
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# Inputs of fuzzers are no programs of ours; fragments that other tests read are checked by those; the data of
# benchmarks is made when they run.
LEFT_OUT = {"fuzz", "Inputs", "bench"}


class Program:
    def __init__(self, path):
        self.path = path
        text = path.read_text(encoding="utf-8", errors="replace")
        self.runs = [line for line in text.splitlines() if re.search(r"//\s*RUN:", line)]
        self.is_unformatted = re.search(r"^// UNFORMATTED: \w", text, re.M) is not None

    def some_run(self, pattern):
        return any(re.search(pattern, line) for line in self.runs)

    def must_be_formatted(self):
        return not self.is_unformatted and not self.some_run(r"%not\b.*%s|\bfmt\b")


def programs():
    for folder in ("examples", "test"):
        for path in sorted(Path(folder).rglob("*.flow")):
            if not LEFT_OUT & set(path.parts):
                yield Program(path)


def main(flowc):
    everything = list(programs())
    formatted = [str(program.path) for program in everything if program.must_be_formatted()]
    result = subprocess.run([flowc, "fmt", "--check", *formatted], capture_output=True, text=True)
    print(result.stdout + result.stderr, end="")

    def check(program):
        result = subprocess.run([flowc, "check", program.path], capture_output=True, text=True)
        return f"{program.path} does not compile: {result.stderr}" if result.returncode else ""

    others = [program for program in everything if not program.runs]
    with ThreadPoolExecutor(2) as pool:
        for message in pool.map(check, others):
            print(message, end="")
    tests = "\n".join(path.read_text() for path in Path("test").rglob("*.test"))
    for program in others:
        if f"run {program.path}" not in tests:
            print(f"no test runs {program.path}")
    print("done")


main(sys.argv[1])
