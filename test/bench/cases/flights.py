import sys

import polars as pl


def read(name):
    # By default Polars takes the types from 100 rows and fails on weather.csv.
    return pl.scan_csv(name, null_values="NA", infer_schema_length=None)


keys = ["origin", "year", "month", "day", "hour"]
bad_weather = read("weather.csv").filter((pl.col("precip") > 0) | (pl.col("visib") < 3)).select(keys)
(
    read("flights.csv")
    .filter(pl.col("dep_delay").is_not_null())
    .join(bad_weather, on=keys)
    .join(read("airlines.csv"), on="carrier")
    .group_by(airline="name", month="month")
    .agg(
        flights=pl.len(),
        mean_delay=pl.col("dep_delay").mean(),
        p90_delay=pl.col("dep_delay").quantile(0.9, interpolation="linear"),
        late_share=(pl.col("dep_delay") > 15).mean(),
    )
    .sort("mean_delay", "airline", "month", descending=[True, False, False])
    .collect()
    .write_csv(sys.argv[1])
)
