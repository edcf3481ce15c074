#include "test/unit/compiler/ir/PlanText.h"

namespace flow::ir {

namespace {

std::string firstProblem(const PlanGraph &plan) {
  auto problems = verify(plan);
  return problems.empty() ? "" : problems[0];
}

} // namespace

TEST(PlanVerifier, RowsMustFollow) {
  types::TypeContext context;
  PlanGraph plan = planOf("plan () { %0 = scan.range 0, 9 as n -> { n: i32 } }", context);
  EXPECT_EQ(firstProblem(plan), "%0 scan.range: the row must be { n: i64 }, not { n: i32 }");
}

TEST(PlanVerifier, RowFunctionsAreVerified) {
  types::TypeContext context;
  PlanGraph plan = planOf("plan () { %0 = scan.range 0, 9 as n %1 = filter %0 eq(add(.n, 1), 2) }", context);
  EXPECT_NE(firstProblem(plan).find("%1 filter: @ b0: add %2: it may fail and has no site"),
            std::string::npos)
      << firstProblem(plan);
}

TEST(PlanVerifier, GraphsHaveARootAndNoCycle) {
  types::TypeContext context;
  EXPECT_EQ(firstProblem(PlanGraph(context)), "a plan has a root");
  PlanGraph plan = planOf("plan () { %0 = scan.range 0, 9 as n %1 = distinct %0 %2 = distinct %1 }", context);
  plan.root->input()->inputs[0] = plan.root;
  EXPECT_NE(firstProblem(plan).find("there is a cycle"), std::string::npos);
}

TEST(PlanVerifier, NothingReadsAWriter) {
  types::TypeContext context;
  PlanGraph plan =
      planOf("plan () { %0 = scan.range 0, 9 as n %1 = write.csv %0 \"x\" %2 = distinct %1 -> { n: i64 } }",
             context);
  EXPECT_NE(firstProblem(plan).find("nothing reads a writer"), std::string::npos);
}

struct Rule {
  const char *line, *problem;
};

TEST(PlanVerifier, PayloadsObeyTheirRules) {
  types::TypeContext context;
  for (const Rule &rule : {
           Rule{"union %0, %1", "one row type"},
           Rule{"join inner %0, %1 on (.n = .s) {}", "keys of one type"},
           Rule{"join semi %0, %1 { right.s }", "left columns only"},
           Rule{"join inner %0, %1 where .n {}", "expected"},
           Rule{"take %0 $0", "has a site"},
           Rule{"take %0 $1 !1", "wrong type"},
           Rule{"aggregate %1 { x: sum(.s) }", "does not take its argument"},
           Rule{"aggregate %1 { x: count() where .s }", "`where` is a bool column"},
           Rule{"write.csv %0 $0", "a path is a text"},
           Rule{"scan.csv \"x\" { a: i64, b: i64 } [b, a]", "ascending"},
           Rule{"project %1 { r: record(.s): (str,) }", "no column can hold"},
       }) {
    std::string text = "plan (i64, str, List[{ s: str }]) {\n%0 = scan.range 0, 9 as n\n%1 = scan.rows $2\n%2 = ",
                error;
    EXPECT_FALSE(parsePlan(text + rule.line + "\n}", context, error)) << rule.line;
    EXPECT_NE(error.find(rule.problem), std::string::npos) << rule.line << "\n" << error;
  }
}

TEST(PlanVerifier, OuterSideBecomesOptional) {
  types::TypeContext context;
  PlanGraph plan = soundPlanOf("plan () { %0 = scan.range 0, 9 as n %1 = scan.range 0, 9 as m\n"
                               "%2 = join left %0, %1 on (.n = .m) { left.n, right.m } }",
                               context);
  EXPECT_EQ(types::text(plan.root->row), "{ n: i64, m: i64? }");
}

TEST(PlanVerifier, AggregatesWithoutKeysMayBeNull) {
  types::TypeContext context;
  auto rowOf = [&](const char *by) {
    PlanGraph plan =
        soundPlanOf(std::string("plan (List[{ k: i64, x: f64 }]) { %0 = scan.rows $0\n%1 = aggregate %0 ") + by +
                        " { a: mean(.x), b: sum(.x), c: std(.x), n: count(.x) } }",
                    context);
    return types::text(plan.root->row);
  };
  EXPECT_EQ(rowOf(""), "{ a: f64?, b: f64, c: f64?, n: i64 }");
  EXPECT_EQ(rowOf("by (.k)"), "{ k: i64, a: f64, b: f64, c: f64?, n: i64 }");
}

} // namespace flow::ir
