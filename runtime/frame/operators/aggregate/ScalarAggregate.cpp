#include "runtime/frame/operators/aggregate/ScalarAggregate.h"

#include "runtime/frame/operators/ColumnMemory.h"

namespace flow::frame {

/// One segment at a time.
class ScalarAggregateLocal : public SinkLocal {
public:
  explicit ScalarAggregateLocal(ScalarAggregate &sink)
      : sink_(sink), inputs_(sink.layout_), state_(*sink.query_.memory) {
    for (const auto &fed : sink.layout_.accumulators())
      lanes_.emplace_back(fed.accumulator->laneBytes() / sizeof(double));
    for (const auto &fed : sink.layout_.logs())
      logs_.push_back(fed.accumulator->makeBuilder(*sink.query_.memory));
  }

  Status beginSegment(uint32_t segment) override {
    segment_ = segment;
    rows_ = 0;
    FLOW_TRY(state_.resize(sink_.layout_.rowBytes()));
    state_.fill(0);
    for (auto &lanes : lanes_) std::fill(lanes.begin(), lanes.end(), 0.0);
    for (auto &log : logs_) log->clear();
    heaps_.clear();
    return {};
  }

  Status push(const Batch &batch) override {
    std::span<const AccumulatorInput> inputs = inputs_.prepare(batch);
    for (size_t index = 0; index < lanes_.size(); ++index) {
      const auto &fed = sink_.layout_.accumulators()[index];
      char *lanes = reinterpret_cast<char *>(lanes_[index].data());
      fed.accumulator->updateOne(state_.data(), lanes, rows_, inputs[fed.input]);
    }
    for (size_t index = 0; index < logs_.size(); ++index) {
      FLOW_TRY(logs_[index]->append(nullptr, inputs[sink_.layout_.logs()[index].input]));
    }
    if (sink_.layout_.hasTexts() && batch.heaps) mergeHeaps(heaps_, *batch.heaps);
    rows_ += batch.rows;
    return {};
  }

  Status endSegment() override {
    if (rows_ == 0) return {};
    for (size_t index = 0; index < lanes_.size(); ++index) {
      sink_.layout_.accumulators()[index].accumulator->foldLanes(
          state_.data(), reinterpret_cast<const char *>(lanes_[index].data()));
    }
    ScalarAggregate::Segment result{std::move(state_), {}, std::move(heaps_)};
    state_ = PoolArray<char>(*sink_.query_.memory);
    for (auto &log : logs_) {
      result.logs.emplace_back(log->log().wordsPerValue, *sink_.query_.memory);
      FLOW_TRY(
          result.logs.back().groups.append(std::span(log->log().groups.begin(), log->log().groups.end())));
      FLOW_TRY(result.logs.back().words.append(std::span(log->log().words.begin(), log->log().words.end())));
    }
    sink_.add(segment_, std::move(result));
    return {};
  }

private:
  ScalarAggregate &sink_;
  AggregateInputs inputs_;
  PoolArray<char> state_;
  std::vector<std::vector<double>> lanes_; // of each accumulator; doubles for their alignment
  std::vector<std::unique_ptr<LogBuilder>> logs_;
  HeapList heaps_;
  uint32_t segment_ = 0;
  uint64_t rows_ = 0; // of the segment so far
};

ScalarAggregate::ScalarAggregate(const abi::AggregateSink &spec, std::span<const ColumnType> entering,
                                 RowSpec row, const QueryContext &query)
    : query_(query), layout_(spec.aggregates, entering) {
  FLOW_CHECK(spec.keys.empty(), "keys of an aggregate without groups");
  FLOW_CHECK_EQ(row.size(), spec.aggregates.size(), "columns of an aggregated table");
  table_.row = std::move(row);
}

std::unique_ptr<SinkLocal> ScalarAggregate::makeLocal() {
  return std::make_unique<ScalarAggregateLocal>(*this);
}

void ScalarAggregate::add(uint32_t segment, Segment result) {
  std::lock_guard lock(mutex_);
  if (segments_.size() <= segment) segments_.resize(segment + 1);
  segments_[segment] = std::move(result);
}

Status ScalarAggregate::finish() {
  PoolArray<char> state(*query_.memory);
  FLOW_TRY(state.resize(layout_.rowBytes()));
  state.fill(0);
  StringHeap heap(*query_.memory);
  std::vector<std::unique_ptr<LogMerger>> logs;
  for (const auto &fed : layout_.logs()) logs.push_back(fed.accumulator->makeMerger(*query_.memory));
  const uint32_t group = 0;
  for (std::optional<Segment> &segment : segments_) {
    if (!segment) continue;
    for (const auto &fed : layout_.accumulators()) {
      if (!fed.accumulator->merge(state.data(), &group, segment->state.data(), 1, heap)) return heap.denied();
    }
    for (size_t index = 0; index < logs.size(); ++index) {
      FLOW_TRY(logs[index]->merge(segment->logs[index], 0, segment->logs[index].size(), &group, 0));
    }
    segment.reset();
  }
  for (auto &log : logs) FLOW_TRY(log->seal(state.data(), 1));
  Chunk chunk;
  chunk.rows = 1;
  const char *row = state.data();
  for (size_t output = 0; output < layout_.outputCount(); ++output) {
    Result<Column> column = makeColumn(table_.row[output].type, 1, *query_.memory);
    if (!column.ok()) return column.takeFailure();
    Failure failure;
    if (layout_.finish(output, {&row, 1}, column->data->data(), validityOf(*column), failure) == 0) {
      failure.site = layout_.outputSite(output);
      return failure;
    }
    if (abi::isStringLike(column->type.kind)) column->heaps = heap.blocks();
    dropFullValidity(*column);
    chunk.columns.push_back(std::move(*column));
  }
  table_.chunks.push_back(std::move(chunk));
  return {};
}

} // namespace flow::frame
