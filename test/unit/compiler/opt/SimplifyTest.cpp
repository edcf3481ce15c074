#include "compiler/opt/Simplify.h"

#include "compiler/ir/ExprText.h"
#include "compiler/ir/FnMayFail.h"
#include "compiler/opt/RowFunctionEdit.h"
#include "test/unit/compiler/ir/IrText.h"

namespace flow::opt {

namespace {

std::string simplified(const std::string &text) {
  types::TypeContext context;
  ir::RowsInSight rows = {context.record({{"a", context.i64()},
                                          {"n", context.optional(context.i64())},
                                          {"m", context.optional(context.i64())},
                                          {"x", context.f64()},
                                          {"p", context.boolean()},
                                          {"q", context.boolean()},
                                          {"t", context.optional(context.boolean())},
                                          {"s", context.str()}})};
  ir::Module module;
  module.sites.resize(9);
  TextCursor cursor(text);
  auto function = ir::parseRowFunction(cursor, rows, {}, context, &module);
  EXPECT_TRUE(function && cursor.atEnd()) << text << "\n" << cursor.error();
  if (!function) return "?";
  for (const std::string &problem : ir::verify(function->body, &module))
    ADD_FAILURE() << text << "\n" << problem;
  simplify(function->body, module);
  function->body.mayFail = ir::mayFailIn(function->body, &module);
  for (const std::string &problem : ir::verify(function->body, &module))
    ADD_FAILURE() << text << "\n" << problem;
  dropUnusedParameters(*function);
  return ir::print(*function, rows, context, &module);
}

struct Case {
  const char *before, *after;
};

void expectAll(std::initializer_list<Case> cases) {
  for (const Case &each : cases) EXPECT_EQ(simplified(each.before), each.after) << each.before;
}

} // namespace

TEST(Simplify, ConstantsAreFolded) {
  expectAll({
      {"add(mul(2, 3) !1, 4) !2", "10"},
      {"lt(\"a\", \"b\")", "true"},
      {"convert(5): f64", "5.0"},
      {"get(zero: i64?)", "0"},
      {"has(zero: i64?)", "false"},
      {"text(42)", "\"42\""},
      {"text(.s)", ".s"},
      {"list.len(list(1, 2): List[i64])", "list.len(list(1, 2): List[i64])"},
  });
}

TEST(Simplify, WhatFailsIsNotFolded) {
  expectAll({
      {"floordiv(1, 0) !1", "floordiv(1, 0) !1"},
      {"add(9223372036854775807, 1) !1", "add(9223372036854775807, 1) !1"},
      {"let %0 = floordiv(1, 0) !1 in .a", "let %0 = floordiv(1, 0) !1 in .a"},
      {"let %0 = floordiv(6, 2) !1 in .a", ".a"},
      {"floordiv(1, 0) guard false !1", "0"},
      {"floordiv(1, 0) guard true !1", "floordiv(1, 0) !1"},
  });
}

TEST(Simplify, Identities) {
  expectAll({
      {"add(.a, 0) !1", ".a"},
      {"mul(1, .a) !1", ".a"},
      {"sub(0, .a) !1", "sub(0, .a) !1"},
      {"add(.x, 0.0)", "add(.x, 0.0)"},
      {"not(not(.p))", ".p"},
      {"and(.p, true)", ".p"},
      {"or(.p, true)", "true"},
      {"and(.p, .p)", ".p"},
      {"and(.p, not(.p))", "false"},
      {"select(.p, true, false)", ".p"},
      {"select(.p, .q, false)", "and(.p, .q)"},
      {"select(.p, true, .q)", "or(.p, .q)"},
      {"select(true, .a, 5)", ".a"},
      {"field #1(record(.a, .s): (i64, str))", ".s"},
      {"convert(.a): i64", ".a"},
  });
}

TEST(Simplify, OptionalsMadeAndLookedIntoVanish) {
  expectAll({
      {"get(some(.a))", ".a"},
      {"has(some(.a))", "true"},
      {"get(optional(.a, .p))", ".a"},
      {"has(optional(.a, .p))", ".p"},
      {"optional(.a, true)", "some(.a)"},
      {"optional(get(.n), has(.n))", ".n"},
  });
}

TEST(Simplify, EqualValuesAreComputedOnce) {
  expectAll({
      {"and(lt(.a, 5), not(lt(.a, 5)))", "false"},
      {"add(mul(.a, .a) !1, mul(.a, .a) !2) !3", "add(mul(.a, .a) !1, mul(.a, .a) !2) !3"},
      {"mul(div(.x, 3.0), div(.x, 3.0))", "let %0 = div(.x, 3.0) in mul(%0, %0)"},
  });
}

TEST(Simplify, TestsThatFollowGo) {
  expectAll({
      {"and(has(.t), get(.t))", "get(.t)"},
      {"and(or(.p, .q), and(.p, lt(.a, 1)))", "and(.p, lt(.a, 1))"},
      {"or(.p, and(not(.p), .q))", "or(.p, and(not(.p), .q))"},
      {"or(.p, and(.p, .q))", ".p"},
  });
}

/// `.n > 1 and .m < 2` as lowering spells it for optional columns, under a filter.
TEST(Simplify, ThreeValuedLogicOfAFilterBecomesTwoValued) {
  const char *text = "let %0 = has(.n) in let %1 = optional(select(%0, lt(1, get(.n)), false), %0) in "
                     "let %2 = has(%1) in let %3 = get(%1) in "
                     "let %4 = has(.m) in let %5 = optional(select(%4, lt(get(.m), 2), false), %4) in "
                     "let %6 = has(%5) in let %7 = get(%5) in "
                     "let %8 = or(or(and(%2, not(%3)), and(%6, not(%7))), and(%2, %6)) in "
                     "get(optional(select(%8, and(%3, %7), false), %8))";
  EXPECT_EQ(simplified(text), "and(and(has(.n), lt(1, get(.n))), and(has(.m), lt(get(.m), 2)))");
}

TEST(Simplify, BranchesOnConstantsGo) {
  EXPECT_EQ(simplified("do(.a) -> i64 {\n"
                       "b0:\n  %1: bool = const true\n  branch %1, b1, b2(%0)\n"
                       "b1:\n  %2: i64 = add %0, %0 !1\n  jump b3(%2)\n"
                       "b2(%4: i64):\n  %5: i64 = neg %4 !2\n  jump b3(%5)\n"
                       "b3(%3: i64):\n  return %3\n}"),
            "add(.a, .a) !1");
}

TEST(Simplify, LoopsSurvive) {
  std::string text = "do(.a) -> i64 {\n"
                     "b0:\n  %1: i64 = const 0\n  jump b1(%1)\n"
                     "b1(%2: i64):\n  %3: bool = lt %2, %0\n  branch %3, b2, b3\n"
                     "b2:\n  %4: i64 = const 1\n  %5: i64 = add %2, %4 !1\n  jump b1(%5)\n"
                     "b3:\n  return %2\n}";
  EXPECT_EQ(simplified(text), text);
}

TEST(Simplify, PureBuiltinsAreOperations) {
  expectAll({
      {"let %0 = builtin @StrUpper(.s): str in .a", ".a"},
      {"eq(builtin @StrUpper(.s): str, builtin @StrUpper(.s): str)",
       "let %0 = builtin @StrUpper(.s): str in eq(%0, %0)"},
      {"let %0 = builtin @StrAt(.s, .a): str !1 in .a", "let %0 = builtin @StrAt(.s, .a): str !1 in .a"},
  });
}

TEST(Simplify, CallsThatMayHaveEffectsStay) {
  types::TypeContext context;
  ir::Module module =
      ir::soundModuleOf("fn @say(%0: str) {\nb0:\n  print %0\n  return\n}\n"
                        "fn @f(%0: str) {\nb0:\n  call @say %0\n  %1: str = text %0\n  return\n}\n",
                        context);
  simplify(module.functions[1], module);
  EXPECT_EQ(ir::print(module.functions[1], &module), "fn @f(%0: str) {\nb0:\n  call @say %0\n  return\n}\n");
}

} // namespace flow::opt
