"""Makes the data of the benchmarks where it is missing; it depends on this file and the pinned packages only.

A program of its own: the peak memory that is measured of a process is never below that of the process that
started it, so the benchmark itself must stay small.
"""
import subprocess

import duckdb

from cases import root

NUMBERS = """
copy (
  select 'group ' || lpad((hash(i) % 100)::varchar, 2, '0') as few,
         (hash(i + 1) % 1000000)::bigint as many,
         (hash(i + 2) % 1000000) / 1000.0 as x,
         (hash(i + 3) % 1000000) / 1000000.0 as y,
         (hash(i + 4) % 1000)::bigint as quantity
  from range(10000000) t(i)
) to '{path}' (format parquet, compression snappy)
"""
# Not named orders.csv: that is what other folders call the table of TPC-H.
ORDERS = "copy (from '{tpch}/orders.parquet') to '{path}' (header)"


def make(path, statement):
    """A file appears under its name only when it is whole."""
    if not path.exists():
        print(f"making {path.relative_to(root)}", flush=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        connection = duckdb.connect()
        connection.execute("set preserve_insertion_order = true")
        connection.execute(statement.format(path=partial, tpch=root / "build/data/tpch-1"))
        partial.rename(path)


def main():
    subprocess.run([root / "scripts/fetch-data", "flights"], check=True)
    subprocess.run([root / "scripts/fetch-data", "tpch", "1"], check=True)
    make(root / "build/data/bench/numbers.parquet", NUMBERS)
    make(root / "build/data/bench/sales.csv", ORDERS)


if __name__ == "__main__":
    main()
