"""Verbs that take a second frame: joins, `union` and `concat`."""
from dataclasses import replace

from frames.evaluation import Failed, Known, key_of
from frames.expressions import Scope, leaf
from frames.ordering import is_nan
from frames.tables import Frame



def right_name(column):
    return "right" + column.reference()


class Joins:
    def __init__(self, expressions):
        self.expressions, self.rng = expressions, expressions.rng

    def all(self):
        return [self.join] * 3 + [self.semi, self.union]

    def keys(self, left, right):
        """Up to two pairs of columns of one kind."""
        def usable(frame):
            return [index for index, each in enumerate(frame.columns) if not each.is_approximate]
        known = [(i, j) for i in usable(left) for j in usable(right) if left.columns[i].kind == right.columns[j].kind]
        return self.rng.sample(known, min(len(known), self.rng.choice([1, 1, 2])))

    def condition(self, left, right, others):
        """The text of `on:`, the keys, and the further condition, which may be None."""
        keys = self.keys(left, right)
        if not keys:
            return None
        names = [(left.columns[i].name, right.columns[j].name) for i, j in keys]
        if all(one == other for one, other in names) and self.rng.random() < 0.6:
            texts = [left.columns[i].reference() for i, _ in keys]
            return texts[0] if len(keys) == 1 else f"[{', '.join(texts)}]", keys, None
        pairs = [(left.columns[i].reference(), right_name(right.columns[j])) for i, j in keys]
        texts = [f"{a} == {b}" if self.rng.random() < 0.8 else f"{b} == {a}" for a, b in pairs]
        further = None
        if self.rng.random() < 0.3:
            leaves = [leaf(right_name(each), each.kind, each.is_optional) for each in right.columns
                      if not each.is_approximate]
            scope = left.scope(others)
            further = self.expressions.make("bool", Scope(scope.leaves + leaves, True, scope.functions,
                                                          scope.collections), 2)
            if further.text.startswith("(") and "==" in further.text:  # an equality would be one more key
                further = None
        return " and ".join(texts + ([further.text] if further else [])), keys, further

    @staticmethod
    def partners(left, right, keys, further, locals):
        """For each left row its cells and those of its partners, in order."""
        table = {}
        for cells in right.rows(locals):
            key = tuple(key_of(cells[j].value()) for _, j in keys)
            table.setdefault(key, []).append(cells)
        for cells in left.rows(locals):
            values = [cells[i].value() for i, _ in keys]
            is_lone = any(each is None or is_nan(each) for each in values)  # equal to nothing
            found = [] if is_lone else table.get(tuple(map(key_of, values)), [])
            if further:
                row = left.row(cells, locals)
                found = [each for each in found if further.evaluate(
                    row | {right_name(c): cell for c, cell in zip(right.columns, each)})]
            yield cells, found

    def join(self, left, others, frames):
        right = self.rng.choice(frames)
        on = self.condition(left, right, others)
        if not on:
            return None
        text, keys, further = on
        is_left = self.rng.random() < 0.4
        many = self.rng.choice(["", "", "", ", many: one", ", many: many", ", many: error"])
        merged = [j for i, j in keys if left.columns[i].name == right.columns[j].name]
        kept = [j for j in range(len(right.columns)) if j not in merged]
        names, suffix = {each.name for each in left.columns}, ""
        if any(right.columns[j].name in names for j in kept):
            suffix = self.expressions.fresh("_s")
        columns = list(left.columns)
        for j in kept:
            column = right.columns[j]
            columns.append(replace(column, name=column.name + (suffix if column.name in names else ""),
                                   is_optional=column.is_optional or is_left))

        def rows(locals):
            result = []
            for cells, found in self.partners(left, right, keys, further, locals):
                if "error" in many and len(found) > 1:
                    raise Failed
                if not found and is_left:
                    found = [[Known(None)] * len(right.columns)]
                for other in found[:1] if "one" in many else found:
                    result.append(cells + [other[j] for j in kept])
            return result
        options = many + (f', suffix: "{suffix}"' if suffix else "")
        verb = "left_join" if is_left else "join"
        return Frame(f"{left.text} |> {verb}({right.text}, on: {text}{options})", columns, rows)

    def semi(self, left, others, frames):
        right = self.rng.choice(frames)
        on = self.condition(left, right, others)
        if not on:
            return None
        text, keys, further = on
        is_anti = self.rng.random() < 0.5
        return Frame(f"{left.text} |> {'anti_join' if is_anti else 'semi_join'}({right.text}, on: {text})",
                     left.columns, lambda locals: [
                         cells for cells, found in self.partners(left, right, keys, further, locals)
                         if bool(found) != is_anti])

    def union(self, frame, _others, frames):
        """With what another frame has of the same kinds, by name or by position."""
        other = self.rng.choice(frames)
        sources = []
        for column in frame.columns:
            known = [index for index, each in enumerate(other.columns)
                     if each.kind == column.kind and each.is_approximate == column.is_approximate]
            if not known:
                return None
            sources.append(self.rng.choice(known))
        by_name = self.rng.random() < 0.6
        order = self.rng.sample(range(len(sources)), len(sources)) if by_name else range(len(sources))
        names = [each.written() if by_name else self.expressions.fresh("z") for each in frame.columns]
        chosen = ", ".join(f"{names[i]}: {other.columns[sources[i]].reference()}" for i in order)
        columns = [replace(each, is_optional=each.is_optional or other.columns[of].is_optional)
                   for each, of in zip(frame.columns, sources)]
        verb = "union" if by_name else "concat"
        return Frame(f"{frame.text} |> {verb}({other.text} |> select({chosen}))", columns, lambda locals: (
            frame.rows(locals) + [[cells[of] for of in sources] for cells in other.rows(locals)]))
