#pragma once
// Evaluates plans over a few rows, one operator after the other, in the plainest way: what the optimizer must
// not change. It knows the operators that the random plans of the tests have.

#include "compiler/ir/Interpreter.h"
#include "compiler/ir/Plan.h"

#include <unordered_map>

namespace flow::opt {

using Row = ir::Values;
using Table = std::vector<Row>;

class PlanEvaluator {
public:
  /// `inputs` are the whole tables that ScanTable names, by capture.
  PlanEvaluator(const ir::PlanGraph &plan, const ir::Module &module, const std::vector<Table> &inputs)
      : plan_(plan), module_(module), inputs_(inputs) {}

  /// The rows of the root, or nothing when some row fails.
  std::optional<Table> run();

private:
  Table evaluate(const ir::PlanNode &node);
  Table scan(const ir::ScanTable &scan) const;
  Table filter(const ir::Filter &filter, const Table &rows);
  Table project(const ir::Project &project, const Table &rows);
  Table sort(const ir::Sort &sort, const Table &rows) const;
  Table take(const ir::Take &take, const Table &rows) const;
  Table distinct(const ir::Distinct &distinct, const Table &rows) const;
  Table join(const ir::Join &join, const Table &left, const Table &right, size_t rightColumns);
  Table aggregate(const ir::Aggregate &aggregate, const Table &rows);
  ir::Value aggregated(const ir::AggregateField &field, const Table &group);
  ir::Value compute(const ir::RowFunction &function, const Row &row);
  const Table &of(const ir::PlanNode *node) const { return tables_.at(node); }

  const ir::PlanGraph &plan_;
  const ir::Module &module_;
  const std::vector<Table> &inputs_;
  std::unordered_map<const ir::PlanNode *, Table> tables_;
  bool failed_ = false;
};

/// Text of a table, to compare and to show.
std::string debugText(const Table &table);

} // namespace flow::opt
