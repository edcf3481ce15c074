#include "test/unit/compiler/opt/OptText.h"

namespace flow::opt {

namespace {

/// What becomes of a filter over `nodes`, the last of which is %1 (of %0 alone) or %2 (of %0 and %1).
std::string pushed(const std::string &nodes) { return optimized(nodes, "filter-pushdown"); }

const std::string kLeft = "%0 = scan.csv \"f\" { a: i64, b: i64, x: f64 }\n";
const std::string kBoth = kLeft + "%1 = scan.csv \"g\" { a: i64, e: str }\n";

} // namespace

TEST(PushFilters, BelowSorts) {
  EXPECT_EQ(pushed(kLeft + "%1 = sort %0 by (.b)\n%2 = filter %1 lt(.a, 5)"),
            kLeft + "%1 = filter %0 lt(.a, 5)\n%2 = sort %1 by (.b)\n");
}

TEST(PushFilters, NotBelowLimits) {
  for (const char *limited : {"sort %0 by (.b) limit 3", "take %0 3"}) {
    std::string plan = kLeft + "%1 = " + limited + "\n%2 = filter %1 lt(.a, 5)\n";
    EXPECT_EQ(pushed(plan), plan);
  }
}

TEST(PushFilters, CallsMoveWhenTheyOnlyCompute) {
  const char *functions = "fn @small(%0: i64) -> bool {\nb0:\n  %1: i64 = const 5\n  %2: bool = lt %0, %1\n"
                          "  return %2\n}\n"
                          "fn @loud(%0: i64) -> bool {\nb0:\n  %1: str = text %0\n  print %1\n"
                          "  %2: bool = const true\n  return %2\n}\n";
  std::string sort = "sort %0 by (.b)\n";
  EXPECT_EQ(optimized(kLeft + "%1 = " + sort + "%2 = filter %1 call @small(.a): bool", "filter-pushdown", "",
                      functions),
            kLeft + "%1 = filter %0 call @small(.a): bool\n%2 = sort %1 by (.b)\n");
  std::string loud = kLeft + "%1 = " + sort + "%2 = filter %1 call @loud(.a): bool\n";
  EXPECT_EQ(optimized(loud, "filter-pushdown", "", functions), loud);
}

TEST(PushFilters, NothingThatMayFailMoves) {
  std::string plan = kLeft + "%1 = sort %0 by (.b)\n%2 = filter %1 lt(add(.a, 1) !1, 5)\n";
  EXPECT_EQ(pushed(plan), plan);
}

TEST(PushFilters, NothingMovesBeforeWhatMayFail) {
  std::string filter =
      kLeft + "%1 = sort %0 by (.b)\n%2 = filter %1 lt(add(.a, 1) !1, 5)\n%3 = filter %2 lt(.b, 5)\n";
  EXPECT_EQ(pushed(filter), filter);
  std::string project = kLeft + "%1 = sort %0 by (.b)\n%2 = project %1 { .a, c: add(.b, 1) !1 }\n"
                                "%3 = filter %2 lt(.a, 5)\n%4 = sort %3 by (.a)\n%5 = filter %4 lt(.a, 7)\n";
  EXPECT_EQ(pushed(project),
            kLeft + "%1 = sort %0 by (.b)\n%2 = project %1 { .a, c: add(.b, 1) !1 }\n"
                    "%3 = filter %2 lt(.a, 5)\n%4 = sort %3 by (.a)\n%5 = filter %4 lt(.a, 7)\n");
}

TEST(PushFilters, ThroughProjectsThatCannotFail) {
  EXPECT_EQ(
      pushed(kLeft +
             "%1 = sort %0 by (.b)\n%2 = project %1 { k = .a, y: add(.x, 1.0) }\n%3 = filter %2 lt(.k, 5)"),
      kLeft +
          "%1 = filter %0 lt(.a, 5)\n%2 = sort %1 by (.b)\n%3 = project %2 { k = .a, y: add(.x, 1.0) }\n");
}

TEST(PushFilters, ToTheSidesOfAJoin) {
  std::string join = " on (.a = .a) { k = left.b, right.e }\n";
  std::string filter = "and(and(lt(.k, 5), eq(.e, \"x\")), lt(text(.k), .e))";
  EXPECT_EQ(pushed(kBoth + "%2 = join inner %0, %1" + join + "%3 = filter %2 " + filter),
            kLeft +
                "%1 = filter %0 lt(.b, 5)\n"
                "%2 = scan.csv \"g\" { a: i64, e: str }\n"
                "%3 = filter %2 eq(.e, \"x\")\n"
                "%4 = join inner %1, %3" +
                join + "%5 = filter %4 lt(text(.k), .e)\n");
}

TEST(PushFilters, NotToTheOuterSide) {
  std::string plan =
      kBoth + "%2 = join left %0, %1 on (.a = .a) { left.b, right.e }\n%3 = filter %2 has(.e)\n";
  EXPECT_EQ(pushed(plan), plan);
  EXPECT_EQ(
      pushed(kBoth + "%2 = join left %0, %1 on (.a = .a) { left.b, right.e }\n%3 = filter %2 lt(.b, 5)"),
      kLeft + "%1 = filter %0 lt(.b, 5)\n%2 = scan.csv \"g\" { a: i64, e: str }\n"
              "%3 = join left %1, %2 on (.a = .a) { left.b, right.e }\n");
}

TEST(PushFilters, NotPastAConditionThatMayFail) {
  std::string plan = kBoth +
                     "%2 = join inner %0, %1 on (.a = .a) where lt(neg(left.a) !1, right.a) { left.b }\n"
                     "%3 = filter %2 lt(.b, 5)\n";
  EXPECT_EQ(pushed(plan), plan);
}

TEST(PushFilters, ConditionsOfAJoin) {
  auto join = [](const char *kind, const std::string &where) {
    return std::string("join ") + kind + " %0, %1 on (.a = .a)" + where + " { left.b }\n";
  };
  std::string both = " where and(lt(left.b, 5), eq(right.e, \"x\"))";
  EXPECT_EQ(pushed(kBoth + "%2 = " + join("semi", both)),
            kLeft + "%1 = filter %0 lt(.b, 5)\n%2 = scan.csv \"g\" { a: i64, e: str }\n"
                    "%3 = filter %2 eq(.e, \"x\")\n%4 = join semi %1, %3 on (.a = .a) { left.b }\n");
  for (const char *kind : {"left", "anti"})
    EXPECT_EQ(pushed(kBoth + "%2 = " + join(kind, both)),
              kBoth + "%2 = filter %1 eq(.e, \"x\")\n%3 = join " + kind +
                  " %0, %2 on (.a = .a) where lt(left.b, 5) { left.b }\n");
}

TEST(PushFilters, BelowGroupsWhenKeysAreRead) {
  EXPECT_EQ(
      pushed(kLeft + "%1 = aggregate %0 by (.b) { m: mean(.x) }\n%2 = filter %1 and(lt(.b, 5), lt(.m, 2.0))"),
      kLeft + "%1 = filter %0 lt(.b, 5)\n%2 = aggregate %1 by (.b) { m: mean(.x) }\n%3 = filter %2 lt(.m, "
              "2.0)\n");
  std::string overflow = kLeft + "%1 = aggregate %0 by (.b) { s: sum(.a) !1 }\n%2 = filter %1 lt(.b, 5)\n";
  EXPECT_EQ(pushed(overflow), overflow) << "a group that is dropped may overflow";
  std::string zeros =
      kLeft + "%1 = aggregate %0 by (.x) { n: count() }\n%2 = filter %1 lt(div(1.0, .x), 5.0)\n";
  EXPECT_EQ(pushed(zeros), zeros) << "0.0 and -0.0 are one key";
}

TEST(PushFilters, BelowDistinctWhenKeysAreRead) {
  EXPECT_EQ(pushed(kLeft + "%1 = distinct %0 by (.a)\n%2 = filter %1 lt(.a, 5)"),
            kLeft + "%1 = filter %0 lt(.a, 5)\n%2 = distinct %1 by (.a)\n");
  std::string other = kLeft + "%1 = distinct %0 by (.a)\n%2 = filter %1 lt(.b, 5)\n";
  EXPECT_EQ(pushed(other), other);
}

TEST(PushFilters, IntoAllInputsOfAUnion) {
  EXPECT_EQ(pushed("%0 = scan.range 0, 9 as n\n%1 = scan.range 5, 20 as n\n%2 = union %0, %1\n%3 = filter %2 "
                   "lt(.n, 7)"),
            "%0 = scan.range 0, 9 as n\n%1 = filter %0 lt(.n, 7)\n"
            "%2 = scan.range 5, 20 as n\n%3 = filter %2 lt(.n, 7)\n%4 = union %1, %3\n");
}

TEST(PushFilters, NotIntoSharedNodes) {
  std::string plan = kLeft + "%1 = sort %0 by (.b)\n%2 = filter %1 lt(.a, 5)\n%3 = union %1, %2\n";
  EXPECT_EQ(pushed(plan), plan);
}

TEST(PushFilters, GuardedTermsStayBehindTheirGuards) {
  // The division is done only where .a != 0, so that term may go ahead; the other one reads what may fail.
  EXPECT_EQ(
      pushed(kLeft + "%1 = sort %0 by (.b)\n"
                     "%2 = filter %1 let %0 = ne(.a, 0) in and(%0, lt(floordiv(10, .a) guard %0 !1, 3))"),
      kLeft + "%1 = filter %0 ne(.a, 0)\n%2 = sort %1 by (.b)\n%3 = filter %2 lt(floordiv(10, .a) !1, 3)\n");
  // Here the division comes first, for all rows: nothing may drop any of them before.
  std::string plan =
      kLeft + "%1 = sort %0 by (.b)\n%2 = filter %1 and(lt(floordiv(10, .a) !1, 3), ne(.a, 0))\n";
  EXPECT_EQ(pushed(plan), plan);
}

} // namespace flow::opt
