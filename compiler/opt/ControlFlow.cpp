#include "compiler/opt/ControlFlow.h"

#include "compiler/ir/Dominance.h"
#include "compiler/opt/ValueDefinitions.h"
#include "compiler/opt/ValueReplacement.h"

#include <algorithm>

namespace flow::opt {

using ir::Block;
using ir::BlockId;
using ir::Function;
using ir::Instruction;
using ir::Op;

namespace {

bool foldBranches(Function &function) {
  ValueDefinitions definitions(function);
  bool changed = false;
  for (Block &block : function.blocks) {
    Instruction &last = block.instructions.back();
    if (last.op != Op::Branch) continue;
    auto condition = definitions.integer(last.operands[0]);
    if (!condition) continue;
    last.targets = {last.targets[*condition != 0 ? 0 : 1]};
    last.op = Op::Jump;
    last.operands.clear();
    changed = true;
  }
  return changed;
}

/// Drops what cannot be reached; the others keep their order.
bool dropUnreachable(Function &function, const ir::Dominance &dominance) {
  std::vector<BlockId> numbers(function.blocks.size());
  std::vector<Block> kept;
  for (BlockId i = 0; i < function.blocks.size(); ++i) {
    numbers[i] = static_cast<BlockId>(kept.size());
    if (dominance.isReachable(i)) kept.push_back(std::move(function.blocks[i]));
  }
  bool changed = kept.size() != function.blocks.size();
  function.blocks = std::move(kept);
  for (Block &block : function.blocks) {
    for (ir::Target &target : block.instructions.back().targets) target.block = numbers[target.block];
    if (block.handler != ir::kNoBlock) block.handler = numbers[block.handler];
  }
  return changed;
}

/// All blocks are reachable. Those merged away are left empty behind an `unreachable`, for dropUnreachable.
bool mergeBlocks(Function &function, const ir::Dominance &dominance) {
  ValueReplacement replacement(function.valueTypes.size());
  bool changed = false;
  for (BlockId i = 0; i < function.blocks.size(); ++i) {
    for (;;) {
      Block &block = function.blocks[i];
      if (block.instructions.empty() || block.instructions.back().op != Op::Jump) break;
      ir::Target target = block.instructions.back().targets[0];
      if (target.block == i || dominance.predecessors(target.block).size() != 1) break;
      Block &next = function.blocks[target.block];
      if (next.handler != block.handler) break;
      for (size_t p = 0; p < next.parameters.size(); ++p)
        replacement.replace(next.parameters[p].value, target.arguments[p]);
      block.instructions.pop_back();
      std::move(next.instructions.begin(), next.instructions.end(), std::back_inserter(block.instructions));
      next.parameters.clear();
      next.instructions = {Instruction{}}; // `unreachable`
      next.handler = ir::kNoBlock;
      changed = true;
    }
  }
  if (changed) replacement.apply(function);
  return changed;
}

} // namespace

bool simplifyControlFlow(Function &function) {
  if (function.blocks.size() == 1) return false;
  bool changed = foldBranches(function);
  changed |= dropUnreachable(function, ir::Dominance(function));
  if (!mergeBlocks(function, ir::Dominance(function))) return changed;
  dropUnreachable(function, ir::Dominance(function));
  return true;
}

} // namespace flow::opt
