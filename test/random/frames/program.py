#!/usr/bin/env python3
"""A random program with frames, and what it must print.

python3 -m frames.program SEED, in the folder above, prints one. The same seed gives the same program."""
import random
import sys
from dataclasses import dataclass

from frames import show
from frames.evaluation import Failed, Known, Lazy, Unknown, some_unread_value_fails
from frames.expressions import Expressions, Scope, leaf
from frames.functions import Functions
from frames.groups import Groups
from frames.joins import Joins
from frames.tables import Frame, Tables, is_special
from frames.values import KINDS, bare, inner, literal, printed, random_value
from frames.verbs import Verbs

LARGEST = 400  # rows that a verb may make more of
SIMPLE = ["i64", "str", "f64", "bool", "date"]


@dataclass
class Outcome:
    """What one statement prints. When a value fails that need not be asked for, the program may end here."""
    text: str = ""
    fails: bool = False
    is_known: bool = True
    may_fail: bool = False
    instead: str = None  # what it prints then, if the program goes on


class Program:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.expressions = Expressions(self.rng)
        self.tables = Tables(self.expressions)
        self.verbs = sum((each(self.expressions).all() for each in (Verbs, Joins, Groups)), [])
        self.declarations, self.functions = [], []
        self.params, self.locals, self.collections = [], [], []
        self.values = {}  # of params and locals
        self.frames = []
        self.lines, self.outcomes = [], []
        Lazy.unread = []
        self.make()

    def text(self):
        return "\n".join(self.tables.declarations + self.declarations + self.lines) + "\n"

    def files(self):
        return self.tables.files

    def make(self):
        for _ in range(self.rng.randint(0, 3)):
            declaration, function = Functions(self.expressions).make(list(self.functions))
            self.declarations.append(declaration)
            self.functions.append(function)
        for _ in range(self.rng.randint(1, 3)):
            self.value()
        for _ in range(self.rng.randint(0, 2)):
            self.collection()
        for _ in range(self.rng.randint(1, 2)):
            self.keep(self.tables.make())
        for _ in range(self.rng.randint(2, 4)):
            self.statement()

    # -- names

    def value(self):
        """A param, or a name of the program."""
        kind, name = self.rng.choice(SIMPLE), self.expressions.fresh("k")
        value = random_value(kind, self.rng)
        self.values[name] = Known(value)
        way = self.rng.choice(["param", "let", "var", "none"])
        if way == "param" and is_special(value):
            way = "let"  # the default of a param is a literal
        if way == "param":
            self.declarations.append(f"param {name}: {kind} = {literal(kind, value)}")
            return self.params.append(leaf(name, kind, False))
        if way == "none":
            there = self.rng.random() < 0.5
            self.values[name] = Known(value if there else None)
            self.lines.append(f"let {name}: {kind}? = {literal(kind, value) if there else 'none'}")
            return self.locals.append(leaf(name, kind, True))
        self.lines.append(f"{way} {name} = {literal(kind, value)}")
        self.locals.append(leaf(name, kind, False))

    def collection(self):
        """A list, a set or a map, to look values up in."""
        kind, name = self.rng.choice(["i64", "str"]), self.expressions.fresh("some")
        keys = list({random_value(kind, self.rng): True for _ in range(3)})
        texts = [literal(kind, each) for each in keys]
        if self.rng.random() < 0.5:
            of = self.rng.choice(SIMPLE)
            values = {key: random_value(of, self.rng) for key in keys}
            texts = [f"{text}: {literal(of, values[key])}" for key, text in zip(keys, texts)]
            self.lines.append(f"let {name} = {show.list_of(texts)}")
            return self.collections.append((name, kind, values, of))
        listed = show.list_of(texts)
        self.lines.append(f"let {name} = {self.rng.choice(['{}', 'Set({})']).format(listed)}")
        self.collections.append((name, kind, keys, None))

    def scope(self, *more):
        return Scope(self.params + self.locals + list(more), True, self.functions, self.collections)

    def keep(self, frame):
        name = self.expressions.fresh("table")
        self.lines.append(f"let {name} = {frame.text}")
        self.frames.append(self.bound(frame).named(name))

    def bound(self, frame):
        """With the values of the program."""
        return Frame(frame.text, frame.columns, lambda locals: frame.rows(self.values | locals))

    # -- pipelines

    def pipeline(self, frame, scope, frames, most=4, sample=None):
        """Some verbs more. `sample` are values of the names to try it with."""
        for _ in range(self.rng.randint(1, most)):
            longer = None
            while not longer:
                longer = self.rng.choice(self.verbs)(frame, scope, frames)
            if self.size(longer, sample or {}) > max(LARGEST, self.size(frame, sample or {})):
                break
            frame = longer
        return frame

    def size(self, frame, sample):
        try:
            return len(frame.rows(self.values | sample))
        except (Failed, Unknown):
            return 0

    def any_frame(self):
        return self.rng.choice(self.frames[-3:])

    def derived(self):
        return self.bound(self.pipeline(self.any_frame(), self.scope(), self.frames))

    # -- statements

    def statement(self):
        ways = [self.named, self.named, self.shown, self.shown, self.shown, self.printed, self.each_row, self.length,
                self.column, self.single, self.persisted, self.in_function, self.in_loop, self.written, self.caught,
                self.stored, self.looked_up, self.made_again, self.equal, self.computed, self.computed]
        self.rng.choice(ways)()

    def named(self):
        self.keep(self.derived())
        self.show(self.frames[-1])

    def shown(self):
        self.show(self.derived())

    def show(self, frame):
        count = self.rng.choice([5, 1000])
        if any(each.is_approximate for each in frame.columns):  # its width is not known
            return self.rows(frame)
        self.lines.append(f"{frame.text} |> show(n: {count})")
        self.outcome(lambda: show.box(frame.columns, self.cells(frame), count))

    def rows(self, frame):
        name = self.expressions.fresh("row")
        self.lines.append(f"for {name} in {frame.text} {{ print({name}) }}")
        self.outcome(lambda: "".join(show.record(frame.columns, row) + "\n" for row in self.cells(frame)))

    @staticmethod
    def cells(frame, locals=None):
        return [[cell.value() for cell in cells] for cells in frame.rows(locals or {})]

    def printed(self):
        frame = self.derived()
        self.lines.append(f"print({frame.text} |> collect())")
        self.outcome(lambda: show.list_of([show.record(frame.columns, row) for row in self.cells(frame)]) + "\n")

    def each_row(self):
        self.rows(self.derived())

    def length(self):
        frame = self.derived()
        self.lines.append(f"print({frame.text} |> len())")
        self.outcome(lambda: f"{len(frame.rows({}))}\n")

    def column(self):
        frame = self.derived()
        index = self.rng.randrange(len(frame.columns))
        column = frame.columns[index]
        self.lines.append(f"print(({frame.text}).column({column.reference()}))")
        self.outcome(lambda: show.list_of([inner(column.kind, cells[index].value()) for cells in frame.rows({})])
                     + "\n")

    def single(self):
        """The only value of a frame: a name that what follows may use."""
        whole = self.bound(Groups(self.expressions).whole(self.any_frame(), self.scope(), self.frames))
        column, name = whole.columns[0], self.expressions.fresh("k")
        self.lines.append(f"let {name} = {whole.text} |> select({column.reference()}) |> scalar()\nprint({name})")

        def text():
            value = whole.rows({})[0][0].value()
            self.values[name] = Known(value)
            return ("none" if value is None else bare(column.kind, value)) + "\n"
        if self.outcome(text) and not column.is_approximate:
            self.locals.append(leaf(name, column.kind, column.is_optional))

    def persisted(self):
        frame = self.derived()
        name = self.expressions.fresh("table")
        self.lines.append(f"let {name} = {frame.text} |> persist()")
        self.outcome(lambda: self.cells(frame) and "")
        self.frames.append(frame.named(name))
        self.show(self.frames[-1])

    def written(self):
        """Through a file and back."""
        frame = self.derived()
        if any(each.is_approximate for each in frame.columns):
            return self.rows(frame)
        name, file = self.expressions.fresh("path"), self.expressions.fresh("out")
        self.lines.append(f'let {name} = Path("{file}.csv")\n{frame.text} |> write_csv({name})\n'
                          f"print(fs.read_text({name}))")
        self.outcome(lambda: show.csv(frame.columns, self.cells(frame)) + "\n")

    def in_function(self):
        """A function of frames, called once or twice."""
        name, limit = self.expressions.fresh("pipe"), leaf(self.expressions.fresh("limit"), "i64", False)
        first, second = self.any_frame(), self.any_frame()
        inside = Frame("rows", first.columns, lambda locals: locals["rows"])
        other = Frame("other", second.columns, lambda locals: locals["other"])
        scope = Scope(self.params + [limit], True, self.functions)
        try:
            sample = {"rows": first.rows({}), "other": second.rows({}), limit.text: Known(2)}
        except (Failed, Unknown):
            return self.shown()
        body = self.pipeline(inside, scope, [inside, other], 3, sample)
        self.lines.append(f"fn {name}(rows: Frame, other: Frame, {limit.text}: i64) => {body.text}")
        for _ in range(self.rng.randint(1, 2)):
            value = self.rng.randint(-1, 4)
            text = self.rng.choice([f"{name}({first.text}, {second.text}, {literal('i64', value)})",
                                    f"{first.text} |> {name}({second.text}, {literal('i64', value)})"])
            self.show(Frame(text, body.columns, self.called(body, first, second, limit, value)))

    def called(self, body, first, second, limit, value):
        return lambda locals: body.rows(self.values | {
            "rows": first.rows({}), "other": second.rows({}), limit.text: Known(value)})

    def in_loop(self):
        """A pipeline that depends on the variable of a loop."""
        kind = self.rng.choice(["i64", "str"])
        each = leaf(self.expressions.fresh("each"), kind, False)
        values = [random_value(kind, self.rng) for _ in range(self.rng.randint(1, 3))]
        frame = self.pipeline(self.any_frame(), self.scope(each), self.frames, 3, {each.text: Known(values[0])})
        listed = show.list_of([literal(kind, value) for value in values])
        self.lines.append(f"for {each.text} in {listed} {{ print({each.text}, {frame.text} |> collect()) }}")
        for value in values:
            locals = self.values | {each.text: Known(value)}
            self.outcome(lambda: printed(kind, value) + " " + show.list_of(
                [show.record(frame.columns, row) for row in self.cells(frame, locals)]) + "\n")

    def computed(self):
        """A value of host code, as columns compute it."""
        scope = Scope(self.params + self.locals, False, self.functions, self.collections)
        node, name = self.expressions.make(self.rng.choice(KINDS), scope, 4), self.expressions.fresh("k")
        self.lines.append(f"let {name} = {node.text}\nprint({name})")

        def text():
            value = node.evaluate(self.values)
            self.values[name] = Known(value)
            return bare(node.kind, value) + "\n"
        if self.outcome(text):
            self.locals.append(leaf(name, node.kind, False))

    def caught(self):
        """A pipeline that may fail, and what is done then."""
        frame = self.derived()
        if any(each.is_approximate for each in frame.columns):
            return self.rows(frame)
        self.lines.append(f'{{ {frame.text} |> show(n: 5) }} catch _err {{ print("caught") }}')
        self.outcome(lambda: show.box(frame.columns, self.cells(frame), 5), "caught\n")

    def stored(self):
        """Through a Parquet file and back."""
        frame = self.derived()
        if not frame.columns or any(each.is_approximate for each in frame.columns):
            return self.rows(frame)
        name, schema, again = (self.expressions.fresh(each) for each in ("path", "Stored", "table"))
        self.tables.declare(f"schema {schema}", frame.columns)
        self.lines.append(f'var {name} = Path("{name}.parquet")\n{frame.text} |> write_parquet({name})\n'
                          f"let {again} = read_parquet[{schema}]({name})")
        if self.outcome(lambda: self.cells(frame) and ""):
            self.frames.append(frame.named(again))
            self.show(self.frames[-1])

    def looked_up(self):
        """A map of two columns, to look values up in from then on."""
        frame = self.any_frame()
        keys, values = ([index for index, each in enumerate(frame.columns) if not each.is_optional
                         and each.kind in kinds and " " not in each.name and not each.is_approximate]
                        for kinds in (["i64", "str"], SIMPLE))
        if not keys:
            return self.length()
        key, value, name = self.rng.choice(keys), self.rng.choice(values), self.expressions.fresh("some")
        key_column, column = frame.columns[key], frame.columns[value]
        self.lines.append(f"let {name} = [r.{key_column.name}: r.{column.name} for r in {frame.text}]\n"
                          f"print(len({name}))")
        entries = {}

        def text():
            entries.update((cells[key].value(), cells[value].value()) for cells in frame.rows({}))
            return f"{len(entries)}\n"
        if self.outcome(text):
            self.collections.append((name, key_column.kind, entries, column.kind))

    def made_again(self):
        """From its own rows."""
        frame, name = self.derived(), self.expressions.fresh("table")
        self.lines.append(f"let {name} = from_list({frame.text} |> collect())")
        if self.outcome(lambda: self.cells(frame) and ""):
            self.frames.append(frame.named(name))
            self.show(self.frames[-1])

    def equal(self):
        """A frame is equal to itself, however it is computed."""
        frame = self.derived()
        if any(each.is_approximate for each in frame.columns):
            return self.rows(frame)
        self.lines.append(f"{frame.text} |> assert_frames_equal({frame.text} |> persist())\n"
                          f"print({frame.text} |> len())")
        self.outcome(lambda: f"{len(self.cells(frame))}\n")

    def outcome(self, compute, instead=None):
        """What a statement prints; `instead` is printed when it fails. Whether it is known and did not fail."""
        try:
            text = compute() or ""
            self.outcomes.append(Outcome(text, may_fail=some_unread_value_fails(), instead=instead))
            return True
        except Failed:
            self.outcomes.append(Outcome(instead or "", fails=instead is None))
        except Unknown:
            self.outcomes.append(Outcome(is_known=False))
        return False


if __name__ == "__main__":
    program = Program(int(sys.argv[1]))
    for file, text in program.files().items():
        sys.stderr.write(f"-- {file}\n{text}")
    sys.stdout.write(program.text())
