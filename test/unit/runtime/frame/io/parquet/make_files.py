"""Writes the Parquet files that the tests read, by pyarrow, into a folder."""
import datetime
import decimal
import sys

import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = sys.argv[1]


def write(name, columns, **options):
    pq.write_table(pa.table(columns), f"{FOLDER}/{name}.parquet", **options)


def cycle(values, count):
    return [values[i % len(values)] for i in range(count)]


dates = [datetime.date(1969, 12, 31), datetime.date(2024, 2, 29)]
moments = [datetime.datetime(1969, 12, 31, 23, 59, 59, 999000), datetime.datetime(2024, 2, 29, 12, 0, 0, 1000)]
money = [decimal.Decimal("-12.50"), decimal.Decimal("99999.99"), None]
types = {
    "bool": pa.array([True, False, None]),
    "i8": pa.array([-128, 127, None], pa.int8()),
    "u16": pa.array([0, 65535, None], pa.uint16()),
    "u32": pa.array([0, 4294967295, None], pa.uint32()),
    "i32": pa.array([-2147483648, 2147483647, None], pa.int32()),
    "u64": pa.array([0, 18446744073709551615, None], pa.uint64()),
    "f32": pa.array([0.1, -0.0, None], pa.float32()),
    "f64": pa.array([0.1, float("inf"), None]),
    "d7": pa.array(money, pa.decimal128(7, 2)),
    "d30": pa.array(money, pa.decimal128(30, 5)),
    "str": pa.array(["", "a text that is longer than inline", None]),
    "large": pa.array(["é", "another text that is longer than inline", None], pa.large_string()),
    "category": pa.array(["x", "y", None]).dictionary_encode(),
    "bytes": pa.array([b"\xff\x00", b"", None]),
    "fixed": pa.array([b"ab", b"cd", None], pa.binary(2)),
    "date": pa.array(dates + [None]),
    "date64": pa.array(dates + [None], pa.date64()),
    "ms": pa.array(moments + [None], pa.timestamp("ms")),
    "us": pa.array(moments + [None], pa.timestamp("us", "Europe/Berlin")),
    "ns": pa.array(moments + [None], pa.timestamp("ns")),
    "s": pa.array([datetime.datetime(2024, 1, 1)] * 2 + [None], pa.timestamp("s")),
    "dur": pa.array([datetime.timedelta(hours=1, minutes=30), datetime.timedelta(0), None], pa.duration("ms")),
    "nothing": pa.nulls(3),
}
write("types", types)
write("types_old", {name: types[name] for name in types if name != "u32"}, version="1.0", data_page_version="2.0",
      use_dictionary=False, compression="gzip", write_statistics=False)
write("int96", {"t": types["us"]}, use_deprecated_int96_timestamps=True)
write("delta", {"n": list(range(1000)), "s": [f"text number {i}" for i in range(1000)]}, use_dictionary=False,
      column_encoding={"n": "DELTA_BINARY_PACKED", "s": "DELTA_BYTE_ARRAY"})
write("split", {"f": pa.array([1.5, 2.5] * 500)}, use_dictionary=False, column_encoding={"f": "BYTE_STREAM_SPLIT"})

# Many pages and row groups; the dictionary of `mixed` overflows, so that later pages are plain.
count = 50_000
rows = list(range(count))
write("large", {
    "n": rows,
    "maybe": [None if i % 7 == 0 else i * 2 for i in rows],
    "word": cycle(["one", "two", "a third that is longer than inline"], count),
    "mixed": [None if i % 11 == 0 else f"number {i} of a text that is not repeated" for i in rows],
    "flag": [i % 3 == 0 for i in rows],
    "late": [None] * (count - 1) + ["x"],
}, row_group_size=20_000, data_page_size=16_384, dictionary_pagesize_limit=65_536)

# Nothing but the reader itself notices a changed index: no compression, no checksum.
write("bare", {"word": cycle(["one", "two", "three"], 1000)}, compression="none", write_page_checksum=False)

write("nested", {"id": [1], "tags": pa.array([["a"]])})
write("time", {"id": [1], "t": pa.array([datetime.time(1, 2)])})
write("nanos", {"t": pa.array([1, 1001], pa.timestamp("ns"))})
write("latin", {"s": pa.Array.from_buffers(pa.string(), 1, pa.array([b"caf\xe9"]).buffers())})
write("part1", {"a": [1, 2], "b": ["x", None]})
write("part2", {"a": [3], "b": ["y"]})
write("wide1", {"a": [3], "b": ["y"], "c": [1]})
write("other1", {"a": ["3"], "b": ["y"]})
write("bounds", {
    "n": list(range(100)),
    "f": [i / 2 for i in range(100)],
    "s": [f"{i:03}" for i in range(100)],
    "d": [datetime.date(2024, 1, 1) + datetime.timedelta(days=i) for i in range(100)],
    "m": pa.array([decimal.Decimal(i) for i in range(100)], pa.decimal128(10, 2)),
    "nul": pa.array([None] * 10 + list(range(90))),
}, row_group_size=10, store_decimal_as_integer=True)
