#include "compiler/opt/DeadCode.h"

#include "compiler/ir/OpTyping.h"
#include "compiler/opt/ValueDefinitions.h"

namespace flow::opt {

using ir::Instruction;
using ir::ValueId;

namespace {

class Liveness {
public:
  Liveness(const ir::Function &function, const ir::Module &module)
      : function_(function), module_(module), definitions_(function), live_(function.valueTypes.size()) {
    for (const ir::Block &block : function.blocks)
      for (const Instruction &instruction : block.instructions)
        if (isNeeded(instruction)) useOperands(instruction);
    while (!pending_.empty()) {
      const Instruction *definition = definitions_.of(pending_.back());
      pending_.pop_back();
      if (definition) useOperands(*definition);
    }
  }

  bool isLive(const Instruction &instruction) const {
    return isNeeded(instruction) || (instruction.type && live_[instruction.result]);
  }

private:
  bool isNeeded(const Instruction &instruction) const {
    return !ir::isPure(instruction, &module_) || ir::canFail(instruction, function_, &module_);
  }
  void use(ValueId value) {
    if (value == ir::kNoValue || live_[value]) return;
    live_[value] = true;
    pending_.push_back(value);
  }
  void useOperands(const Instruction &instruction) {
    for (ValueId operand : instruction.operands) use(operand);
    use(instruction.guard);
    for (const ir::Target &target : instruction.targets)
      for (ValueId argument : target.arguments) use(argument);
  }

  const ir::Function &function_;
  const ir::Module &module_;
  ValueDefinitions definitions_;
  std::vector<bool> live_;
  std::vector<ValueId> pending_;
};

} // namespace

bool removeDeadCode(ir::Function &function, const ir::Module &module) {
  std::vector<std::vector<bool>> live;
  Liveness liveness(function, module);
  bool changed = false;
  for (const ir::Block &block : function.blocks) {
    auto &flags = live.emplace_back();
    for (const Instruction &instruction : block.instructions) flags.push_back(liveness.isLive(instruction));
  }
  for (size_t i = 0; i < function.blocks.size(); ++i) {
    std::vector<Instruction> kept;
    for (size_t j = 0; j < live[i].size(); ++j)
      if (live[i][j]) kept.push_back(std::move(function.blocks[i].instructions[j]));
    changed |= kept.size() != live[i].size();
    function.blocks[i].instructions = std::move(kept);
  }
  return changed;
}

} // namespace flow::opt
