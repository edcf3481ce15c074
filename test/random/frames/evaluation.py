"""What it means to evaluate an expression of columns: nulls, failures, and values that nobody asks for."""
import math


class Failed(Exception):
    """The expression fails, and so does the program when the value is asked for."""


class Unknown(Exception):
    """The contract leaves open what the value is, or whether the expression fails."""


class Approximate(float):
    """A float that is known but for its last digits, such as a sum in an order that is not stated."""


class Lazy:
    """A value that is computed when it is first asked for. Python's None is null."""
    unread = []  # all that may still fail

    def __init__(self, compute):
        self.compute = compute
        self.result = None
        Lazy.unread.append(self)

    def value(self):
        if self.compute:
            compute, self.compute = self.compute, None
            try:
                self.result = (compute(), None)
            except (Failed, Unknown) as failure:
                self.result = (None, failure)
        value, failure = self.result
        if failure:
            raise failure
        return value


class Known:
    def __init__(self, value):
        self.known = value

    def value(self):
        return self.known


def some_unread_value_fails():
    """Whether a value fails that nobody has asked for: then it is no fault when the program asks, in some order."""
    waiting = [each for each in Lazy.unread if each.compute]
    Lazy.unread = waiting
    for each in waiting:
        try:
            each.compute()
        except (Failed, Unknown):
            return True
    return False


def evaluate_all(operands, row):
    """The values of all operands, or None when one is null. Whether the others are computed then is left open."""
    values, failure = [], None
    for each in operands:
        try:
            values.append(each.evaluate(row))
        except Failed as failed:
            failure = failure or failed
    if any(isinstance(each, Approximate) for each in values):
        raise Unknown
    if any(each is None for each in values):
        if failure:
            raise Unknown
        return None
    if failure:
        raise failure
    return values


def key_of(value):
    """Values that are one group have equal keys; NaN is one, and so are both zeros."""
    if isinstance(value, Approximate):
        raise Unknown
    if isinstance(value, float):
        return "nan" if math.isnan(value) else value + 0.0
    return value
