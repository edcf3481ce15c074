#include "compiler/pipeline/FieldReads.h"

#include <algorithm>

namespace flow::pipeline {

using namespace ir;

namespace {

/// The reads of one block. Parameters of a function are its first values.
class BlockReads {
public:
  BlockReads(Function &function, const std::vector<uint32_t> &sites)
      : function_(function), sites_(sites), values_(sites.size(), kNoValue) {}

  bool run(Block &block) {
    for (Instruction &instruction : block.instructions) {
      for (ValueId &operand : instruction.operands) operand = read(operand);
      instruction.guard = read(instruction.guard);
      for (Target &target : instruction.targets)
        for (ValueId &argument : target.arguments) argument = read(argument);
    }
    std::vector<Instruction> &all = block.instructions;
    bool isHandler = !all.empty() && all.front().op == Op::FailureTake;
    all.insert(all.begin() + isHandler, reads_.begin(), reads_.end());
    return !reads_.empty();
  }

private:
  ValueId read(ValueId value) {
    if (value >= sites_.size() || sites_[value] == 0) return value;
    if (values_[value] != kNoValue) return values_[value];
    Instruction &read = reads_.emplace_back();
    read.op = Op::ReadField;
    read.type = function_.valueTypes[value];
    read.result = values_[value] = function_.newValue(read.type);
    read.operands = {value};
    read.index = value;
    read.site = sites_[value];
    return read.result;
  }

  Function &function_;
  const std::vector<uint32_t> &sites_;
  std::vector<ValueId> values_; ///< what was read in the block, by parameter
  std::vector<Instruction> reads_;
};

} // namespace

bool addFieldReads(Function &function, const std::vector<uint32_t> &sites) {
  if (std::ranges::all_of(sites, [](uint32_t site) { return site == 0; })) return false;
  bool reads = false;
  for (Block &block : function.blocks) reads |= BlockReads(function, sites).run(block);
  return reads;
}

} // namespace flow::pipeline
