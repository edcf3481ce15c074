#include "test/unit/compiler/ir/PlanText.h"

#include "test/unit/compiler/ir/IrText.h"

namespace flow::ir {

static constexpr const char *kEverything = R"(plan (i64, Path, Frame[{ k: i64, v: f64 }], List[{ r: i64, s_r: str }]) {
  %0 = scan.csv $1 { a: i64, b: str?, `odd name`: f64 } [a, `odd name`] delimiter ";" rows 100 !1
    -> { a: i64, `odd name`: f64 }
  %1 = filter %0 lt(.a, $0)
    -> { a: i64, `odd name`: f64 }
  %2 = project %1 { .a, twice: mul(.a, 2) !1, x = .`odd name` }
    -> { a: i64, twice: i64, x: f64 }
  %3 = scan.parquet "p" { a: i64, s: str, d: date } [a, s] where (a >= 5, s == "x", d < 18000) rows 7 !1
    -> { a: i64, s: str }
  %4 = join left %2, %3 on (.a = .a) where lt(left.x, 5.0) { left.a, left.x, s_r = right.s } reduced
    -> { a: i64, x: f64, s_r: str? }
  %5 = sort %4 by (.x desc, .s_r nulls_first) limit 10
    -> { a: i64, x: f64, s_r: str? }
  %6 = take %5 10 skip 5
    -> { a: i64, x: f64, s_r: str? }
  %7 = take %6 $0 !1
    -> { a: i64, x: f64, s_r: str? }
  %8 = distinct %7 by (.a)
    -> { a: i64, x: f64, s_r: str? }
  %9 = aggregate %8 by (.s_r) { n: count(), m: count(.a), q: quantile(.x, 0.9), s: sum(.a) !1 }
    -> { s_r: str?, n: i64, m: i64, q: f64, s: i64 }
  %10 = union %9, %9
    -> { s_r: str?, n: i64, m: i64, q: f64, s: i64 }
  %11 = scan.rows $3 [s_r]
    -> { s_r: str }
  %12 = join semi %10, %11 on (.s_r = .s_r) { left.n }
    -> { n: i64 }
  %13 = scan.range 0, $0 as n
    -> { n: i64 }
  %14 = scan.table $2 [k]
    -> { k: i64 }
  %15 = join anti %13, %14 on (.n = .k) { left.n }
    -> { n: i64 }
  %16 = union %12, %15
    -> { n: i64 }
  %17 = sort %16 by (.n) limit $0
    -> { n: i64 }
  %18 = take %17 all skip 1
    -> { n: i64 }
  %19 = distinct %18
    -> { n: i64 }
  %20 = write.parquet %19 "out" compression "zstd" !1
    -> { n: i64 }
}
)";

TEST(PlanText, PrintsWhatItRead) {
  types::TypeContext context;
  PlanGraph plan = soundPlanOf(kEverything, context);
  EXPECT_EQ(print(plan), kEverything);
}

TEST(PlanText, ReadersKeepTheirOptions) {
  types::TypeContext context;
  std::string text = "plan () {\n"
                     "  %0 = scan.csv \"x\" { a: i64 } quote \"'\" headerless skip_bad nulls [\"-\", \"\"]\n"
                     "}\n";
  EXPECT_EQ(print(soundPlanOf(text, context), nullptr, {.rows = false}), text);
}

TEST(PlanText, FoldersPartnersAndBadRows) {
  types::TypeContext context;
  std::string text =
      "plan (Path) {\n"
      "  %0 = scan.csv \"x\" { a: i64, b: str } partitions { year: i64 } [a, year] where (year < 2024) !1\n"
      "  %1 = scan.parquet $0 { a: i64 } partitions { d: date } stated where (d >= 19000)\n"
      "  %2 = join inner %0, %1 on (.a = .a) only !1 { left.year, right.d }\n"
      "  %3 = join left %2, %1 on (.year = .a) first { left.year }\n"
      "  %4 = distinct %3 by (.year) last\n"
      "  %5 = scan.csv.bad \"x\" { a: i64 } delimiter \";\" skip_bad give [line, reason]\n"
      "  %6 = join semi %4, %5 on (.year = .line) { left.year }\n"
      "}\n";
  EXPECT_EQ(print(soundPlanOf(text, context), nullptr, {.rows = false}), text);
}

