#include "runtime/frame/operators/join/JoinBuild.h"

#include "runtime/frame/operators/Selection.h"

namespace flow::frame {

class JoinBuildLocal : public SinkLocal {
public:
  explicit JoinBuildLocal(JoinBuild &sink)
      : sink_(sink), rows_(sink.row_, *sink.query_.memory), keys_(*sink.query_.memory),
        matchable_(*sink.query_.memory), views_(sink.keyColumns_.size()), mask_(abi::kBatchRows) {}

  Status beginSegment(uint32_t segment) override {
    segment_ = segment;
    return {};
  }

  Status push(const Batch &batch) override {
    for (size_t key = 0; key < views_.size(); ++key) views_[key] = batch.columns[sink_.keyColumns_[key]];
    if (!findMatchable(views_, batch.rows, mask_.data())) {
      FLOW_TRY(rows_.append(batch));
      return appendKeys(batch.rows);
    }
    selection_.setFromMask(mask_.data(), batch.rows);
    FLOW_TRY(rows_.appendRows(batch, selection_.span()));
    for (size_t key = 0; key < views_.size(); ++key) {
      views_[key].valid = nullptr; // of the rows that stay
      Result<ColumnView> kept = matchable_.gather(key, views_[key], selection_);
      if (!kept.ok()) return kept.takeFailure();
      views_[key] = *kept;
    }
    return appendKeys(selection_.count);
  }

  Status endSegment() override {
    Result<Table> table = rows_.finish();
    if (!table.ok()) return table.takeFailure();
    sink_.add(segment_, std::move(table->chunks), std::move(keys_));
    keys_ = KeyRun(*sink_.query_.memory);
    return {};
  }

private:
  Status appendKeys(uint32_t rows) {
    const size_t before = keys_.size();
    FLOW_TRY(keys_.resize(before + size_t(rows) * sink_.keys_.words()));
    sink_.keys_.pack(views_, rows, keys_.data() + before);
    return {};
  }

  JoinBuild &sink_;
  TableBuilder rows_;
  KeyRun keys_;
  BatchBuffer matchable_;
  std::vector<ColumnView> views_;
  std::vector<uint8_t> mask_;
  Selection selection_;
  uint32_t segment_ = 0;
};

namespace {

KeyLayout layoutOf(const abi::JoinBuildSink &spec, const RowSpec &row) {
  std::vector<ColumnType> types;
  for (uint32_t key : spec.keys) types.push_back(row[key].type);
  return joinKeyLayout(types);
}

} // namespace

JoinBuild::JoinBuild(const abi::JoinBuildSink &spec, RowSpec row, const QueryContext &query)
    : keyColumns_(spec.keys), row_(std::move(row)), query_(query), keys_(layoutOf(spec, row_)) {}

std::unique_ptr<SinkLocal> JoinBuild::makeLocal() { return std::make_unique<JoinBuildLocal>(*this); }

void JoinBuild::add(uint32_t segment, std::vector<Chunk> chunks, KeyRun keys) {
  segments_.add(segment, std::move(chunks));
  if (keys.empty()) return;
  std::lock_guard lock(mutex_);
  if (runs_.size() <= segment) runs_.resize(segment + 1);
  runs_[segment] = std::move(keys);
}

Status JoinBuild::finish() {
  Result<std::vector<Chunk>> chunks = segments_.takeChunks(row_, *query_.memory);
  if (!chunks.ok()) return chunks.takeFailure();
  if (chunks->size() > StoredRows::kChunksMax) {
    return Status::fail(FailureKind::OutOfMemory, "the right side of the join has too many rows");
  }
  table_ = std::make_unique<JoinTable>(keys_, StoredRows(row_, std::move(*chunks)), *query_.memory);
  std::vector<KeyRun> runs;
  for (std::optional<KeyRun> &run : runs_) {
    if (run) runs.push_back(std::move(*run));
  }
  runs_.clear();
  return table_->index.build(std::move(runs), table_->rows, query_);
}

} // namespace flow::frame
