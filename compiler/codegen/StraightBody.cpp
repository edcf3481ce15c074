// Bodies without branches: see Emitter.h. Blocks are written in an order in which each comes after all that
// jump to it.

#include "compiler/codegen/Narrow.h"
#include "compiler/codegen/emit/Ops.h"

namespace flow::codegen {

/// Sets path_ and the block's parameters from the edges that lead to it. On a path that leads elsewhere the
/// last edge's values stand, which are defined and not used.
void Emitter::enterStraight(ir::BlockId block, const std::vector<Edge> &edges) {
  path_ = edges[0].taken;
  for (size_t i = 1; i < edges.size(); ++i) path_ = eitherOf(builder, path_, edges[i].taken);
  const std::vector<ir::BlockParameter> &parameters = function.blocks[block].parameters;
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (slice_ && !slice_->needs(parameters[i].value)) continue;
    Value merged = values_[edges.back().target->arguments[i]];
    for (size_t edge = edges.size() - 1; edge-- > 0;)
      merged = choose(builder, edges[edge].taken, values_[edges[edge].target->arguments[i]], merged);
    values_[parameters[i].value] = std::move(merged);
  }
}

std::vector<Value> Emitter::emitStraight(llvm::ArrayRef<Value> arguments, llvm::Value *path) {
  begin(arguments);
  std::vector<std::vector<Edge>> edges(function.blocks.size());
  std::vector<Value> results;
  auto leave = [&](llvm::Value *taken, const ir::Target &target) {
    // Both ways of a branch may lead to one block with different values: the edges then differ.
    edges[target.block].push_back({taken, &target});
  };
  for (ir::BlockId block : blockOrder(function)) {
    if (block == 0)
      path_ = path;
    else
      enterStraight(block, edges[block]);
    const std::vector<ir::Instruction> &instructions = function.blocks[block].instructions;
    for (size_t i = 0; i + 1 < instructions.size(); ++i) emitOfSlice(instructions[i]);
    const ir::Instruction &terminator = instructions.back();
    switch (terminator.op) {
    case ir::Op::Jump: leave(path_, terminator.targets[0]); break;
    case ir::Op::Branch: {
      llvm::Value *condition = scalar(terminator.operands[0]);
      leave(bothOf(builder, path_, condition), terminator.targets[0]);
      leave(bothOf(builder, path_, builder.CreateNot(condition)), terminator.targets[1]);
      break;
    }
    case ir::Op::Return: {
      std::vector<Value> returned = valuesOf(terminator.operands);
      if (results.empty()) {
        results = std::move(returned);
        break;
      }
      for (size_t i = 0; i < results.size(); ++i) {
        if (returned[i].size() != results[i].size()) continue; // one of them is of no use to the slice
        results[i] = choose(builder, path_, returned[i], results[i]);
      }
      break;
    }
    case ir::Op::Fail:
      if (slice_ && !slice_->checks(terminator)) break;
      scope.failures->failIf(path_ ? path_ : builder.getTrue(), terminator.site, abi::FailureKind::Failure);
      break;
    default: break; // Unreachable
    }
  }
  if (results.empty())
    for (const types::Type *type : function.results) results.push_back(types().zero(type));
  return results;
}

} // namespace flow::codegen
