"""Frames with their rows, and random tables to begin with: of records, of ranges, of CSV files."""
import math
from dataclasses import dataclass
from typing import Callable

from frames.evaluation import Known
from frames.expressions import Scope, leaf
from frames.values import COMPARED, DECIMAL, KINDS, csv_field, literal, random_value

INFERRED = ["i64", "f64", "bool", "str", "date", "timestamp"]  # what a CSV file without a schema may hold


def is_special(value):
    return isinstance(value, float) and not math.isfinite(value)


@dataclass
class Column:
    name: str
    kind: str
    is_optional: bool
    is_approximate: bool = False  # floats that may differ in their last digits: shown, and nothing else

    def type(self):
        return self.kind + ("?" if self.is_optional else "")

    def reference(self):
        return "." + self.written()

    def written(self):
        return f"`{self.name}`" if " " in self.name else self.name

    def renamed(self, name):
        return Column(name, self.kind, self.is_optional, self.is_approximate)


@dataclass
class Frame:
    """`rows(locals)` are lists of values that are computed when asked for, in the order of the columns."""
    text: str
    columns: list
    rows: Callable

    def named(self, name):
        """A name of it, whose rows are computed once."""
        known = []

        def rows(_locals):
            if not known:
                known.append(self.rows({}))
            return known[0]
        return Frame(name, self.columns, rows)

    def scope(self, others=None, columns=None):
        """An expression of its columns; `others` has the functions and the local names."""
        leaves = [leaf(each.reference(), each.kind, each.is_optional)
                  for each in (self.columns if columns is None else columns) if not each.is_approximate]
        if others is None:
            return Scope(leaves, True)
        return Scope(leaves + others.leaves, True, others.functions, others.collections)

    def row(self, cells, locals):
        return locals | {each.reference(): cell for each, cell in zip(self.columns, cells)}


class Tables:
    def __init__(self, expressions):
        self.expressions, self.rng = expressions, expressions.rng
        self.files = {}  # name: text
        self.declarations = []

    def columns(self, kinds):
        result = []
        for _ in range(self.rng.randint(2, 6)):
            prefix = "odd name " if self.rng.random() < 0.03 else self.rng.choice("abcdefgh")
            result.append(Column(self.expressions.fresh(prefix), self.rng.choice(kinds), self.rng.random() < 0.4))
        return result

    def values(self, columns, count):
        return [[None if each.is_optional and self.rng.random() < 0.25 else random_value(each.kind, self.rng)
                 for each in columns] for _ in range(count)]

    def make(self):
        return self.rng.choice([self.of_records, self.of_records, self.of_file, self.of_file, self.of_range])()

    def count(self):
        return self.rng.choice([0, 1, 3, 7, 12, 12, 40])

    def of_records(self):
        columns, type = self.columns(KINDS + COMPARED), self.expressions.fresh("Row")
        rows = self.values(columns, self.count())
        is_named = any(each.is_optional or each.kind in ("Path", DECIMAL) for each in columns) or not rows
        if is_named or self.rng.random() < 0.5:
            self.declare(f"type {type} =", columns)
        else:
            type = ""
        records = [f"{type}({', '.join(f'{c.written()}: {self.literal(c, v)}' for c, v in zip(columns, row))})"
                   for row in rows]
        if not rows:
            none = self.expressions.fresh("none")
            self.declarations.append(f"let {none}: List[{type}] = []")
            return self.frame(f"from_list({none})", columns, rows)
        return self.frame(f"from_list([{', '.join(records)}])", columns, rows)

    @staticmethod
    def literal(column, value):
        return "none" if value is None else literal(column.kind, value)

    def declare(self, begin, columns):
        fields = ", ".join(f"{each.written()}: {each.type()}" for each in columns)
        self.declarations.append(f"{begin} {{ {fields} }}")

    @staticmethod
    def frame(text, columns, values):
        rows = [[Known(value) for value in row] for row in values]
        return Frame(text, columns, lambda locals: rows)

    def of_range(self):
        begin = self.rng.choice([0, 1, -3])
        count = self.rng.choice([0, 5, 20, 100, 100, 3000])
        name = self.expressions.fresh("n")
        return self.frame(f'from_range({begin}..{begin + count}, name: "{name}")', [Column(name, "i64", False)],
                          [[begin + i] for i in range(count)])

    def of_file(self):
        is_stated = self.rng.random() < 0.5
        columns = self.columns(KINDS + ["i16", "u64", "f32"] if is_stated else INFERRED)
        rows = self.values(columns, self.count() if is_stated else max(self.count(), 2))
        rows = [[0.25 if is_special(value) else value for value in row] for row in rows]
        if not is_stated:
            self.make_inferable(columns, rows)
        name = f"table{len(self.files)}.csv"
        delimiter = self.rng.choice([",", ",", ";"])
        lines = [delimiter.join(each.name for each in columns)]
        lines += [delimiter.join(csv_field(c.kind, value) for c, value in zip(columns, row)) for row in rows]
        ending = self.rng.choice(["\n", "\n", "\r\n"]) if all("\n" not in line for line in lines) else "\n"
        self.files[name] = ending.join(lines) + ending
        options = "" if delimiter == "," else f', delimiter: "{delimiter}"'
        if not is_stated:
            return self.frame(f'read_csv("{name}"{options})', columns, rows)
        schema = self.expressions.fresh("Stated")
        self.declare(f"schema {schema}", columns)
        return self.frame(f'read_csv[{schema}]("{name}"{options})', columns, rows)

    def make_inferable(self, columns, rows):
        """So that the types are found in the file: a value of each column that no narrower type takes, and a null in
        each optional one."""
        for index, column in enumerate(columns):
            rows[0][index] = {"str": "flow", "f64": 0.5}.get(column.kind, random_value(column.kind, self.rng))
            if column.is_optional:
                rows[1][index] = None
