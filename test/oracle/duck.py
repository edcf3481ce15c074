"""DuckDB over a folder of data: each .parquet or .csv file is a view with the name of the file."""
from pathlib import Path

import duckdb


def connect(data):
    """A connection in memory; Parquet wins over CSV where both are there."""
    connection = duckdb.connect()
    for path in sorted(Path(data).glob("*.csv")) + sorted(Path(data).glob("*.parquet")):
        if path.suffix == ".csv":
            # The whole file decides the types, as in Flow.
            source = f"read_csv('{path}', sample_size = -1, nullstr = ['', 'NA'])"
        else:
            source = f"read_parquet('{path}')"
        connection.execute(f"create or replace view {path.stem} as select * from {source}")
    return connection


def answer(data, sql):
    """(column names, rows) of a query."""
    result = connect(data).execute(sql)
    return [column[0] for column in result.description], result.fetchall()
