#include "runtime/frame/operators/stage/StageRunner.h"

#include "runtime/abi/FailureTexts.h"
#include "runtime/abi/Objects.h"
#include "runtime/base/ThreadStack.h"
#include "runtime/frame/ValueText.h"
#include "runtime/frame/operators/BatchSlice.h"

#include <algorithm>

namespace flow::frame {

namespace {

/// Validity of columns that could have nulls and have none.
const std::array<uint8_t, abi::kBatchRows> &allValid() {
  static const std::array<uint8_t, abi::kBatchRows> kOnes = [] {
    std::array<uint8_t, abi::kBatchRows> ones;
    ones.fill(1);
    return ones;
  }();
  return kOnes;
}

} // namespace

Failure failureAt(const abi::PlanSpec &plan, uint32_t site, const abi::FailureText *text) {
  FLOW_CHECK(site >= 1 && site <= plan.sites.size(), "site ", site, " of ", plan.sites.size());
  const abi::Site &place = plan.sites[site - 1];
  Failure failure;
  failure.site = site;
  failure.kind = place.kind;
  failure.message = place.message.empty() ? abi::messageOf(place.kind) : place.message;
  if (text && text->isSet) {
    failure.kind = text->kind;
    failure.message = text->view();
    if (failure.message.empty()) failure.message = abi::messageOf(failure.kind);
  }
  return failure;
}

StageRunner::StageRunner(const abi::StageStep &spec, RowSpec entering, const StageSetting &setting)
    : spec_(&spec), entering_(std::move(entering)), setting_(setting), heap_(*setting.query.memory),
      values_(std::in_place, *setting.query.memory), inputs_(spec.inputs.size()), outputs_(spec.computed.size()),
      buffer_(*setting.query.memory) {
  for (const ColumnType &type : spec.computed) givesTexts_ |= isStringLike(type.kind);
  context_.heap = &heap_;
  context_.values = &*values_;
  context_.sites = setting.query.sites;
  call_.context = &context_;
  call_.inputs = inputs_.data();
  call_.outputs = outputs_.data();
  call_.captures = setting.query.captures;
  if (spec.filters) {
    mask_.resize(abi::kBatchRows + Selection::kBlock);
    call_.mask = mask_.data();
  }
}

void StageRunner::beginSegment() {
  heap_.reset();
  heaps_.clear();
}

const HeapList *StageRunner::heaps(const Batch &batch) {
  if (!setting_.query.capturedTexts) return heaps_.combine(batch.heaps, heap_.blocks());
  ownHeaps_ = heap_.blocks();
  ownHeaps_.push_back(setting_.query.capturedTexts);
  return heaps_.combine(batch.heaps, ownHeaps_);
}

Status StageRunner::prepare() {
  for (size_t index = 0; index < outputs_.size(); ++index) {
    const ColumnType &type = spec_->computed[index];
    FLOW_TRY(buffer_.prepare(index, type.kind, type.nullable));
  }
  for (size_t index = 0; index < outputs_.size(); ++index) {
    outputs_[index] = {buffer_.data(index), spec_->computed[index].nullable ? buffer_.valid(index) : nullptr};
  }
  isPrepared_ = true;
  return {};
}

void StageRunner::bind(const Batch &batch, uint64_t firstRow) {
  for (size_t index = 0; index < inputs_.size(); ++index) {
    const ColumnView &column = batch.columns[spec_->inputs[index]];
    const uint8_t *valid = column.valid;
    if (!entering_[spec_->inputs[index]].type.nullable)
      valid = nullptr;
    else if (!valid)
      valid = allValid().data();
    // Kernels do not write to their inputs; the shared type of columns cannot say so.
    inputs_[index] = {const_cast<void *>(column.data), const_cast<uint8_t *>(valid)};
  }
  call_.firstRow = firstRow;
  call_.rows = batch.rows;
}

// Generated code has no signature before its entry, which the sanitizer of function pointers would read.
[[clang::no_sanitize("function")]] StageRunner::Outcome StageRunner::evaluate(const Batch &batch, uint64_t firstRow) {
  if (!spec_->kernel) return {batch.rows, {}};
  FLOW_CHECK_LE(batch.rows, abi::kBatchRows, "rows of a batch");
  if (!isPrepared_) {
    if (Status status = prepare(); !status.ok()) return {0, std::move(status)};
  }
  if (batch.badFields || !badInputs_.empty()) findBadInputs(batch);
  if (!badInputs_.empty() && !spec_->readsFields) return evaluateBeforeBad(batch, firstRow);
  bind(batch, firstRow);
  if (!givesTexts_) heap_.recycle();
  context_.stackLimit = stackLimitOfThread();
  if (accumulators_) {
    call_.accumulators = accumulators_->memory();
    accumulators_->save(); // for the exact kernel
  }
  forgetFailure();
  bool isSuspect = !badInputs_.empty() || setting_.kernels->fast(*spec_->kernel)(&call_) != 0;
  if (heap_.isDenied()) return {0, heap_.denied()};
  if (ValueHeap::kIsChecked && !isSuspect) FLOW_CHECK_EQ(values_->liveBlocks(), 0u, "objects that outlive their row");
  return isSuspect ? replay(batch) : Outcome{batch.rows, {}};
}

void StageRunner::findBadInputs(const Batch &batch) {
  badInputs_.clear();
  badFaults_.clear();
  if (!batch.badFields) return;
  for (const BadField &field : *batch.badFields)
    for (uint32_t input = 0; input < spec_->inputs.size(); ++input)
      if (spec_->inputs[input] == field.column) {
        badInputs_.push_back({field.row, input, field.fault->message()});
        badFaults_.push_back(field.fault);
      }
}

/// Of a kernel that does not ask for fields: all of its inputs are read in every row.
StageRunner::Outcome StageRunner::evaluateBeforeBad(const Batch &batch, uint64_t firstRow) {
  const uint32_t rows = badInputs_.front().row;
  Failure failure = badFaults_.front()->failure();
  badInputs_.clear();
  Batch before = slice(batch, 0, rows);
  before.badFields = nullptr;
  if (rows == 0) return {0, std::move(failure)};
  Outcome outcome = evaluate(before, firstRow);
  if (outcome.failure.ok()) outcome.failure = std::move(failure);
  return outcome;
}

[[clang::no_sanitize("function")]] void StageRunner::accumulate(const Batch &batch, void *words,
                                                                 const uint32_t *places) {
  FLOW_CHECK(spec_->byGroup && spec_->kernel, "a stage that accumulates by group");
  bind(batch, 0);
  call_.accumulators = words;
  call_.places = places;
  uint32_t suspicion = setting_.kernels->fast(*spec_->kernel)(&call_);
  FLOW_CHECK_EQ(suspicion, 0u, "who accumulates by group cannot fail");
}

/// The exact kernel finds the first row that fails, or clears the suspicion.
[[clang::no_sanitize("function")]] StageRunner::Outcome StageRunner::replay(const Batch &batch) {
  Result<abi::StageKernel> exact = setting_.kernels->exact(*spec_->kernel);
  if (!exact.ok()) return {0, exact.takeFailure()};
  forgetFailure(); // of a suspect row
  context_.badInputs = {badInputs_.data(), badInputs_.size()};
  if (accumulators_) accumulators_->restore();
  uint32_t site = (**exact)(&call_);
  if (heap_.isDenied()) return {0, heap_.denied()};
  if (site == 0) return {batch.rows, {}};
  const uint32_t failedRow = call_.failedRow;
  FLOW_CHECK_LT(failedRow, batch.rows, "row that failed");
  Failure failure = describe(site, batch, failedRow);
  if (failedRow > 0) { // once more, so that outputs do not depend on what a failing kernel has written
    call_.rows = failedRow;
    forgetFailure();
    FLOW_CHECK_EQ((**exact)(&call_), 0, "the rows before the failing one");
  }
  return {failedRow, std::move(failure)};
}

/// What a handler catches next must not be taken for it. The objects that a failed row had go, too: no row has those of
/// another.
void StageRunner::forgetFailure() {
  context_.failure.clear();
  context_.badInputs.failed = nullptr;
  context_.error = nullptr;
  context_.trail.count = 0;
  if (values_->liveBlocks() != 0) values_.emplace(*setting_.query.memory);
}

Failure StageRunner::describe(uint32_t site, const Batch &batch, uint32_t row) const {
  if (const abi::BadInput *bad = context_.badInputs.failed) {
    Failure failure = badFaults_[static_cast<size_t>(bad - badInputs_.data())]->failure();
    if (failure.site == site) return failure;
  }
  Failure failure;
  if (site <= setting_.plan->sites.size()) {
    failure = failureAt(*setting_.plan, site, &context_.failure);
  } else { // of an operation that has no place in the source
    FLOW_CHECK(context_.failure.isSet, "a failure without a site says what it is");
    failure.kind = context_.failure.kind;
    failure.message = context_.failure.view();
  }
  if (failure.kind == FailureKind::OutOfMemory) failure.helps = setting_.query.memory->denied(0).helps;
  if (context_.error) failure.message = context_.error->message.view();
  failure.calls = context_.trail.calls();
  failure.row = call_.firstRow + row;
  // The place in the expression itself, which may be a call of what failed.
  noteInputs(failure.calls.empty() ? site : failure.calls.back().site, batch, row, failure);
  return failure;
}

void StageRunner::noteInputs(uint32_t site, const Batch &batch, uint32_t row, Failure &failure) const {
  auto known = std::ranges::lower_bound(spec_->reads, site, {}, &abi::SiteInputs::site);
  const bool isKnown = known != spec_->reads.end() && known->site == site;
  for (uint32_t input = 0; input < spec_->inputs.size(); ++input) {
    if (isKnown && std::ranges::find(known->inputs, input) == known->inputs.end()) continue;
    const uint32_t column = spec_->inputs[input];
    const std::string &name = entering_[column].name;
    if (name.empty() || name.front() == '$') continue; // a column that the program does not name
    failure.notes.push_back(name + " = " + valueText(batch.columns[column], row));
  }
}

ColumnView StageRunner::computed(uint32_t index) const {
  return {spec_->computed[index], outputs_[index].data, outputs_[index].valid};
}

} // namespace flow::frame
