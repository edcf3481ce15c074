"""Random expressions of a given type, over the names that are in scope."""
import random

SCALARS = ["i64", "f64", "bool", "str", "i32", "u8", "Money"]
NESTED = [
    "i64?", "str?", "List[i64]", "List[str]", "List[List[i64]]", "(i64, str)", "Point", "List[Point]", "Shape", "Tree",
    "Map[str, i64]", "Map[i64, List[i64]]", "Set[i64]", "fn(i64) -> i64",
]
TYPES = SCALARS + NESTED
WORDS = ["", "a", "flow", "Zürich", "two words", "x,y", "日本", "tab\\tand \\\"quotes\\\""]

DECLARATIONS = """type Point = { x: i64, y: f64, name: str }
enum Shape { Circle(r: f64), Square(side: i64), Label(text: str, at: Point), Empty }
enum Tree { Leaf(value: i64), Node(left: Tree, right: Tree), Nil }
type Money = decimal[12, 2]
fn added(a: Money, b: Money) -> Money => a + b
fn taxed(a: Money, b: Money) -> Money => round(a * (1 + b), 2)
"""


class Scope:
    """Names with their types; `var`s may be changed."""

    def __init__(self, names=(), functions=()):
        self.names = list(names)  # (name, type, whether it may be changed)
        self.functions = list(functions)  # (name, parameter types, result type)

    def inner(self):
        return Scope(self.names, self.functions)

    def add(self, name, type, is_variable=False):
        self.names = [each for each in self.names if each[0] != name] + [(name, type, is_variable)]

    def of(self, type):
        return [name for name, each, _ in self.names if each == type]

    def variables(self, type=None):
        return [(name, each) for name, each, is_variable in self.names
                if is_variable and (type is None or each == type)]

    def constants(self):
        """What a lambda may capture and a copy be made of is everything; a lambda changes nothing of it."""
        return Scope([(name, type, False) for name, type, _ in self.names], self.functions)


