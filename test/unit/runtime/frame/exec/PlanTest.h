#pragma once
// What tests of plans share: tables made from values, kernels that are C++ functions, and runs of one plan
// with all combinations of threads and batch sizes, whose results must be the same bits.

#include "runtime/abi/Plan.h"
#include "runtime/frame/ValueText.h"
#include "runtime/frame/exec/Executor.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <string>
#include <variant>

namespace flow::frame::test {

using Value = std::variant<std::monostate, int64_t, double, std::string>; // monostate: null
using Row = std::vector<Value>;

inline ColumnType type(ColumnKind kind, bool nullable = false) { return {kind, 0, 0, nullable}; }
inline ColumnType decimal(uint8_t precision, uint8_t scale, bool nullable = false) {
  return {precision <= 18 ? ColumnKind::Decimal64 : ColumnKind::Decimal128, precision, scale, nullable};
}

/// Makes a table of the rows, cut into chunks of these sizes, again and again.
Table makeTable(const RowSpec &row, const std::vector<Row> &rows, const std::vector<uint32_t> &chunkSizes,
                MemoryPool &pool);
/// The rows of a table.
std::vector<Row> rowsOf(const Table &table);
/// Exact to the last bit, and easy to read: one line per row.
std::string dump(const Table &table);
/// As above for a value.
std::string show(const Value &value);
std::string show(const Row &row);

/// Kernels by number.
class FunctionKernels : public KernelProvider {
public:
  void add(abi::StageKernel fast, abi::StageKernel exact = nullptr) { kernels_.push_back({fast, exact}); }
  abi::StageKernel fast(uint32_t kernel) override { return kernels_[kernel].first; }
  Result<abi::StageKernel> exact(uint32_t kernel) override { return kernels_[kernel].second; }

private:
  std::vector<std::pair<abi::StageKernel, abi::StageKernel>> kernels_;
};

/// A plan under construction, its inputs and kernels.
struct PlanRun {
  abi::PlanSpec plan;
  std::vector<Table> inputs;
  FunctionKernels kernels;
  std::vector<char> captures;
  MemoryPool pool;

  /// A source that reads all columns of a new input.
  abi::InputSource input(const RowSpec &row, const std::vector<Row> &rows,
                         const std::vector<uint32_t> &chunkSizes);
  uint32_t table(RowSpec row);
  std::vector<const Table *> inputTables() const;

  Result<Table> run(unsigned threads, uint32_t batchRows, MemoryPool *memory = nullptr);
  /// Runs with 1, 2 and 4 threads and batches of 3, 7 and 1024 rows; all must give the same, which is
  /// returned.
  Table runAll();
  /// The same for a plan that fails.
  Failure failAll();
};

/// Numbers, texts and nulls that hit the corners of operators more often than chance would.
class RandomValues {
public:
  explicit RandomValues(uint32_t seed) : random_(seed) {}
  uint32_t below(uint32_t limit) { return static_cast<uint32_t>(random_() % limit); }
  Value value(const ColumnType &type, uint32_t distinct);
  std::vector<Row> rows(const RowSpec &row, uint32_t count, uint32_t distinct);

private:
  std::mt19937 random_;
};

} // namespace flow::frame::test
