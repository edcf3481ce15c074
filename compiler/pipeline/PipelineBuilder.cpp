#include "compiler/pipeline/PipelineBuilder.h"

#include "compiler/pipeline/PipelineVerifier.h"
#include "compiler/pipeline/PlanCutter.h"
#include "compiler/types/ColumnTypes.h"
#include "runtime/abi/Check.h"

namespace flow::pipeline {

using namespace ir;

PlanCutter::PlanCutter(const PlanGraph &graph, uint32_t planNumber, Module &module)
    : graph_(graph), captures_(graph.captures), sources_(graph, captures_),
      kernels_{graph, module, "plan" + std::to_string(planNumber) + ".", spec_.kernels},
      demand_(findDemand(graph)) {}

abi::PlanSpec PlanCutter::run() {
  countUsers();
  for (const PlanNode *node : graph_.reachable()) cut(*node);
  nameResult();
  return std::move(spec_);
}

void PlanCutter::countUsers() {
  for (const PlanNode *node : graph_.reachable())
    for (const PlanNode *input : node->inputs) ++users_[input];
}

void PlanCutter::cut(const PlanNode &node) {
  std::visit([&](const auto &payload) { add(node, payload); }, node.payload);
}

/// A node with one user passes its stream on; one with several is stored here, once.
void PlanCutter::keep(const PlanNode &node, RowStream stream) {
  if (users_[&node] != 1)
    collect(node, std::move(stream));
  else
    streams_.emplace(&node, std::move(stream));
}

RowStream PlanCutter::inputOf(const PlanNode &node, size_t input) {
  const PlanNode &from = *node.input(input);
  ColumnSet demanded = inputDemand(node, input, demandOf(node));
  if (auto stored = tables_.find(&from); stored != tables_.end())
    return sources_.table(stored->second, from, demanded);
  auto stream = streams_.find(&from);
  if (stream == streams_.end()) return sources_.scan(from, demanded); // a cheap one
  RowStream taken = std::move(stream->second);
  streams_.erase(stream);
  return taken;
}

template <typename Scan> void PlanCutter::add(const PlanNode &node, const Scan &) {
  if (Sources::isCheap(node) && &node != graph_.root) return;
  keep(node, sources_.scan(node, demandOf(node)));
}

void PlanCutter::add(const PlanNode &node, const Filter &filter) {
  RowStream stream = inputOf(node);
  stream.filter(filter, demandOf(node));
  keep(node, std::move(stream));
}

void PlanCutter::add(const PlanNode &node, const Project &project) {
  RowStream stream = inputOf(node);
  stream.project(project, demandOf(node));
  keep(node, std::move(stream));
}

void PlanCutter::add(const PlanNode &node, const Take &take) {
  RowStream stream = inputOf(node);
  stream.settleFilters(kernels_); // computed columns wait: rows that are not taken must not fail
  stream.step(abi::TakeStep{take.skip, take.count, captures_.offset(take.countCapture), take.site,
                             captures_.offset(take.skipCapture)});
  keep(node, std::move(stream));
}

void PlanCutter::add(const PlanNode &node, const Sort &sort) {
  RowStream stream = inputOf(node);
  ColumnSet columns = inputDemand(node, 0, demandOf(node));
  stream.settleRow(kernels_);
  abi::SortSink sink;
  sink.table = storeTable(node, columns);
  sink.limit = sort.limit;
  sink.limitCapture = captures_.offset(sort.limitCapture);
  for (abi::SortKey key : sort.keys) {
    key.column = tables_.at(&node).columns[key.column];
    sink.keys.push_back(key);
  }
  finish(std::move(stream), std::move(sink));
}

void PlanCutter::add(const PlanNode &node, const Distinct &distinct) {
  RowStream stream = inputOf(node);
  ColumnSet columns = inputDemand(node, 0, demandOf(node));
  stream.settleRow(kernels_);
  abi::DistinctSink sink{storeTable(node, columns), {}, distinct.keepsLast};
  for (uint32_t key : distinct.keys) sink.keys.push_back(tables_.at(&node).columns[key]);
  finish(std::move(stream), std::move(sink));
}

void PlanCutter::add(const PlanNode &node, const Union &) {
  uint32_t table = storeTable(node, demandOf(node));
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    RowStream stream = inputOf(node, i);
    stream.settleRow(kernels_);
    noteFieldSites(tables_.at(&node), stream);
    finish(std::move(stream), abi::CollectSink{table});
  }
}

