"""Random functions of a program that columns call, each with its meaning."""
from frames.evaluation import Failed, Known
from frames.expressions import Function, Scope, leaf
from frames.values import KINDS, literal, random_value


class Functions:
    def __init__(self, expressions):
        self.expressions, self.rng = expressions, expressions.rng

    def make(self, known):
        """The declaration and the function; it may call the `known` ones."""
        name = self.expressions.fresh("fun")
        parameters = [leaf(self.expressions.fresh("p"), self.rng.choice(KINDS), self.rng.random() < 0.25)
                      for _ in range(self.rng.randint(1, 3))]
        result = self.rng.choice(KINDS)
        scope = Scope(parameters, False, known)
        way = self.rng.choice([self.expression, self.expression, self.early, self.loop, self.characters, self.record,
                               self.unwrapped, self.guarded])
        body, meaning, gives_none = way(result, scope)
        listed = ", ".join(f"{each.text}: {each.kind}{'?' if each.is_optional else ''}" for each in parameters)

        def call(*values):
            return meaning({each.text: Known(value) for each, value in zip(parameters, values)})
        function = Function(name, [(each.kind, each.is_optional) for each in parameters], result, gives_none,
                            call)
        return f"fn {name}({listed}) -> {result}{'?' if gives_none else ''} {body}", function

    def expression(self, result, scope):
        node = self.expressions.make(result, scope, 3)
        return f"=> {node.text}", node.evaluate, False

    def early(self, result, scope):
        """A value of its own, and a condition to leave on, or to fail on."""
        local = leaf(self.expressions.fresh("v"), self.rng.choice(KINDS), False)
        value = self.expressions.make(local.kind, scope, 2)
        inner = Scope(scope.leaves + [local], False, scope.functions)
        condition = self.expressions.make("bool", inner, 2)
        left, node = self.expressions.make(result, inner, 2), self.expressions.make(result, inner, 2)
        fails = self.expressions.chance(self.expressions.failing)
        gives_none = not fails and self.rng.random() < 0.3

        def meaning(row):
            row = row | {local.text: Known(value.evaluate(row))}
            if not condition.evaluate(row):
                return node.evaluate(row)
            if fails:
                raise Failed
            return None if gives_none else left.evaluate(row)
        leaving = 'fail "left"' if fails else "return none" if gives_none else f"return {left.text}"
        return (f"{{\n  let {local.text} = {value.text}\n  if {condition.text} {{ {leaving} }}\n  {node.text}\n}}",
                meaning, gives_none)

    def loop(self, result, scope):
        """A variable that changes as long as a condition holds."""
        variable = leaf(self.expressions.fresh("v"), result, False)
        index = leaf(self.expressions.fresh("at"), "i64", False)
        inner = Scope(scope.leaves + [variable, index], False, scope.functions)
        begin = random_value(result, self.rng)
        condition, step = self.expressions.make("bool", inner, 2), self.expressions.make(result, inner, 2)
        count = self.rng.randint(1, 4)
        leaving = self.rng.choice(["break", "continue"])

        def meaning(row):
            row = row | {variable.text: Known(begin)}
            for i in range(count):
                row[index.text] = Known(i)
                if condition.evaluate(row):
                    if leaving == "break":
                        break
                    continue
                row[variable.text] = Known(step.evaluate(row))
            return row[variable.text].value()
        return (f"{{\n  var {variable.text} = {literal(result, begin)}\n  for {index.text} in 0..{count} {{\n"
                f"    if {condition.text} {{ {leaving} }}\n    {variable.text} = {step.text}\n  }}\n"
                f"  {variable.text}\n}}", meaning, False)

    def characters(self, result, scope):
        """A loop over the characters of a text."""
        text = self.expressions.make("str", scope, 2)
        variable = leaf(self.expressions.fresh("v"), result, False)
        each = leaf(self.expressions.fresh("c"), "str", False)
        begin = random_value(result, self.rng)
        step = self.expressions.make(result, Scope(scope.leaves + [variable, each], False, scope.functions), 2)

        def meaning(row):
            row = row | {variable.text: Known(begin)}
            for character in text.evaluate(row)[:3]:
                row[each.text] = Known(character)
                row[variable.text] = Known(step.evaluate(row))
            return row[variable.text].value()
        short = self.expressions.fresh("s")
        return (f"{{\n  var {variable.text} = {literal(result, begin)}\n  let {short} = {text.text}\n"
                f"  for {each.text} in {short}[..min(3, len({short}))] {{ {variable.text} = {step.text} }}\n"
                f"  {variable.text}\n}}", meaning, False)

    def record(self, result, scope):
        """Two values in a record or a tuple, and taken out of it."""
        name, is_tuple = self.expressions.fresh("both"), self.rng.random() < 0.5
        nodes = [self.expressions.make(self.rng.choice(KINDS), scope, 2) for _ in range(2)]
        parts = [leaf(f"{name}.{part}", node.kind, False) for part, node in zip("01" if is_tuple else "xy", nodes)]
        node = self.expressions.make(result, Scope(scope.leaves + parts, False, scope.functions), 3)

        def meaning(row):
            return node.evaluate(row | {part.text: Known(each.evaluate(row)) for part, each in zip(parts, nodes)})
        texts = [f"i64({each.text})" if each.is_literal and each.kind == "i64" else each.text for each in nodes]
        made = "({}, {})" if is_tuple else "(x: {}, y: {})"
        return f"{{\n  let {name} = {made.format(*texts)}\n  {node.text}\n}}", meaning, False

    def unwrapped(self, result, scope):
        """The value of an optional parameter, if there is one."""
        if not scope.optional():
            return self.expression(result, scope)
        optional = self.rng.choice(scope.optional())
        value = leaf(self.expressions.fresh("v"), optional.kind, False)
        there = self.expressions.arm(result, Scope(scope.leaves + [value], False, scope.functions), 2)
        other = self.expressions.arm(result, scope, 2)

        def meaning(row):
            known = optional.evaluate(row)
            return other.evaluate(row) if known is None else there.evaluate(row | {value.text: Known(known)})
        if self.rng.random() < 0.5:
            return (f"=> match {optional.text} {{\n  none => {other.text}\n  {value.text} => {there.text}\n}}",
                    meaning, False)
        return (f"=> if let {value.text} = {optional.text} {{ {there.text} }} else {{ {other.text} }}", meaning, False)

    def guarded(self, result, scope):
        """A match with names and conditions."""
        subject = self.expressions.make("i64", scope, 2)
        name = leaf(self.expressions.fresh("m"), "i64", False)
        inner = Scope(scope.leaves + [name], False, scope.functions)
        condition = self.expressions.make("bool", inner, 2)
        arms = [self.expressions.arm(result, each, 2) for each in (inner, scope, inner)]

        def meaning(row):
            value = subject.evaluate(row)
            row = row | {name.text: Known(value)}
            return arms[0 if condition.evaluate(row) else 1 if 1 <= value <= 3 else 2].evaluate(row)
        return (f"=> match {subject.text} {{\n  {name.text} if {condition.text} => {arms[0].text}\n"
                f"  1 | 2 | 3 => {arms[1].text}\n  {name.text} => {arms[2].text}\n}}", meaning, False)
