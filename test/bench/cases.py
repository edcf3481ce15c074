"""The list of benchmarks. A case is the same question, put to each engine as a file of its own."""
from dataclasses import dataclass
from pathlib import Path

here = Path(__file__).resolve().parent
root = here.parent.parent
own = here / "cases"
oracle = here.parent / "oracle"


@dataclass
class Case:
    name: str
    what: str
    data: str  # the folder in which it runs, below the root
    programs: dict  # engine -> file
    # In memory: the file has a repeated part, and what is reported is the cost of one more repetition.
    # Loading the data and starting the process are then not part of it.
    marginal: bool = False
    cold: bool = False  # Flow with an empty object cache as well


def in_memory(name, what):
    programs = {"flow": own / f"{name}.flow", "duckdb": own / f"{name}.sql", "polars": own / f"{name}.py"}
    return Case(name, what, "build/data/bench", programs, marginal=True)


def tpch(number, what):
    stem = f"q{number:02}"
    programs = {
        "flow": oracle / f"tpch/{stem}.flow",
        "duckdb": oracle / f"tpch/{stem}.sql",
        "polars": own / f"tpch-{stem}.py",
    }
    return Case(f"tpch-q{number}", what, "build/data/tpch-1", programs, cold=True)


FLIGHTS = {
    "flow": oracle / "flights/delays.flow",
    "duckdb": oracle / "flights/delays.sql",
    "polars": own / "flights.py",
}
CSV = {"flow": own / "csv-scan.flow", "duckdb": own / "csv-scan.sql", "polars": own / "csv-scan.py"}
FUNCTION = {"flow": own / "user-function.flow", "written out": own / "written-out.flow"}

CASES = [
    Case("flights", "the main job: CSV, two joins, a group", "examples/flights/data", FLIGHTS, cold=True),
    tpch(1, "Parquet, scan and a small group"),
    tpch(3, "Parquet, two joins, a group, the first ten"),
    tpch(6, "Parquet, filter and sum"),
    Case("csv-scan", "CSV of 1.5 million orders, a small group", "build/data/bench", CSV, cold=True),
    in_memory("filter-sum", "10 million rows in memory: filter and sum"),
    in_memory("group-few", "10 million rows in memory: 100 groups by a text"),
    in_memory("group-many", "10 million rows in memory: a million groups by a number"),
    Case("user-function", "a function in derive, or in place", "build/data/bench", FUNCTION, marginal=True),
]
