#include "runtime/frame/operators/join/ProbeOperator.h"

#include "runtime/frame/ValueText.h"

namespace flow::frame {

/// The further condition of a join: its stage runs over batches of candidate pairs, with just the columns
/// that it reads.
struct ProbeOperator::Condition {
  Condition(const abi::StageStep &spec, const RowSpec &entering, const StoredRows &build,
            const StageSetting &setting)
      : stage(spec), inputs(build, pick(spec, entering.size(), true), pick(spec, entering.size(), false),
                            false, *setting.query.memory),
        runner(stage, renumber(entering, build.row()), setting) {}

  /// The columns of one side that the stage reads; of the probe side the entering ones, of the build side the
  /// others.
  static std::vector<uint32_t> pick(const abi::StageStep &spec, size_t probeColumns, bool ofProbe) {
    std::vector<uint32_t> picked;
    for (uint32_t input : spec.inputs) {
      if ((input < probeColumns) != ofProbe) continue;
      picked.push_back(ofProbe ? input : input - static_cast<uint32_t>(probeColumns));
    }
    return picked;
  }
  /// Makes the inputs of the stage count the columns of `inputs`; gives their row.
  RowSpec renumber(const RowSpec &entering, const RowSpec &build) {
    RowSpec row;
    auto probeInputs = pick(stage, entering.size(), true), buildInputs = pick(stage, entering.size(), false);
    for (uint32_t column : probeInputs) row.push_back(entering[column]);
    for (uint32_t column : buildInputs) row.push_back(build[column]);
    uint32_t nextProbe = 0, nextBuild = static_cast<uint32_t>(probeInputs.size());
    for (uint32_t &input : stage.inputs) input = input < entering.size() ? nextProbe++ : nextBuild++;
    return row;
  }

