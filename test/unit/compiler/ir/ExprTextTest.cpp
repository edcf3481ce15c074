#include "compiler/ir/ExprText.h"

#include "compiler/ir/FnBuilder.h"
#include "test/unit/compiler/ir/IrText.h"

namespace flow::ir {

namespace {

class ExprText : public testing::Test {
protected:
  types::TypeContext context_;
  RowsInSight rows_ = {context_.record({{"a", context_.i64()},
                                        {"b", context_.optional(context_.i64())},
                                        {"odd name", context_.str()},
                                        {"d", context_.decimal(12, 2)}})};
  CaptureList captures_ = {{context_.i64(), context_.str()}};

  RowFunction parse(const std::string &text, const Module *module = nullptr) {
    TextCursor cursor(text);
    auto function = parseRowFunction(cursor, rows_, captures_, context_, module);
    EXPECT_TRUE(function && cursor.atEnd()) << text << "\n" << cursor.error();
    if (function)
      for (const std::string &problem : verify(function->body, module))
        ADD_FAILURE() << text << "\n" << problem;
    return function ? std::move(*function) : RowFunction{};
  }
};

} // namespace

TEST_F(ExprText, PrintsWhatItRead) {
  for (const char *text : {
           ".a",
           "$1",
           "5",
           "-1.5",
           "nan",
           "true",
           "\"text\"",
           "5: i32",
           "zero: i64?",
           "125: decimal[12,2]",
           "lt(.a, $0)",
           "eq(.`odd name`, $1)",
           "optional(mul(get(.b), 2) guard has(.b) !3, has(.b))",
           "add(.a, 1) guard eq(.a, 1) !1",
           "add(.a, 1) guard (builtin @StrContains($1, \"x\"): bool) !1",
           "mul(.d, .d): decimal[24,4] !1",
           "convert(.a): f64",
           "text \">8,\"(.a)",
           "builtin @StrChr(.a): str !2",
           "field #0(record(.a, .b): (i64, i64?))",
           "let %0 = has(.b) in and(%0, %0)",
           "let %0 = add(.a, 1) !1 in sub(%0, add(%0, %0) !2) !3",
           "let %0 = add(.a, 1) !1 in .a",
       }) {
    RowFunction function = parse(text);
    EXPECT_EQ(print(function, rows_, context_), text);
  }
}

TEST_F(ExprText, WhatIsImpliedIsNotPrinted) {
  EXPECT_EQ(print(parse("add(.a, 1: i64): i64 guard (eq(.a, 5)) !1"), rows_, context_),
            "add(.a, 1) guard eq(.a, 5) !1");
  EXPECT_EQ(print(parse("let %0 = neg(.a) !1 in %0"), rows_, context_), "neg(.a) !1");
}

TEST_F(ExprText, CalleesHaveNames) {
  Module module = moduleOf("fn @half(%0: f64) -> f64 {\nb0:\n  return %0\n}\n", context_);
  RowFunction function = parse("call @half(convert(.a): f64): f64", &module);
  EXPECT_FALSE(function.body.mayFail);
  EXPECT_EQ(print(function, rows_, context_, &module), "call @half(convert(.a): f64): f64");
}

TEST_F(ExprText, SidesOfAJoin) {
  rows_.push_back(rows_[0]);
  RowFunction function = parse("lt(left.a, right.a)");
  EXPECT_EQ(function.columns, (std::vector<uint32_t>{0, 4}));
  EXPECT_EQ(print(function, rows_, context_), "lt(left.a, right.a)");
}

TEST_F(ExprText, EachColumnIsOneParameter) {
  RowFunction function = parse("add(sub(.a, $0) !1, .a) !2");
  EXPECT_EQ(function.columns, (std::vector<uint32_t>{0}));
  EXPECT_EQ(function.captures, (std::vector<uint32_t>{0}));
  EXPECT_EQ(function.body.columnParameters, 1u);
  EXPECT_TRUE(function.body.mayFail);
}

/// What is evaluated out of place must be bound, or reading the text back would change which failure comes
/// first.
TEST_F(ExprText, OrderOfEvaluationIsKept) {
  RowFunction function;
  function.body.kind = FunctionKind::Stage;
  FnBuilder builder(function.body, context_);
  ValueId a = builder.columnParameter(context_.i64());
  function.columns = {0};
  builder.result(context_.i64());
  ValueId first = builder.emit(Op::Negate, {a}, {.site = 1});
  ValueId second = builder.emit(Op::Add, {a, a}, {.site = 2});
  builder.ret({builder.emit(Op::Subtract, {second, first}, {.site = 3})});
  std::string text = "let %0 = neg(.a) !1 in let %1 = add(.a, .a) !2 in sub(%1, %0) !3";
  EXPECT_EQ(print(function, rows_, context_), text);
  EXPECT_EQ(print(parse(text), rows_, context_), text);
}

TEST_F(ExprText, BlocksAreSpeltOut) {
  std::string text = "do(.a, $0) -> i64 {\n"
                     "  slot $0 x: i64\n"
                     "b0:\n"
                     "  %2: bool = lt %0, %1\n"
                     "  branch %2, b1, b2(%0)\n"
                     "b1:\n"
                     "  jump b2(%1)\n"
                     "b2(%3: i64):\n"
                     "  return %3\n"
                     "}";
  RowFunction function = parse(text);
  EXPECT_EQ(function.columns.size(), 1u);
  EXPECT_EQ(print(function, rows_, context_), text);
}

} // namespace flow::ir
