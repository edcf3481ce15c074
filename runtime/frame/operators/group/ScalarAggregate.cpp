#include "runtime/frame/operators/group/ScalarAggregate.h"

#include "runtime/frame/operators/ColumnMemory.h"
#include "runtime/frame/operators/FieldCheck.h"
#include "runtime/frame/operators/stage/StageBatch.h"

namespace flow::frame {

/// One segment at a time.
class ScalarAggregateLocal : public SinkLocal {
public:
  explicit ScalarAggregateLocal(ScalarAggregate &sink)
      : sink_(sink), inputs_(sink.layout_), state_(*sink.query_.memory) {
    if (const auto &stage = sink.spec_->stage) {
      accumulators_.emplace(stage->accumulations);
      stage_.emplace(*stage, sink.entering_, sink.setting_);
      stage_->runner().accumulateIn(*accumulators_);
    }
    for (const auto &fed : sink.layout_.accumulators()) {
      lanes_.emplace_back(fed.accumulator->laneBytes() / sizeof(double));
    }
    for (size_t index = 0; index < sink.distinct_.size(); ++index) {
      const LogAccumulator &log = *sink.layout_.logs()[index].accumulator;
      const bool isDistinct = sink.distinct_[index] != nullptr;
      logs_.push_back(isDistinct ? nullptr : log.makeBuilder(*sink.query_.memory));
      distinct_.push_back(
          isDistinct ? std::make_unique<LocalDistinctValues>(*sink.distinct_[index], *log.countedType())
                     : nullptr);
    }
  }

  Status beginSegment(uint32_t segment) override {
    segment_ = segment;
    rows_ = 0;
    hasRows_ = false;
    FLOW_TRY(state_.resize(sink_.layout_.rowBytes()));
    state_.fill(0);
    for (auto &lanes : lanes_) std::fill(lanes.begin(), lanes.end(), 0.0);
    for (auto &values : distinct_) {
      if (values) values->beginSegment(segment);
    }
    for (auto &log : logs_) {
      if (log) log->clear();
    }
    heaps_.clear();
    if (stage_) {
      accumulators_->begin();
      stage_->beginSegment();
    }
    return {};
  }

  Status push(const Batch &batch) override {
    hasRows_ = true;
    if (!stage_) return add(batch);
    StageBatch::Outcome outcome = stage_->evaluate(batch);
    if (outcome.leaving) FLOW_TRY(addLeaving(*outcome.leaving));
    return std::move(outcome.failure);
  }

  Status addLeaving(const Batch &batch) {
    if (!batch.badFields) return add(batch);
    const BadField *bad = firstRead(batch, readBy(sink_.spec_->aggregates));
    return bad ? Status(bad->fault->failure()) : add(batch);
  }

  Status add(const Batch &batch) {
    std::span<const AccumulatorInput> inputs = inputs_.prepare(batch);
    for (size_t index = 0; index < lanes_.size(); ++index) {
      const auto &fed = sink_.layout_.accumulators()[index];
      if (fed.isFused) continue;
      char *lanes = reinterpret_cast<char *>(lanes_[index].data());
      fed.accumulator->updateOne(state_.data(), lanes, rows_, inputs[fed.input]);
    }
    for (size_t index = 0; index < logs_.size(); ++index) {
      const AccumulatorInput &input = inputs[sink_.layout_.logs()[index].input];
      FLOW_TRY(logs_[index] ? logs_[index]->append(nullptr, input)
                            : distinct_[index]->push(input, batch.heaps));
    }
    if (sink_.layout_.hasTexts() && batch.heaps) mergeHeaps(heaps_, *batch.heaps);
    rows_ += batch.rows;
    return {};
  }

