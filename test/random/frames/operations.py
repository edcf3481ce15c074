"""The built-in functions and operators that columns are computed with, each with its meaning in Python.

What often fails is in FAILING. `{0}` stands for the first operand. Operands and results are never null, unless
`is_optional` says that the function may give none."""
import calendar
import datetime
import math
import re
from dataclasses import dataclass
from typing import Callable

from frames.evaluation import Failed, Unknown
from frames.values import COMPARED, DAY, DECIMAL, EPOCH, KINDS, LIMITS, MINUTE, SECOND, printed


@dataclass
class Operation:
    result: str
    operands: list
    text: str
    meaning: Callable
    is_optional: bool = False


def within(kind):
    """The value, if the kind holds it."""
    def check(value):
        low, high = LIMITS[kind]
        if not low <= value <= high:
            raise Failed
        return value
    return check


fits = {kind: within(kind) for kind in LIMITS}
i64 = fits["i64"]


def divided(a, b):
    """By the rules of floats."""
    a, b = float(a), float(b)
    if b != 0:
        return a / b
    if a == 0 or math.isnan(a):
        return math.nan
    return math.copysign(math.inf, math.copysign(1, a) * math.copysign(1, b))


def floor_divided(a, b):
    if b == 0:
        raise Failed
    return i64(a // b)


def rest(a, b):
    if b == 0:
        raise Failed
    return a % b


def integer_of(value):
    """Of a float without a fraction."""
    if math.isnan(value) or math.isinf(value) or value != math.floor(value):
        raise Failed
    return i64(int(value))


def rounded(function):
    return lambda x: math.copysign(float(function(x)), x) if math.isfinite(x) else x


def character(text, index):
    if index >= len(text):
        raise Failed
    return text[index]


def part(text, begin, end):
    if end > len(text):
        raise Failed
    return text[begin:end]


def integer_in(text):
    text = text.strip()
    digits = text[1:] if text[:1] in ("+", "-") else text
    return i64(int(text)) if digits.isascii() and digits.isdigit() else None


def found(text, needle):
    return text.find(needle) if needle in text else None


def days_later(day, days):
    try:
        return day + datetime.timedelta(days=days)
    except OverflowError:
        raise Unknown from None


def months_later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise Unknown
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def time_of(micros):
    return EPOCH + datetime.timedelta(microseconds=micros)


def micros_later(time, nanos):
    result = time + nanos // 1000
    if nanos % 1000 or not -10**16 < result < 10**17:
        raise Unknown
    return result


def difference(a, b, unit):
    return fits["duration"]((a - b) * unit)


def days_between(a, b):
    return fits["duration"]((a - b).days * DAY)


def hundredths(value):
    return fits[DECIMAL](value * 100)


def wrapped(value):
    return (value + 2**63) % 2**64 - 2**63


def unknown():
    raise Unknown


def float_in(text):
    return float(text) if re.fullmatch(" *[-+]?[0-9]+ *", text) else None


OPERATIONS = [
    # integers
    Operation("i64", ["i64", "i64"], "({0} + {1})", lambda a, b: i64(a + b)),
    Operation("i64", ["i64", "i64"], "({0} - {1})", lambda a, b: i64(a - b)),
    Operation("i64", ["i64"], "({0} * 3)", lambda a: i64(a * 3)),
    Operation("i64", ["i64"], "({0} div 3)", lambda a: a // 3),
    Operation("i64", ["i64"], "({0} div (-2))", lambda a: i64(a // -2)),
    Operation("i64", ["i64"], "({0} % 7)", lambda a: a % 7),
    Operation("i64", ["i64"], "({0} % (-4))", lambda a: a % -4),
    Operation("i64", ["i64"], "(-{0})", lambda a: i64(-a)),
    Operation("i64", ["i64"], "abs({0})", lambda a: i64(abs(a))),
    Operation("i64", ["i64", "i64"], "min({0}, {1})", min),
    Operation("i64", ["i64", "i64"], "max({0}, {1})", max),
    Operation("i64", ["i64"], "clamp({0}, -1, 5)", lambda a: min(max(a, -1), 5)),
    Operation("i64", ["i64", "i64"], "({0} & {1})", lambda a, b: a & b),
    Operation("i64", ["i64", "i64"], "({0} | {1})", lambda a, b: a | b),
    Operation("i64", ["i64", "i64"], "({0} ^ {1})", lambda a, b: a ^ b),
    Operation("i64", ["i64"], "({0} >> 2)", lambda a: a >> 2),
    Operation("i64", ["i64", "i64"], "wrapping_add({0}, {1})", lambda a, b: wrapped(a + b)),
    Operation("i64", ["i64", "i32"], "({0} + {1})", lambda a, b: i64(a + b)),
    Operation("i64", ["i32", "i64"], "({0} - {1})", lambda a, b: i64(a - b)),
    Operation("i64", ["i32"], "i64({0})", lambda a: a),
    Operation("i64", ["u8"], "i64({0})", lambda a: a),
    Operation("i64", ["str"], "len({0})", len),
    Operation("i32", ["i32", "i32"], "({0} + {1})", lambda a, b: fits["i32"](a + b)),
    Operation("i32", ["u8", "i32"], "({0} - {1})", lambda a, b: fits["i32"](a - b)),
    Operation("i32", ["i32"], "({0} div 2)", lambda a: a // 2),
    Operation("i32", ["i64"], "i32({0} % 1000)", lambda a: a % 1000),
    Operation("u8", ["u8"], "({0} div 2)", lambda a: a // 2),
    Operation("u8", ["i64"], "u8({0} & 255)", lambda a: a & 255),
    Operation("i64", ["i64"], "(~{0})", lambda a: ~a),
    Operation("i64", ["i64"], "({0} << 3)", lambda a: wrapped(a << 3)),
    Operation("i64", ["i64", "i64"], "wrapping_mul({0}, {1})", lambda a, b: wrapped(a * b)),
    Operation("i64", ["i64", "i64"], "wrapping_sub({0}, {1})", lambda a, b: wrapped(a - b)),
    Operation("i64", ["i64", "i64"], "math.gcd({0}, {1})", lambda a, b: i64(math.gcd(a, b))),
    Operation("i64", ["str"], 'ord({0}.pad_left(1, "x")[0])', lambda a: ord((a or "x")[0])),
    # floats
    Operation("f64", ["f64", "f64"], "({0} + {1})", lambda a, b: a + b),
    Operation("f64", ["f64", "f64"], "({0} - {1})", lambda a, b: a - b),
    Operation("f64", ["f64", "f64"], "({0} * {1})", lambda a, b: a * b),
    Operation("f64", ["f64", "f64"], "({0} / {1})", divided),
    Operation("f64", ["i64", "i64"], "({0} / {1})", divided),
    Operation("f64", ["f64", "i64"], "({0} + {1})", lambda a, b: a + float(b)),
    Operation("f64", ["i64", "f64"], "({0} * {1})", lambda a, b: float(a) * b),
    Operation("f64", ["i64"], "f64({0})", float),
    Operation("f64", [DECIMAL], "f64({0})", lambda a: a / 100),
    Operation("f64", ["f64"], "abs({0})", abs),
    Operation("f64", ["f64"], "(-{0})", lambda a: -a),
    Operation("f64", ["f64"], "sqrt({0})", lambda a: math.sqrt(a) if a >= 0 or math.isnan(a) else math.nan),
    Operation("f64", ["f64"], "floor({0})", rounded(math.floor)),
    Operation("f64", ["f64"], "ceil({0})", rounded(math.ceil)),
    Operation("f64", ["f64"], "trunc({0})", rounded(math.trunc)),
    Operation("f64", ["f64"], "round({0})", rounded(round)),
    Operation("f64", ["f64"], "round({0}, 1)", lambda a: round(a, 1) if math.isfinite(a) else a),
    Operation("f64", ["f64"], "({0} % 0.75)", lambda a: a % 0.75 if math.isfinite(a) else math.nan),
    Operation("f64", ["f64"], "math.copysign(2.0, {0})", lambda a: math.copysign(2, a)),
    Operation("f64", ["f64"], "({0} ** 2.0)", lambda a: a * a),
    Operation("f64", ["f64"], "clamp({0}, -1.0, 1.5)", lambda a: min(max(a, -1.0), 1.5) if a == a else unknown()),
    Operation("f64", ["duration"], "{0}.hours()", lambda a: a / (3600 * SECOND)),
    Operation("f64", ["duration"], "{0}.days()", lambda a: a / DAY),
    Operation("f64", [DECIMAL, DECIMAL], "({0} / {1})", lambda a, b: divided(a / 100, b / 100)),
    Operation("f64", ["duration", "duration"], "({0} / {1})", divided),
    Operation("f64", ["size", "size"], "({0} / {1})", divided),
    # truth values
    Operation("bool", ["i64", "f64"], "({0} < {1})", lambda a, b: a < b),
    Operation("bool", ["i32", "i64"], "({0} >= {1})", lambda a, b: a >= b),
    Operation("bool", ["u8", "i64"], "({0} == {1})", lambda a, b: a == b),
    Operation("bool", ["f64"], "is_nan({0})", math.isnan),
    Operation("bool", ["str", "str"], "{0}.contains({1})", lambda a, b: b in a),
    Operation("bool", ["str"], '{0}.starts_with("a")', lambda a: a.startswith("a")),
    Operation("bool", ["str"], '{0}.ends_with("w")', lambda a: a.endswith("w")),
    Operation("bool", ["str"], '{0}.like("%l_w%")', lambda a: any(a[i:i + 1] == "l" and a[i + 2:i + 3] == "w"
                                                                 for i in range(len(a)))),
    Operation("bool", ["str"], '{0}.matches(r"[0-9]+")', lambda a: any(each in "0123456789" for each in a)),
    Operation("bool", ["f64"], "math.isfinite({0})", math.isfinite),
    Operation("bool", ["str"], '("o" in {0})', lambda a: "o" in a),
    Operation("bool", ["str"], '{0}.like("_l%")', lambda a: a[1:2] == "l"),
    Operation("bool", ["f64", "i64"], "({0} == {1})", lambda a, b: a == b),
    Operation("bool", ["i64", DECIMAL], "({0} < {1})", lambda a, b: a * 100 < b),
    # texts
    Operation("str", ["str", "str"], "({0} + {1})", lambda a, b: a + b),
    Operation("str", ["str", "i64"], 'concat({0}, "-", str({1}))', lambda a, b: f"{a}-{b}"),
    Operation("str", ["str"], "{0}.upper()", str.upper),
    Operation("str", ["str"], "{0}.lower()", str.lower),
    Operation("str", ["str"], "{0}.trim()", str.strip),
    Operation("str", ["str"], "{0}.reversed()", lambda a: a[::-1]),
    Operation("str", ["str"], "{0}.repeat(2)", lambda a: a + a),
    Operation("str", ["str"], '{0}.replace("o", "00")', lambda a: a.replace("o", "00")),
    Operation("str", ["str"], '{0}.replace_regex(r"[a-f]+", "#")', lambda a: re.sub("[a-f]+", "#", a)),
    Operation("str", ["str"], '{0}.pad_left(6, "*")', lambda a: a.rjust(6, "*")),
    Operation("str", ["str"], '{0}.pad_right(4, ".")', lambda a: a.ljust(4, ".")),
    Operation("str", ["str"], "{0}.pad_right(2, \"_\")[..2]", lambda a: a.ljust(2, "_")[:2]),
    Operation("str", ["i64"], '"${{{0}:05}}|${{{0}:,}}"', lambda a: f"{a:05}|{a:,}"),
    Operation("str", ["str"], '{0}.replace_regex(r"([a-z])([a-z])", r"\\2\\1")',
              lambda a: re.sub("([a-z])([a-z])", r"\2\1", a)),
    Operation("str", ["i64"], "chr(65 + {0} % 26)", lambda a: chr(65 + a % 26)),
    Operation("str", ["date"], '{0}.format("%d.%m.%Y")', lambda a: f"{a.day:02}.{a.month:02}.{a.year:04}"),
    Operation("str", ["timestamp"], '{0}.format("%H:%M")', lambda a: time_of(a).strftime("%H:%M")),
    # times
    Operation("i64", ["date"], "{0}.year", lambda a: a.year),
    Operation("i64", ["date"], "{0}.month", lambda a: a.month),
    Operation("i64", ["date"], "{0}.day", lambda a: a.day),
    Operation("i64", ["date"], "{0}.weekday", lambda a: a.isoweekday()),
    Operation("i64", ["date"], "{0}.week", lambda a: a.isocalendar()[1]),
    Operation("i64", ["date"], "{0}.quarter", lambda a: (a.month + 2) // 3),
    Operation("i64", ["date"], "{0}.day_of_year", lambda a: a.timetuple().tm_yday),
    Operation("i64", ["timestamp"], "{0}.hour", lambda a: time_of(a).hour),
    Operation("i64", ["timestamp"], "{0}.minute", lambda a: time_of(a).minute),
    Operation("i64", ["timestamp"], "{0}.weekday", lambda a: time_of(a).isoweekday()),
    Operation("date", ["timestamp"], "{0}.date()", lambda a: time_of(a).date()),
    Operation("date", ["date"], "({0} + 3d)", lambda a: days_later(a, 3)),
    Operation("date", ["date"], "({0} + months(-1))", lambda a: months_later(a, -1)),
    Operation("date", ["date", "i64"], "({0} + months({1} % 20))", lambda a, b: months_later(a, b % 20)),
    Operation("date", ["date"], "{0}.truncate(months(1))", lambda a: a.replace(day=1)),
    Operation("timestamp", ["timestamp"], "({0} + 90min)", lambda a: micros_later(a, 90 * MINUTE)),
    Operation("timestamp", ["timestamp", "duration"], "({0} - {1})", lambda a, b: micros_later(a, -b)),
    Operation("timestamp", ["timestamp"], "{0}.truncate(1h)", lambda a: a // (3600 * 10**6) * 3600 * 10**6),
    Operation("timestamp", ["timestamp"], "{0}.truncate(1d)", lambda a: a // (86400 * 10**6) * 86400 * 10**6),
    Operation("duration", ["date", "date"], "({0} - {1})", days_between),
    Operation("duration", ["timestamp", "timestamp"], "({0} - {1})", lambda a, b: difference(a, b, 1000)),
    Operation("duration", ["duration", "duration"], "({0} + {1})", lambda a, b: fits["duration"](a + b)),
    Operation("duration", ["duration", "i64"], "({0} * ({1} % 10))", lambda a, b: fits["duration"](a * (b % 10))),
    Operation("duration", ["duration"], "abs({0})", abs),
    Operation("size", ["size", "size"], "({0} + {1})", lambda a, b: fits["size"](a + b)),
    Operation("size", ["size"], "({0} * 3)", lambda a: fits["size"](a * 3)),
    # decimals
    Operation(DECIMAL, [DECIMAL, DECIMAL], "cast({0} + {1}, decimal[12, 2])", lambda a, b: fits[DECIMAL](a + b)),
    Operation(DECIMAL, [DECIMAL, DECIMAL], "cast({0} - {1}, decimal[12, 2])", lambda a, b: fits[DECIMAL](a - b)),
    Operation(DECIMAL, [DECIMAL], "cast({0} * 2, decimal[12, 2])", lambda a: fits[DECIMAL](a * 2)),
    Operation(DECIMAL, ["i64"], "cast({0} % 1000, decimal[12, 2])", lambda a: hundredths(a % 1000)),
    # perhaps nothing
    Operation("i64", ["str"], "parse_int({0})", integer_in, True),
    Operation("i64", ["str", "str"], "{0}.find({1})", found, True),
    Operation("f64", ["str"], "parse_float({0})", float_in, True),
    Operation("date", ["date"], 'parse_date({0}.format("%d.%m.%Y"), "%d.%m.%Y")', lambda a: a, True),
    Operation("i64", ["str"], "cast({0}, i64, on_error: null)", integer_in, True),
    Operation("str", ["str"], '{0}.extract(r"[a-z]")', lambda a: next((c for c in a if "a" <= c <= "z"), None), True),
]
FORMATS = {"f64": [".2f", ".3g", "e", "+.1f", ",.2f", "012.3f", ".1%", ">12.1f", "g", "*^11.2f", ".0f", "+"],
           "i64": ["x", "b", "o", "+", "^9", "*<6", ",", "08", "X", "+,", "d"],
           "str": [">8", "^7", "*<6", ".2", "*^9.3"]}
for kind, formats in FORMATS.items():
    for each in formats:
        OPERATIONS.append(Operation("str", [kind], f'"${{{{{{0}}:{each}}}}}"', lambda a, each=each: format(a, each)))
for kind in KINDS:
    OPERATIONS.append(Operation("str", [kind], "str({0})", lambda a, kind=kind: printed(kind, a)))
    OPERATIONS.append(Operation("str", [kind, "str"], '"<${{{0}}} ${{{1}}}>"',
                                lambda a, b, kind=kind: f"<{printed(kind, a)} {b}>"))
for kind in KINDS + COMPARED:
    OPERATIONS.append(Operation("bool", [kind, kind], "({0} == {1})", lambda a, b: a == b))
    OPERATIONS.append(Operation("bool", [kind, kind], "({0} != {1})", lambda a, b: a != b))
    OPERATIONS.append(Operation("bool", [kind, kind], "({0} < {1})", lambda a, b: a < b))
    OPERATIONS.append(Operation("bool", [kind, kind], "({0} >= {1})", lambda a, b: a >= b))

FAILING = [
    Operation("i64", ["i64", "i64"], "({0} div {1})", floor_divided),
    Operation("i64", ["i64", "i64"], "({0} % {1})", rest),
    Operation("i64", ["i64", "i64"], "({0} * {1})", lambda a, b: i64(a * b)),
    Operation("i64", ["i64"], "({0} ** 2)", lambda a: i64(a ** 2)),
    Operation("i64", ["f64"], "i64({0})", integer_of),
    Operation("i64", ["f64"], "i64(floor({0}))", lambda a: integer_of(rounded(math.floor)(a))),
    Operation("i32", ["i64"], "i32({0})", fits["i32"]),
    Operation("i32", ["i32", "i32"], "({0} * {1})", lambda a, b: fits["i32"](a * b)),
    Operation("u8", ["u8", "u8"], "({0} + {1})", lambda a, b: fits["u8"](a + b)),
    Operation("u8", ["i64"], "u8({0})", fits["u8"]),
    Operation("str", ["str"], "{0}[0..2]", lambda a: part(a, 0, 2)),
    Operation("str", ["str"], "{0}[1]", lambda a: character(a, 1)),
    Operation(DECIMAL, ["i64"], "cast({0}, decimal[12, 2])", hundredths),
]




def giving(kind):
    return [each for each in OPERATIONS if each.result == kind]
