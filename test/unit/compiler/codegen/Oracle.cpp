#include "test/unit/compiler/codegen/Oracle.h"

#include "compiler/ir/FnPrinter.h"
#include "compiler/ir/Interpreter.h"

namespace flow::codegen {

namespace {

const ir::Function &stageOf(const ir::Module &module) {
  for (const ir::Function &function : module.functions)
    if (function.kind == ir::FunctionKind::Stage) return function;
  return module.functions[0];
}

std::string describe(const ir::Values &row) {
  std::string text;
  for (const ir::Value &value : row) text += " " + debugText(value);
  return text;
}

std::vector<TestColumn> columnsOf(const ir::Function &stage, const std::vector<const ir::Values *> &rows) {
  std::vector<TestColumn> columns;
  for (size_t i = 0; i < stage.parameters.size(); ++i) {
    ir::Values values;
    for (const ir::Values *row : rows) values.push_back((*row)[i]);
    // Long texts are kept by the caller's values: a view of a copy would dangle.
    for (size_t row = 0; row < rows.size(); ++row) values[row] = (*rows[row])[i];
    columns.push_back(columnOf(stage.parameters[i], values));
  }
  return columns;
}

class Comparison {
public:
  Comparison(StageHarness &harness) : harness_(harness), stage_(stageOf(harness.module)) {}

  void run(const std::vector<ir::Values> &rows) {
    std::vector<const ir::Values *> good;
    for (const ir::Values &row : rows) {
      ir::Outcome outcome = ir::Interpreter(harness_.module).run(stage_, row);
      if (outcome.kind == ir::Outcome::Kind::Stopped) continue;
      if (outcome.failed()) {
        checkFailure(row, outcome.site);
        continue;
      }
      good.push_back(&row);
      expected_.push_back(std::move(outcome.results));
    }
    for (size_t first = 0; first < good.size(); first += abi::kBatchRows) {
      size_t count = std::min<size_t>(abi::kBatchRows, good.size() - first);
      checkRows({good.begin() + first, good.begin() + first + count}, first);
    }
  }

private:
  void checkFailure(const ir::Values &row, uint32_t site) {
    StageResult result = harness_.run(columnsOf(stage_, {&row}), 1, /*alwaysExact=*/true);
    bool isRight = result.suspect != 0 && result.site == site && result.failedRow == 0;
    if (isRight || ++differences_ > 5) return;
    ADD_FAILURE() << "fails at " << site << ", kernels say " << result.suspect << " and " << result.site << ":"
                  << describe(row) << "\n"
                  << ir::print(harness_.module);
  }

  void checkRows(const std::vector<const ir::Values *> &rows, size_t first) {
    for (bool exact : {false, true}) {
      StageResult result = harness_.run(columnsOf(stage_, rows), static_cast<uint32_t>(rows.size()), exact);
      if (result.site != 0 && ++differences_ <= 5)
        ADD_FAILURE() << "no row fails, but site " << result.site << " does for" << describe(*rows[result.failedRow])
                      << "\n"
                      << ir::print(harness_.module);
      for (size_t row = 0; row < rows.size(); ++row) checkRow(result, row, expected_[first + row], *rows[row]);
    }
  }

  void checkRow(const StageResult &result, size_t row, const ir::Values &expected, const ir::Values &arguments) {
    bool goesOn = !stage_.filters || expected[0].boolean();
    bool isRight = !stage_.filters || result.mask[row] == (goesOn ? 1 : 0);
    std::string got;
    for (size_t i = 0; i < result.outputs.size(); ++i) {
      size_t at = i + (stage_.filters ? 1 : 0);
      ir::Value value = goesOn ? valueAt(stage_.results[at], result.outputs[i], row) : expected[at];
      isRight &= sameBits(value, expected[at]);
      got += " " + debugText(value);
    }
    if (isRight || ++differences_ > 5) return;
    ADD_FAILURE() << "arguments" << describe(arguments) << "\nexpected" << describe(expected) << "\ngot" << got << "\n"
                  << ir::print(harness_.module);
  }

  /// NaNs may differ in their payload.
  static bool sameBits(const ir::Value &a, const ir::Value &b) {
    const auto *x = std::get_if<double>(&a.data), *y = std::get_if<double>(&b.data);
    if (x && y && *x != *x && *y != *y) return true;
    return identical(a, b);
  }

  StageHarness &harness_;
  const ir::Function &stage_;
  std::vector<ir::Values> expected_;
  int differences_ = 0;
};

} // namespace

void compareWithInterpreter(StageHarness &harness, const std::vector<ir::Values> &rows) {
  Comparison(harness).run(rows);
}

} // namespace flow::codegen
