"""The types of columns: random values of each, and how values are written in programs, in CSV files, and by `print`.

Dates are Python's; timestamps are microseconds, durations nanoseconds, sizes bytes, decimals hundredths."""
import datetime
import math

from frames.evaluation import Approximate

DECIMAL = "decimal[12,2]"
NUMBERS = ["i64", "i32", "u8", "f64", DECIMAL]
TIMES = ["date", "timestamp", "duration"]
KINDS = NUMBERS + TIMES + ["bool", "str", "size"]
COMPARED = ["i16", "u64", "f32", "Path", "bytes"]  # columns may hold them, but few operations are tried
LIMITS = {"i64": (-2**63, 2**63 - 1), "i32": (-2**31, 2**31 - 1), "u8": (0, 255), "i16": (-2**15, 2**15 - 1),
          "size": (0, 2**63 - 1), "duration": (-2**63, 2**63 - 1), DECIMAL: (1 - 10**12, 10**12 - 1)}
WORDS = ["", "a", "b", "flow", "Flow", "two words", "x,y", "Zürich", "ÅÉ", "日本", "12", "-7", "007", " padded ",
         "say \"x\"", "a\\b", "tab\there", "two\nlines", "$5", "a text that is longer than what fits a view"]
SECOND, MINUTE, HOUR, DAY = 10**9, 60 * 10**9, 3600 * 10**9, 86400 * 10**9
EPOCH = datetime.datetime(1970, 1, 1)
FIRST_DAY = datetime.date(1999, 12, 30)


def random_value(kind, rng):
    few = rng.random() < 0.6  # so that values are equal now and then
    if kind == "i64":
        return rng.randint(-2, 4) if few else rng.choice([rng.randint(-100, 100), 10**6, 2**40, -2**33])
    if kind == "i16":
        return rng.randint(-2, 4) if few else rng.randint(-2**15, 2**15 - 1)
    if kind == "u64":
        return rng.randint(0, 4) if few else rng.choice([255, 2**40])
    if kind == "i32":
        return rng.randint(-2, 4) if few else rng.choice([rng.randint(-100, 100), 10**6])
    if kind == "u8":
        return rng.randint(0, 4) if few else rng.randint(0, 255)
    if kind == "f64":
        others = [rng.randint(-4000, 4000) / 8, rng.randint(-4000, 4000) / 8, 0.1, 1e20, 3.0, -0.0]
        return rng.randint(-4, 8) / 4 if few else rng.choice(others + rng.choice([[], [math.nan, -math.inf]]))
    if kind == "f32":
        return rng.randint(-4, 8) / 4
    if kind == "bool":
        return rng.random() < 0.5
    if kind == "str":
        return rng.choice(WORDS[:5] if few else WORDS)
    if kind == "Path":
        return rng.choice(["a", "a/b", "a/b.csv", ""])
    if kind == "bytes":
        return rng.choice([b"", b"a", b"ab", b"twelve and more bytes"])
    if kind == "date":
        return FIRST_DAY + datetime.timedelta(days=rng.randint(0, 5) if few else rng.randint(-4000, 12000))
    if kind == "timestamp":
        seconds = rng.choice([0, 3600, 86399, 90061]) if few else rng.randint(-10**8, 2 * 10**9)
        return (946598400 + seconds if few else seconds) * 10**6 + rng.choice([0, 0, 500000, 1])
    if kind == "duration":
        return rng.choice([0, SECOND, 90 * MINUTE, HOUR] if few else
                          [1, 1500, 2 * 10**6, DAY + 2 * HOUR, -HOUR, rng.randint(0, 10**6) * 10**6])
    if kind == "size":
        return rng.choice([0, 1, 1024, 1536] if few else [10**6, 2**30, rng.randint(0, 10**6)])
    assert kind == DECIMAL, kind
    return rng.choice([0, 50, 100, 150, -225] if few else [rng.randint(-10**5, 10**5), 10**9])


def literal(kind, value):
    """The expression for a value that is not null."""
    if kind == "i64":
        text = str(value) if value >= 0 else f"({value})"
        return f"i64({value})" if abs(value) > 2**31 else text
    if kind in ("i16", "i32", "u8", "u64", "f32"):
        return f"{kind}({value})"
    if kind == "Path":
        return f'Path("{value}")'
    if kind == "bytes":
        return f'b"{value.decode()}"'
    if kind == "f64":
        if math.isnan(value) or math.isinf(value):
            return {"nan": "(0.0 / 0.0)", "inf": "(1.0 / 0.0)", "-inf": "(-1.0 / 0.0)"}[str(value)]
        return printed(kind, value) if math.copysign(1, value) > 0 else f"({printed(kind, value)})"
    if kind == "bool":
        return "true" if value else "false"
    if kind == "str":
        return quoted(value)
    if kind == "date":
        return f'date"{value.isoformat()}"'
    if kind == "timestamp":
        return f'ts"{printed(kind, value)}"'
    if kind == "duration":
        return printed(kind, value) if value >= 0 else f"(0s - {printed(kind, -value)})"
    if kind == "size":
        return f"{value}B"
    assert kind == DECIMAL, kind
    text = f'cast(dec"{printed(kind, abs(value))}", decimal[12, 2])'
    return text if value >= 0 else f"cast(-{text}, decimal[12, 2])"


def quoted(text):
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "$": "\\$"}
    return '"' + "".join(escapes.get(each, each) for each in text) + '"'


def bare(kind, value):
    """As `print` shows it on its own."""
    return literal(kind, value) if kind == "bytes" else printed(kind, value)


def inner(kind, value):
    """As `print` shows it within a record or a list."""
    if value is None:
        return "none"
    return quoted(value) if kind in ("str", "Path") else bare(kind, value)


def printed(kind, value):
    """As `show` and `str` show a value that is not null."""
    if kind in ("i16", "i32", "i64", "u8", "u64", "str", "Path"):
        return str(value)
    if kind == "bytes":
        return value.decode()
    if kind in ("f32", "f64"):
        return f"\1{float(value)!r}\2" if isinstance(value, Approximate) else repr(value)
    if kind == "bool":
        return "true" if value else "false"
    if kind == "date":
        return value.isoformat()
    if kind == "timestamp":
        time = EPOCH + datetime.timedelta(microseconds=value)
        fraction = f".{time.microsecond:06}".rstrip("0") if time.microsecond else ""
        return time.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"
    if kind == "duration":
        return printed_duration(value)
    if kind == "size":
        for unit, bytes in [("TiB", 2**40), ("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)]:
            if value and value % bytes == 0:
                return f"{value // bytes}{unit}"
        return f"{value}B"
    scale = int(kind.rstrip("]").split(",")[1])
    whole, part = divmod(abs(value), 10**scale)
    return ("-" if value < 0 else "") + str(whole) + (f".{part:0{scale}}" if scale else "")


def printed_duration(value):
    text, rest = "-" if value < 0 else "", abs(value)
    for unit, length in [("d", DAY), ("h", HOUR), ("min", MINUTE), ("s", SECOND), ("ms", 10**6), ("us", 10**3),
                         ("ns", 1)]:
        count, rest = divmod(rest, length)
        text += f"{count}{unit}" if count else ""
    return text or "0s"


def csv_field(kind, value):
    if value is None:
        return ""
    text = printed(kind, value)
    needs_quotes = not text or any(each in text for each in ',"\n\r')
    return '"' + text.replace('"', '""') + '"' if needs_quotes else text
