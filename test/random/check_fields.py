#!/usr/bin/env python3
"""Random pipelines over CSV files with fields that are no values of their columns' types fail, or not, in the same way
however they are run: with all passes and with none, in batches of a few rows.

check_fields.py --flowc FLOWC --seeds FIRST..LAST [--keep FOLDER]
prints a line for each difference, then the counts. Exit code 1 when there was one."""
import random

from runs import Runs, main

WAYS = {"without passes": ["--passes", "none", "--threads", "1"],
        "in small batches": ["--threads", "2", "--morsel-rows", "3"],
        "row by row": ["--threads", "1", "--morsel-rows", "1"]}


class Pipelines:
    """A file, and three pipelines over it; each failure is caught and printed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.file = f"rows{seed}.csv"

    def rows(self):
        def field(bad):
            return bad if self.random.random() < 0.3 else str(self.random.randint(0, 9))

        lines = [f"{number},{field('x')},{field('')}" for number in range(self.random.randint(3, 12))]
        return "a,b,c\n" + "".join(line + "\n" for line in lines)

    def condition(self):
        column, sign = self.random.choice("abc"), self.random.choice(["<", ">", "!=", "=="])
        one = f".{column} {sign} {self.random.randint(0, 9)}"
        return one if self.random.random() < 0.5 else f"({one} {self.random.choice(['and', 'or'])} {self.condition()})"

    def verb(self):
        name = self.random.choice("bc")
        return self.random.choice([
            f"filter({self.condition()})",
            f"filter({self.condition()})",
            f"derive({name}: if {self.condition()} {{ .b }} else {{ .c }})",
            f"derive({name}: .b + .a)",
            f"take({self.random.randint(1, 8)})",
        ])

    def end(self):
        return self.random.choice([
            "collect()",
            "select(.a) |> collect()",
            "agg(s: sum(.b), n: count()) |> collect()",
            f"agg(s: sum(.b, where: {self.condition()})) |> collect()",
            f"group(by: [odd: .a % 2]) |> agg(s: sum(.c, where: {self.condition()})) |> collect()",
            "join(rows |> filter(.a > 2) |> select(.a, d: .c), on: .a) |> select(.d, .b) |> collect()",
            f"left_join(rows |> filter({self.condition()}) |> select(.a, d: .c), on: .a) |> select(.b) |> collect()",
        ])

    def text(self):
        lines = ["schema Row { a: i64, b: i64, c: i64 }", f'let rows = read_csv[Row]("{self.file}")']
        for _ in range(3):
            verbs = " |> ".join(self.verb() for _ in range(self.random.randint(1, 4)))
            lines.append(f"{{ rows |> {verbs} |> {self.end()} |> print() }} catch err {{ print(err.message) }}")
        return "\n".join(lines) + "\n"


class FieldRuns(Runs):
    def __init__(self, arguments, folder):
        super().__init__(arguments.flowc, folder)

    def check(self, seed):
        pipelines = Pipelines(seed)
        (self.folder / pipelines.file).write_text(pipelines.rows())
        path = self.folder / f"program{seed}.flow"
        path.write_text(pipelines.text())
        compiled = self.compile_and_run(seed, path)
        if not compiled:
            return
        self.counts["with a failure that was caught"] += ": column" in compiled[1]
        for way, options in WAYS.items():
            other = self.outcome(*self.run(path, *options))
            if other != compiled:
                self.differ(seed, way, compiled, other)


if __name__ == "__main__":
    main(__doc__, FieldRuns)
