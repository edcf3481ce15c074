#include "test/unit/compiler/pipeline/PipelineText.h"

namespace flow::pipeline {

TEST(PipelineBuilder, TheRightSideOfAJoinIsBuilt) {
  CutPlan cut(R"(plan (i64, f64) {
  %0 = scan.parquet "orders" { id: i64, customer: i64, total: f64, note: str } !1
  %1 = scan.parquet "customers" { id: i64, name: str, credit: f64?, age: i64 } !1
  %2 = filter %1 lt($0, .age)
  %3 = join left %0, %2 on (.customer = .id) where lt(left.total, $1)
    { left.id, right.name, again = right.name }
  %4 = project %3 { .id, .name, .again }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "customers" { id: i64, name: str, age: i64 } !1
  stage plan0.stage0 (#2) filters -> #0, #1
  => build join 0 by (#0)
pipeline 1
  parquet "orders" { id: i64, customer: i64, total: f64 } !1
  probe left join 0 on (#1) -> #0 | #1 where plan0.stage1 (#2)
  select #0, #1, #1
  => collect table 0
table 0 { id: i64, name: str?, again: str? }
join 0 { id: i64, name: str }
result table 0
)");
  EXPECT_EQ(cut.stages(), R"(stage @`plan0.stage0`(%0: i64 | %1: i64) filters -> bool {
b0:
  %2: bool = lt %1, %0
  return %2
}
stage @`plan0.stage1`(%0: f64 | %1: i64, %2: f64) filters -> bool {
b0:
  %3: bool = lt %0, %2
  return %3
}
)");
}

TEST(PipelineBuilder, ASemiJoinStoresItsKeys) {
  CutPlan cut(R"(plan () {
  %0 = scan.range 0, 100 as n
  %1 = scan.parquet "x" { k: i64, v: str } !1
  %2 = join semi %0, %1 on (.n = .k) { left.n }
  %3 = aggregate %2 { c: count() }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" { k: i64 } !1
  => build join 0 by (#0)
pipeline 1
  range 0 .. 100
  probe semi join 0 on (#0) ->  | 
  => aggregate table 0 { count(): i64 }
table 0 { c: i64 }
join 0 { k: i64 }
result table 0
)");
  EXPECT_EQ(cut.stages(), "");
}

TEST(PipelineBuilder, ASharedNodeIsStoredOnce) {
  CutPlan cut(R"(plan () {
  %0 = scan.parquet "x" { a: i64, b: i64, c: i64 } !1
  %1 = filter %0 lt(.a, 10)
  %2 = aggregate %1 { s: sum(.b) !1 }
  %3 = project %1 { v = .a }
  %4 = project %2 { v = .s }
  %5 = union %3, %4
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" { a: i64, b: i64 } !1
  stage plan0.stage0 (#0) filters -> #0, #1
  => collect table 0
pipeline 1
  table 0 { b: i64 }
  => aggregate table 1 { sum(#0): i64 !1 }
pipeline 2
  table 0 { a: i64 }
  => collect table 2
pipeline 3
  table 1 { s: i64 }
  => collect table 2
table 0 { a: i64, b: i64 }
table 1 { s: i64 }
table 2 { v: i64 }
result table 2
)");
  EXPECT_EQ(cut.stages(), R"(stage @`plan0.stage0`(%0: i64) filters -> bool {
b0:
  %1: i64 = const 10
  %2: bool = lt %0, %1
  return %2
}
)");
}

TEST(PipelineBuilder, SortsEndPipelinesAndTakesDoNot) {
  CutPlan cut(R"(plan (bool, i64) {
  %0 = scan.parquet "x" { a: i64, b: str, c: f64 } !1
  %1 = sort %0 by (.c desc, .a nulls_first) limit $1
  %2 = project %1 { .b, .a }
  %3 = take %2 $1 !1
  %4 = take %3 5 skip 2
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" { a: i64, b: str, c: f64 } !1
  => sort table 0 by (#2 desc, #0 nulls_first) limit @8
pipeline 1
  table 0 { a: i64, b: str }
  take @8 !1
  take 5 skip 2
  select #1, #0
  => collect table 1
table 0 { a: i64, b: str, c: f64 }
table 1 { b: str, a: i64 }
result table 1
)");
  EXPECT_EQ(cut.stages(), "");
}

TEST(PipelineBuilder, RowsThatAreNotTakenAreNotComputed) {
  CutPlan cut(R"(plan () {
  %0 = scan.parquet "x" { a: i64, b: i64, c: i64 } !1
  %1 = project %0 { t: mul(.a, .a) !1, u: mul(.b, .b) !2 }
  %2 = filter %1 lt(.t, 10)
  %3 = take %2 7
  %4 = project %3 { .u }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" { a: i64, b: i64 } !1
  stage plan0.stage0 (#0) filters -> #1
  take 7
  stage plan0.stage1 (#0) -> i64 computed 0
  => collect table 0
table 0 { u: i64 }
result table 0
)");
  EXPECT_EQ(cut.stages(), R"(stage @`plan0.stage0`(%0: i64) filters -> bool {
b0:
  %1: i64 = mul %0, %0 !1
  %2: i64 = const 10
  %3: bool = lt %1, %2
  return %3
}
stage @`plan0.stage1`(%0: i64) -> i64 {
b0:
  %1: i64 = mul %0, %0 !2
  return %1
}
)");
}

TEST(PipelineBuilder, DistinctKeepsItsKeysAndWhatIsDemanded) {
  CutPlan cut(R"(plan () {
  %0 = scan.parquet "x" { a: i64, b: str, c: f64 } !1
  %1 = distinct %0 by (.b)
  %2 = project %1 { .a }
  %3 = distinct %2
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" { a: i64, b: str } !1
  => distinct table 0 by (#1)
pipeline 1
  table 0 { a: i64 }
  => distinct table 1
table 0 { a: i64, b: str }
table 1 { a: i64 }
result table 1
)");
  EXPECT_EQ(cut.stages(), "");
}

TEST(PipelineBuilder, AWriteIsTheSinkOfTheRoot) {
  CutPlan cut(R"(plan (i64, Path) {
  %0 = scan.range 0, $0 as n
  %1 = filter %0 lt(3, .n)
  %2 = project %1 { m = .n, .n }
  %3 = write.csv %2 $1 !2
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  range 0 .. @0
  stage plan0.stage0 (#0) filters -> #0, #0
  => write.csv @8 { m: i64, n: i64 } !2
)");
  EXPECT_EQ(cut.stages(), R"(stage @`plan0.stage0`(%0: i64) filters -> bool {
b0:
  %1: i64 = const 3
  %2: bool = lt %1, %0
  return %2
}
)");
}

TEST(PipelineBuilder, OnlyFieldsOfRecordsThatAreDemandedAreRead) {
  CutPlan cut(R"(plan (bool, List[{ k: i64, v: f64, s: str? }]) {
  %0 = scan.rows $1 [v, s]
  %1 = project %0 { .s }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  list @8 { s: str? }
  => collect table 0
table 0 { s: str? }
result table 0
)");
}

TEST(PipelineBuilder, TablesOfHostCodeAreInputs) {
  CutPlan cut(R"(plan (Frame[{ k: i64, v: f64 }], bool) {
  %0 = scan.table $0 [k, v]
  %1 = filter %0 $1
  %2 = project %1 { .k }
  %3 = union %2, %2
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  input 0 = @0 { k: i64 }
  stage plan0.stage0 () filters -> #0
  => collect table 0
pipeline 1
  table 0 { k: i64 }
  => collect table 1
pipeline 2
  table 0 { k: i64 }
  => collect table 1
table 0 { k: i64 }
table 1 { k: i64 }
result table 1
)");
}

TEST(PipelineBuilder, SelectionsNeedNoKernel) {
  CutPlan cut(R"(plan () {
  %0 = scan.parquet "x" { a: i64, b: str, c: f64 } !1
  %1 = project %0 { .c, .a, d = .c }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" { a: i64, c: f64 } !1
  select #1, #0, #1
  => collect table 0
table 0 { c: f64, a: i64, d: f64 }
result table 0
)");
  EXPECT_EQ(cut.stages(), "");
}

TEST(PipelineBuilder, RenamedGroupsNeedNoCopy) {
  CutPlan cut(R"(plan () {
  %0 = scan.parquet "x" { k: str, a: i64 } !1
  %1 = aggregate %0 by (.k) { `$0`: sum(.a) !2, `$1`: max(.a) }
  %2 = project %1 { key = .k, total = .`$0` }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" { k: str, a: i64 } !1
  => aggregate table 0 by (#0) { sum(#1): i64 !2 }
table 0 { key: str, total: i64 }
result table 0
)");
  EXPECT_EQ(cut.stages(), "");
}

TEST(PipelineBuilder, CheapSourcesAreReadAgain) {
  CutPlan cut(R"(plan (i64) {
  %0 = scan.range 0, $0 as n
  %1 = union %0, %0
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  range 0 .. @0
  => collect table 0
pipeline 1
  range 0 .. @0
  => collect table 0
table 0 { n: i64 }
result table 0
)");
  EXPECT_EQ(cut.stages(), "");
}

TEST(PipelineBuilder, AggregatesReadTheirColumnsInPlace) {
  CutPlan cut(R"(plan () {
  %0 = scan.parquet "x" { a: i64, c: f64, k: str, d: date } !1
  %1 = project %0 { .c, .k, .a }
  %2 = aggregate %1 by (.k) { q: quantile(.c, 0.5), s: sum(.a) !2 }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" { a: i64, c: f64, k: str } !1
  => aggregate table 0 by (#2) { quantile(#1, 0.500000): f64, sum(#0): i64 !2 }
table 0 { k: str, q: f64, s: i64 }
result table 0
)");
  EXPECT_EQ(cut.stages(), "");
}

TEST(PipelineBuilder, AggregatesOfGroupsAreAccumulated) {
  CutPlan cut(R"(plan () {
  %0 = scan.parquet "x" { a: i64, b: bool, c: f64, k: str } !1
  %1 = aggregate %0 by (.k) { n: count() where .b, q: quantile(.c, 0.5), s: sum(.a) !2 }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" { a: i64, b: bool, c: f64, k: str } !1
  => aggregate table 0 by (#3) in stage plan0.stage0 (#0, #1) accumulates by group count where #1, sum.wide #0 )"
                             R"({ count(): i64 where #1, quantile(#2, 0.500000): f64, sum(#0): i64 !2 }
table 0 { k: str, n: i64, q: f64, s: i64 }
result table 0
)");
  EXPECT_EQ(cut.stages(), R"(stage @`plan0.stage0`(%0: i64, %1: bool) -> | i64, bool )"
                          R"(accumulates by group count where #1, sum.wide #0 {
b0:
  return %0, %1
}
)");
}

TEST(PipelineBuilder, AggregatesOfAllRowsAreInTheLoop) {
  CutPlan cut(R"(plan () {
  %0 = scan.parquet "x" { a: i64, c: f64 } !1
  %1 = filter %0 lt(.a, 5)
  %2 = aggregate %1 { n: count(), m: mean(.c), l: last(.c), s: sum(.c) !2 }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" { a: i64, c: f64 } !1
  => aggregate table 0 in stage plan0.stage0 (#0, #1) filters -> #1 accumulates count, sum.float #1 )"
                             R"({ count(): i64, mean(#1): f64?, last(#0): f64?, sum(#1): f64 !2 }
table 0 { n: i64, m: f64?, l: f64?, s: f64 }
result table 0
)");
}

TEST(PipelineBuilder, ReducedJoinsStoreTheirLeftSide) {
  CutPlan cut(R"(plan () {
  %0 = scan.parquet "x" { a: i64, b: str } !1
  %1 = scan.parquet "y" { c: f64, a: i64 } !2
  %2 = join inner %0, %1 on (.a = .a) { left.b, right.c } reduced
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" { a: i64, b: str } !1
  => collect table 0
pipeline 1
  table 0 { a: i64 }
  => build join 0 by (#0)
pipeline 2
  parquet "y" { c: f64, a: i64 } !2
  probe semi join 0 on (#1) -> #0, #1 | 
  => build join 1 by (#1)
pipeline 3
  table 0 { a: i64, b: str }
  probe inner join 1 on (#0) -> #1 | #0
  => collect table 1
table 0 { a: i64, b: str }
table 1 { b: str, c: f64 }
join 0 { a: i64 }
join 1 { c: f64, a: i64 }
result table 1
)");
}

} // namespace flow::pipeline
