#include "compiler/pipeline/StageBuilder.h"

#include "compiler/ir/FnMayFail.h"
#include "compiler/ir/FnVerifier.h"
#include "compiler/pipeline/DemandGuards.h"
#include "compiler/pipeline/FieldReads.h"
#include "compiler/pipeline/FunctionSplicer.h"
#include "compiler/types/ColumnTypes.h"
#include "runtime/abi/Check.h"

#include <algorithm>
#include <map>
#include <set>

namespace flow::pipeline {

using namespace ir;

namespace {

class StageBuilder {
public:
  StageBuilder(const std::vector<StreamColumn> &columns, const std::vector<StreamFilter> &filters,
               const StageResults &wanted, KernelSink &kernels)
      : columns_(columns), filters_(filters), wanted_(wanted), kernels_(kernels),
        builder_(function_, kernels.graph.types()), values_(columns.size(), kNoValue) {}

  abi::StageStep run();

private:
  void declareParameters();
  void declareResults();
  const RowFunction &functionOf(ColumnId id) const {
    FLOW_CHECK(columns_[id].function != nullptr, "column ", id, " has left the batch");
    return *columns_[id].function;
  }
  void readFunction(const RowFunction &function, const std::vector<ColumnId> &inputs,
                    std::vector<bool> &read);
  void passFilter(const StreamFilter &filter);
  void evaluate(const std::vector<ColumnId> &wanted);
  ValueId evaluate(const RowFunction &function, const std::vector<ColumnId> &inputs);
  std::set<uint32_t> inputsOf(std::vector<ColumnId> columns) const;
  void noteReads(const Function &body, const std::vector<ColumnId> &columns);
  void nameReads();
  void applyMask();
  void finish();
  void addFunction();

