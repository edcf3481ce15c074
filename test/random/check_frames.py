#!/usr/bin/env python3
"""Random programs with frames print what the contract says, and the same however they are run: with all passes and
with none, with one thread and with several, in batches of a few rows, and after `flowc fmt`, which changes no tree.

check_frames.py --flowc FLOWC --seeds FIRST..LAST [--keep FOLDER]
prints a line for each difference, then the counts. Exit code 1 when there was one."""
import re

from frames.program import Program
from runs import Runs, main

WAYS = {"without passes": ["--passes", "none", "--threads", "1"],
        "in small batches": ["--threads", "2", "--morsel-rows", "3"],
        "without passes in small batches": ["--passes", "none", "--threads", "2", "--morsel-rows", "2"]}


class FrameRuns(Runs):
    def __init__(self, arguments, folder):
        super().__init__(arguments.flowc, folder)

    def check(self, seed):
        program = Program(seed)
        path = self.folder / f"program{seed}.flow"
        path.write_text(program.text())
        for name, text in program.files().items():
            (self.folder / name).write_bytes(text.encode())
        compiled = self.compile_and_run(seed, path)
        if not compiled:
            return
        self.expected(seed, program.outcomes, compiled)
        for way, options in WAYS.items():
            other = self.outcome(*self.run(path, *options))
            if other != compiled:
                self.differ(seed, way, compiled, other)
        self.formatted(seed, path, compiled)

    def expected(self, seed, outcomes, compiled):
        """Compares with what Python computed, as far as it knows."""
        code, output, _ = compiled
        for number, outcome in enumerate(outcomes):
            if not outcome.is_known:
                self.counts["known to a point"] += 1
                return
            length = 0 if outcome.fails else matched(outcome.text, output)
            if length is None and outcome.may_fail and outcome.instead:
                length = matched(outcome.instead, output)
            if length is None and outcome.may_fail and code == 1 and not output:
                self.counts["failed for what is not shown"] += 1
                return
            if length is None:
                return self.differ(seed, f"not as expected, statement {number + 1}", (0, outcome.text), (code, output))
            if outcome.fails:
                if code != 1 or output:
                    self.differ(seed, f"statement {number + 1} must fail", (1, ""), (code, output))
                return
            output = output[length:]
        if code or output:
            self.differ(seed, "fails, or prints more", (0, ""), (code, output))


def matched(expected, output):
    """How much of the output is as expected, or None. Floats between marks need not agree in their last digits."""
    if "\1" not in expected:
        return len(expected) if output.startswith(expected) else None
    parts = re.split("\1(.*?)\2", expected)
    pattern = "".join(re.escape(part) if number % 2 == 0 else r"([-+.0-9a-z]+)" for number, part in enumerate(parts))
    found = re.match(pattern, output)
    if not found:
        return None
    is_near = all(abs(float(one) - float(other)) <= 1e-9 * max(abs(float(one)), abs(float(other)))
                  for one, other in zip(parts[1::2], found.groups()))
    return found.end() if is_near else None


if __name__ == "__main__":
    main(__doc__, FrameRuns)
