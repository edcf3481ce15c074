#include "compiler/pipeline/RowStream.h"

#include "runtime/abi/Check.h"

#include <algorithm>

namespace flow::pipeline {

using namespace ir;

std::vector<ColumnId> RowStream::startBatch(const std::vector<const Type *> &types) {
  FLOW_CHECK(filters_.empty(), "a filter is pending where a new batch begins");
  columns_.clear();
  std::vector<ColumnId> ids;
  for (const Type *type : types) {
    ids.push_back(static_cast<ColumnId>(columns_.size()));
    columns_.push_back({type, ids.back(), nullptr, {}, 0});
  }
  batchColumns_ = static_cast<uint32_t>(types.size());
  return ids;
}

std::vector<ColumnId> RowStream::inputsOf(const RowFunction &function) const {
  std::vector<ColumnId> inputs;
  for (uint32_t column : function.columns) {
    FLOW_CHECK_NE(row[column], kNoColumn, "an expression reads a column that is not demanded");
    inputs.push_back(row[column]);
  }
  return inputs;
}

void RowStream::forgetUndemanded(const ColumnSet &demanded) {
  for (size_t i = 0; i < row.size(); ++i)
    if (!demanded[i]) row[i] = kNoColumn;
}

void RowStream::filter(const Filter &filter, const ColumnSet &demanded) {
  filters_.push_back({&filter.predicate, inputsOf(filter.predicate)});
  forgetUndemanded(demanded);
}

void RowStream::project(const Project &project, const ColumnSet &demanded) {
  std::vector<ColumnId> next(project.fields.size(), kNoColumn);
  for (uint32_t i : membersOf(demanded)) {
    const ProjectField &field = project.fields[i];
    if (field.isColumn()) {
      next[i] = row[field.column()];
      continue;
    }
    next[i] = static_cast<ColumnId>(columns_.size());
    columns_.push_back({field.computed().type(), {}, &field.computed(), inputsOf(field.computed()), 0});
  }
  row = std::move(next);
}

std::vector<ColumnId> RowStream::demandedColumns() const {
  std::vector<ColumnId> columns;
  for (ColumnId column : row)
    if (column != kNoColumn) columns.push_back(column);
  return columns;
}

/// Ends the stage: evaluates what is pending; the new batch has exactly these columns.
void RowStream::leave(std::vector<ColumnId> leaving, KernelSink &kernels) {
  if (isPending(leaving)) {
    step(buildStage(columns_, filters_, {leaving, {}, {}, false}, kernels));
  } else {
    abi::StageStep selection;
    for (ColumnId id : leaving) selection.outputs.push_back({false, *columns_[id].position});
    step(std::move(selection));
  }
  filters_.clear();
  for (StreamColumn &column : columns_) column.position.reset();
  for (uint32_t i = 0; i < leaving.size(); ++i)
    if (auto &position = columns_[leaving[i]].position; !position) position = i;
  batchColumns_ = static_cast<uint32_t>(leaving.size());
}

static std::vector<ColumnId> withoutRepeats(const std::vector<ColumnId> &columns) {
  std::vector<ColumnId> result;
  for (ColumnId column : columns)
    if (std::find(result.begin(), result.end(), column) == result.end()) result.push_back(column);
  return result;
}

bool RowStream::isPending(const std::vector<ColumnId> &wanted) const {
  return !filters_.empty() ||
         std::any_of(wanted.begin(), wanted.end(), [&](ColumnId id) { return columns_[id].isComputed(); });
}

abi::StageStep RowStream::accumulate(const StageResults &wanted, KernelSink &kernels) {
  abi::StageStep stage = buildStage(columns_, filters_, wanted, kernels);
  filters_.clear();
  return stage;
}

std::vector<uint32_t> RowStream::settle(const std::vector<ColumnId> &wanted, BatchShape shape,
                                        KernelSink &kernels) {
  bool isExact = wanted.size() == batchColumns_;
  for (size_t i = 0; i < wanted.size(); ++i) isExact = isExact && columns_[wanted[i]].position == i;
  std::vector<uint32_t> positions;
  if (shape == BatchShape::Exact) {
    if (isPending(wanted) || !isExact) leave(wanted, kernels);
    for (uint32_t i = 0; i < wanted.size(); ++i) positions.push_back(i);
    return positions;
  }
  if (isPending(wanted)) leave(withoutRepeats(wanted), kernels);
  for (ColumnId id : wanted) positions.push_back(*columns_[id].position);
  return positions;
}

void RowStream::settleRow(KernelSink &kernels) { settle(demandedColumns(), BatchShape::Exact, kernels); }

void RowStream::settleFilters(KernelSink &kernels) {
  if (filters_.empty()) return;
  std::vector<ColumnId> read;
  for (const StreamFilter &filter : filters_)
    read.insert(read.end(), filter.inputs.begin(), filter.inputs.end());
  std::vector<bool> known = computedFor(columns_, read), needed(columns_.size());
  for (ColumnId id : demandedColumns()) needed[id] = true;
  std::vector<ColumnId> leaving;
  for (size_t id = columns_.size(); id-- > 0;) {
    if (!needed[id]) continue;
    if (known[id] || columns_[id].position)
      leaving.push_back(static_cast<ColumnId>(id));
    else
      for (ColumnId input : columns_[id].inputs) needed[input] = true;
  }
  std::reverse(leaving.begin(), leaving.end());
  leave(std::move(leaving), kernels);
}

const abi::TableSource *RowStream::unchangedTable() const {
  bool isUnchanged = pipeline_.steps.empty() && filters_.empty();
  for (ColumnId id : row) isUnchanged &= id == kNoColumn || columns_[id].position.has_value();
  return isUnchanged ? std::get_if<abi::TableSource>(&pipeline_.source) : nullptr;
}

abi::PipelineSpec RowStream::finish(abi::SinkSpec sink) {
  FLOW_CHECK(filters_.empty(), "a filter is pending where a pipeline ends");
  pipeline_.sink = std::move(sink);
  return std::move(pipeline_);
}

} // namespace flow::pipeline
