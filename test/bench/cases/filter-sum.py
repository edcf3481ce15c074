import sys

import polars as pl

rows = pl.read_parquet("numbers.parquet").lazy()


def query(i):
    return (
        rows.filter(pl.col("x") > i + 0.5, pl.col("y") < 0.75)
        .select(total=pl.col("x").sum(), weighted=(pl.col("x") * pl.col("y")).sum(), n=pl.len())
        .collect()
    )


# repeat
print(query(__I__))
# end repeat
query(0).write_csv(sys.argv[1])
