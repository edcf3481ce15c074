// The smaller passes over plans.
#include "test/unit/compiler/opt/OptText.h"

namespace flow::opt {

static const std::string kScan = "%0 = scan.csv \"f\" { a: i64, b: i64? } rows 100\n";

TEST(FoldExpressions, ColumnsSpeltAsExpressionsArePassedOn) {
  EXPECT_EQ(optimized(kScan + "%1 = project %0 { .b, c: add(.a, mul(0, 5) !1) !2 }", "fold-expressions"),
            kScan + "%1 = project %0 { .b, c = .a }\n");
}

TEST(PruneColumns, OnlyWhatIsCarriedIsDropped) {
  EXPECT_EQ(optimized(kScan +
                          "%1 = project %0 { .a, .b, c: neg(.a) !1, d: bitnot(.a) }\n%2 = sort %1 by (.a)\n"
                          "%3 = project %2 { .a }",
                      "prune-columns"),
            kScan + "%1 = project %0 { .a, c: neg(.a) !1 }\n%2 = project %1 { .a }\n%3 = sort %2 by (.a)\n"
                    "%4 = project %3 { .a }\n");
}

TEST(ShareEqualPlans, EqualPartsAreEvaluatedOnce) {
  EXPECT_EQ(
      optimized("%0 = scan.csv \"f\" { a: i64 } !1\n%1 = filter %0 lt(neg(.a) !2, 5)\n"
                "%2 = scan.csv \"f\" { a: i64 } !3\n%3 = filter %2 lt(neg(.a) !4, 5)\n%4 = union %1, %3",
                "common-plans"),
      "%0 = scan.csv \"f\" { a: i64 } !1\n%1 = filter %0 lt(neg(.a) !2, 5)\n%2 = union %1, %1\n");
}

TEST(ShareEqualPlans, DifferentPartsStay) {
  std::string plan = "%0 = scan.csv \"f\" { a: i64 }\n%1 = filter %0 lt(.a, 5)\n"
                     "%2 = scan.csv \"g\" { a: i64 }\n%3 = filter %2 lt(.a, 5)\n%4 = filter %0 lt(.a, 6)\n"
                     "%5 = union %1, %3, %4\n";
  EXPECT_EQ(optimized(plan, "common-plans"), plan);
}

TEST(ShareEqualPlans, CheapScansAreSeparate) {
  EXPECT_EQ(
      optimized("%0 = scan.parquet \"f\" { a: i64 }\n%1 = filter %0 lt(.a, 5)\n%2 = filter %0 lt(7, .a)\n"
                "%3 = union %1, %2",
                "common-plans"),
      "%0 = scan.parquet \"f\" { a: i64 }\n%1 = filter %0 lt(.a, 5)\n"
      "%2 = scan.parquet \"f\" { a: i64 }\n%3 = filter %2 lt(7, .a)\n%4 = union %1, %3\n");
  EXPECT_EQ(optimized("%0 = scan.parquet \"f\" { a: i64 }\n%1 = filter %0 lt(.a, 5)\n"
                      "%2 = scan.parquet \"f\" { a: i64 }\n%3 = filter %2 lt(.a, 5)\n%4 = union %1, %3",
                      "common-plans"),
            "%0 = scan.parquet \"f\" { a: i64 }\n%1 = filter %0 lt(.a, 5)\n%2 = union %1, %1\n");
}

TEST(LimitSorts, TakesLimitTheirSort) {
  EXPECT_EQ(optimized(kScan + "%1 = sort %0 by (.a)\n%2 = take %1 10", "top-k"),
            kScan + "%1 = sort %0 by (.a) limit 10\n");
  EXPECT_EQ(optimized(kScan + "%1 = sort %0 by (.a)\n%2 = take %1 10 skip 5", "top-k"),
            kScan + "%1 = sort %0 by (.a) limit 15\n%2 = take %1 10 skip 5\n");
  EXPECT_EQ(optimized(kScan + "%1 = sort %0 by (.a) limit 3\n%2 = take %1 10", "top-k"),
            kScan + "%1 = sort %0 by (.a) limit 3\n");
  EXPECT_EQ(optimized(kScan + "%1 = sort %0 by (.a)\n%2 = take %1 $0 !1", "top-k", "i64"),
            kScan + "%1 = sort %0 by (.a) limit $0\n%2 = take %1 $0 !1\n");
}

TEST(LimitSorts, NotForOtherUsers) {
  std::string plan = kScan + "%1 = sort %0 by (.a)\n%2 = take %1 10\n%3 = union %1, %2\n";
  EXPECT_EQ(optimized(plan, "top-k"), plan);
  std::string skip = kScan + "%1 = sort %0 by (.a)\n%2 = take %1 all skip 5\n";
  EXPECT_EQ(optimized(skip, "top-k"), skip);
}

TEST(DropTrivialOperators, WhatDoesNothingGoes) {
  EXPECT_EQ(optimized(kScan + "%1 = filter %0 true\n%2 = take %1 all\n%3 = project %2 { .a, .b }",
                      "trivial-operators"),
            kScan);
  std::string swaps = kScan + "%1 = project %0 { .b, .a }\n%2 = filter %1 false\n";
  EXPECT_EQ(optimized(swaps, "trivial-operators"), swaps);
}

TEST(DropTrivialOperators, ChoosingProjectsMerge) {
  EXPECT_EQ(optimized(kScan + "%1 = project %0 { x = .a, y = .b }\n%2 = project %1 { z: neg(.x) !1, .y }",
                      "trivial-operators"),
            kScan + "%1 = project %0 { z: neg(.a) !1, y = .b }\n");
  EXPECT_EQ(optimized(kScan + "%1 = project %0 { z: neg(.a) !1, .b }\n%2 = project %1 { .b, w = .z }",
                      "trivial-operators"),
            kScan + "%1 = project %0 { .b, w: neg(.a) !1 }\n");
  std::string twice = kScan + "%1 = project %0 { z: neg(.a) !1 }\n%2 = project %1 { v = .z, w = .z }\n";
  EXPECT_EQ(optimized(twice, "trivial-operators"), twice) << "computed once";
}

TEST(BoundScans, ComparisonsWithConstants) {
  EXPECT_EQ(
      optimized("%0 = scan.parquet \"f\" { z: str, a: i32, s: str, x: f64, d: decimal[5,2], t: date }\n"
                "%1 = filter %0 and(and(lt(convert(.a): i64, 5), le(\"k\", .s)), and(eq(.x, 1.5), lt(.a, 7: "
                "i32)))\n"
                "%2 = filter %1 and(and(lt(100: decimal[5,2], .d), lt(.t, 18000: date)), ne(.a, 3: i32))\n"
                "%3 = project %2 { .a }",
                "scan-bounds"),
      "%0 = scan.parquet \"f\" { z: str, a: i32, s: str, x: f64, d: decimal[5,2], t: date } "
      "where (a < 5, s >= \"k\", x == 1.5, a < 7, d > 100, t < 18000)\n"
      "%1 = filter %0 and(and(lt(convert(.a): i64, 5), le(\"k\", .s)), and(eq(.x, 1.5), lt(.a, 7: i32)))\n"
      "%2 = filter %1 and(and(lt(100: decimal[5,2], .d), lt(.t, 18000: date)), ne(.a, 3: i32))\n"
      "%3 = project %2 { .a }\n");
}

TEST(BoundScans, NullableColumnsMustBeAskedFor) {
  std::string bare = "%0 = scan.parquet \"f\" { a: i64? }\n%1 = filter %0 lt(get(.a), 5)\n";
  EXPECT_EQ(optimized(bare, "scan-bounds"), bare) << "a null row passes this filter";
  EXPECT_EQ(
      optimized("%0 = scan.parquet \"f\" { a: i64? }\n%1 = filter %0 and(has(.a), lt(get(.a), 5))",
                "scan-bounds"),
      "%0 = scan.parquet \"f\" { a: i64? } where (a < 5)\n%1 = filter %0 and(has(.a), lt(get(.a), 5))\n");
}

TEST(BoundScans, NothingIsSkippedThatWouldFail) {
  std::string plan = "%0 = scan.parquet \"f\" { a: i64, b: i64 }\n%1 = filter %0 lt(neg(.b) !1, 5)\n"
                     "%2 = filter %1 lt(.a, 5)\n";
  EXPECT_EQ(optimized(plan, "scan-bounds"), plan);
  std::string nan = "%0 = scan.parquet \"f\" { x: f64 }\n%1 = filter %0 lt(.x, nan)\n";
  EXPECT_EQ(optimized(nan, "scan-bounds"), nan);
}

TEST(ReduceJoins, WhenTheLeftSideIsMuchSmaller) {
  auto scan = [](const char *value, int rows) {
    return std::string(value) + " = scan.csv \"f\" { a: i64 } rows " + std::to_string(rows) + "\n";
  };
  auto join = [](const char *kind) {
    return std::string("%2 = join ") + kind + " %0, %1 on (.a = .a) { left.a }";
  };
  std::string small = scan("%0", 10), large = scan("%1", 1000000);
  for (const char *kind : {"inner", "left", "semi", "anti"})
    EXPECT_EQ(optimized(small + large + join(kind), "join-reduction"), small + large + join(kind) + " reduced\n");
  for (const std::string &unmarked :
       {small + scan("%1", 1000) + join("inner") + "\n", scan("%0", 500000) + large + join("inner") + "\n",
        small + "%1 = scan.csv \"f\" { a: i64 }\n" + join("inner") + "\n",
        small + large + join("inner") + "\n%3 = take %2 5\n"})
    EXPECT_EQ(optimized(unmarked, "join-reduction"), unmarked);
}

} // namespace flow::opt