  const std::vector<StreamColumn> &columns_;
  const std::vector<StreamFilter> &filters_;
  const StageResults &wanted_;
  KernelSink &kernels_;
  Function function_;
  FnBuilder builder_;
  std::vector<ValueId> values_;   ///< by column
  std::vector<ColumnId> results_; ///< computed columns that leave, then accumulated ones
  std::vector<ValueId> captures_;
  ValueId mask_ = kNoValue;     ///< of the last filter, not yet branched on
  std::optional<BlockId> drop_; ///< where rows go that a filter drops
  std::vector<uint32_t> fieldSites_; ///< by column parameter
  std::map<uint32_t, std::set<uint32_t>> reads_; ///< by site of an expression: positions in the batch
  bool leaves_ = false;         ///< an expression never returns: nothing is reached any more
  abi::StageStep step_;
};

void StageBuilder::readFunction(const RowFunction &function, const std::vector<ColumnId> &inputs,
                                std::vector<bool> &read) {
  for (ColumnId input : inputs) read[input] = true;
  const CaptureList &captures = kernels_.graph.captures;
  for (uint32_t capture : function.captures) {
    FLOW_CHECK_LT(capture, captures.types.size(), "a capture of a plan");
    if (captures_.size() <= capture) captures_.resize(capture + 1, kNoValue);
  }
}

void StageBuilder::declareParameters() {
  std::vector<ColumnId> wanted = wanted_.leaving;
  wanted.insert(wanted.end(), wanted_.accumulated.begin(), wanted_.accumulated.end());
  for (const StreamFilter &filter : filters_)
    wanted.insert(wanted.end(), filter.inputs.begin(), filter.inputs.end());
  std::vector<bool> computed = computedFor(columns_, wanted), read(columns_.size());
  for (const StreamFilter &filter : filters_) readFunction(*filter.predicate, filter.inputs, read);
  for (ColumnId id = 0; id < columns_.size(); ++id)
    if (computed[id]) readFunction(functionOf(id), columns_[id].inputs, read);
  for (ColumnId id : wanted_.accumulated) read[id] = true;

  std::vector<ColumnId> inputs;
  for (ColumnId id = 0; id < columns_.size(); ++id)
    if (read[id] && columns_[id].position) inputs.push_back(id);
  std::sort(inputs.begin(), inputs.end(),
            [&](ColumnId a, ColumnId b) { return *columns_[a].position < *columns_[b].position; });
  for (ColumnId id : inputs) {
    step_.inputs.push_back(*columns_[id].position);
    values_[id] = builder_.columnParameter(columns_[id].type);
    fieldSites_.push_back(columns_[id].fieldSite);
  }
  for (size_t i = 0; i < captures_.size(); ++i)
    captures_[i] = builder_.parameter(kernels_.graph.captures.types[i]);
}

void StageBuilder::declareResults() {
  if (!filters_.empty()) builder_.result(builder_.types().boolean());
  for (ColumnId id : wanted_.leaving) {
    const StreamColumn &column = columns_[id];
    if (column.position) {
      step_.outputs.push_back({false, *column.position});
      continue;
    }
    auto known = std::find(results_.begin(), results_.end(), id);
    step_.outputs.push_back({true, static_cast<uint32_t>(known - results_.begin())});
    if (known != results_.end()) continue;
    results_.push_back(id);
    auto type = types::columnTypeOf(column.type);
    FLOW_CHECK(type.has_value(), "no column holds ", types::text(column.type));
    step_.computed.push_back(*type);
    builder_.result(column.type);
  }
  for (ColumnId id : wanted_.accumulated) {
    results_.push_back(id);
    step_.accumulated.push_back(*types::columnTypeOf(columns_[id].type));
    builder_.result(columns_[id].type);
  }
  step_.accumulations = function_.accumulations = wanted_.accumulations;
  step_.byGroup = function_.accumulatesByGroup = wanted_.byGroup;
  function_.accumulatedResults = static_cast<uint32_t>(wanted_.accumulated.size());
  function_.hidesMask = function_.filters && wanted_.leaving.empty() && !wanted_.accumulations.empty();
}

/// What follows is evaluated only for rows that the last filter passes.
void StageBuilder::applyMask() {
  if (mask_ == kNoValue) return;
  BlockId next = builder_.newBlock();
  if (!drop_) drop_ = builder_.newBlock();
  builder_.branch(mask_, {next, {}}, {*drop_, {}});
  builder_.setInsertPoint(next);
  mask_ = kNoValue;
}

/// Positions of the inputs that the columns are made of. Each column is visited once, though many may lead to it.
std::set<uint32_t> StageBuilder::inputsOf(std::vector<ColumnId> columns) const {
  std::set<uint32_t> inputs;
  std::vector<bool> isSeen(columns_.size(), false);
  while (!columns.empty()) {
    ColumnId id = columns.back();
    columns.pop_back();
    if (isSeen[id]) continue;
    isSeen[id] = true;
    if (columns_[id].position)
      inputs.insert(*columns_[id].position);
    else
      columns.insert(columns.end(), columns_[id].inputs.begin(), columns_[id].inputs.end());
  }
  return inputs;
}

/// A failure shows the values that the failing expression reads, and no others of the stage.
void StageBuilder::noteReads(const Function &body, const std::vector<ColumnId> &columns) {
  std::set<uint32_t> sites;
  for (const Block &block : body.blocks)
    for (const Instruction &instruction : block.instructions)
      if (instruction.site != 0) sites.insert(instruction.site);
  if (sites.empty()) return;
  const std::set<uint32_t> inputs = inputsOf(columns);
  for (uint32_t site : sites) reads_[site].insert(inputs.begin(), inputs.end());
}

void StageBuilder::nameReads() {
  for (const auto &[site, positions] : reads_) {
    abi::SiteInputs &reads = step_.reads.emplace_back();
    reads.site = site;
    for (uint32_t input = 0; input < step_.inputs.size(); ++input)
      if (positions.contains(step_.inputs[input])) reads.inputs.push_back(input);
  }
}

ValueId StageBuilder::evaluate(const RowFunction &function, const std::vector<ColumnId> &inputs) {
  applyMask();
  std::vector<ValueId> arguments;
  for (ColumnId input : inputs) arguments.push_back(values_[input]);
  for (uint32_t capture : function.captures) arguments.push_back(captures_[capture]);
  noteReads(function.body, inputs);
  ValueId value = splice(function.body, arguments, builder_);
  leaves_ = builder_.isTerminated();
  return value;
}

/// In source order, so that of several failures of a row the first one counts.
void StageBuilder::evaluate(const std::vector<ColumnId> &wanted) {
  std::vector<bool> computed = computedFor(columns_, wanted);
  for (ColumnId id = 0; id < columns_.size() && !leaves_; ++id)
    if (computed[id] && values_[id] == kNoValue) values_[id] = evaluate(functionOf(id), columns_[id].inputs);
}

void StageBuilder::passFilter(const StreamFilter &filter) {
  if (leaves_) return;
  evaluate(filter.inputs);
  if (!leaves_) mask_ = evaluate(*filter.predicate, filter.inputs);
}

void StageBuilder::finish() {
  if (!leaves_) {
    std::vector<ValueId> returned;
    if (!filters_.empty()) returned.push_back(mask_ != kNoValue ? mask_ : builder_.constBool(true));
    for (ColumnId id : results_) returned.push_back(values_[id]);
    builder_.ret(std::move(returned));
  }
  if (!drop_) return;
  builder_.setInsertPoint(*drop_);
  std::vector<ValueId> returned{builder_.constBool(false)};
  for (ColumnId id : results_) returned.push_back(builder_.zero(columns_[id].type));
  builder_.ret(std::move(returned));
}

void StageBuilder::addFunction() {
  function_.name = kernels_.prefix + "stage" + std::to_string(kernels_.names.size());
  if (!wanted_.byGroup) step_.readsFields = addFieldReads(function_, fieldSites_);
  guardByDemand(function_);
  function_.mayFail = mayFailIn(function_, &kernels_.module);
  for (const std::string &problem : verify(function_, &kernels_.module))
    FLOW_CHECK(problem.empty(), "a fused stage: ", problem);
  step_.kernel = static_cast<uint32_t>(kernels_.names.size());
  kernels_.names.push_back(function_.name);
  kernels_.module.functions.push_back(std::move(function_));
}

abi::StageStep StageBuilder::run() {
  function_.kind = FunctionKind::Stage;
  function_.filters = step_.filters = !filters_.empty();
  declareParameters();
  declareResults();
  for (const StreamFilter &filter : filters_) passFilter(filter);
  if (!leaves_) evaluate(results_);
  finish();
  nameReads();
  addFunction();
  return std::move(step_);
}

} // namespace

std::vector<bool> computedFor(const std::vector<StreamColumn> &columns, const std::vector<ColumnId> &wanted) {
  std::vector<bool> needed(columns.size());
  for (ColumnId id : wanted) needed[id] = true;
  for (size_t id = columns.size(); id-- > 0;) { // inputs have smaller numbers
    needed[id] = needed[id] && columns[id].isComputed();
    if (!needed[id]) continue;
    for (ColumnId input : columns[id].inputs) needed[input] = true;
  }
  return needed;
}

abi::StageStep buildStage(const std::vector<StreamColumn> &columns, const std::vector<StreamFilter> &filters,
                          const StageResults &wanted, KernelSink &kernels) {
  return StageBuilder(columns, filters, wanted, kernels).run();
}

} // namespace flow::pipeline
