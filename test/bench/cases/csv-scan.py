import sys

import polars as pl

(
    pl.scan_csv("sales.csv", try_parse_dates=True)
    .group_by("o_orderpriority")
    .agg(orders=pl.len(), total=pl.col("o_totalprice").sum(), last=pl.col("o_orderdate").max())
    .sort("o_orderpriority")
    .collect()
    .write_csv(sys.argv[1])
)
