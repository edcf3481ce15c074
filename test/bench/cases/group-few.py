import sys

import polars as pl

rows = pl.read_parquet("numbers.parquet").lazy()


def query(i):
    return (
        rows.filter(pl.col("quantity") >= i)
        .group_by("few")
        .agg(n=pl.len(), total=pl.col("quantity").sum(), mean_x=pl.col("x").mean(), max_y=pl.col("y").max())
        .sort("few")
        .collect()
    )


# repeat
print(query(__I__))
# end repeat
query(0).write_csv(sys.argv[1])
