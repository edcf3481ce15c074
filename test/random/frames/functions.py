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
        way = self.rng.choice([self.expression, self.expression, self.early, self.loop])
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
        index = leaf(self.expressions.fresh("i"), "i64", False)
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