void PlanCutter::add(const PlanNode &node, const WriteCsv &write) {
  RowStream stream = inputOf(node);
  stream.settleRow(kernels_);
  finish(std::move(stream),
         abi::WriteCsvSink{captures_.operand(write.path), types::rowSpecOf(node.row), write.site});
}

void PlanCutter::add(const PlanNode &node, const WriteParquet &write) {
  RowStream stream = inputOf(node);
  stream.settleRow(kernels_);
  finish(std::move(stream), abi::WriteParquetSink{captures_.operand(write.path), types::rowSpecOf(node.row),
                                                  write.compression, write.site});
}

uint32_t PlanCutter::newTable(abi::RowSpec row) {
  spec_.tables.push_back(std::move(row));
  return static_cast<uint32_t>(spec_.tables.size() - 1);
}

abi::RowSpec PlanCutter::rowOf(const PlanNode &node, const ColumnSet &columns) const {
  abi::RowSpec row;
  for (uint32_t column : membersOf(columns))
    row.push_back({node.columns()[column].name, *types::columnTypeOf(node.columns()[column].type)});
  return row;
}

uint32_t PlanCutter::storeTable(const PlanNode &node, const ColumnSet &columns) {
  StoredTable stored{newTable(rowOf(node, columns)), std::vector<uint32_t>(columns.size(), kNoColumn)};
  uint32_t next = 0;
  for (uint32_t column : membersOf(columns)) stored.columns[column] = next++;
  return tables_.emplace(&node, std::move(stored)).first->second.table;
}

/// Rows that are those of a table already need no copy.
void PlanCutter::collect(const PlanNode &node, RowStream stream) {
  const abi::TableSource *source = stream.unchangedTable();
  std::vector<ColumnId> demanded = stream.demandedColumns();
  bool isWhole = source && demanded.size() == spec_.tables[source->table].size();
  for (size_t i = 0; isWhole && i < demanded.size(); ++i)
    isWhole = source->columns[*stream.position(demanded[i])] == i;
  if (source && (isWhole || &node != graph_.root)) {
    StoredTable stored{source->table, std::vector<uint32_t>(stream.row.size(), kNoColumn)};
    stored.fieldSites.resize(spec_.tables[source->table].size());
    for (size_t i = 0; i < stream.row.size(); ++i) {
      if (stream.row[i] == kNoColumn) continue;
      stored.columns[i] = source->columns[*stream.position(stream.row[i])];
      stored.fieldSites[stored.columns[i]] = stream.columns()[stream.row[i]].fieldSite;
    }
    tables_.emplace(&node, std::move(stored));
    return;
  }
  stream.settleRow(kernels_);
  uint32_t table = storeTable(node, demandOf(node));
  noteFieldSites(tables_.at(&node), stream);
  finish(std::move(stream), abi::CollectSink{table});
}

/// A collected table keeps fields that nobody has read.
void PlanCutter::noteFieldSites(StoredTable &stored, const RowStream &settled) {
  std::vector<ColumnId> columns = settled.demandedColumns();
  stored.fieldSites.resize(columns.size());
  for (size_t i = 0; i < columns.size(); ++i)
    stored.fieldSites[i] = std::max(stored.fieldSites[i], settled.columns()[columns[i]].fieldSite);
}

void PlanCutter::nameResult() {
  auto result = tables_.find(graph_.root);
  if (result == tables_.end()) return; // a file was written
  spec_.result = result->second.table;
  abi::RowSpec &row = spec_.tables[spec_.result];
  for (size_t i = 0; i < row.size(); ++i) row[i].name = graph_.root->columns()[i].name;
}

abi::PlanSpec buildPipelines(const PlanGraph &graph, uint32_t planNumber, Module &module) {
  FLOW_CHECK(graph.root != nullptr, "a plan has a root");
  abi::PlanSpec spec = PlanCutter(graph, planNumber, module).run();
  for (const std::string &problem : verifyPipelines(spec, module)) FLOW_CHECK(problem.empty(), problem);
  return spec;
}

} // namespace flow::pipeline
