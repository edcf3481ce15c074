#pragma once
// Compiles stage functions and runs their kernels over arrays.

#include "compiler/codegen/Codegen.h"
#include "compiler/ir/FnBuilder.h"
#include "compiler/ir/FnMayFail.h"
#include "compiler/ir/FnParser.h"
#include "compiler/ir/FnVerifier.h"

#include <gtest/gtest.h>

#include <cstring>

namespace flow::codegen {

/// A column in memory; `valid` only of nullable ones.
struct TestColumn {
  std::vector<char> data;
  std::vector<uint8_t> valid;

  template <typename T> static TestColumn of(std::vector<T> values, std::vector<uint8_t> valid = {}) {
    TestColumn column;
    const char *bytes = reinterpret_cast<const char *>(values.data());
    column.data.assign(bytes, bytes + values.size() * sizeof(T));
    column.valid = std::move(valid);
    return column;
  }
  /// Filled with a pattern that no right answer has.
  static TestColumn room(size_t rows, size_t bytes, bool nullable) {
    TestColumn column;
    column.data.assign(rows * bytes, '\x5a');
    if (nullable) column.valid.assign(rows, 0x5a);
    return column;
  }
  template <typename T> std::vector<T> as() const {
    std::vector<T> values(data.size() / sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), data.data(), data.size());
    return values;
  }
};

struct StageResult {
  uint32_t suspect = 0; ///< what the fast kernel returned
  uint32_t site = 0;    ///< what the exact kernel returned, if it ran
  uint32_t failedRow = 0;
  std::vector<uint8_t> mask;
  std::vector<TestColumn> outputs;
  abi::FailureText failure;
  uint64_t liveObjects = 0; ///< that nobody gave back
  size_t objectBytes = 0;   ///< of all objects, at most
};

/// A module from text; the first stage of it is run.
class StageHarness {
public:
  explicit StageHarness(const std::string &text, CodegenOptions options = {}) {
    std::string error;
    auto parsed = ir::parseModule(text, context, error);
    EXPECT_TRUE(parsed.has_value()) << error;
    if (!parsed) return;
    module = std::move(*parsed);
    start(std::move(options));
  }
  explicit StageHarness(ir::Module built, CodegenOptions options = {}) : module(std::move(built)) {
    start(std::move(options));
  }

  /// The fast kernel, then the exact one when a row is suspect (or always).
  StageResult run(std::vector<TestColumn> inputs, uint32_t rows, bool alwaysExact = false,
                  const void *captures = nullptr);

  types::TypeContext context;
  ir::Module module;
  std::unique_ptr<CompiledModule> compiled;
  StringHeap *heap = nullptr; ///< of the kernels' context

private:
  void start(CodegenOptions options);
  const ir::Function &stage() const;
};

/// Bytes of one value in a column of the (plain) type.
size_t columnBytes(const types::Type *type);

} // namespace flow::codegen
