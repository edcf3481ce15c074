"""Random aggregates, by group and of whole frames."""
import fractions
import math
from dataclasses import replace

from frames.evaluation import Approximate, Known, Lazy, Unknown, key_of
from frames.expressions import Node, Scope, exactly, leaf
from frames.operations import fits
from frames.tables import Column, Frame
from frames.values import COMPARED, DECIMAL, KINDS, NUMBERS


def numbers(kind, values):
    """As fractions; of decimals what they stand for. Without NaN and infinities."""
    if any(not math.isfinite(each) for each in values):
        raise Unknown
    return [fractions.Fraction(each) / (100 if kind == DECIMAL else 1) for each in values]


def near(value, values):
    """The float, which may differ in the last digits; not when digits of the values cancel."""
    largest = max((abs(each) for each in values), default=0)
    if largest > 10**5 * abs(value) and value != 0:
        raise Unknown
    return Approximate(value)


def float_sum(values):
    if any(not math.isfinite(each) for each in values):
        return math.fsum(values) if not {math.inf, -math.inf} <= set(values) else math.nan
    total = sum(numbers("f64", values))
    is_exact = all(each * 1024 % 1 == 0 and abs(each) < 2**30 for each in map(fractions.Fraction, values))
    return float(total) + 0.0 if is_exact else near(float(total), values)


def summed(kind, values):
    if kind in ("f32", "f64"):
        return float_sum(values)
    return fits[kind if kind in ("duration", "size") else "i64"](sum(values)) if kind != DECIMAL else sum(values)


def mean(kind, values):
    if not values:
        return None
    if kind == "f64" and any(not math.isfinite(each) for each in values):
        return float_sum(values) / len(values)
    known = numbers(kind, values)
    return near(float(sum(known) / len(known)), map(abs, known))


def variance(kind, values):
    known = numbers(kind, values)
    if len(known) < 2:
        return None
    middle = sum(known) / len(known)
    result = sum((each - middle) ** 2 for each in known) / (len(known) - 1)
    if result and max(map(abs, known)) ** 2 > 10**6 * result:
        raise Unknown  # digits cancel
    return Approximate(result)


def deviation(kind, values):
    result = variance(kind, values)
    return None if result is None else Approximate(math.sqrt(result))


def quantile(q):
    def of(kind, values):
        known = sorted(numbers(kind, values))
        if not known:
            return None
        place = fractions.Fraction(q) * (len(known) - 1)
        low = math.floor(place)
        high = min(low + 1, len(known) - 1)
        return Approximate(known[low] + (known[high] - known[low]) * (place - low))
    return of


def extreme(is_greatest):
    def of(kind, values):
        if not values:
            return None
        if kind in ("f32", "f64"):  # NaN is greater than all others, and zero greater than minus zero
            in_order = sorted(values, key=lambda each: (math.isnan(each), each, math.copysign(1, each)))
        else:
            in_order = sorted(values)
        return in_order[-1 if is_greatest else 0]
    return of


ADDED = NUMBERS + ["i16", "u64", "f32"]
ANY = KINDS + COMPARED
ORDERED = [each for each in ANY if each != "bytes"]
# name: the kinds of the argument, the kind of the result (None: that of the argument), whether it may be nothing, what
AGGREGATES = {
    "sum": (ADDED + ["duration", "size"], None, False, summed),
    "mean": (ADDED, "f64", True, mean),
    "min": (ORDERED, None, True, extreme(False)),
    "max": (ORDERED, None, True, extreme(True)),
    "count": (ANY, "i64", False, lambda kind, values: len(values)),
    "count_distinct": (ANY, "i64", False, lambda kind, values: len({key_of(each) for each in values})),
    "first": (ANY, None, True, lambda kind, values: values[0] if values else None),
    "last": (ANY, None, True, lambda kind, values: values[-1] if values else None),
    "median": (ADDED, "f64", True, quantile(0.5)),
    "quantile": (ADDED, "f64", True, quantile(0.25)),
    "std": (ADDED, "f64", True, deviation),
    "var": (ADDED, "f64", True, variance),
    "any": (["bool"], "bool", True, lambda kind, values: any(values) if values else None),
    "all": (["bool"], "bool", True, lambda kind, values: all(values) if values else None),
}
MEMBERS = "members of the group"  # a key of the rows that aggregates see


def shown_key(value):
    return value + 0.0 if isinstance(value, float) else value  # both zeros are 0.0


