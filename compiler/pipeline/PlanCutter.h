#pragma once
// The forward walk of buildPipelines: nodes in order, each after its inputs. What a node leaves is either a
// stream, which its only user carries on, or a stored table, which any number of users read.

#include "compiler/pipeline/Captures.h"
#include "compiler/pipeline/Demand.h"
#include "compiler/pipeline/RowStream.h"
#include "compiler/pipeline/Sources.h"
#include "runtime/abi/Plan.h"

namespace flow::pipeline {

class PlanCutter {
public:
  PlanCutter(const ir::PlanGraph &graph, uint32_t planNumber, ir::Module &module);
  abi::PlanSpec run();

private:
  void countUsers();
  void cut(const ir::PlanNode &node);
  /// A stream of the rows of an input, with what the node demands of it.
  RowStream inputOf(const ir::PlanNode &node, size_t input = 0);
  void keep(const ir::PlanNode &node, RowStream stream);
  const ColumnSet &demandOf(const ir::PlanNode &node) const { return demand_.at(&node); }

  // ---- by op: leave a stream or a table
  void add(const ir::PlanNode &node, const ir::Filter &filter);
  void add(const ir::PlanNode &node, const ir::Project &project);
  void add(const ir::PlanNode &node, const ir::Take &take);
  void add(const ir::PlanNode &node, const ir::Join &join);
  void add(const ir::PlanNode &node, const ir::Sort &sort);
  void add(const ir::PlanNode &node, const ir::Distinct &distinct);
  void add(const ir::PlanNode &node, const ir::Aggregate &aggregate);
  void add(const ir::PlanNode &node, const ir::Union &);
  void add(const ir::PlanNode &node, const ir::WriteCsv &write);
  void add(const ir::PlanNode &node, const ir::WriteParquet &write);
  template <typename Scan> void add(const ir::PlanNode &node, const Scan &);

  // ---- aggregates (AggregatePipelines.cpp)
  /// The columns of the table that are aggregates, and somebody reads.
  std::vector<uint32_t> readAggregates(const ir::PlanNode &node, const ir::Aggregate &aggregate) const;
  abi::AggregateSpec specOf(const ir::PlanNode &node, const ir::Aggregate &aggregate, uint32_t column) const;
  // Sinks but for their tables; the stream is settled.
  abi::AggregateSink aggregateAll(const ir::PlanNode &node, const ir::Aggregate &aggregate, RowStream &stream);
  abi::AggregateSink aggregateGroups(const ir::PlanNode &node, const ir::Aggregate &aggregate, RowStream &stream);
  abi::AggregateSink aggregateColumns(const ir::PlanNode &node, const ir::Aggregate &aggregate, RowStream &stream);

  // ---- joins (JoinPipelines.cpp)
  struct BuildTable {
    uint32_t number = 0;
    std::vector<uint32_t> columns;       ///< by column of the right row: that of the table, or kNoColumn
    std::vector<const ir::Type *> types; ///< by column of the table
  };
  BuildTable buildSide(const ir::PlanNode &node, const ir::Join &join);
  abi::ProbeStep reduction(const ir::PlanNode &node, const ir::Join &join, const RowStream &right);
  abi::StageStep conditionOf(const ir::Join &join, const RowStream &left, const BuildTable &table);
  void startJoined(const ir::PlanNode &node, const ir::Join &join, const BuildTable &table, RowStream &left,
                   abi::ProbeStep &probe);

  // ---- ends of pipelines
  void finish(RowStream stream, abi::SinkSpec sink) {
    spec_.pipelines.push_back(stream.finish(std::move(sink)));
  }
  uint32_t newTable(abi::RowSpec row);
  /// Stores the row, settled, in a table of its own, and notes it as the node's.
  uint32_t storeTable(const ir::PlanNode &node, const ColumnSet &columns);
  void collect(const ir::PlanNode &node, RowStream stream);
  static void noteFieldSites(StoredTable &stored, const RowStream &settled);
  void nameResult();
  abi::RowSpec rowOf(const ir::PlanNode &node, const ColumnSet &columns) const;

  const ir::PlanGraph &graph_;
  CaptureMap captures_;
  Sources sources_;
  abi::PlanSpec spec_;
  KernelSink kernels_;
  std::unordered_map<const ir::PlanNode *, ColumnSet> demand_;
  std::unordered_map<const ir::PlanNode *, uint32_t> users_;
  std::unordered_map<const ir::PlanNode *, RowStream> streams_;
  std::unordered_map<const ir::PlanNode *, StoredTable> tables_;
};

} // namespace flow::pipeline