  Status endSegment() override {
    for (auto &values : distinct_) {
      if (values) FLOW_TRY(values->endSegment());
    }
    if (!hasRows_) return {};
    if (stage_) sink_.layout_.fold({accumulators_->row().data(), 0, 1, state_.data(), nullptr});
    for (size_t index = 0; index < lanes_.size(); ++index) {
      const auto *lanes = reinterpret_cast<const char *>(lanes_[index].data());
      sink_.layout_.accumulators()[index].accumulator->foldLanes(state_.data(), lanes);
    }
    ScalarAggregate::Segment result{std::move(state_), {}};
    state_ = PoolArray<char>(*sink_.query_.memory);
    for (auto &log : logs_) {
      ValueLog &copy = result.logs.emplace_back(log ? log->log().wordsPerValue : 1, *sink_.query_.memory);
      if (!log) continue;
      FLOW_TRY(copy.groups.append(std::span(log->log().groups.begin(), log->log().groups.end())));
      FLOW_TRY(copy.words.append(std::span(log->log().words.begin(), log->log().words.end())));
    }
    return sink_.add(segment_, std::move(result));
  }

private:
  ScalarAggregate &sink_;
  AggregateInputs inputs_;
  PoolArray<char> state_;
  std::vector<std::vector<double>> lanes_;        // of each accumulator; doubles for their alignment
  std::vector<std::unique_ptr<LogBuilder>> logs_; // of each log one of these two
  std::vector<std::unique_ptr<LocalDistinctValues>> distinct_;
  HeapList heaps_;
  uint32_t segment_ = 0;
  std::optional<StageAccumulators> accumulators_; // when there is a stage
  std::optional<StageBatch> stage_;
  uint64_t rows_ = 0; // of the segment so far, behind the stage
  bool hasRows_ = false;
};

/// The types that aggregates count.
static std::vector<ColumnType> typesBehind(const std::optional<abi::StageStep> &stage, const RowSpec &entering) {
  std::vector<ColumnType> types;
  if (!stage) {
    for (const ColumnSpec &column : entering) types.push_back(column.type);
    return types;
  }
  for (const abi::StageOutput &output : stage->outputs)
    types.push_back(output.computed ? stage->computed[output.index] : entering[output.index].type);
  types.insert(types.end(), stage->accumulated.begin(), stage->accumulated.end());
  return types;
}

ScalarAggregate::ScalarAggregate(const abi::AggregateSink &spec, RowSpec entering, RowSpec row,
                                 const StageSetting &setting)
    : spec_(&spec), entering_(std::move(entering)), setting_(setting), query_(setting.query),
      layout_(spec.aggregates, typesBehind(spec.stage, entering_), spec.stage ? &*spec.stage : nullptr),
      segmentTexts_(*setting.query.memory) {
  FLOW_CHECK(spec.keys.empty(), "keys of an aggregate without groups");
  FLOW_CHECK_EQ(row.size(), spec.aggregates.size(), "columns of an aggregated table");
  table_.row = std::move(row);
  for (const auto &fed : layout_.logs()) {
    std::optional<ColumnType> counted = fed.accumulator->countedType();
    distinct_.push_back(counted ? makeDistinctValues(*counted, *query_.memory) : nullptr);
  }
}

std::unique_ptr<SinkLocal> ScalarAggregate::makeLocal() {
  return std::make_unique<ScalarAggregateLocal>(*this);
}

Status ScalarAggregate::add(uint32_t segment, Segment result) {
  std::lock_guard lock(mutex_);
  for (const auto &fed : layout_.accumulators())
    if (!fed.accumulator->ownText(result.state.data(), segmentTexts_)) return segmentTexts_.denied();
  if (segments_.size() <= segment) segments_.resize(segment + 1);
  segments_[segment] = std::move(result);
  return {};
}

Status ScalarAggregate::finish() {
  PoolArray<char> state(*query_.memory);
  FLOW_TRY(state.resize(layout_.rowBytes()));
  state.fill(0);
  StringHeap heap(*query_.memory);
  FLOW_TRY(mergeSegments(state, heap));
  for (size_t index = 0; index < distinct_.size(); ++index) {
    if (!distinct_[index]) continue;
    FLOW_TRY(distinct_[index]->finish(query_));
    auto *count = reinterpret_cast<CountState *>(state.data() + layout_.logs()[index].accumulator->offset());
    count->count = distinct_[index]->groupCount();
    distinct_[index].reset();
  }
  return makeRow(state, heap);
}

Status ScalarAggregate::mergeSegments(PoolArray<char> &state, StringHeap &heap) {
  std::vector<std::unique_ptr<LogMerger>> logs;
  for (size_t index = 0; index < distinct_.size(); ++index) {
    const LogAccumulator &log = *layout_.logs()[index].accumulator;
    logs.push_back(distinct_[index] ? nullptr : log.makeMerger(*query_.memory));
  }
  const uint32_t group = 0;
  for (std::optional<Segment> &segment : segments_) {
    FLOW_TRY(query_.pollCancelled());
    if (!segment) continue;
    for (const auto &fed : layout_.accumulators()) {
      if (!fed.accumulator->merge(state.data(), &group, segment->state.data(), 1, heap)) return heap.denied();
    }
    for (size_t index = 0; index < logs.size(); ++index) {
      const ValueLog &log = segment->logs[index];
      if (logs[index]) FLOW_TRY(logs[index]->merge(log, 0, log.size(), nullptr, 0));
    }
    segment.reset();
  }
  for (auto &log : logs) {
    if (log) FLOW_TRY(log->seal(state.data(), 1));
  }
  return {};
}

Status ScalarAggregate::makeRow(const PoolArray<char> &state, const StringHeap &heap) {
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