TEST(PlanText, RowsFollowFromTheRules) {
  types::TypeContext context;
  PlanGraph plan = soundPlanOf(kEverything, context);
  std::string withoutRows = print(plan, nullptr, {.rows = false});
  EXPECT_EQ(withoutRows.find("->"), std::string::npos);
  PlanGraph again = soundPlanOf(withoutRows, context);
  EXPECT_EQ(print(again), kEverything);
}

TEST(PlanText, SharedNodesStayShared) {
  types::TypeContext context;
  PlanGraph plan = planOf("plan () { %0 = scan.range 0, 3 as n %1 = union %0, %0 }", context);
  EXPECT_EQ(plan.root->input(0), plan.root->input(1));
  EXPECT_EQ(plan.reachable().size(), 2u);
}

TEST(PlanText, WritersKeepTheRow) {
  types::TypeContext context;
  PlanGraph plan = soundPlanOf("plan (Path) { %0 = scan.range -3, 3 as n %1 = write.csv %0 $0 !1 }", context);
  EXPECT_EQ(plan.root->row, plan.root->input()->row);
  EXPECT_EQ(print(plan), "plan (Path) {\n  %0 = scan.range -3, 3 as n\n    -> { n: i64 }\n"
                         "  %1 = write.csv %0 $0 !1\n    -> { n: i64 }\n}\n");
}

struct Mistake {
  const char *text, *error;
};

TEST(PlanText, MistakesNameTheirLine) {
  types::TypeContext context;
  std::string scan = "plan (i64) {\n%0 = scan.range 0, 9 as n\n";
  for (const Mistake &mistake : {
           Mistake{"%2 = distinct %0", "line 3: nodes are numbered from 0"},
           Mistake{"%1 = distinct %1", "line 3: an input stands before its user"},
           Mistake{"%1 = distinct", "number of inputs"},
           Mistake{"%1 = dist %0", "no operator `dist`"},
           Mistake{"%1 = filter %0 lt(.m, 3)", "no column m"},
           Mistake{"%1 = filter %0 lt(.n, $1)", "no capture $1"},
           Mistake{"%1 = filter %0 less(.n, 1)", "expected an expression"},
           Mistake{"%1 = filter %0 .n", "filter: an expression must give bool"},
           Mistake{"%1 = filter %0 lt(.n)", "number of operands"},
           Mistake{"%1 = project %0 { m: convert(.n) }", "needs a type"},
           Mistake{"%1 = project %0 { m: zero }", "needs a type"},
           Mistake{"%1 = project %0 { .n, n: 5 }", "two columns are named n"},
           Mistake{"%1 = project %0 { m: call @f(.n): i64 }", "no function @f"},
           Mistake{"%1 = project %0 { m: let %1 = 3 in 4 }", "numbered from 0"},
           Mistake{"%1 = join outer %0, %0 {}", "expected `inner`"},
           Mistake{"%1 = aggregate %0 { m: median(.n) }", "no such aggregate"},
           Mistake{"%1 = aggregate %0 { m: any(.n) }", "does not take its argument"},
           Mistake{"%1 = take %0 x", "expected a number of rows"},
           Mistake{"%1 = scan.csv \"x\" { a: List[i64] }", "no column can hold List[i64]"},
           Mistake{"%1 = scan.table $0", "a capture that is a frame"},
           Mistake{"%1 = scan.rows $0", "a capture that is a list of records"},
       }) {
    std::string error;
    EXPECT_FALSE(parsePlan(scan + mistake.text + "\n}", context, error)) << mistake.text;
    EXPECT_NE(error.find(mistake.error), std::string::npos) << mistake.text << "\n" << error;
  }
}

TEST(PlanText, DeepExpressionsAreRefused) {
  types::TypeContext context;
  std::string text = "plan () { %0 = scan.range 0, 9 as n %1 = filter %0 ", error;
  for (int i = 0; i < 100000; ++i) text += "not(";
  EXPECT_FALSE(parsePlan(text, context, error));
  EXPECT_NE(error.find("too deeply nested"), std::string::npos);
}

} // namespace flow::ir