class Groups:
    def __init__(self, expressions):
        self.expressions, self.rng = expressions, expressions.rng

    def all(self):
        return [self.by_keys] * 3 + [self.whole, self.value_counts]

    def aggregate(self, frame, others, has_keys):
        """A node that is evaluated in a group, and whether its digits are known."""
        scope = frame.scope(others)
        name = self.rng.choice(list(AGGREGATES))
        kinds, result, may_be_nothing, function = AGGREGATES[name]
        known = [each for each in frame.scope().leaves if each.kind in kinds]
        where = self.expressions.make("bool", scope, 2) if self.rng.random() < 0.2 else None
        if name == "count" and self.rng.random() < 0.6:
            argument, texts = None, []
        else:
            argument = self.rng.choice(known) if known and self.rng.random() < 0.7 else None
            if not argument:
                argument = self.expressions.make(self.rng.choice([each for each in kinds if each in KINDS]), scope, 2)
            if argument.is_literal:
                return self.aggregate(frame, others, has_keys)
            texts = [argument.text] + (["0.25"] if name == "quantile" else [])
        if where:
            texts.append(f"where: {where.text}")

        def evaluate(group):
            rows = [row for row in group[MEMBERS] if not where or where.evaluate(row)]
            if not argument:
                return len(rows)
            values = [exactly(argument.evaluate(row)) for row in rows]
            return function(argument.kind, [each for each in values if each is not None])
        text = f"{name}({', '.join(texts)})"
        kind = result or argument.kind
        is_optional = may_be_nothing and (not has_keys or bool(where) or argument.is_optional
                                          or name in ("std", "var"))
        return self.as_known(name, text, kind, is_optional, evaluate)

    @staticmethod
    def as_known(name, text, kind, is_optional, evaluate):
        """A sum of integers is an i64; one of decimals is made narrow again."""
        if name == "sum":
            kind = {"i16": "i64", "i32": "i64", "u8": "i64", "u64": "i64", "f32": "f64"}.get(kind, kind)
        if name == "sum" and kind == DECIMAL:
            return Node(f"cast({text}, decimal[12, 2])", kind, is_optional, lambda row: fits[DECIMAL](evaluate(row)))
        return Node(text, kind, is_optional, evaluate)

    @staticmethod
    def is_approximate(node):
        return node.kind == "f64" and not node.text.startswith(("min(", "max(", "first(", "last("))

    def results(self, frame, others, keys):
        """The named results of `agg`: aggregates, and expressions of them and of keys."""
        results = []
        for _ in range(self.rng.randint(1, 4)):
            node = self.aggregate(frame, others, bool(keys))
            is_approximate = self.is_approximate(node)
            if not is_approximate and self.rng.random() < 0.25:
                other = self.aggregate(frame, others, bool(keys))
                leaves = [node] + ([other] if not self.is_approximate(other) else []) + [key for _, key in keys]
                node = self.expressions.make(self.rng.choice([each.kind for each in leaves]), Scope(leaves, True), 2)
            results.append((Column(self.expressions.fresh("g"), node.kind, node.is_optional, is_approximate), node))
        return results

    def by_keys(self, frame, others, _frames):
        columns = frame.scope().leaves
        if not columns:
            return None
        keys, texts = [], []
        names = {leaf.text: column for column in frame.columns for leaf in columns
                 if leaf.text == column.reference()}
        for node in self.rng.sample(columns, min(len(columns), self.rng.choice([1, 1, 2]))):
            column, text = names[node.text], node.text
            if self.rng.random() < 0.2:
                node = self.expressions.make(self.expressions.any_kind(frame.scope()), frame.scope(others), 2)
                column = Column(self.expressions.fresh("k"), node.kind, node.is_optional)
                text = f"{column.name}: {node.text}"
            keys.append((column, node))
            texts.append(text)
        named = [(column, leaf(column.reference(), column.kind, column.is_optional)) for column, _ in keys]
        results = self.results(frame, others, named)
        is_list = len(texts) > 1 or ": " in texts[0]
        by = f"[{', '.join(texts)}]" if is_list else texts[0]
        listed = ", ".join(f"{column.name}: {node.text}" for column, node in results)
        return Frame(f"{frame.text} |> group(by: {by}) |> agg({listed})",
                     [column for column, _ in keys] + [column for column, _ in results],
                     lambda locals: self.grouped(frame, keys, results, locals))

    @staticmethod
    def grouped(frame, keys, results, locals):
        groups = {}
        for cells in frame.rows(locals):
            row = frame.row(cells, locals)
            values = [Known(shown_key(exactly(node.evaluate(row)))) for _, node in keys]
            key = tuple(key_of(each.value()) for each in values)
            groups.setdefault(key, (values, []))[1].append(row)
        rows = []
        for values, members in groups.values():
            group = locals | {column.reference(): value for (column, _), value in zip(keys, values)}
            group[MEMBERS] = members
            rows.append(values + [Lazy(lambda node=node, group=group: node.evaluate(group)) for _, node in results])
        return rows

    def whole(self, frame, others, _frames):
        results = self.results(frame, others, [])
        listed = ", ".join(f"{column.name}: {node.text}" for column, node in results)

        def rows(locals):
            group = locals | {MEMBERS: [frame.row(cells, locals) for cells in frame.rows(locals)]}
            return [[Lazy(lambda node=node: node.evaluate(group)) for _, node in results]]
        return Frame(f"{frame.text} |> agg({listed})", [column for column, _ in results], rows)

    def value_counts(self, frame, _others, _frames):
        known = [index for index, each in enumerate(frame.columns) if not each.is_approximate]
        if not known:
            return None
        index = self.rng.choice(known)
        column, count = frame.columns[index], self.expressions.fresh("count")

        def rows(locals):
            groups = {}
            for cells in frame.rows(locals):
                groups.setdefault(key_of(cells[index].value()), []).append(shown_key(cells[index].value()))
            most = sorted(groups.values(), key=len, reverse=True)
            return [[Known(each[0]), Known(len(each))] for each in most]
        return Frame(f"{frame.text} |> value_counts({column.reference()}) |> rename({count}: .count)",
                     [replace(column), Column(count, "i64", False)], rows)
