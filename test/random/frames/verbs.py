"""Random verbs on the rows and columns of one frame: each gives a frame, with its text and with its rows."""
from dataclasses import replace

from frames.evaluation import Failed, Lazy, key_of
from frames.operations import fits, integer_in, integer_of
from frames.ordering import distinct, sorted_rows
from frames.tables import Column, Frame
from frames.values import KINDS, literal, printed, random_value

CASTS = {("i64", "f64"): float, ("i64", "i32"): fits["i32"], ("i64", "u8"): fits["u8"], ("i32", "i64"): int,
         ("u8", "i32"): int, ("f64", "i64"): integer_of, ("str", "i64"): integer_in}
CASTS |= {(kind, "str"): lambda value, kind=kind: printed(kind, value) for kind in KINDS if kind != "str"}
OFTEN_FAIL = [("i64", "i32"), ("i64", "u8"), ("f64", "i64"), ("str", "i64")]


# What a column of the result is made of: from the cells of a row, and from the row by name.

def same(index):
    return lambda cells, row: cells[index]


def computed(node):
    return lambda cells, row: Lazy(lambda: node.evaluate(row))


def changed(index, function):
    return lambda cells, row: Lazy(lambda: function(cells[index].value()))


def project(frame, text, parts):
    """`parts` are the columns, and what they are made of."""
    def rows(locals):
        return [[of(cells, frame.row(cells, locals)) for _, of in parts] for cells in frame.rows(locals)]
    return Frame(f"{frame.text} |> {text}", [column for column, _ in parts], rows)


def unchanged(frame):
    return [(column, same(index)) for index, column in enumerate(frame.columns)]


