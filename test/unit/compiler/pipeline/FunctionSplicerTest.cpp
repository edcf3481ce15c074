#include "compiler/pipeline/FunctionSplicer.h"

#include "test/unit/compiler/ir/IrText.h"

namespace flow::pipeline {

using namespace ir;

/// A function of one i64 that applies the first function of the text twice.
static std::string appliedTwice(std::string_view text, types::TypeContext &context) {
  Module module = soundModuleOf(text, context);
  Function twice;
  twice.name = "twice";
  FnBuilder builder(twice, context);
  ValueId value = builder.parameter(context.i64());
  builder.result(context.i64());
  for (int i = 0; i < 2 && !builder.isTerminated(); ++i)
    value = splice(module.functions[0], std::array{value}, builder);
  if (!builder.isTerminated()) builder.ret({value});
  for (const std::string &problem : verify(twice)) ADD_FAILURE() << problem;
  return printBody(twice);
}

TEST(FunctionSplicer, StraightCodeStaysOneBlock) {
  types::TypeContext context;
  EXPECT_EQ(appliedTwice(R"(fn @f(%0: i64) -> i64 {
b0:
  %1: i64 = bitxor %0, %0
  return %1
})",
                         context),
            R"(b0:
  %1: i64 = bitxor %0, %0
  %2: i64 = bitxor %1, %1
  return %2
)");
}

TEST(FunctionSplicer, SlotsAndLoopsAreRenumbered) {
  types::TypeContext context;
  EXPECT_EQ(appliedTwice(R"(fn @f(%0: i64) -> i64 {
  slot $0 n: i64
b0:
  store #0 %0
  jump b1(%0)
b1(%1: i64):
  %2: i64 = bitxor %1, %0
  %3: bool = lt %2, %0
  branch %3, b1(%2), b2
b2:
  %4: i64 = load #0
  return %4
})",
                         context),
            R"(  slot $0 n: i64
  slot $1 n: i64
b0:
  store #0 %0
  jump b1(%0)
b1(%1: i64):
  %2: i64 = bitxor %1, %0
  %3: bool = lt %2, %0
  branch %3, b1(%2), b2
b2:
  %4: i64 = load #0
  store #1 %4
  jump b3(%4)
b3(%5: i64):
  %6: i64 = bitxor %5, %4
  %7: bool = lt %6, %4
  branch %7, b3(%6), b4
b4:
  %8: i64 = load #1
  return %8
)");
}

TEST(FunctionSplicer, SeveralReturnsMeet) {
  types::TypeContext context;
  EXPECT_EQ(appliedTwice(R"(fn @f(%0: i64) -> i64 {
b0:
  %1: bool = lt %0, %0
  branch %1, b1, b2
b1:
  return %0
b2:
  %2: i64 = const 5
  return %2
})",
                         context),
            R"(b0:
  %2: bool = lt %0, %0
  branch %2, b2, b1
b1:
  %3: i64 = const 5
  jump b3(%3)
b2:
  jump b3(%0)
b3(%1: i64):
  %5: bool = lt %1, %1
  branch %5, b5, b4
b4:
  %6: i64 = const 5
  jump b6(%6)
b5:
  jump b6(%1)
b6(%4: i64):
  return %4
)");
}

TEST(FunctionSplicer, ABodyThatNeverReturnsClosesTheBlock) {
  types::TypeContext context;
  EXPECT_EQ(appliedTwice(R"(site 1 = 0:0:0 Failure
fn @f(%0: i64) -> i64 {
b0:
  fail !1
})",
                         context),
            R"(b0:
  fail !1
)");
}

} // namespace flow::pipeline
