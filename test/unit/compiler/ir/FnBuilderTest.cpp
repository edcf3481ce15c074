#include "compiler/ir/FnBuilder.h"

#include "test/unit/compiler/ir/IrText.h"

namespace flow::ir {

TEST(FnBuilder, BuildsALoop) {
  types::TypeContext context;
  Function function;
  function.name = "count";
  FnBuilder builder(function, context);
  ValueId limit = builder.parameter(context.i64());
  builder.result(context.i64());
  uint32_t total = builder.slot("total", context.i64());
  BlockId loop = builder.newBlock({context.i64()}), done = builder.newBlock();

  ValueId zero = builder.constI64(0);
  builder.store(total, zero);
  builder.jump(loop, {zero});
  EXPECT_TRUE(builder.isTerminated());

  builder.setInsertPoint(loop);
  ValueId i = builder.blockParameter(loop, 0);
  ValueId next = builder.emit(Op::Add, {i, builder.constI64(1)}, {.site = 1});
  builder.store(total, next);
  builder.branch(builder.emit(Op::Less, {next, limit}), {loop, {next}}, {done, {}});

  builder.setInsertPoint(done);
  builder.ret({builder.load(total)});

  EXPECT_EQ(print(function), R"(fn @count(%0: i64) -> i64 {
  slot $0 total: i64
b0:
  %2: i64 = const 0
  store #0 %2
  jump b1(%2)
b1(%1: i64):
  %3: i64 = const 1
  %4: i64 = add %1, %3 !1
  store #0 %4
  %5: bool = lt %4, %0
  branch %5, b1(%4), b2
b2:
  %6: i64 = load #0
  return %6
}
)");
  EXPECT_TRUE(verify(function).empty());
}

TEST(FnBuilder, ImpliesTypes) {
  types::TypeContext context;
  Function function;
  FnBuilder builder(function, context);
  ValueId optional = builder.parameter(context.optional(context.f64()));
  ValueId record = builder.parameter(context.record({{"a", context.i64()}, {"b", context.str()}}));
  EXPECT_EQ(builder.typeOf(builder.emit(Op::Has, {optional})), context.boolean());
  EXPECT_EQ(builder.typeOf(builder.emit(Op::Get, {optional})), context.f64());
  EXPECT_EQ(builder.typeOf(builder.field(record, 1)), context.str());
  EXPECT_EQ(builder.typeOf(builder.text(record)), context.str());
  EXPECT_EQ(builder.typeOf(builder.emit(Op::Some, {record})), context.optional(builder.typeOf(record)));
}

TEST(FnBuilderDeathTest, ClosedBlocksTakeNothing) {
  types::TypeContext context;
  Function function;
  function.name = "f";
  FnBuilder builder(function, context);
  builder.ret();
  EXPECT_DEATH(builder.constI64(1), "block 0 of f is closed; emitting const");
}

} // namespace flow::ir
