"""How rows are sorted and made distinct."""
import math

from frames.evaluation import key_of


def is_nan(value):
    return isinstance(value, float) and math.isnan(value)


def sorted_rows(rows, keys):
    """Stable; `keys` are (the values of all rows, whether they descend, whether nulls are first). NaN is after all
    numbers and before null, in both directions."""
    order = range(len(rows))
    for values, descends, nulls_first in reversed(keys):
        known = [key_of(each) for each in values]
        nulls = [index for index in order if values[index] is None]
        nans = [index for index in order if is_nan(values[index])]
        others = [index for index in order if values[index] is not None and not is_nan(values[index])]
        others.sort(key=lambda index: known[index], reverse=descends)
        order = nulls + others + nans if nulls_first else others + nans + nulls
    return [rows[index] for index in order]


def distinct(rows, key, keeps_last):
    """One row of each key: the first ones, or the last ones, in the order of the rows."""
    seen, result = set(), []
    for row in reversed(rows) if keeps_last else rows:
        if key(row) not in seen:
            seen.add(key(row))
            result.append(row)
    return result[::-1] if keeps_last else result

