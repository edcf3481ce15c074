#pragma once
// Where pipelines begin: scans that read only what is demanded, and tables that earlier pipelines left.

#include "compiler/pipeline/Captures.h"
#include "compiler/pipeline/RowStream.h"

namespace flow::pipeline {

/// A node whose rows an earlier pipeline left.
struct StoredTable {
  uint32_t table = 0;
  std::vector<uint32_t> columns; ///< by column of the node: that of the table, or kNoColumn
  std::vector<uint32_t> fieldSites = {}; ///< by column of the table, as StreamColumn's; none: no field is bad
};

class Sources {
public:
  Sources(const ir::PlanGraph &graph, const CaptureMap &captures) : graph_(graph), captures_(captures) {}

  /// Reading it again costs nothing, so several users each do.
  static bool isCheap(const ir::PlanNode &node);
  /// The rows of a scan.
  RowStream scan(const ir::PlanNode &node, const ColumnSet &demanded);
  RowStream table(const StoredTable &stored, const ir::PlanNode &node, const ColumnSet &demanded);

private:
  abi::SourceSpec source(const ir::ScanCsv &scan, const std::vector<uint32_t> &demanded);
  abi::SourceSpec source(const ir::ScanBadCsv &scan, const std::vector<uint32_t> &demanded);
  abi::SourceSpec source(const ir::ScanParquet &scan, const std::vector<uint32_t> &demanded);
  abi::SourceSpec source(const ir::ScanRows &scan, const std::vector<uint32_t> &demanded);
  abi::SourceSpec source(const ir::ScanRange &scan, const std::vector<uint32_t> &demanded);
  abi::SourceSpec source(const ir::ScanTable &scan, const std::vector<uint32_t> &demanded);
  template <typename Other> abi::SourceSpec source(const Other &, const std::vector<uint32_t> &);

  const ir::PlanGraph &graph_;
  const CaptureMap &captures_;
  std::unordered_map<uint32_t, uint32_t> inputs_; ///< numbers of captured tables, by capture
};

} // namespace flow::pipeline
