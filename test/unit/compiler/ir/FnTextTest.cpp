#include "test/unit/compiler/ir/IrText.h"

namespace flow::ir {

static constexpr const char *kEverything = R"(site 1 = 0:12:20 Overflow
site 2 = 1:0:0 Failure "it went \"wrong\""
captures 0 = ()
captures 1 = (i64, str)

fn @scalars(%0: i64, %1: i64, %2: f64, %3: decimal[12,2], %4: bool) -> i64 {
  slot $0 x: i64
  slot $1 `odd name`: List[i64]
b0:
  %5: i64 = add %0, %1 !1
  %6: i64 = sub %5, %1 guard %4 !1
  %7: i64 = mul %5, %6 !1
  %8: f64 = div %2, %2
  %9: i64 = floordiv %5, %7 !1
  %10: i64 = mod %9, %7 !1
  %11: f64 = neg %8
  %12: i64 = bitand %10, %9
  %13: i64 = bitor %12, %9
  %14: i64 = bitxor %13, %9
  %15: i64 = bitnot %14
  %16: i64 = shl %15, %0 !1
  %17: i64 = shr %16, %0 !1
  %18: bool = eq %17, %0
  %19: bool = ne %17, %0
  %20: bool = lt %2, %11
  %21: bool = le %2, %11
  %22: bool = and %18, %19
  %23: bool = or %20, %21
  %24: bool = not %23
  %25: i64 = select %24, %17, %0
  %26: f64 = convert %25
  %27: i8 = convert.checked %25 !1
  %28: size = reinterpret %25
  %29: decimal[15,4] = mul %3, %3 !1
  %30: decimal[13,2] = add %3, %3 !1
  store #0 %25
  %31: i64 = load #0
  branch %22, b1, b2(%31, %4)
b1:
  return %31
b2(%32: i64, %33: bool):
  jump b3
b3:
  fail !2
}

fn @values(%0: i64?, %1: str) -> { a: i64, b: (str, bool) } {
b0:
  %2: bool = has %0
  %3: i64 = get %0
  %4: i64? = optional %3, %2
  %5: i64? = some %3
  %6: (str, bool) = record %1, %2
  %7: { a: i64, b: (str, bool) } = record %3, %6
  %8: i64 = field #0 %7
  %9: List[i64] = list %8, %3
  %10: List[i64] = list
  %11: i64 = list.len %9
  %12: i64 = list.get %9, %11 !1
  %13: List[i64] = list.push %9, %12
  %14: List[i64] = list.set %13, %11, %12 !1
  %15: str = text %14
  %16: str = text %8 ">8,"
  %17: i64 = call @scalars %8, %8, %21, %22, %2
  %18: str = builtin @StrLower %15
  %19: str = builtin @StrRepeat %15, %8 guard %2 !2
  %20: i64? = const zero
  %21: f64 = const -1.5
  %22: decimal[12,2] = const -1250
  %23: bool = const true
  %24: str = const "line\nbreak"
  %25: f64 = const nan
  return %7
}

stage @keep(%0: i64, %1: str? | %2: i64) filters -> bool, i64 {
b0:
  %3: bool = lt %0, %2
  return %3, %0
}

stage @all(| %0: i64) -> i64 {
b0:
  return %0
}

main @main() {
b0:
  %0: Frame[{ n: i64 }] = plan.run #0
  %1: i64 = const 5
  %2: str = const ""
  %3: Frame[{ n: i64 }] = plan.run #1 %1, %2 !2
  table.show %0, %1
  %4: i64 = table.scalar %0 !2
  %5: List[{ n: i64 }] = table.rows %0 !2
  call @nothing !1
  print %2
  print #1 %2
  return
}

fn @nothing() {
b0:
  fail !2
b1:
  unreachable
}

test @adds() {
b0:
  return
}
)";

TEST(FnText, PrintsWhatItRead) {
  types::TypeContext context;
  Module module = moduleOf(kEverything, context);
  EXPECT_EQ(print(module), kEverything);
}

TEST(FnText, FlagsFollowFromTheText) {
  types::TypeContext context;
  Module module = moduleOf(kEverything, context);
  EXPECT_EQ(module.main, 4);
  EXPECT_EQ(module.functions[2].columnParameters, 2u);
  EXPECT_TRUE(module.functions[2].filters);
  EXPECT_EQ(module.functions[3].columnParameters, 0u);
  EXPECT_FALSE(module.functions[2].mayFail);
  EXPECT_TRUE(module.functions[0].mayFail);
  EXPECT_EQ(module.functions[4].blocks[0].instructions[7].index, 5u) << "the callee stands behind its caller";
}

TEST(FnText, WithoutModuleCalleesAreNumbers) {
  types::TypeContext context;
  Module module = moduleOf("fn @f() {\nb0:\n  call @f\n  return\n}\n", context);
  EXPECT_EQ(print(module.functions[0]), "fn @f() {\nb0:\n  call #0\n  return\n}\n");
}

TEST(FnText, RecursionAloneDoesNotFail) {
  types::TypeContext context;
  Module module = soundModuleOf(
      "fn @f() {\nb0:\n  call @g\n  return\n}\nfn @g() {\nb0:\n  call @f\n  return\n}\n", context);
  EXPECT_FALSE(module.functions[0].mayFail);
}

TEST(FnText, FailureIsContagious) {
  types::TypeContext context;
  Module module = soundModuleOf("site 1 = 0:0:0 Failure\n"
                                "fn @f() {\nb0:\n  call @g\n  return\n}\nfn @g() {\nb0:\n  fail !1\n}\n",
                                context);
  EXPECT_TRUE(module.functions[0].mayFail);
}

struct Mistake {
  const char *text, *error;
};

TEST(FnText, MistakesNameTheirLine) {
  types::TypeContext context;
  for (const Mistake &mistake : {
           Mistake{"function", "line 1: expected `enum`, `record`, `site`"},
           Mistake{"site 2 = 0:0:0 Overflow", "sites are numbered from 1"},
           Mistake{"site 1 = 0:0:0 Sadness", "no such kind"},
           Mistake{"captures 1 = ()", "plans are numbered from 0"},
           Mistake{"fn @f(%1: i64) {", "parameters are numbered from 0"},
           Mistake{"fn @f() {\n  return\n}", "line 2: expected `b0:`"},
           Mistake{"fn @f() {\nb0:\n  retrun\n}", "line 3: expected an operation"},
           Mistake{"fn @f() {\nb0:\n  %0: i65 = const 1\n}", "line 3"},
           Mistake{"fn @f() {\nb0:\n  %0: i64 = const x\n}", "expected a constant"},
           Mistake{"fn @f() {\nb0:\n  %0: i64 = const 1\n  %0: i64 = const 2\n}",
                   "line 4: %0 is defined twice"},
           Mistake{"fn @f() {\nb0:\n  %99999999999: i64 = const 1\n}", "the number of a value"},
           Mistake{"fn @f() {\nb0:\n  call @g\n}", "line 3: no function @g"},
           Mistake{"fn @f() {\nb0:\n  jump c1\n}", "expected a block"},
           Mistake{"fn @f() {\nb0:\n  return\n", "expected"},
           Mistake{"fn @f() {\n  slot $1 x: i64\n", "slots are numbered from 0"},
           Mistake{"fn @f() {\nb0:\n  store %0\n", "expected `#`"},
       }) {
    std::string error;
    EXPECT_FALSE(parseModule(mistake.text, context, error)) << mistake.text;
    EXPECT_NE(error.find(mistake.error), std::string::npos) << mistake.text << "\n" << error;
  }
}

} // namespace flow::ir