  abi::StageStep stage;
  PairGatherer inputs;
  StageRunner runner;
  PairList candidates;
  uint64_t firstPair = 0; // of the next candidates, in the segment
};

ProbeOperator::ProbeOperator(const abi::ProbeStep &spec, const JoinTable &table, const RowSpec &entering,
                             const StageSetting &setting, int number, ChainState &chain)
    : Step(number, chain), spec_(&spec), plan_(setting.plan), entering_(entering), table_(&table),
      outputRows_(setting.query.batchRows),
      output_(table.rows, spec.probeOutputs, spec.buildOutputs, spec.kind == abi::JoinKind::Left,
              *setting.query.memory),
      condition_(spec.condition ? new Condition(*spec.condition, entering, table.rows, setting) : nullptr,
                 [](Condition *condition) { delete condition; }),
      keys_(spec.keys.size()), packed_(*setting.query.memory) {}

Status ProbeOperator::beginSegment(uint32_t segment) {
  if (condition_) {
    condition_->runner.beginSegment();
    condition_->firstPair = 0;
  }
  return Step::beginSegment(segment);
}

Status ProbeOperator::find(const Batch &batch) {
  for (size_t key = 0; key < keys_.size(); ++key) {
    keys_[key] = batch.columns[spec_->keys[key]];
  }
  FLOW_TRY(packed_.resize(size_t(batch.rows) * table_->keys.words()));
  table_->keys.pack(keys_, batch.rows, packed_.data());
  bool hasMask = findMatchable(keys_, batch.rows, matchable_.data());
  table_->index.findFirst(packed_.data(), hasMask ? matchable_.data() : nullptr, batch.rows, matches_.data());
  return {};
}

Status ProbeOperator::push(const Batch &batch) {
  if (Status status = find(batch); !status.ok()) return failed(std::move(status));
  if (condition_) return passConditional(batch);
  if (keepsOneSide()) {
    for (uint32_t row = 0; row < batch.rows; ++row) isMatched_[row] = matches_[row] != JoinIndex::kNone;
    return passSelected(batch, spec_->kind == abi::JoinKind::Semi);
  }
  return table_->index.hasRepeatedKeys() ? passMany(batch) : passSingle(batch);
}

/// Semi and anti join: the rows for which isMatched_ is `matching`.
Status ProbeOperator::passSelected(const Batch &batch, bool matching) {
  if (!matching) {
    for (uint32_t row = 0; row < batch.rows; ++row) isMatched_[row] ^= 1;
  }
  selection_.setFromMask(isMatched_.data(), batch.rows);
  pairs_.count = 0;
  for (uint32_t row : selection_.span()) pairs_.add(row, StoredRows::kNoRow);
  return flush(batch);
}

/// Each row has one match or none.
Status ProbeOperator::passSingle(const Batch &batch) {
  pairs_.count = 0;
  for (uint32_t row = 0; row < batch.rows; ++row) {
    const bool isMatched = matches_[row] != JoinIndex::kNone;
    pairs_.probeRows[pairs_.count] = row;
    pairs_.buildRows[pairs_.count] = isMatched ? table_->index.rowName(matches_[row]) : StoredRows::kNoRow;
    pairs_.count += isMatched || isOuter();
  }
  return flush(batch);
}

Status ProbeOperator::passMany(const Batch &batch) {
  pairs_.count = 0;
  for (uint32_t row = 0; row < batch.rows; ++row) {
    uint32_t match = matches_[row];
    if (match == JoinIndex::kNone && isOuter()) FLOW_TRY(emit(batch, row, StoredRows::kNoRow));
    while (match != JoinIndex::kNone) {
      const uint32_t following = table_->index.next(match);
      if (following != JoinIndex::kNone && spec_->partners == abi::JoinPartners::Only) {
        FLOW_TRY(flush(batch));
        return failed(severalPartners(batch, row));
      }
      FLOW_TRY(emit(batch, row, table_->index.rowName(match)));
      match = keepsOnePartner() ? JoinIndex::kNone : following;
    }
  }
  return flush(batch);
}

/// The row has several partners and may have only one.
Failure ProbeOperator::severalPartners(const Batch &batch, uint32_t row) const {
  Failure failure = failureAt(*plan_, spec_->site);
  for (uint32_t key : spec_->keys)
    if (!entering_[key].name.empty())
      failure.notes.push_back(entering_[key].name + " = " + valueText(batch.columns[key], row));
  failure.helps.push_back("`many: one` takes the first of them, `many: many` all");
  return failure;
}

/// Candidates are judged in blocks; what is known of a row then leaves, in the order of rows.
Status ProbeOperator::passConditional(const Batch &batch) {
  PairList &candidates = condition_->candidates;
  candidates.count = 0;
  pairs_.count = 0;
  nextRow_ = 0;
  std::fill_n(isMatched_.begin(), batch.rows, 0);
  Status failure;
  for (uint32_t row = 0; row < batch.rows && failure.ok(); ++row) {
    for (uint32_t match = matches_[row]; match != JoinIndex::kNone; match = table_->index.next(match)) {
      candidates.add(row, table_->index.rowName(match));
      if (candidates.count == outputRows_) FLOW_TRY(judge(batch, failure));
      if (!failure.ok()) break;
    }
  }
  if (failure.ok()) FLOW_TRY(judge(batch, failure));
  if (failure.ok()) FLOW_TRY(finishRows(batch, batch.rows));
  FLOW_TRY(flush(batch));
  return failure.ok() ? Status() : failed(std::move(failure));
}

/// Evaluates the condition of the candidates and emits what follows from it. `failure` is set when it fails
/// for a pair; the rows before that pair's are then done.
Status ProbeOperator::judge(const Batch &batch, Status &failure) {
  PairList &candidates = condition_->candidates;
  if (candidates.count == 0) return {};
  Result<const Batch *> inputs = condition_->inputs.gather(batch, candidates, false);
  if (!inputs.ok()) return failed(inputs.takeFailure());
  StageRunner::Outcome outcome = condition_->runner.evaluate(**inputs, condition_->firstPair);
  condition_->firstPair += candidates.count;
  for (uint32_t pair = 0; pair < outcome.rows; ++pair) {
    if (!condition_->runner.mask()[pair]) continue;
    const uint32_t row = candidates.probeRows[pair];
    FLOW_TRY(finishRows(batch, row));
    const bool isFirst = !isMatched_[row];
    isMatched_[row] = 1;
    if (keepsOnePartner()) { // it leaves when all were seen
      if (isFirst) partners_[row] = candidates.buildRows[pair];
      if (isFirst || spec_->partners == abi::JoinPartners::First) continue;
      failure = severalPartners(batch, row);
      return {};
    }
    if (!keepsOneSide())
      FLOW_TRY(emit(batch, row, candidates.buildRows[pair]));
    else if (isFirst && spec_->kind == abi::JoinKind::Semi)
      FLOW_TRY(emit(batch, row, StoredRows::kNoRow));
  }
  if (!outcome.failure.ok()) {
    FLOW_TRY(finishRows(batch, candidates.probeRows[outcome.rows]));
    failure = std::move(outcome.failure);
  }
  candidates.count = 0;
  return {};
}

/// All matches of the rows before `end` were seen: those without any leave now, when the join keeps them, and so do
/// those that keep one partner.
Status ProbeOperator::finishRows(const Batch &batch, uint32_t end) {
  const bool keepsUnmatched = isOuter() || spec_->kind == abi::JoinKind::Anti;
  for (; nextRow_ < end; ++nextRow_) {
    if (keepsUnmatched && !isMatched_[nextRow_]) FLOW_TRY(emit(batch, nextRow_, StoredRows::kNoRow));
    if (keepsOnePartner() && isMatched_[nextRow_]) FLOW_TRY(emit(batch, nextRow_, partners_[nextRow_]));
  }
  return {};
}

Status ProbeOperator::emit(const Batch &batch, uint32_t probeRow, uint32_t buildRow) {
  pairs_.add(probeRow, buildRow);
  return pairs_.count == outputRows_ ? flush(batch) : Status();
}

Status ProbeOperator::flush(const Batch &batch) {
  if (pairs_.count == 0) return {};
  // Rows ascend, so as many pairs as rows, the first of row 0 and the last of the last, are one pair per row
  // only when no row has several; that is known of tables without repeated keys.
  const bool isWhole = pairs_.count == batch.rows && (keepsOneSide() || !table_->index.hasRepeatedKeys());
  Result<const Batch *> leaving = output_.gather(batch, pairs_, isWhole);
  if (!leaving.ok()) return failed(leaving.takeFailure());
  pairs_.count = 0;
  return next().push(**leaving);
}

} // namespace flow::frame
