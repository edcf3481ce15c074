// Random expressions over random rows: simplifying changes neither the result nor which operation fails
// first, and the text of what comes out reads back.
#include "compiler/ir/ExprText.h"
#include "compiler/ir/FnMayFail.h"
#include "compiler/ir/Interpreter.h"
#include "compiler/opt/RowFunctionEdit.h"
#include "compiler/opt/Simplify.h"
#include "test/unit/compiler/ir/IrText.h"

#include <random>

namespace flow::opt {

namespace {

/// Over the columns a, b: i8, m, n: i8?, p, q: bool. Each operation that may fail has a site of its own.
class RandomExpression {
public:
  explicit RandomExpression(uint32_t seed) : random_(seed) {}

  std::string make() {
    std::string lets;
    for (int i = pick(4); i > 0; --i) {
      std::string value = boolean(3);
      lets += "let %" + std::to_string(lets_) + " = " + value + " in ";
      ++lets_;
    }
    return lets + (pick(2) ? boolean(5) : optional(4));
  }

private:
  int pick(int count) { return static_cast<int>(random_() % static_cast<uint32_t>(count)); }
  std::string site() { return " !" + std::to_string(1 + sites_++ % 9); }

  std::string integer(int depth) {
    switch (depth <= 0 ? pick(3) : pick(8)) {
    case 0: return std::to_string(pick(5) * 30 - 30) + ": i8";
    case 1: return pick(2) ? ".a" : ".b";
    case 2: return pick(2) ? "get(.m)" : "get(.n)";
    case 3: return "get(" + optional(depth - 1) + ")";
    case 4:
      return "select(" + boolean(depth - 1) + ", " + integer(depth - 1) + ", " + integer(depth - 1) + ")";
    case 5: return "bitand(" + integer(depth - 1) + ", " + integer(depth - 1) + ")";
    default: {
      const char *ops[] = {"add", "sub", "mul", "floordiv", "mod"};
      std::string operands = "(" + integer(depth - 1) + ", " + integer(depth - 1) + ")";
      std::string operation = ops[pick(5)] + operands;
      if (lets_ == 0 || pick(2)) return operation + site();
      // Nothing may depend on what comes out where the guard is false.
      std::string guard = "%" + std::to_string(pick(lets_));
      return "select(" + guard + ", " + operation + " guard " + guard + site() + ", 0: i8)";
    }
    }
  }
  std::string optional(int depth) {
    switch (depth <= 0 ? pick(2) : pick(5)) {
    case 0: return pick(2) ? ".m" : ".n";
    case 1: return "zero: i8?";
    case 2: return "some(" + integer(depth - 1) + ")";
    case 3: return "optional(get(.m), has(.m))";
    default: { // the value is zero when absent, as the op asks
      std::string present = pick(2) ? "has(.n)" : ".p";
      return "optional(select(" + present + ", " + integer(depth - 1) + ", 0: i8), " + present + ")";
    }
    }
  }
  std::string boolean(int depth) {
    switch (depth <= 0 ? pick(3) : pick(9)) {
    case 0: return pick(2) ? ".p" : ".q";
    case 1: return pick(4) == 0 ? "true" : pick(3) == 0 ? "false" : "has(.n)";
    case 2: return lets_ != 0 ? "%" + std::to_string(pick(lets_)) : "has(.m)";
    case 3: return "not(" + boolean(depth - 1) + ")";
    case 4: return "has(" + optional(depth - 1) + ")";
    case 5:
      return "select(" + boolean(depth - 1) + ", " + boolean(depth - 1) + ", " + boolean(depth - 1) + ")";
    case 6: {
      const char *ops[] = {"eq", "ne", "lt", "le"};
      return std::string(ops[pick(4)]) + "(" + integer(depth - 1) + ", " + integer(depth - 1) + ")";
    }
    default: return (pick(2) ? "and(" : "or(") + boolean(depth - 1) + ", " + boolean(depth - 1) + ")";
    }
  }

  std::mt19937 random_;
  int lets_ = 0, sites_ = 0;
};

std::string run(const ir::RowFunction &function, const ir::Module &module, const ir::Values &row) {
  ir::Values arguments;
  for (uint32_t column : function.columns) arguments.push_back(row[column]);
  ir::Outcome outcome = ir::Interpreter(module).run(function.body, arguments);
  return outcome.failed() ? "!" + std::to_string(outcome.site) : ir::debugText(outcome.results.at(0));
}

} // namespace

TEST(RandomExpressions, SimplifyingKeepsResultsAndFailures) {
  types::TypeContext context;
  const types::Type *i8 = context.scalar(types::TypeKind::I8);
  ir::RowsInSight rows = {context.record({{"a", i8},
                                          {"b", i8},
                                          {"m", context.optional(i8)},
                                          {"n", context.optional(i8)},
                                          {"p", context.boolean()},
                                          {"q", context.boolean()}})};
  ir::Module module;
  module.sites.resize(9);
  for (uint32_t seed = 1; seed <= 3000; ++seed) {
    std::string text = RandomExpression(seed).make();
    TextCursor cursor(text);
    auto before = ir::parseRowFunction(cursor, rows, {}, context, &module);
    ASSERT_TRUE(before && cursor.atEnd()) << text << "\n" << cursor.error();
    ir::RowFunction after = *before;
    simplify(after.body, module);
    dropUnusedParameters(after);
    after.body.mayFail = ir::mayFailIn(after.body, &module);
    std::string simplified = ir::print(after, rows, context, &module);
    for (const std::string &problem : ir::verify(after.body, &module))
      FAIL() << text << "\n" << simplified << problem;
    TextCursor again(simplified);
    auto reread = ir::parseRowFunction(again, rows, {}, context, &module);
    ASSERT_TRUE(reread) << simplified << "\n" << again.error();
    ASSERT_EQ(ir::print(*reread, rows, context, &module), simplified);

    std::mt19937 random(seed);
    for (int i = 0; i < 8; ++i) {
      ir::Values row;
      for (int column = 0; column < 6; ++column) {
        bool isNone = (column == 2 || column == 3) && random() % 3 == 0;
        int range = column < 4 ? 5 : 2;
        auto value = static_cast<__int128>(random() % static_cast<uint32_t>(range));
        row.push_back(isNone ? ir::Value::none() : ir::Value::integer(column < 4 ? value * 40 - 80 : value));
      }
      std::string expected = run(*before, module, row);
      ASSERT_EQ(run(after, module, row), expected) << text << "\n" << simplified;
      ASSERT_EQ(run(*reread, module, row), expected) << simplified;
    }
  }
}

} // namespace flow::opt
