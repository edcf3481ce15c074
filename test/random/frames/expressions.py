"""Random expressions of columns and of functions, each with its meaning: what it gives for a row."""
import random
from dataclasses import dataclass, field, replace
from typing import Callable

from frames.evaluation import Approximate, Failed, Unknown, evaluate_all
from frames.operations import FAILING, giving
from frames.values import KINDS, literal, random_value


@dataclass
class Node:
    """`evaluate` takes a row: a dictionary of what has `value()`, by `.column`, `right.column`, and local name."""
    text: str
    kind: str
    is_optional: bool
    evaluate: Callable
    is_literal: bool = False
    shows: frozenset = frozenset()  # the columns that have a value where this is true
    denies: frozenset = frozenset()  # and where it is false


@dataclass
class Function:
    name: str
    parameters: list  # (kind, whether it is optional)
    result: str
    gives_none: bool
    call: Callable  # of the values


@dataclass
class Scope:
    """Where an expression stands. In a row null is lifted: what is computed from null is null."""
    leaves: list
    is_row: bool
    functions: list = field(default_factory=list)
    collections: list = field(default_factory=list)  # (name, kind, values, kind of what a map has for them)

    def of(self, kind, is_optional):
        return [each for each in self.leaves if each.kind == kind and (is_optional or not each.is_optional)]

    def optional(self):
        return [each for each in self.leaves if each.is_optional]


def leaf(text, kind, is_optional):
    return Node(text, kind, is_optional, lambda row: row[text].value())


def constant(kind, value):
    return Node(literal(kind, value), kind, False, lambda row: value, True)


def found(values, key):
    if key not in values:
        raise Failed
    return values[key]


def exactly(value):
    if isinstance(value, Approximate):
        raise Unknown
    return value


