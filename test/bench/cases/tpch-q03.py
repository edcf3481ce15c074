import sys
from datetime import date

import polars as pl

customers = pl.scan_parquet("customer.parquet").filter(pl.col("c_mktsegment") == "BUILDING")
orders = (
    pl.scan_parquet("orders.parquet")
    .filter(pl.col("o_orderdate") < date(1995, 3, 15))
    .join(customers, left_on="o_custkey", right_on="c_custkey")
)
decimals = ["l_extendedprice", "l_discount"]
(
    pl.scan_parquet("lineitem.parquet")
    .filter(pl.col("l_shipdate") > date(1995, 3, 15))
    .with_columns(pl.col(decimals).cast(pl.Float64))  # its decimal product rounds to two digits
    .join(orders, left_on="l_orderkey", right_on="o_orderkey")
    .group_by("l_orderkey", "o_orderdate", "o_shippriority")
    .agg(revenue=(pl.col("l_extendedprice") * (1 - pl.col("l_discount"))).sum())
    .sort("revenue", "o_orderdate", "l_orderkey", descending=[True, False, False])
    .head(10)
    .select("l_orderkey", "revenue", "o_orderdate", "o_shippriority")
    .collect()
    .write_csv(sys.argv[1])
)
