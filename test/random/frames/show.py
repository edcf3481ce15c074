"""What `show` and `print` write of rows."""
import unicodedata

from frames.values import csv_field, inner, printed

LEFT = ["bool", "str", "date", "timestamp", "bytes", "Path"]
LONGEST = 40


def width(text):
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def cell(column, value):
    if value is None:
        return "null"
    text = printed(column.kind, value)
    if column.kind != "str":
        return text
    text = text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return cut(text)


def cut(text):
    if width(text) <= LONGEST:
        return text
    while width(text) > LONGEST - 1:
        text = text[:-1]
    return text + "…"


def box(columns, rows, count):
    """`rows` are lists of values."""
    texts = [[cut(c.name), c.type()] + [cell(c, row[index]) for row in rows[:count]]
             for index, c in enumerate(columns)]
    widths = [max(map(width, each)) for each in texts]

    def rule(left, between, right, stroke):
        return left + between.join(stroke * (each + 2) for each in widths) + right

    def line(number):
        padded = []
        for column, each, wide in zip(columns, texts, widths):
            pad = " " * (wide - width(each[number]))
            padded.append(each[number] + pad if column.kind in LEFT else pad + each[number])
        return "│ " + " ┆ ".join(padded) + " │"

    lines = [rule("┌", "┬", "┐", "─"), line(0), line(1), rule("╞", "╪", "╡", "═")]
    lines += [line(number) for number in range(2, len(texts[0]))] + [rule("└", "┴", "┘", "─")]
    if len(rows) > count:
        more = len(rows) - count
        lines.append(f"... {more} more row" + ("s" if more > 1 else ""))
    return "\n".join(lines) + "\n"


def record(columns, row):
    return "(" + ", ".join(f"{c.name}: {inner(c.kind, value)}" for c, value in zip(columns, row)) + ")"


def list_of(texts):
    return "[" + ", ".join(texts) + "]"


def csv(columns, rows):
    lines = [",".join(each.name for each in columns)]
    lines += [",".join(csv_field(c.kind, value) for c, value in zip(columns, row)) for row in rows]
    return "\n".join(lines) + "\n"