class Expressions:
    def __init__(self, rng: random.Random):
        self.rng = rng
        self.names = 0
        self.failing = rng.choice([0, 0, 2, 6])  # percent

    def fresh(self, prefix):
        self.names += 1
        return f"{prefix}{self.names}"

    def chance(self, percent):
        return self.rng.random() * 100 < percent

    def literal(self, kind):
        return constant(kind, random_value(kind, self.rng))

    def leaf_or_literal(self, kind, scope):
        known = scope.of(kind, scope.is_row)
        if known and self.chance(80):
            return self.rng.choice(known)
        if scope.is_row and self.chance(3) and not kind.startswith("decimal"):
            return Node(f"cast(none, {kind}?)", kind, True, lambda row: None)
        return self.literal(kind)

    def make(self, kind, scope, depth):
        """Plain, but in a row it may be optional."""
        if depth <= 0 or self.chance(20):
            return self.leaf_or_literal(kind, scope)
        ways = [self.operation] * 6 + [self.branch, self.coalesced, self.match]
        if kind == "bool":
            ways += [self.logic] * 4 + [self.negated, self.nothing, self.contained]
        if scope.functions:
            ways += [self.call] * 2
        if scope.collections:
            ways += [self.entry]
        for _ in range(4):
            node = self.rng.choice(ways)(kind, scope, depth - 1)
            if node:
                return node
        return self.leaf_or_literal(kind, scope)

    def plain(self, kind, scope, depth):
        """Never optional."""
        node = self.make(kind, scope, depth)
        return self.otherwise(node, self.literal(kind)) if node.is_optional else node

    def any_kind(self, scope):
        known = [each.kind for each in scope.leaves]
        return self.rng.choice(known if known and self.chance(60) else KINDS)

    @staticmethod
    def lifted(text, kind, operands, function, is_optional=False):
        def evaluate(row):
            values = evaluate_all(operands, row)
            return None if values is None else function(*values)
        return Node(text, kind, is_optional or any(each.is_optional for each in operands), evaluate)

    def operation(self, kind, scope, depth):
        known = giving(kind)
        if not known:
            return None
        failing = [each for each in FAILING if each.result == kind]
        chosen = self.rng.choice(failing if failing and self.chance(self.failing) else known)
        operands = [self.make(each, scope, depth) for each in chosen.operands]
        if all(each.is_literal for each in operands):
            return None  # the compiler might compute it
        is_mixed = len(set(chosen.operands)) > 1
        texts = [f"i64({each.text})" if is_mixed and each.is_literal and each.kind == "i64" else each.text
                 for each in operands]
        node = self.lifted(chosen.text.format(*texts), kind, operands, chosen.meaning, chosen.is_optional)
        return node if scope.is_row or not node.is_optional else self.otherwise(node, self.literal(kind))

    @staticmethod
    def otherwise(node, default):
        def evaluate(row):
            value = node.evaluate(row)
            return default.evaluate(row) if value is None else value
        return Node(f"({node.text} ?? {default.text})", node.kind, default.is_optional, evaluate)

    def coalesced(self, kind, scope, depth):
        known = scope.of(kind, True)
        node = self.make(kind, scope, depth) if scope.is_row else self.rng.choice(known) if known else None
        return self.otherwise(node, self.make(kind, scope, depth)) if node and node.is_optional else None

    def arm(self, kind, scope, depth):
        """A literal of it has its type, whatever type the whole has."""
        node = self.make(kind, scope, depth)
        return replace(node, text=f"i64({node.text})") if node.is_literal and kind == "i64" else node

    def branch(self, kind, scope, depth):
        condition = self.make("bool", scope, depth)
        one, other = self.arm(kind, scope, depth), self.arm(kind, scope, depth)
        return Node(f"(if {condition.text} {{ {one.text} }} else {{ {other.text} }})", kind,
                    one.is_optional or other.is_optional,
                    lambda row: (one if condition.evaluate(row) else other).evaluate(row))

    def match(self, kind, scope, depth):
        """Of a leaf; of an optional one with an arm for none."""
        known = [each for each in scope.leaves if each.kind in ("i64", "str")
                 and (not each.is_optional or "." in each.text)]  # local names may be known not to be none
        if not known:
            return None
        subject = self.rng.choice(known)
        tests = {"i64": [("0 | 2", lambda x: x in (0, 2)), ("3..=50", lambda x: x in range(3, 51))],
                 "str": [('"a"', lambda x: x == "a"), ('"flow" | "b"', lambda x: x in ("flow", "b"))]}[subject.kind]
        arms = [(pattern, test, self.arm(kind, scope, depth)) for pattern, test in tests]
        if subject.is_optional:
            arms.insert(self.rng.randint(0, len(arms)), ("none", lambda x: x is None, self.arm(kind, scope, depth)))
        arms.append(("_", lambda x: True, self.arm(kind, scope, depth)))

        listed = ", ".join(f"{pattern} => {result.text}" for pattern, _, result in arms)
        return Node(f"(match {subject.text} {{ {listed} }})", kind,
                    any(result.is_optional for _, _, result in arms),
                    lambda row: self.first_arm(arms, subject.evaluate(row)).evaluate(row))

    @staticmethod
    def first_arm(arms, value):
        return next(result for _, fits, result in arms if fits(value))

    def logic(self, kind, scope, depth):
        """With three values in a row; what the left side decides leaves the right side out."""
        left, right = self.make("bool", scope, depth), self.make("bool", scope, depth)
        decides = self.rng.random() < 0.5

        def evaluate(row):
            one = left.evaluate(row)
            if one is decides:
                return decides
            other = right.evaluate(row)
            return decides if other is decides else None if one is None or other is None else not decides
        return Node(f"({left.text} {'or' if decides else 'and'} {right.text})", "bool",
                    left.is_optional or right.is_optional, evaluate,
                    shows=frozenset() if decides else left.shows | right.shows)

    def negated(self, kind, scope, depth):
        operand = self.make("bool", scope, depth)
        node = self.lifted(f"(not {operand.text})", "bool", [operand], lambda x: not x)
        node.shows = operand.denies
        return node

    def nothing(self, kind, scope, depth):
        node = self.make(self.any_kind(scope), scope, depth) if scope.is_row else None
        if not node or not node.is_optional:
            if not scope.optional():
                return None
            node = self.rng.choice(scope.optional())
        is_null = self.rng.random() < 0.6
        texts = [f"({node.text} == none)"] + ([f"is_null({node.text})"] if scope.is_row else [])
        text = self.rng.choice(texts) if is_null else f"({node.text} != none)"
        columns = frozenset([node.text] if node.text.startswith(".") else [])
        return Node(text, "bool", False, lambda row: (node.evaluate(row) is None) == is_null,
                    shows=frozenset() if is_null else columns, denies=columns if is_null else frozenset())

    def contained(self, kind, scope, depth):
        """Whether a value is in a list, a set, or among the keys of a map."""
        if not scope.collections:
            return None
        name, key_kind, values, _ = self.rng.choice(scope.collections)
        node = self.make(key_kind, scope, depth)
        word = self.rng.choice(["in", "not in"])
        return self.lifted(f"({node.text} {word} {name})", "bool", [node], lambda x: (x in values) == (word == "in"))

    def entry(self, kind, scope, depth):
        """What a map has for a key, which is not optional."""
        known = [each for each in scope.collections if each[3] == kind]
        if not known:
            return None
        name, key_kind, values, _ = self.rng.choice(known)
        key = self.plain(key_kind, scope, depth)
        if self.chance(self.failing):
            return self.lifted(f"{name}[{key.text}]", kind, [key], lambda x: found(values, x))
        entry = self.lifted(f"{name}[{key.text}]", kind, [key], lambda x: found(values, x))
        other = self.arm(kind, scope, 0)

        def evaluate(row):
            value = exactly(key.evaluate(row))
            return values[value] if value in values else other.evaluate(row)
        return Node(f"(if {key.text} in {name} {{ {entry.text} }} else {{ {other.text} }})", kind,
                    entry.is_optional or other.is_optional, evaluate)

    def call(self, kind, scope, depth):
        known = [each for each in scope.functions if each.result == kind]
        if not known:
            return None
        function = self.rng.choice(known)
        arguments, required = [], []
        for of_kind, is_optional in function.parameters:
            node = self.make(of_kind, scope, depth)
            if is_optional and not scope.is_row and scope.of(of_kind, True):
                node = self.rng.choice(scope.of(of_kind, True))
            arguments.append(node)
            required.append(not is_optional)

        def evaluate(row):
            values, failure = [], None
            for each in arguments:
                try:
                    values.append(exactly(each.evaluate(row)))
                except Failed as failed:
                    failure = failure or failed
                    values.append(0)
            if any(value is None and is_needed for value, is_needed in zip(values, required)):
                if failure:
                    raise Unknown
                return None
            if failure:
                raise failure
            return function.call(*values)
        is_optional = any(each.is_optional and is_needed for each, is_needed in zip(arguments, required))
        node = Node(f"{function.name}({', '.join(each.text for each in arguments)})", kind,
                    is_optional or function.gives_none, evaluate)
        return node if scope.is_row or not node.is_optional else self.otherwise(node, self.literal(kind))
