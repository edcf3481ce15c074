#include "test/unit/compiler/pipeline/PipelineText.h"

namespace flow::pipeline {

TEST(StageBuilder, FiltersThenComputesWhatIsDemanded) {
  CutPlan cut(R"(plan () {
  %0 = scan.parquet "x" { k: str, a: i64, b: i64, c: f64 } !1
  %1 = filter %0 lt(.a, 10)
  %2 = project %1 { .k, p: mul(.a, .b) !2, unused: mul(.b, .b) !2 }
  %3 = aggregate %2 by (.k) { s: sum(.p) !3 }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" { k: str, a: i64, b: i64 } !1
  stage plan0.stage0 (#1, #2) filters -> #0, i64 computed 0
  => aggregate table 0 by (#0) { sum(#1): i64 !3 }
table 0 { k: str, s: i64 }
result table 0
)");
  EXPECT_EQ(cut.stages(), R"(stage @`plan0.stage0`(%0: i64, %1: i64) filters -> bool, i64 {
b0:
  %2: i64 = const 10
  %3: bool = lt %0, %2
  branch %3, b1, b2
b1:
  %4: i64 = mul %0, %1 !2
  %5: bool = const true
  return %5, %4
b2:
  %6: bool = const false
  %7: i64 = const zero
  return %6, %7
}
)");
}

TEST(StageBuilder, AComputedColumnIsEvaluatedBeforeItsFirstFilter) {
  CutPlan cut(R"(plan () {
  %0 = scan.parquet "x" { a: i64, b: i64, c: i64 } !1
  %1 = project %0 { .a, .b, .c, twice: mul(.a, 2) !1, sum: add(.a, .b) !2 }
  %2 = filter %1 lt(.twice, 10)
  %3 = project %2 { .twice, .sum, both: mul(.twice, .sum) !3, dead: mul(.c, .c) !3 }
  %4 = filter %3 lt(.both, 100)
  %5 = project %4 { .both, .sum }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" { a: i64, b: i64 } !1
  stage plan0.stage0 (#0, #1) filters -> i64 computed 0, i64 computed 1
  => collect table 0
table 0 { both: i64, sum: i64 }
result table 0
)");
  EXPECT_EQ(cut.stages(), R"(stage @`plan0.stage0`(%0: i64, %1: i64) filters -> bool, i64, i64 {
b0:
  %2: i64 = const 2
  %3: i64 = mul %0, %2 !1
  %4: i64 = const 10
  %5: bool = lt %3, %4
  branch %5, b1, b2
b1:
  %6: i64 = add %0, %1 !2
  %7: i64 = mul %3, %6 !3
  %8: i64 = const 100
  %9: bool = lt %7, %8
  return %9, %7, %6
b2:
  %10: bool = const false
  %11: i64 = const zero
  %12: i64 = const zero
  return %10, %11, %12
}
)");
}

TEST(StageBuilder, ColumnsThatNobodyReadsCostNothing) {
  CutPlan cut(R"(plan () {
  %0 = scan.parquet "x" { a: i64, b: str, c: f64 } !1
  %1 = project %0 { one: 1 }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  parquet "x" {} !1
  stage plan0.stage0 () -> i64 computed 0
  => collect table 0
table 0 { one: i64 }
result table 0
)");
  EXPECT_EQ(cut.stages(), R"(stage @`plan0.stage0`() -> i64 {
b0:
  %0: i64 = const 1
  return %0
}
)");
}

TEST(StageBuilder, CapturesComeUpToTheLastOneUsed) {
  CutPlan cut(R"(plan (str, i64, f64) {
  %0 = scan.range 0, 10 as n
  %1 = project %0 { m: bitxor(.n, $1) }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  range 0 .. 10
  stage plan0.stage0 (#0) -> i64 computed 0
  => collect table 0
table 0 { m: i64 }
result table 0
)");
  EXPECT_EQ(cut.stages(), R"(stage @`plan0.stage0`(%0: i64 | %1: str, %2: i64) -> i64 {
b0:
  %3: i64 = bitxor %0, %2
  return %3
}
)");
}

TEST(StageBuilder, AnExpressionThatNeverReturnsEndsTheFunction) {
  CutPlan cut(R"(plan () {
  %0 = scan.range 0, 10 as n
  %1 = filter %0 lt(.n, 5)
  %2 = project %1 { m: do() -> i64 { b0: fail !1 }, k: add(.n, 1) !2 }
})");
  EXPECT_EQ(cut.pipelines(), R"(pipeline 0
  range 0 .. 10
  stage plan0.stage0 (#0) filters -> i64 computed 0, i64 computed 1
  => collect table 0
table 0 { m: i64, k: i64 }
result table 0
)");
  EXPECT_EQ(cut.stages(), R"(stage @`plan0.stage0`(%0: i64) filters -> bool, i64, i64 {
b0:
  %1: i64 = const 5
  %2: bool = lt %0, %1
  branch %2, b1, b2
b1:
  fail !1
b2:
  %3: bool = const false
  %4: i64 = const zero
  %5: i64 = const zero
  return %3, %4, %5
}
)");
}

TEST(StageBuilder, FieldsOfCsvFilesAreReadWhereTheRowGetsTo) {
  CutPlan cut(R"(plan () {
  %0 = scan.csv "x" { a: i64, b: i64, c: bool } !1
  %1 = filter %0 .c
  %2 = project %1 { p: select(lt(.a, 3), .b, 0) }
})");
  EXPECT_EQ(cut.stages(), R"(stage @`plan0.stage0`(%0: i64, %1: i64, %2: bool) filters -> bool, i64 {
b0:
  %10: bool = field.read #2 %2 !1
  branch %10, b1, b2
b1:
  %11: i64 = field.read #0 %0 !1
  %3: i64 = const 3
  %4: bool = lt %11, %3
  %12: i64 = field.read #1 %1 guard %4 !1
  %5: i64 = const 0
  %6: i64 = select %4, %12, %5
  %7: bool = const true
  return %7, %6
b2:
  %8: bool = const false
  %9: i64 = const zero
  return %8, %9
}
)");
}

} // namespace flow::pipeline
