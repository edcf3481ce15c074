"""Tables as text, and how two are compared: exactly, but floats may differ by a relative tolerance."""
import csv
import math
from datetime import date, datetime, timezone
from decimal import Decimal, InvalidOperation

TOLERANCE = 1e-9


def read_csv(path):
    """(column names, rows of text) of a CSV file with a header."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    if not rows:
        raise ValueError(f"{path} is empty, not even a header")
    # The reader gives an empty row for the line of a table whose only column is null.
    return rows[0], [row or [""] for row in rows[1:]]


def text(value):
    """A value of Python as Flow writes it into a CSV file; floats are compared by value anyway."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        moment = value.astimezone(timezone.utc) if value.tzinfo else value
        return moment.replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def equal(found, wanted, tolerance=TOLERANCE):
    """Whether a cell of a file is the wanted value: a value of Python, or the text of another file."""
    if isinstance(wanted, float):
        try:
            number = float(found)
        except ValueError:
            return False
        return (math.isnan(number) and math.isnan(wanted)) or math.isclose(number, wanted, rel_tol=tolerance)
    if isinstance(wanted, Decimal):
        try:
            return Decimal(found) == wanted
        except InvalidOperation:
            return False
    return found == text(wanted)


def equal_text(found, wanted, tolerance=TOLERANCE):
    """As equal(), where both are text and either may have written a number in its own way."""
    if found == wanted:
        return True
    try:
        return math.isclose(float(found), float(wanted), rel_tol=tolerance)
    except ValueError:
        return False


def difference(found, wanted, same=equal):
    """The first difference between two tables (names, rows) in words, or None. The order of rows counts."""
    (found_names, found_rows), (wanted_names, wanted_rows) = found, wanted
    if found_names != wanted_names:
        return f"columns {found_names}, wanted {wanted_names}"
    for number, (row, wanted_row) in enumerate(zip(found_rows, wanted_rows), 1):
        if len(row) != len(wanted_row):
            return f"row {number} has {len(row)} fields, wanted {len(wanted_row)}"
        for name, cell, value in zip(wanted_names, row, wanted_row):
            if not same(cell, value):
                return f"row {number}, column {name}: {cell!r}, wanted {text(value)!r}"
    if len(found_rows) != len(wanted_rows):
        return f"{len(found_rows)} rows, wanted {len(wanted_rows)}"
    return None
