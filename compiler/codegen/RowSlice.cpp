#include "compiler/codegen/RowSlice.h"

namespace flow::codegen {

using ir::Instruction;
using ir::Op;
using ir::ValueId;

/// A loop of so many outputs compiles in a few milliseconds.
constexpr uint32_t kResultsOfSlice = 16;

bool RowSlice::has(const Instruction &instruction) const {
  if (instruction.op == Op::Store) return slots_[instruction.index];
  return instruction.result == ir::kNoValue ? firstResult == 0 : values_[instruction.result];
}

bool RowSlice::accumulates(const abi::Accumulation &accumulation, const ir::Function &function) const {
  std::optional<uint32_t> number = accumulation.value ? accumulation.value : accumulation.where;
  return number ? needsResult(function.accumulatedResult(*number)) : firstResult == 0;
}

bool RowSlice::checks(const Instruction &instruction) const {
  return instruction.result == ir::kNoValue ? firstResult == 0 : checked_[instruction.result];
}

class RowSlicer {
public:
  explicit RowSlicer(const ir::Function &function) : function_(function), isOwned_(function.valueTypes.size()) {
    size_t values = function.valueTypes.size();
    definitions_.resize(values);
    parameterOf_.resize(values);
    for (ir::BlockId block = 0; block < function.blocks.size(); ++block) {
      for (uint32_t i = 0; i < function.blocks[block].parameters.size(); ++i)
        parameterOf_[function.blocks[block].parameters[i].value] = {block, i, true};
      for (const Instruction &instruction : function.blocks[block].instructions)
        if (instruction.result != ir::kNoValue) definitions_[instruction.result] = &instruction;
    }
  }

  std::vector<RowSlice> run() {
    auto results = static_cast<uint32_t>(function_.results.size());
    std::vector<RowSlice> slices;
    for (uint32_t first = 0; first == 0 || first < results; first += kResultsOfSlice) {
      // A slice of one or two left over is not worth a loop.
      bool isLast = results - first <= kResultsOfSlice + kResultsOfSlice / 2;
      slices.push_back(makeSlice(first, isLast ? results : first + kResultsOfSlice));
      if (isLast) break;
    }
    checkTheRest(slices[0]);
    return slices;
  }

private:
  struct BlockParameter {
    ir::BlockId block = 0;
    uint32_t index = 0;
    bool exists = false;
  };

  std::vector<uint32_t> resultsOf(const RowSlice &slice) const;
  RowSlice makeSlice(uint32_t first, uint32_t end);
  void need(RowSlice &slice, ValueId value) {
    if (value == ir::kNoValue || slice.values_[value]) return;
    slice.values_[value] = true;
    work_.push_back(value);
  }
  /// Everything that the needed values come from.
  void close(RowSlice &slice);
  void needSlot(RowSlice &slice, uint32_t slot);
  void needIncoming(RowSlice &slice, const BlockParameter &parameter);
  /// Failures of what no result needs are told by the first slice.
  void checkTheRest(RowSlice &slice);
  void own(RowSlice &slice);
  template <typename Visit> void forEach(Visit visit) const {
    for (const ir::Block &block : function_.blocks)
      for (const Instruction &instruction : block.instructions) visit(instruction);
  }

  const ir::Function &function_;
  std::vector<const Instruction *> definitions_; // by ValueId
  std::vector<BlockParameter> parameterOf_;      // by ValueId
  std::vector<bool> isOwned_;                    // by ValueId: some slice checks it
  std::vector<ValueId> work_;
};

/// The results that a slice is for, and what decides which rows count.
std::vector<uint32_t> RowSlicer::resultsOf(const RowSlice &slice) const {
  std::vector<uint32_t> results;
  for (uint32_t i = slice.firstResult; i < slice.endResult; ++i) results.push_back(i);
  for (const abi::Accumulation &accumulation : function_.accumulations) {
    if (!slice.accumulates(accumulation, function_)) continue;
    if (function_.filters) results.push_back(0);
    if (accumulation.where) results.push_back(function_.accumulatedResult(*accumulation.where));
  }
  return results;
}

RowSlice RowSlicer::makeSlice(uint32_t first, uint32_t end) {
  RowSlice slice;
  slice.firstResult = first;
  slice.endResult = end;
  slice.values_.resize(function_.valueTypes.size());
  slice.checked_.resize(function_.valueTypes.size());
  slice.slots_.resize(function_.slots.size());
  std::vector<uint32_t> results = resultsOf(slice);
  forEach([&](const Instruction &instruction) {
    if (instruction.op == Op::Branch) need(slice, instruction.operands[0]);
    if (instruction.op == Op::Return)
      for (uint32_t i : results) need(slice, instruction.operands[i]);
    if (first == 0 && instruction.result == ir::kNoValue && instruction.op == Op::Call)
      for (ValueId operand : instruction.operands) need(slice, operand);
    if (first == 0 && instruction.result == ir::kNoValue) need(slice, instruction.guard);
  });
  close(slice);
  own(slice);
  return slice;
}

void RowSlicer::close(RowSlice &slice) {
  while (!work_.empty()) {
    ValueId value = work_.back();
    work_.pop_back();
    if (parameterOf_[value].exists) needIncoming(slice, parameterOf_[value]);
    const Instruction *definition = definitions_[value];
    if (!definition) continue; // a parameter
    for (ValueId operand : definition->operands) need(slice, operand);
    need(slice, definition->guard);
    if (definition->op == Op::Load && !slice.slots_[definition->index]) needSlot(slice, definition->index);
  }
}

void RowSlicer::needSlot(RowSlice &slice, uint32_t slot) {
  slice.slots_[slot] = true;
  forEach([&](const Instruction &instruction) {
    if (instruction.op == Op::Store && instruction.index == slot) need(slice, instruction.operands[0]);
  });
}

void RowSlicer::needIncoming(RowSlice &slice, const BlockParameter &parameter) {
  forEach([&](const Instruction &instruction) {
    for (const ir::Target &target : instruction.targets)
      if (target.block == parameter.block) need(slice, target.arguments[parameter.index]);
  });
}

void RowSlicer::own(RowSlice &slice) {
  for (ValueId value = 0; value < isOwned_.size(); ++value) {
    if (!slice.values_[value] || isOwned_[value]) continue;
    slice.checked_[value] = true;
    isOwned_[value] = true;
  }
}

void RowSlicer::checkTheRest(RowSlice &slice) {
  forEach([&](const Instruction &instruction) {
    bool mayFail = instruction.site != 0 || instruction.op == Op::Call;
    if (mayFail && instruction.result != ir::kNoValue && !isOwned_[instruction.result]) need(slice, instruction.result);
  });
  close(slice);
  own(slice);
}

std::vector<RowSlice> sliceRow(const ir::Function &function) { return RowSlicer(function).run(); }

} // namespace flow::codegen
