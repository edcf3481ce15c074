import sys
from datetime import date

import polars as pl

decimals = ["l_quantity", "l_extendedprice", "l_discount", "l_tax"]
disc_price = pl.col("l_extendedprice") * (1 - pl.col("l_discount"))
(
    pl.scan_parquet("lineitem.parquet")
    .filter(pl.col("l_shipdate") <= date(1998, 9, 2))
    .with_columns(pl.col(decimals).cast(pl.Float64))  # its decimal product rounds to two digits
    .group_by("l_returnflag", "l_linestatus")
    .agg(
        sum_qty=pl.col("l_quantity").sum(),
        sum_base_price=pl.col("l_extendedprice").sum(),
        sum_disc_price=disc_price.sum(),
        sum_charge=(disc_price * (1 + pl.col("l_tax"))).sum(),
        avg_qty=pl.col("l_quantity").mean(),
        avg_price=pl.col("l_extendedprice").mean(),
        avg_disc=pl.col("l_discount").mean(),
        count_order=pl.len(),
    )
    .sort("l_returnflag", "l_linestatus")
    .collect()
    .write_csv(sys.argv[1])
)
