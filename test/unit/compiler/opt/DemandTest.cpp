// `demand` and what it is made of: columns that nobody reads, values of rows that are dropped.
#include "test/unit/compiler/opt/OptText.h"

namespace flow::opt {

static const char *kScan = "%0 = scan.csv \"f\" { a: i64, b: i64, c: f64, d: str }\n";

TEST(Demand, ReadersReadWhatIsUsed) {
  EXPECT_EQ(optimized(kScan + std::string("%1 = filter %0 lt(.b, 5)\n%2 = project %1 { .d }"), "demand"),
            "%0 = scan.csv \"f\" { a: i64, b: i64, c: f64, d: str } [b, d]\n"
            "%1 = filter %0 lt(.b, 5)\n"
            "%2 = project %1 { .d }\n");
}

TEST(Demand, UnusedColumnsAreNotComputed) {
  EXPECT_EQ(optimized(kScan + std::string(
                                  "%1 = project %0 { .a, bad: floordiv(1, .b) !1 }\n%2 = project %1 { .a }"),
                      "demand"),
            "%0 = scan.csv \"f\" { a: i64, b: i64, c: f64, d: str } [a]\n"
            "%1 = project %0 { .a }\n"
            "%2 = project %1 { .a }\n");
}

TEST(Demand, UnusedAggregatesAreNotMade) {
  EXPECT_EQ(optimized(kScan + std::string("%1 = aggregate %0 by (.d) { s: sum(.a) !1, n: count() }\n"
                                          "%2 = project %1 { .n, .d }"),
                      "demand"),
            "%0 = scan.csv \"f\" { a: i64, b: i64, c: f64, d: str } [d]\n"
            "%1 = aggregate %0 by (.d) { n: count() }\n"
            "%2 = project %1 { .n, .d }\n");
}

TEST(Demand, CountingRowsReadsTheNarrowestColumn) {
  EXPECT_EQ(optimized("%0 = scan.csv \"f\" { d: str, b: i32, c: f64 }\n"
                      "%1 = project %0 { bad: floordiv(1: i32, .b) !1 }\n"
                      "%2 = aggregate %1 { n: count() }",
                      "demand"),
            "%0 = scan.csv \"f\" { d: str, b: i32, c: f64 } [b]\n"
            "%1 = project %0 { .b }\n"
            "%2 = aggregate %1 { n: count() }\n");
}

TEST(Demand, JoinsGiveWhatIsUsed) {
  EXPECT_EQ(
      optimized(
          "%0 = scan.csv \"f\" { a: i64, b: i64, c: f64 }\n%1 = scan.csv \"g\" { a: i64, e: str, u: str }\n"
          "%2 = filter %1 eq(.u, \"x\")\n"
          "%3 = join left %0, %2 on (.a = .a) where lt(left.b, 5) { left.a, left.b, left.c, right.e }\n"
          "%4 = project %3 { .e }",
          "demand"),
      "%0 = scan.csv \"f\" { a: i64, b: i64, c: f64 } [a, b]\n"
      "%1 = scan.csv \"g\" { a: i64, e: str, u: str }\n"
      "%2 = filter %1 eq(.u, \"x\")\n"
      "%3 = project %2 { .a, .e }\n"
      "%4 = join left %0, %3 on (.a = .a) where lt(left.b, 5) { right.e }\n"
      "%5 = project %4 { .e }\n");
}

TEST(Demand, RowsOfWhichNothingIsReadStillCount) {
  EXPECT_EQ(
      optimized("%0 = scan.csv \"f\" { a: i64, b: i64 }\n%1 = scan.csv \"g\" { a: i64, b: i64, e: i8 }\n"
                "%2 = join inner %0, %1 on (.a = .a) { left.b, right.e }\n"
                "%3 = project %1 { .b, e: neg(.e) !1 }\n"
                "%4 = union %2, %3\n%5 = aggregate %4 { n: count() }",
                "demand"),
      "%0 = scan.csv \"f\" { a: i64, b: i64 } [a]\n"
      "%1 = scan.csv \"g\" { a: i64, b: i64, e: i8 } [a]\n"
      "%2 = join inner %0, %1 on (.a = .a) { `$0` = left.a }\n"
      "%3 = project %2 { `$0`: true }\n"
      "%4 = project %1 { .a }\n"
      "%5 = project %4 { `$0`: true }\n"
      "%6 = union %3, %5\n"
      "%7 = aggregate %6 { n: count() }\n");
}

TEST(Demand, SortsCarryOnlyWhatIsUsed) {
  EXPECT_EQ(
      optimized(kScan + std::string("%1 = filter %0 lt(.b, 5)\n%2 = sort %1 by (.a)\n%3 = project %2 { .d }"),
                "demand"),
      "%0 = scan.csv \"f\" { a: i64, b: i64, c: f64, d: str } [a, b, d]\n"
      "%1 = filter %0 lt(.b, 5)\n"
      "%2 = project %1 { .a, .d }\n"
      "%3 = sort %2 by (.a)\n"
      "%4 = project %3 { .d }\n");
}

TEST(Demand, DistinctOfAllColumnsReadsAll) {
  EXPECT_EQ(
      optimized("%0 = scan.csv \"f\" { a: i64, b: i64 }\n%1 = distinct %0\n%2 = project %1 { .b }", "demand"),
      "%0 = scan.csv \"f\" { a: i64, b: i64 }\n"
      "%1 = distinct %0\n"
      "%2 = project %1 { .b }\n");
}

TEST(Demand, SharedNodesKeepWhatAnyUserReads) {
  EXPECT_EQ(optimized(kScan + std::string("%1 = project %0 { .a }\n%2 = project %0 { .b }\n"
                                          "%3 = join inner %1, %2 on (.a = .b) { left.a }"),
                      "demand"),
            "%0 = scan.csv \"f\" { a: i64, b: i64, c: f64, d: str } [a, b]\n"
            "%1 = project %0 { .a }\n"
            "%2 = project %0 { .b }\n"
            "%3 = join inner %1, %2 on (.a = .b) { left.a }\n");
}

TEST(Demand, FiltersComeBeforeWhatTheyDoNotRead) {
  EXPECT_EQ(optimized("%0 = scan.range 0, 9 as n\n%1 = project %0 { .n, q: floordiv(10, .n) !1 }\n"
                      "%2 = project %1 { k = .n, .q, r: neg(.q) !2 }\n%3 = filter %2 ne(.k, 0)",
                      "demand"),
            "%0 = scan.range 0, 9 as n\n"
            "%1 = filter %0 ne(.n, 0)\n"
            "%2 = project %1 { .n, q: floordiv(10, .n) !1 }\n"
            "%3 = project %2 { k = .n, .q, r: neg(.q) !2 }\n");
}

TEST(Demand, TakesComeBeforeWhatIsComputed) {
  EXPECT_EQ(
      optimized("%0 = scan.range 0, 9 as n\n%1 = project %0 { .n, q: floordiv(10, .n) !1 }\n%2 = take %1 3",
                "demand"),
      "%0 = scan.range 0, 9 as n\n"
      "%1 = take %0 3\n"
      "%2 = project %1 { .n, q: floordiv(10, .n) !1 }\n");
}

TEST(Demand, OrderOfFiltersAndTakesIsKept) {
  EXPECT_EQ(
      optimized("%0 = scan.range 0, 9 as n\n%1 = project %0 { .n, q: floordiv(10, .n) !1 }\n%2 = take %1 3\n"
                "%3 = filter %2 lt(.n, 2)\n%4 = filter %3 lt(0, .n)",
                "demand"),
      "%0 = scan.range 0, 9 as n\n"
      "%1 = take %0 3\n"
      "%2 = filter %1 lt(.n, 2)\n"
      "%3 = filter %2 lt(0, .n)\n"
      "%4 = project %3 { .n, q: floordiv(10, .n) !1 }\n");
}

TEST(Demand, FiltersComeAfterWhatTheyReadOnly) {
  EXPECT_EQ(optimized("%0 = scan.range 0, 9 as n\n"
                      "%1 = project %0 { n: neg(.n) !3, q: floordiv(10, .n) !1, r: mod(10, .n) !2 }\n"
                      "%2 = filter %1 lt(.q, 5)",
                      "demand"),
            "%0 = scan.range 0, 9 as n\n"
            "%1 = project %0 { .n, q: floordiv(10, .n) !1 }\n"
            "%2 = filter %1 lt(.q, 5)\n"
            "%3 = project %2 { n: neg(.n) !3, .q, r: mod(10, .n) !2 }\n");
}

TEST(Demand, ASortReadsItsKeysOnly) {
  EXPECT_EQ(optimized("%0 = scan.range 0, 9 as n\n"
                      "%1 = project %0 { .n, k: mod(.n, 3) !1, q: floordiv(10, .n) !2 }\n"
                      "%2 = sort %1 by (.k)\n%3 = take %2 2",
                      "demand"),
            "%0 = scan.range 0, 9 as n\n"
            "%1 = project %0 { .n, k: mod(.n, 3) !1 }\n"
            "%2 = sort %1 by (.k)\n%3 = take %2 2\n"
            "%4 = project %3 { .n, .k, q: floordiv(10, .n) !2 }\n");
}

TEST(Demand, AJoinPassesLeftColumnsOn) {
  EXPECT_EQ(optimized("%0 = scan.range 0, 9 as n\n"
                      "%1 = project %0 { .n, q: floordiv(10, .n) !1 }\n"
                      "%2 = scan.range 0, 3 as m\n"
                      "%3 = join left %1, %2 on (.n = .m) { left.n, left.q, right.m }\n"
                      "%4 = filter %3 ne(.n, 0)",
                      "demand"),
            "%0 = scan.range 0, 9 as n\n"
            "%1 = scan.range 0, 3 as m\n"
            "%2 = join left %0, %1 on (.n = .m) { left.n, right.m }\n"
            "%3 = filter %2 ne(.n, 0)\n"
            "%4 = project %3 { .n, q: floordiv(10, .n) !1, .m }\n");
}

TEST(Demand, FiltersOfUnionsAreThoseOfItsInputs) {
  EXPECT_EQ(optimized("%0 = scan.range 0, 9 as n\n"
                      "%1 = project %0 { .n, q: floordiv(10, .n) !1 }\n"
                      "%2 = union %1, %1\n%3 = filter %2 ne(.n, 0)",
                      "demand"),
            "%0 = scan.range 0, 9 as n\n"
            "%1 = filter %0 ne(.n, 0)\n"
            "%2 = project %1 { .n, q: floordiv(10, .n) !1 }\n"
            "%3 = filter %0 ne(.n, 0)\n"
            "%4 = project %3 { .n, q: floordiv(10, .n) !1 }\n"
            "%5 = union %2, %4\n");
}

TEST(Demand, WhatCannotFailIsNotSplit) {
  std::string plan = "%0 = scan.range 0, 9 as n\n"
                     "%1 = project %0 { q: floordiv(10, .n) !1, r: convert(.n): f64 }\n"
                     "%2 = filter %1 lt(.q, 5)\n";
  EXPECT_EQ(optimized(plan, "demand"), plan);
}

TEST(Demand, OthersMayDemandWhatOneDrops) {
  EXPECT_EQ(optimized("%0 = scan.range 0, 9 as n\n%1 = project %0 { .n, q: floordiv(10, .n) !1 }\n"
                      "%2 = filter %1 ne(.n, 0)\n%3 = filter %1 lt(5, .n)\n%4 = union %2, %3",
                      "demand"),
            "%0 = scan.range 0, 9 as n\n"
            "%1 = filter %0 ne(.n, 0)\n"
            "%2 = project %1 { .n, q: floordiv(10, .n) !1 }\n"
            "%3 = filter %0 lt(5, .n)\n"
            "%4 = project %3 { .n, q: floordiv(10, .n) !1 }\n"
            "%5 = union %2, %4\n");
}

} // namespace flow::opt
