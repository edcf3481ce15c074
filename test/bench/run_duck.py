"""usage: run_duck.py QUERY.sql OUT.csv: runs the statements of a file; the last one's answer goes into OUT.

A file of the working directory is a table where the query names it. CSV is read as a user would who knows
that NA is null.
"""
import os
import re
import sys

import duckdb

with open(sys.argv[1]) as file:
    statements = [s for s in re.sub(r"--.*", "", file.read()).split(";") if s.strip()]
connection = duckdb.connect()
for path in sorted(os.listdir()):
    name, suffix = os.path.splitext(path)
    if suffix in (".csv", ".parquet") and any(re.search(rf"\b{name}\b", s) for s in statements):
        source = f"'{path}'" if suffix == ".parquet" else f"read_csv('{path}', nullstr = ['', 'NA'])"
        connection.execute(f"create view {name} as from {source}")
for statement in statements[:-1]:
    connection.execute(statement).fetchall()
connection.execute(f"copy ({statements[-1]}) to '{sys.argv[2]}' (header)")
