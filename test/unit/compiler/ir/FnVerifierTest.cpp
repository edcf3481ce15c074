#include "test/unit/compiler/ir/IrText.h"

namespace flow::ir {

namespace {

/// The problems of a function with this body and signature, one a line.
std::string problemsOf(const std::string &function, const std::string &more = {}) {
  types::TypeContext context;
  std::string text = "site 1 = 0:0:0 Overflow\ncaptures 0 = (i64)\n" + function + more;
  Module module = moduleOf(text, context);
  std::string result;
  for (const std::string &problem : verify(module)) result += problem + "\n";
  return result;
}

std::string problemsOfBody(const std::string &body) {
  return problemsOf(
      "fn @f(%0: i64, %1: i64, %2: f64, %3: bool, %4: i64?, %5: str, %6: List[i64], %7: decimal[5,2]) {\n"
      "b0:\n" +
      body + "\n  return\n}\n");
}

struct Rule {
  const char *text, *problem;
};

} // namespace

TEST(FnVerifier, SoundBodyHasNoProblems) {
  EXPECT_EQ(problemsOfBody("  %8: i64 = add %0, %1 guard %3 !1\n  %9: f64 = add %2, %2"), "");
}

TEST(FnVerifier, OperandTypes) {
  for (const Rule &rule : {
           Rule{"%8: i64 = add %0, %2 !1", "operands must have the type of the result"},
           Rule{"%8: bool = add %3, %3 !1", "the result must be a number"},
           Rule{"%8: i64 = div %0, %1", "only floats are divided"},
           Rule{"%8: decimal[5,2] = floordiv %7, %7 !1", "the quotient has no fraction"},
           Rule{"%8: decimal[10,2] = mul %7, %7 !1", "sum of the scales"},
           Rule{"%8: f64 = bitand %2, %2", "must be an int"},
           Rule{"%8: i64 = shl %0, %2 !1", "operands must have the type"},
           Rule{"%8: i64 = eq %0, %1", "gives a bool"},
           Rule{"%8: bool = eq %0, %2", "one type"},
           Rule{"%8: bool = lt %4, %4", "not ordered"},
           Rule{"%8: bool = and %3, %0", "must be bools"},
           Rule{"%8: i64 = select %0, %0, %1", "condition must be a bool"},
           Rule{"%8: i64 = select %3, %0, %2", "both choices"},
           Rule{"%8: i32 = convert %0", "no such conversion from i64 to i32"},
           Rule{"%8: i64 = convert.checked %5 !1", "no such conversion from str"},
           Rule{"%8: f64 = reinterpret %0", "no such conversion"},
           Rule{"%8: str? = some %0", "must be the optional"},
           Rule{"%8: i64? = optional %0, %1", "presence is a bool"},
           Rule{"%8: bool = has %0", "operand must be an optional"},
           Rule{"%8: f64 = get %4", "must be the plain type"},
           Rule{"%8: { a: f64 } = record %0", "a field must have the type"},
           Rule{"%8: { a: f64 } = record", "needs 1 fields"},
           Rule{"%8: (i64, i64) = record %0, %1\n  %9: i64 = field #2 %8", "no field 2"},
           Rule{"%8: i64 = list.len %0", "must be a list"},
           Rule{"%8: i64 = list.get %6, %2 !1", "does not fit List[i64]"},
           Rule{"%8: List[i64] = list.push %6, %2", "operand 1 does not fit"},
           Rule{"%8: List[i64] = list.take %6, %0 !1", "the result does not fit"},
           Rule{"%8: bool = map.has %6, %0", "must be a map or a set"},
           Rule{"%8: List[str] = list.sortby %6, %0", "operand 1 does not fit"},
           Rule{"%8: i64 = variant.tag %0", "must be an enum"},
           Rule{"%8: i64 = call.value %0", "calls no function"},
           Rule{"%8: str = failure.kind %0", "must be a Failure"},
           Rule{"print %0", "prints a str"},
           Rule{"table.show %0, %1", "must be a frame"},
           Rule{"%8: i8 = const 128", "out of range"},
           Rule{"%8: f32 = const 0.1", "not an f32"},
           Rule{"%8: i64 = const \"x\"", "a text constant"},
       })
    EXPECT_NE(problemsOfBody(std::string("  ") + rule.text).find(rule.problem), std::string::npos)
        << rule.text << "\n"
        << problemsOfBody(std::string("  ") + rule.text);
}

TEST(FnVerifier, FailuresHaveSites) {
  for (const Rule &rule : {
           Rule{"%8: i64 = add %0, %1", "it may fail and has no site"},
           Rule{"%8: f64 = add %2, %2 !1", "it cannot fail and has a site"},
           Rule{"%8: i64 = add %0, %1 !2", "the site is not in the module"},
           Rule{"%8: i64 = add %0, %1 guard %0 !1", "a guard is a bool"},
           Rule{"%8: bool = eq %0, %1 guard %3", "a guard where nothing can fail"},
       })
    EXPECT_NE(problemsOfBody(std::string("  ") + rule.text).find(rule.problem), std::string::npos)
        << rule.text;
}

TEST(FnVerifier, Form) {
  for (const Rule &rule : {
           Rule{"fn @f() {\n}", "at least one block"},
           Rule{"fn @f() {\nb0(%0: i64):\n  return\n}", "the entry block has no parameters"},
           Rule{"fn @f() {\nb0:\n}", "ends in a terminator"},
           Rule{"fn @f() {\nb0:\n  return\n  return\n}", "only at the end"},
           Rule{"fn @f() {\nb0:\n  %0: i64 = return\n}", "a result where there is none"},
           Rule{"fn @f() {\nb0:\n  list.len %0\n  return\n}", "an operand that nothing defines"},
           Rule{"fn @f(%0: List[i64]) {\nb0:\n  list.len %0\n  return\n}", "a result where there is none"},
           Rule{"fn @f(%0: i64) {\nb0:\n  %1: i64 = add %0 !1\n  return\n}", "number of operands"},
           Rule{"fn @f() {\nb0:\n  jump b0\n}", "nothing jumps to the entry"},
           Rule{"fn @f() {\nb0:\n  jump b2\nb1:\n  return\n}", "a target that is no block"},
           Rule{"fn @f(%0: bool) {\nb0:\n  branch %0, b1\nb1:\n  return\n}", "number of targets"},
           Rule{"fn @f(%0: bool) {\nb0:\n  jump b1\nb1(%1: i64):\n  return\n}",
                "number of arguments of a target"},
           Rule{"fn @f(%0: bool) {\nb0:\n  jump b1(%0)\nb1(%1: i64):\n  return\n}",
                "type of the block's parameter"},
           Rule{"fn @f() -> i64 {\nb0:\n  return\n}", "number of results"},
           Rule{"fn @f(%0: f64) -> i64 {\nb0:\n  return %0\n}", "a result of the type"},
           Rule{"fn @f(%0: fn(i64) -> i64) {\nb0:\n  %1: fn() -> i64 = function.make @f %0\n  return\n}",
                "the function gives what the type says"},
           Rule{"fn @f() -> i64, i64 {\nb0:\n  %0: i64 = call @f\n  fail !1\n}", "be the tuple of its results"},
           Rule{"fn @f(%0: i64) {\nb0:\n  fail %0 !1\n}", "the reason must be a str or an error"},
           Rule{"fn @f() {\nb0 handler b1:\n  return\nb1:\n  %0: Failure = failure.take\n  return\n}",
                "the entry has no handler"},
           Rule{"fn @f() {\nb0:\n  jump b1\nb1 handler b2:\n  return\nb2:\n  return\n}",
                "a handler begins with failure.take"},
           Rule{"fn @f() {\n  slot $0 x: i64\nb0:\n  %0: f64 = load #0\n  return\n}", "type of the slot"},
           Rule{"fn @f() {\nb0:\n  %0: f64 = load #0\n  return\n}", "no such slot"},
           Rule{"stage @f(%0: i64) filters -> i64 {\nb0:\n  return %0\n}", "its mask"},
           Rule{"stage @f(%0: str) {\nb0:\n  print %0\n  return\n}", "no place in a stage"},
           Rule{"main @f(%0: str) {\nb0:\n  return\n}", "main and tests take and give nothing"},
       })
    EXPECT_NE(problemsOf(rule.text).find(rule.problem), std::string::npos) << rule.text << "\n"
                                                                           << problemsOf(rule.text);
}

TEST(FnVerifier, CallsAndPlansFitTheModule) {
  const char *half = "\nfn @half(%0: f64) -> f64 {\nb0:\n  return %0\n}\n";
  auto problems = [&](const char *line) {
    return problemsOf("fn @f(%0: i64, %1: f64) {\nb0:\n  " + std::string(line) + "\n  return\n}", half);
  };
  EXPECT_EQ(problems("%2: f64 = call @half %1"), "");
  EXPECT_NE(problems("%2: f64 = call @half %0").find("type of the parameter"), std::string::npos);
  EXPECT_NE(problems("%2: f64 = call @half").find("number of arguments"), std::string::npos);
  EXPECT_NE(problems("call @half %1").find("type of the callee's"), std::string::npos);
  EXPECT_NE(problems("call #7 %1").find("no such function"), std::string::npos);
  EXPECT_EQ(problems("%2: Frame[{ a: i64 }] = plan.run #0 %0"), "");
  EXPECT_NE(problems("%2: Frame[{ a: i64 }] = plan.run #0 %1").find("the type that the plan states"),
            std::string::npos);
  EXPECT_NE(problems("%2: Frame[{ a: i64 }] = plan.run #1").find("no such plan"), std::string::npos);
}

TEST(FnVerifier, DefinitionsDominateUses) {
  auto dominated = [](const char *body) {
    return problemsOf(std::string("fn @f(%0: bool) -> i64 {\n") + body + "}\n").find("does not dominate") ==
           std::string::npos;
  };
  EXPECT_TRUE(dominated("b0:\n  %1: i64 = const 1\n  jump b1\nb1:\n  return %1\n"));
  EXPECT_FALSE(dominated("b0:\n  %1: i64 = reinterpret %2\n  %2: i64 = const 1\n  return %1\n"));
  EXPECT_FALSE(dominated("b0:\n  %1: i64 = reinterpret %1\n  return %1\n"));
  EXPECT_FALSE(
      dominated("b0:\n  branch %0, b1, b2\nb1:\n  %1: i64 = const 1\n  jump b2\nb2:\n  return %1\n"));
  EXPECT_FALSE(
      dominated("b0:\n  branch %0, b1(%2), b1(%2)\nb1(%1: i64):\n  %2: i64 = const 1\n  return %1\n"));
  EXPECT_TRUE(dominated("b0:\n  %3: i64 = const 0\n  jump b1(%3)\n"
                        "b1(%1: i64):\n  %2: i64 = const 1\n  branch %0, b1(%2), b2\nb2:\n  return %2\n"));
}

TEST(FnVerifier, ModuleNamesAndMain) {
  types::TypeContext context;
  Module module = moduleOf("fn @f() {\nb0:\n  return\n}\nfn @f() {\nb0:\n  return\n}\n", context);
  module.main = 0;
  auto problems = verify(module);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0], "two functions are named @f");
  EXPECT_NE(problems[1].find("Module::main"), std::string::npos);
}

TEST(FnVerifier, MayFailMustBeRight) {
  types::TypeContext context;
  Module module = moduleOf("site 1 = 0:0:0 Failure\nfn @f() {\nb0:\n  fail !1\n}\n", context);
  module.functions[0].mayFail = false;
  ASSERT_EQ(verify(module).size(), 1u);
}

} // namespace flow::ir
