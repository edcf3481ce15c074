#!/usr/bin/env python3
"""Prints a random well-typed program: generate.py SEED. The same seed gives the same program.

The program ends, may fail while it runs (an overflow, an index, a `fail`), and prints what it computed as it goes."""
import random
import sys

from expressions import DECLARATIONS, Expressions, NESTED, SCALARS, Scope, TYPES

HELPERS = """fn maybe_i64(there: bool, value: i64) -> i64? => if there { value } else { none }
fn maybe_str(there: bool, value: str) -> str? => if there { value } else { none }
fn sum_of(tree: Tree) -> i64 => match tree {
  Leaf(value) => value
  Node(left, right) => sum_of(left) + sum_of(right)
  Nil => 0
}
"""


class Statements:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.expressions = Expressions(self.rng)
        self.lines = []
        self.level = 0

    def line(self, text):
        self.lines.append("  " * self.level + text)

    def value(self, type, scope, depth=3):
        return self.expressions.make(type, scope, depth)

    def any_type(self):
        return self.rng.choice(SCALARS if self.rng.random() < 0.5 else NESTED)

    def program(self):
        functions = []
        for _ in range(self.rng.randint(1, 4)):
            functions.append(self.function(functions))
        scope = Scope(functions=functions)
        for type in self.rng.sample(TYPES, 4):
            self.declare(scope, type, is_variable=True)
        for _ in range(self.rng.randint(4, 10)):
            self.statement(scope, 3)
        self.show(scope)
        return DECLARATIONS + HELPERS + "\n".join(self.lines) + "\n"

    def function(self, functions):
        name = self.expressions.fresh("fun")
        parameters = [(self.expressions.fresh("a"), self.any_type()) for _ in range(self.rng.randint(1, 3))]
        result = self.any_type()
        scope = Scope([(each, type, False) for each, type in parameters], functions)
        listed = ", ".join(f"{each}: {type}" for each, type in parameters)
        if self.rng.random() < 0.4:
            self.line(f"fn {name}({listed}) -> {result} => {self.value(result, scope, 4)}")
        else:
            self.line(f"fn {name}({listed}) -> {result} {{")
            self.block(scope, 3, ending=result, is_body=True)
            self.line("}")
        return name, [type for _, type in parameters], result

    def block(self, scope, depth, ending=None, is_body=False):
        """Statements of an inner scope, and the value that it ends with; of a body it may also be returned."""
        self.level += 1
        scope = scope.inner()
        for _ in range(self.rng.randint(1, 4)):
            self.statement(scope, depth - 1)
        if ending:
            if is_body and self.rng.random() < 0.2:
                self.line(f"if {self.value('bool', scope, 2)} {{ return {self.value(ending, scope, 2)} }}")
            self.line(self.value(ending, scope, 3))
        self.level -= 1

    def declare(self, scope, type, is_variable=False):
        name = self.expressions.fresh()
        self.line(f"{'var' if is_variable else 'let'} {name}: {type} = {self.value(type, scope)}")
        scope.add(name, type, is_variable)

    def show(self, scope):
        for name, type, _ in scope.names:
            if "fn(" not in type:
                self.line(f'print("{name}", {name})')

    def statement(self, scope, depth):
        kinds = [self.let, self.variable, self.assign, self.assign, self.change, self.change, self.output]
        if depth > 0:
            kinds += [self.branch, self.count, self.each, self.each_entry, self.loop, self.choose, self.caught]
            kinds += [self.look_up]
        self.rng.choice(kinds)(scope, depth)

    def let(self, scope, depth):
        self.declare(scope, self.any_type())

    def variable(self, scope, depth):
        self.declare(scope, self.any_type(), is_variable=True)

    def output(self, scope, depth):
        type = self.rng.choice(TYPES[:-1])
        self.line(f"print({self.value(type, scope)})")

    def assign(self, scope, depth):
        known = scope.variables()
        if not known:
            return self.variable(scope, depth)
        name, type = self.rng.choice(known)
        if type in ("i64", "f64") and self.rng.random() < 0.5:
            self.line(f"{name} {self.rng.choice(['+=', '-=', '*='])} {self.value(type, scope)}")
        elif type == "str" and self.rng.random() < 0.5:
            self.line(f"{name} += {self.value('str', scope, 1)}")
        else:
            self.line(f"{name} = {self.value(type, scope)}")

    def change(self, scope, depth):
        """A change of a part of a variable."""
        value = lambda type: self.value(type, scope, 2)
        index = self.rng.randint(0, 2)
        ways = {
            "List[i64]": [lambda n: f"{n}.push({value('i64')})", lambda n: f"{n}[{index}] = {value('i64')}",
                          lambda n: f"{n}[{index}] += {value('i64')}", lambda n: f"{n}.sort()",
                          lambda n: f"{n}.reverse()",
                          lambda n: f"{n}.insert({index}, {value('i64')})", lambda n: f"print({n}.pop())",
                          lambda n: f"print({n}.remove({index}))"],
            "List[List[i64]]": [lambda n: f"{n}[{index}].push({value('i64')})", lambda n: f"{n}[0][0] = {value('i64')}",
                                lambda n: f"{n}.push({value('List[i64]')})"],
            "List[str]": [lambda n: f"{n}[0] += {value('str')}", lambda n: f"{n}.push({value('str')})"],
            "Point": [lambda n: f"{n}.x = {value('i64')}", lambda n: f"{n}.name += {value('str')}"],
            "List[Point]": [lambda n: f"{n}[0].x += {value('i64')}", lambda n: f"{n}.sort_by(fn(q) => q.x)"],
            "Map[str, i64]": [lambda n: f"{n}[{value('str')}] = {value('i64')}",
                              lambda n: f"print({n}.remove({value('str')}))",
                              lambda n: f"{n}.update({value('str')}, 1, fn(q) => q + 1)"],
            "Map[i64, List[i64]]": [lambda n: f"{n}[{value('i64')}] = {value('List[i64]')}",
                                    lambda n: f"{n}[{value('i64')}].push({value('i64')})"],
            "Set[i64]": [lambda n: f"{n}.add({value('i64')})", lambda n: f"{n}.remove({value('i64')})"],
        }
        known = [each for each in scope.variables() if each[1] in ways]
        if not known:
            return self.assign(scope, depth)
        name, type = self.rng.choice(known)
        change = self.rng.choice(ways[type])(name)
        is_safe = type.startswith("List") and self.rng.random() < 0.8
        if not is_safe:
            return self.line(change)
        inner = f" and len({name}[0]) > 0 and len({name}[{index}]) > 0" if type == "List[List[i64]]" else ""
        self.line(f"if len({name}) > {index}{inner} {{ {change} }}")

    def braces(self, head, scope, depth, tail="}"):
        self.line(head + " {")
        self.block(scope, depth)
        self.line(tail)

    def branch(self, scope, depth):
        if self.rng.random() < 0.3:
            name = self.expressions.fresh()
            inner = scope.inner()
            inner.add(name, "i64")
            return self.braces(f"if let {name} = {self.value('i64?', scope)}", inner, depth)
        self.braces(f"if {self.value('bool', scope)}", scope, depth, "} else {")
        self.block(scope, depth)
        self.line("}")

    def count(self, scope, depth):
        name = self.expressions.fresh("index")
        inner = scope.inner()
        inner.add(name, "i64")
        self.braces(f"for {name} in 0..{self.rng.randint(1, 4)}", inner, depth)

    def each(self, scope, depth):
        name = self.expressions.fresh("x")
        type = self.rng.choice(["i64", "str", "Point"])
        inner = scope.inner()
        inner.add(name, type)
        self.braces(f"for {name} in {self.value(f'List[{type}]', scope, 2)}.take(4)", inner, depth)

    def each_entry(self, scope, depth):
        key, value = self.expressions.fresh("k"), self.expressions.fresh("x")
        inner = scope.inner()
        inner.add(key, "str")
        inner.add(value, "i64")
        self.braces(f"for ({key}, {value}) in {self.value('Map[str, i64]', scope, 2)}", inner, depth)

    def loop(self, scope, depth):
        name = self.expressions.fresh("n")
        self.line(f"var {name} = 0")
        self.line(f"while {name} < {self.rng.randint(1, 4)} {{")
        self.level += 1
        self.line(f"{name} += 1")
        inner = scope.inner()
        inner.add(name, "i64")
        leave = self.rng.choice(["break", "continue", None])
        if leave:
            self.line(f"if {self.value('bool', inner, 2)} {{ {leave} }}")
        self.level -= 1
        self.block(inner, depth)
        self.line("}")
        scope.add(name, "i64")

    def look_up(self, scope, depth):
        """Elements of a list of lists in a loop, which may change the list, or another one; some are not there."""
        if not scope.of("List[List[i64]]"):
            self.declare(scope, "List[List[i64]]", is_variable=True)
        grid = self.rng.choice(scope.of("List[List[i64]]"))
        row, total, at = self.expressions.fresh("row"), self.expressions.fresh("total"), self.expressions.fresh("at")
        self.line(f"var ({row}, {total}) = ([{', '.join('0' * self.rng.randint(1, 4))}], 0)")
        self.line(f"for {at} in 0..{self.rng.randint(0, 4)} {{")
        self.level += 1
        inner = scope.inner()
        for name, type in [(row, "List[i64]"), (total, "i64")]:
            inner.add(name, type, True)
        inner.add(at, "i64")
        which = self.rng.choice(["0", "1", *scope.of("i64")])
        which += self.rng.choice(["", "", " % 100 + 1", " % 100 - 1"])
        column = self.rng.choice([at, at, str(self.rng.randint(0, 2))])
        kinds = [
            f"{row}[{at}] += {grid}[{which}][{column}] % 100",
            f"{total} += {grid}[{which}][{column}] % 100",
            f"{total} = {total} % 100 + {row}[{at}] + {grid}[{which}].len()",
        ]
        for _ in range(self.rng.randint(1, 3)):
            guard = f"{at} < {row}.len() and 0 <= {which} and {which} < {grid}.len()"
            guard += f" and {column} < {grid}[{which}].len()"
            if self.rng.random() < 0.1:
                guard = self.rng.choice(["true", f"{at} < {row}.len()", f"{at} < 1"])
            self.line(f"if {guard} {{ {self.rng.choice(kinds)} }}")
            if self.rng.random() < 0.3:
                self.change(inner, depth)
        self.level -= 1
        self.line("}")
        self.line(f"print({row}, {total})")

    def choose(self, scope, depth):
        self.line(f"match {self.value('i64', scope, 2)} {{")
        self.level += 1
        other = self.expressions.fresh()
        inner = scope.inner()
        inner.add(other, "i64")
        for pattern in ["0 | 1", "2..=9", f"{other} if {other} < 0", "_"]:
            self.braces(f"{pattern} =>", inner if other in pattern else scope, depth)
        self.level -= 1
        self.line("}")

    def caught(self, scope, depth):
        """A block that may fail, and what it had changed before it did."""
        self.line("{")
        self.block(scope, depth, ending="i64")
        self.line("} catch err { print(err.kind, err); 0 } |> print()")


if __name__ == "__main__":
    sys.stdout.write(Statements(int(sys.argv[1])).program())