class Verbs:
    def __init__(self, expressions):
        self.expressions, self.rng = expressions, expressions.rng

    def all(self):
        return [self.filter] * 4 + [self.derive] * 4 + [self.select] * 2 + [self.sort] * 2 + [self.distinct] * 2 + [
            self.drop, self.rename, self.cast, self.fill_null, self.drop_null, self.top, self.take, self.skip]

    def filter(self, frame, others, _frames):
        condition = self.expressions.make("bool", frame.scope(others), 3)
        columns = [replace(each, is_optional=each.is_optional and each.reference() not in condition.shows)
                   for each in frame.columns]
        return Frame(f"{frame.text} |> filter({condition.text})", columns, lambda locals: [
            cells for cells in frame.rows(locals) if condition.evaluate(frame.row(cells, locals))])

    def new_column(self, frame, others, name):
        scope = frame.scope(others)
        node = self.expressions.make(self.expressions.any_kind(scope), scope, 3)
        return Column(name, node.kind, node.is_optional), node

    def derive(self, frame, others, _frames):
        parts, texts = unchanged(frame), {}
        for _ in range(self.rng.randint(1, 2)):
            index = self.rng.randrange(len(frame.columns)) if self.rng.random() < 0.25 else len(parts)
            name = frame.columns[index].name if index < len(frame.columns) else self.expressions.fresh("x")
            column, node = self.new_column(frame, others, name)
            parts[index:index + 1] = [(column, computed(node))]
            texts[name] = f"{column.written()}: {node.text}"
        return project(frame, f"derive({', '.join(texts.values())})", parts)

    def select(self, frame, others, _frames):
        parts, texts = [], []
        for index in self.rng.sample(range(len(frame.columns)), self.rng.randint(1, len(frame.columns))):
            column, of = frame.columns[index], same(index)
            text = column.reference()
            if self.rng.random() < 0.2:
                column, node = self.new_column(frame, others, self.expressions.fresh("x"))
                of, text = computed(node), f"{column.name}: {node.text}"
            elif self.rng.random() < 0.2:
                column = replace(column, name=self.expressions.fresh("y"))
                text = f"{column.name}: {text}"
            parts.append((column, of))
            texts.append(text)
        return project(frame, f"select({', '.join(texts)})", parts)

    def drop(self, frame, _others, _frames):
        if len(frame.columns) < 3:
            return None
        gone = self.rng.sample(range(len(frame.columns)), self.rng.randint(1, 2))
        parts = [each for index, each in enumerate(unchanged(frame)) if index not in gone]
        return project(frame, f"drop({', '.join(frame.columns[each].reference() for each in gone)})", parts)

    def change_one(self, frame, verb, index, column, of, text):
        parts = unchanged(frame)
        parts[index] = (column, of)
        return project(frame, f"{verb}({text})", parts)

    def rename(self, frame, _others, _frames):
        index = self.rng.randrange(len(frame.columns))
        column = replace(frame.columns[index], name=self.expressions.fresh("r"))
        return self.change_one(frame, "rename", index, column, same(index),
                               f"{column.name}: {frame.columns[index].reference()}")

    def cast(self, frame, _others, _frames):
        known = [(index, kinds) for index, column in enumerate(frame.columns) for kinds in CASTS
                 if column.kind == kinds[0] and not column.is_approximate]
        if not known:
            return None
        index, kinds = self.rng.choice(known)
        or_null = kinds in OFTEN_FAIL and self.rng.random() < 0.9

        def converted(value):
            try:
                result = None if value is None else CASTS[kinds](value)
                if result is None and value is not None:
                    raise Failed
                return result
            except Failed:
                if or_null:
                    return None
                raise
        old = frame.columns[index]
        column = Column(old.name, kinds[1], old.is_optional or or_null)
        return self.change_one(frame, "cast", index, column, changed(index, converted),
                               f"{column.written()}: {kinds[1]}{', on_error: null' if or_null else ''}")

    def fill_null(self, frame, _others, _frames):
        known = [index for index, each in enumerate(frame.columns) if each.is_optional and each.kind in KINDS]
        if not known:
            return None
        index = self.rng.choice(known)
        column = replace(frame.columns[index], is_optional=False)
        default = random_value(column.kind, self.rng)
        return self.change_one(frame, "fill_null", index, column,
                               changed(index, lambda value: default if value is None else value),
                               f"{column.written()}: {literal(column.kind, default)}")

    def drop_null(self, frame, _others, _frames):
        chosen = self.rng.sample(range(len(frame.columns)), self.rng.randint(0, min(2, len(frame.columns))))
        checked = chosen or range(len(frame.columns))
        columns = [replace(each, is_optional=each.is_optional and index not in checked)
                   for index, each in enumerate(frame.columns)]

        def has_values(cells):
            return all(cells[index].value() is not None for index in checked if frame.columns[index].is_optional)
        return Frame(f"{frame.text} |> drop_null({', '.join(frame.columns[each].reference() for each in chosen)})",
                     columns, lambda locals: [cells for cells in frame.rows(locals) if has_values(cells)])

    def key(self, frame, others):
        """A key to sort by: mostly a column, else something that reads one; the same for all rows is an error."""
        columns = frame.scope().leaves
        if self.rng.random() < 0.2:
            node = self.expressions.make(self.expressions.any_kind(frame.scope()), frame.scope(others), 2)
            if any(each.text in node.text for each in columns):
                return node
        return self.rng.choice(columns) if columns else None

    def sort(self, frame, others, _frames):
        keys = [(self.key(frame, others), self.rng.random() < 0.4) for _ in range(self.rng.randint(1, 3))]
        if not all(node for node, _ in keys):
            return None
        first = self.rng.random() < 0.2
        texts = [f"desc({node.text})" if descends else node.text for node, descends in keys]
        by = texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
        return Frame(f"{frame.text} |> sort(by: {by}{', nulls: first' if first else ''})", frame.columns,
                     lambda locals: self.sorted(frame, locals, keys, first))

    @staticmethod
    def sorted(frame, locals, keys, nulls_first):
        rows = frame.rows(locals)
        named = [frame.row(cells, locals) for cells in rows]
        return sorted_rows(rows, [([node.evaluate(row) for row in named], descends, nulls_first)
                                  for node, descends in keys])

    def top(self, frame, others, _frames):
        key, count = self.key(frame, others), self.rng.randint(0, 6)
        if not key:
            return None
        return Frame(f"{frame.text} |> top({count}, by: {key.text})", frame.columns,
                     lambda locals: self.sorted(frame, locals, [(key, True)], False)[:count])

    def take(self, frame, _others, _frames):
        count = self.rng.choice([0, 1, 3, 8, 100])
        return Frame(f"{frame.text} |> {self.rng.choice(['take', 'head'])}({count})", frame.columns,
                     lambda locals: frame.rows(locals)[:count])

    def skip(self, frame, _others, _frames):
        count = self.rng.choice([0, 1, 3])
        return Frame(f"{frame.text} |> skip({count})", frame.columns, lambda locals: frame.rows(locals)[count:])

    def distinct(self, frame, _others, _frames):
        keys = [index for index, each in enumerate(frame.columns) if not each.is_approximate]
        options = []
        if len(keys) < len(frame.columns) or self.rng.random() < 0.5:
            keys = self.rng.sample(keys, min(len(keys), self.rng.randint(1, 2)))
            if not keys:
                return None
            texts = [frame.columns[each].reference() for each in keys]
            options.append(f"on: {texts[0]}" if len(texts) == 1 else f"on: [{', '.join(texts)}]")
        last = self.rng.random() < 0.3
        if last:
            options.append("keep: last")
        return Frame(f"{frame.text} |> distinct({', '.join(options)})", frame.columns, lambda locals: distinct(
            frame.rows(locals), lambda cells: tuple(key_of(cells[each].value()) for each in keys), last))
