WITH exact AS (
  SELECT l_returnflag, l_linestatus, l_extendedprice, l_quantity,
    l_extendedprice * (1 - l_discount) AS net, floor(l_extendedprice * (1 - l_discount) * 100) AS cents
  FROM lineitem
)
SELECT l_returnflag, l_linestatus,
  -- DuckDB rounds halves away from zero, Flow to the even neighbour
  CAST(sum(cents + CASE WHEN net * 100 - cents > 0.5 OR (net * 100 - cents = 0.5 AND cents % 2 = 1) THEN 1 ELSE 0 END)
    * 0.01 AS DECIMAL(38, 2)) AS nearest,
  CAST(sum(floor(net)) AS DECIMAL(38, 0)) AS down,
  CAST(sum(ceil(-net)) AS DECIMAL(38, 0)) AS up,
  CAST(sum(trunc(-net)) AS DECIMAL(38, 0)) AS whole,
  CAST(sum(l_extendedprice % l_quantity) AS DECIMAL(38, 2)) AS rest,
  CAST(sum(CAST(l_extendedprice * 100 AS BIGINT) // CAST(l_quantity * 100 AS BIGINT)) AS DECIMAL(38, 0)) AS times,
  CAST(sum(least(l_extendedprice, l_quantity * 1000)) AS DECIMAL(38, 2)) AS least,
  CAST(max(abs(l_extendedprice - 30000)) AS DECIMAL(13, 2)) AS apart
FROM exact
GROUP BY ALL
ORDER BY l_returnflag, l_linestatus
