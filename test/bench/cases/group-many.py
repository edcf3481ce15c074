import sys

import polars as pl

rows = pl.read_parquet("numbers.parquet").lazy()


def query(i):
    return (
        rows.filter(pl.col("quantity") >= i)
        .group_by("many")
        .agg(n=pl.len(), total=pl.col("quantity").sum(), max_y=pl.col("y").max())
        .sort("total", "many", descending=[True, False])
        .head(100)
        .collect()
    )


# repeat
print(query(__I__))
# end repeat
query(0).write_csv(sys.argv[1])