class Expressions:
    def __init__(self, rng: random.Random):
        self.rng = rng
        self.names = 0

    def fresh(self, prefix="v"):
        self.names += 1
        return f"{prefix}{self.names}"

    def chance(self, percent):
        return self.rng.random() * 100 < percent

    def make(self, type, scope, depth):
        """The text of an expression, in parentheses where it needs them."""
        known = scope.of(type)
        if known and self.chance(40 if depth > 0 else 75):
            return self.rng.choice(known)
        if depth <= 0:
            return self.literal(type)
        calls = [each for each in scope.functions if each[2] == type]
        if calls and self.chance(15):
            name, parameters, _ = self.rng.choice(calls)
            return f"{name}({', '.join(self.make(each, scope, depth - 1) for each in parameters)})"
        if self.chance(8):
            condition = self.make("bool", scope, depth - 1)
            a, b = self.make(type, scope, depth - 1), self.make(type, scope, depth - 1)
            return f"(if {condition} {{ {a} }} else {{ {b} }})"
        if self.chance(4):
            return f"({self.make(type, scope, depth - 1)} catch _err {{ {self.literal(type)} }})"
        if type == "str" and self.chance(6):
            told = self.rng.choice(["err.kind", "err.message", '"${err}"'])
            return f"({self.make(type, scope, depth - 1)} catch err {{ {told} }})"
        return getattr(self, "make_" + self.key(type))(scope, depth - 1)

    @staticmethod
    def key(type):
        table = str.maketrans({"?": "_opt", "[": "_", "]": "", "(": "t_", ")": "", ",": "", " ": "_", "-": "", ">": ""})
        return type.translate(table)

    # -- what needs no scope

    def literal(self, type):
        r = self.rng
        if type == "i64":
            return self.number(r.choice([0, 1, 2, 3, 7, -1, -5, 10, 1000, 2**40, r.randint(-100, 100)]))
        if type == "i32":
            return f"i32({r.choice([0, 1, 5, 100, 2000000000])})"
        if type == "u8":
            return f"u8({r.choice([0, 1, 7, 200, 255])})"
        if type == "Money":
            return f'Money(dec"{r.choice(["0.00", "0.05", "1.25", "99.95", "1234567890.12", "17"])}")'
        if type == "f64":
            return r.choice(["0.0", "1.5", "(-2.25)", "3.0", "1e20", "0.1", "(-0.0)", "1e-7"])
        if type == "bool":
            return r.choice(["true", "false"])
        if type == "str":
            return f'"{r.choice(WORDS)}"'
        if type in ("i64?", "str?"):
            return f"maybe_{type[:-1]}({self.literal('bool')}, {self.literal(type[:-1])})"
        if type.startswith("List["):
            inner = type[5:-1]
            items = [self.literal(inner) for _ in range(r.randint(1, 3))]
            return f"[{', '.join(items)}]"
        if type == "(i64, str)":
            return f"({self.literal('i64')}, {self.literal('str')})"
        if type == "Point":
            return f"Point(x: {self.literal('i64')}, y: {self.literal('f64')}, name: {self.literal('str')})"
        if type == "Shape":
            return r.choice([f"Shape.Circle(r: {self.literal('f64')})", f"Shape.Square(side: {self.literal('i64')})",
                             f"Shape.Label(text: {self.literal('str')}, at: {self.literal('Point')})", "Shape.Empty"])
        if type == "Tree":
            return r.choice([f"Tree.Leaf(value: {self.literal('i64')})", "Tree.Nil"])
        if type.startswith("Map["):
            key, value = type[4:-1].split(", ", 1)
            keys = sorted({self.literal(key) for _ in range(r.randint(1, 3))})
            return f"[{', '.join(f'{each}: {self.literal(value)}' for each in keys)}]"
        if type == "Set[i64]":
            return f"Set([{', '.join(self.literal('i64') for _ in range(r.randint(1, 3)))}])"
        assert type == "fn(i64) -> i64", type
        return f"(fn(p: i64) -> i64 => p + {self.literal('i64')})"

    @staticmethod
    def number(value):
        if abs(value) > 2**31:
            return f"i64({value})"  # a bare one would take the type of its other operand
        return str(value) if value >= 0 else f"({value})"

    # -- by type

    def either(self, *makers, fails=()):
        """One of them; of those that often fail only now and then."""
        return self.rng.choice(fails if fails and self.chance(12) else makers)()

    def pair(self, type, operators, scope, depth):
        a, b = self.make(type, scope, depth), self.make(type, scope, depth)
        return f"({a} {self.rng.choice(operators)} {b})"

    def match_shape(self, type, scope, depth):
        arms = [("Circle(r)", [("r", "f64")]), ("Square(side) if side > 2", [("side", "i64")]),
                ("Label(text, at)", [("text", "str"), ("at", "Point")]), ("Square(_)", []), ("Empty", [])]
        texts = []
        for pattern, names in arms:
            inner = scope.inner()
            for name, of in names:
                inner.add(name, of)
            texts.append(f"{pattern} => {self.make(type, inner, depth)}")
        return f"(match {self.make('Shape', scope, depth)} {{ {', '.join(texts)} }})"

    def match_tree(self, type, scope, depth):
        leaf, node = scope.inner(), scope.inner()
        leaf.add("value", "i64")
        node.add("left", "Tree")
        node.add("right", "Tree")
        return (f"(match {self.make('Tree', scope, depth)} {{ Leaf(value) => {self.make(type, leaf, depth)}, "
                f"Node(left, right) => {self.make(type, node, depth)}, Nil => {self.make(type, scope, depth)} }})")

    def make_i64(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        body = lambda type, parameters: self.lambda_body(type, scope, depth, parameters)
        small = self.rng.randint(0, 3)
        return self.either(
            lambda: self.pair("i64", ["+", "-", "&", "|", "^"], scope, depth),
            lambda: f"({m('i64')} << {small})", lambda: f"({m('i64')} >> {small})",
            lambda: f"(-{m('i64')})", lambda: f"abs({m('i64')})", lambda: f"min({m('i64')}, {m('i64')})",
            lambda: f"len({m('List[i64]')})", lambda: f"len({m('str')})", lambda: f"len({m('Map[str, i64]')})",
            lambda: f"len({m('Set[i64]')})", lambda: f"({m('i64?')} ?? {m('i64')})",
            lambda: f"{m('Point')}.x", lambda: f"{m('(i64, str)')}.0",
            lambda: f"({m('fn(i64) -> i64')})({m('i64')})", lambda: f"i64({m('u8')})",
            lambda: f"(i64({m('i32')}) + {m('i64')})", lambda: self.match_shape("i64", scope, depth),
            lambda: self.match_tree("i64", scope, depth), lambda: f"sum_of({m('Tree')})",
            lambda: f"{m('List[i64]')}.fold({m('i64')}, fn(p, q) => {body('i64', ['p', 'q'])})",
            lambda: f"(if let some = {m('i64?')} {{ some }} else {{ {m('i64')} }})",
            fails=[lambda: self.pair("i64", ["*", "div", "%"], scope, depth),
                   lambda: f"({m('i64?')} ?? fail \"none here\")",
                   lambda: f"{m('List[i64]')}[{small}]", lambda: f"{m('List[List[i64]]')}[{small}][0]",
                   lambda: f"{m('Map[str, i64]')}[{m('str')}]", lambda: f"i64({m('f64')})"])

    def lambda_body(self, type, scope, depth, parameters, of="i64"):
        inner = scope.constants()
        for name in parameters:
            inner.add(name, of)
        return self.make(type, inner, min(depth, 2))

    def make_i32(self, scope, depth):
        return self.either(lambda: self.pair("i32", ["+", "-", "*"], scope, depth),
                           fails=[lambda: f"i32({self.make('i64', scope, depth)})"])

    def make_u8(self, scope, depth):
        return self.either(lambda: self.pair("u8", ["&", "|", "^"], scope, depth),
                           fails=[lambda: f"u8({self.make('i64', scope, depth)})",
                                  lambda: self.pair("u8", ["+", "-"], scope, depth)])

    def make_Money(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        pair = lambda operators: f"Money({self.pair('Money', operators, scope, depth)})"
        digits = self.rng.randint(-1, 3)
        return self.either(
            lambda: f"added({m('Money')}, {m('Money')})", lambda: f"max({m('Money')}, {m('Money')})",
            lambda: f"abs({m('Money')})", lambda: f"(-{m('Money')})", lambda: pair(["+", "-"]),
            lambda: f"Money(round({m('Money')}, {digits}))", lambda: f"Money(floor({m('Money')}))",
            fails=[lambda: f"taxed({m('Money')}, {m('Money')})", lambda: pair(["%", "div"]),
                   lambda: f"Money({m('i64')})"])

    def make_f64(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        return self.either(
            lambda: self.pair("f64", ["+", "-", "*", "/"], scope, depth),
            lambda: f"({m('i64')} / {m('i64')})", lambda: f"f64({m('i64')})", lambda: f"({m('f64')} + {m('i32')})",
            lambda: f"{m('Point')}.y", lambda: f"floor({m('f64')})", lambda: f"max({m('f64')}, {m('f64')})",
            lambda: f"f64({m('Money')})", lambda: self.match_shape("f64", scope, depth))

    def make_bool(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        compare = lambda type, operators: lambda: self.pair(type, operators, scope, depth)
        return self.either(
            compare("i64", ["<", "<=", ">", ">=", "==", "!="]), compare("f64", ["<", ">=", "==", "!="]),
            compare("Money", ["<", "<=", "=="]),
            compare("str", ["<", "==", "!="]), compare("bool", ["and", "or", "=="]), compare("List[i64]", ["==", "<"]),
            compare("Point", ["==", "!="]), compare("Tree", ["=="]), compare("Shape", ["==", "!="]),
            compare("Map[str, i64]", ["=="]), compare("Set[i64]", ["=="]), compare("(i64, str)", ["<", "=="]),
            lambda: f"(not {m('bool')})", lambda: f"({m('i64')} in {m('List[i64]')})",
            lambda: f"({m('i64')} not in {m('Set[i64]')})", lambda: f"({m('str')} in {m('Map[str, i64]')})",
            lambda: f"({m('i64')} in 0..{self.rng.randint(1, 9)})", lambda: f"({m('i64?')} == none)",
            lambda: f"{m('str')}.contains({m('str')})")

    def make_str(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        return self.either(
            lambda: self.pair("str", ["+"], scope, depth), lambda: f"str({m(self.rng.choice(TYPES[:-1]))})",
            lambda: f"\"<${{{m('i64')}}}|${{{m('f64')}:.2f}}>\"", lambda: f"{m('Point')}.name",
            lambda: f"{m('(i64, str)')}.1",
            lambda: f"upper({m('str')})",
            lambda: f"repeat({m('str')}, {self.rng.randint(0, 2)})", lambda: f"({m('str?')} ?? {m('str')})",
            lambda: self.match_shape("str", scope, depth), lambda: f"{m('List[str]')}.join(\"-\")",
            fails=[lambda: f"{m('str')}[0..{self.rng.randint(0, 2)}]",
                   lambda: f"{m('List[str]')}[{self.rng.randint(0, 2)}]"])

    def make_i64_opt(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        return self.either(
            lambda: f"maybe_i64({m('bool')}, {m('i64')})", lambda: f"{m('Map[str, i64]')}.get({m('str')})",
            lambda: f"{m('List[i64]')}.get({m('i64')})", lambda: f"{m('str')}.find({m('str')})",
            lambda: f"{m('List[i64]')}.find(fn(p) => {self.lambda_body('bool', scope, depth, ['p'])})")

    def make_str_opt(self, scope, depth):
        return f"maybe_str({self.make('bool', scope, depth)}, {self.make('str', scope, depth)})"

    def make_List_i64(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        body = lambda type: self.lambda_body(type, scope, depth, ["p"])
        item = self.fresh("item")
        inner = scope.inner()
        inner.add(item, "i64")
        return self.either(
            lambda: f"[{m('i64')}, {m('i64')}]", lambda: f"({m('List[i64]')} + {m('List[i64]')})",
            lambda: f"{m('List[i64]')}.map(fn(p) => {body('i64')})",
            lambda: f"{m('List[i64]')}.filter(fn(p) => {body('bool')})",
            lambda: (f"[{self.make('i64', inner, depth)} for {item} in {m('List[i64]')} "
                     f"if {self.make('bool', inner, depth)}]"),
            lambda: f"[{self.make('i64', inner, depth)} for {item} in 0..{self.rng.randint(0, 4)}]",
            lambda: f"sorted({m('List[i64]')})", lambda: f"{m('List[i64]')}.reversed()",
            lambda: f"{m('Map[str, i64]')}.values()",
            lambda: f"{m('List[i64]')}.unique()",
            lambda: f"{m('Map[i64, List[i64]]')}.get_or({m('i64')}, {m('List[i64]')})",
            fails=[lambda: f"{m('List[i64]')}[0..{self.rng.randint(0, 2)}]", lambda: f"{m('List[List[i64]]')}[0]"])

    def make_List_str(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        return self.either(
            lambda: f"[{m('str')}, {m('str')}]", lambda: f"{m('str')}.split(\",\")",
            lambda: f"{m('Map[str, i64]')}.keys()",
            lambda: f"{m('List[i64]')}.map(fn(p) => {self.lambda_body('str', scope, depth, ['p'])})",
            lambda: f"sorted({m('List[str]')})")

    def make_List_List_i64(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        return self.either(lambda: f"[{m('List[i64]')}, {m('List[i64]')}]",
                           lambda: (f"{m('List[i64]')}.map(fn(p) => "
                                    f"{self.lambda_body('List[i64]', scope, depth, ['p'])})"))

    def make_t_i64_str(self, scope, depth):
        return f"({self.make('i64', scope, depth)}, {self.make('str', scope, depth)})"

    def make_Point(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        return self.either(lambda: f"Point(x: {m('i64')}, y: {m('f64')}, name: {m('str')})",
                           lambda: f"(..{m('Point')}, x: {m('i64')})", lambda: f"{m('List[Point]')}[0]")

    def make_List_Point(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        return self.either(lambda: f"[{m('Point')}, {m('Point')}]",
                           lambda: f"{m('List[Point]')}.sorted_by(fn(q) => q.name)")

    def make_Shape(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        return self.either(lambda: f"Shape.Circle(r: {m('f64')})", lambda: f"Shape.Square(side: {m('i64')})",
                           lambda: f"Shape.Label(text: {m('str')}, at: {m('Point')})", lambda: "Shape.Empty")

    def make_Tree(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        return self.either(lambda: f"Tree.Leaf(value: {m('i64')})",
                           lambda: f"Tree.Node(left: {m('Tree')}, right: {m('Tree')})",
                           lambda: self.match_tree("Tree", scope, depth))

    def make_Map_str_i64(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        item = self.fresh("item")
        inner = scope.inner()
        inner.add(item, "i64")
        return self.either(
            lambda: f"[{m('str')}: {m('i64')}, {m('str')}: {m('i64')}]",
            lambda: (f"[{self.make('str', inner, depth)}: {self.make('i64', inner, depth)} "
                     f"for {item} in {m('List[i64]')}]"))

    def make_Map_i64_List_i64(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        return self.either(lambda: f"[{m('i64')}: {m('List[i64]')}]",
                           lambda: (f"{m('List[i64]')}.group_by(fn(p) => "
                                    f"{self.lambda_body('i64', scope, depth, ['p'])})"))

    def make_Set_i64(self, scope, depth):
        m = lambda type: self.make(type, scope, depth)
        return self.either(lambda: f"Set({m('List[i64]')})", lambda: f"{m('Set[i64]')}.union({m('Set[i64]')})")

    def make_fnt_i64__i64(self, scope, depth):
        parameter = self.fresh("p")
        return f"(fn({parameter}: i64) -> i64 => {self.lambda_body('i64', scope, depth, [parameter])})"
