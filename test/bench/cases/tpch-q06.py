import sys
from datetime import date
from decimal import Decimal

import polars as pl

(
    pl.scan_parquet("lineitem.parquet")
    .filter(
        pl.col("l_shipdate") >= date(1994, 1, 1),
        pl.col("l_shipdate") < date(1995, 1, 1),
        pl.col("l_discount").is_between(Decimal("0.05"), Decimal("0.07")),
        pl.col("l_quantity") < 24,
    )
    # Its decimal product rounds to two digits.
    .with_columns(pl.col("l_extendedprice").cast(pl.Float64), pl.col("l_discount").cast(pl.Float64))
    .select(revenue=(pl.col("l_extendedprice") * pl.col("l_discount")).sum())
    .collect()
    .write_csv(sys.argv[1])
)
