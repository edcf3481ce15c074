// Bodies with branches: see Emitter.h.

#include "compiler/codegen/emit/Ops.h"

namespace flow::codegen {

void Emitter::makeBlocks(const std::vector<ir::BlockId> &order) {
  blocks_.resize(function.blocks.size());
  for (ir::BlockId block : order) {
    LlvmBlock &made = blocks_[block];
    made.entry = llvm::BasicBlock::Create(builder.getContext(), "b" + llvm::Twine(block), scope.function);
    llvm::IRBuilder<> atEntry(made.entry);
    for (const ir::BlockParameter &parameter : function.blocks[block].parameters) {
      llvm::SmallVector<llvm::Type *> leafTypes;
      types().appendRegisterTypes(parameter.type, leafTypes);
      auto &phis = made.phis.emplace_back();
      for (llvm::Type *type : leafTypes) phis.push_back(atEntry.CreatePHI(type, 2));
      values_[parameter.value] = Value(phis.begin(), phis.end());
    }
  }
}

void Emitter::makeHandlers(const std::vector<ir::BlockId> &order) {
  for (ir::BlockId block : order) {
    ir::BlockId handler = function.blocks[block].handler;
    if (handler == ir::kNoBlock || handlers_.count(handler)) continue;
    llvm::IRBuilder<> atEntry(blocks_[handler].entry);
    handlers_[handler] = {blocks_[handler].entry, atEntry.CreatePHI(atEntry.getInt32Ty(), 2, "site")};
  }
  if (handlers_.empty()) return;
  unhandled_ = scope.failures;
  handled_ = std::make_unique<ReturnedFailures>(builder, scope.function, scope.context, scope.module,
                                                /*leavesObject=*/false);
}

void Emitter::enterBlock(ir::BlockId block) {
  block_ = block;
  if (handlers_.empty()) return;
  ir::BlockId handler = function.blocks[block].handler;
  scope.failures = handler == ir::kNoBlock ? unhandled_ : handled_.get();
  if (handler != ir::kNoBlock) handled_->setHandler(&handlers_[handler]);
}

void Emitter::jumpTo(const ir::Target &target) {
  LlvmBlock &block = blocks_[target.block];
  for (size_t i = 0; i < target.arguments.size(); ++i)
    for (size_t leaf = 0; leaf < block.phis[i].size(); ++leaf)
      block.phis[i][leaf]->addIncoming(values_[target.arguments[i]][leaf], builder.GetInsertBlock());
  builder.CreateBr(block.entry);
}

/// A block of its own for the edge when it carries values: both ways of a branch may lead to one block.
llvm::BasicBlock *Emitter::edgeTo(const ir::Target &target) {
  if (target.arguments.empty()) return blocks_[target.block].entry;
  llvm::BasicBlock *here = builder.GetInsertBlock();
  auto *edge = llvm::BasicBlock::Create(builder.getContext(), "", scope.function);
  builder.SetInsertPoint(edge);
  jumpTo(target);
  builder.SetInsertPoint(here);
  return edge;
}

void Emitter::endBlock(const ir::Instruction &terminator, OnReturn onReturn) {
  setCleanup(terminator);
  switch (terminator.op) {
  case ir::Op::Jump: return jumpTo(terminator.targets[0]);
  case ir::Op::Branch: {
    llvm::BasicBlock *then = edgeTo(terminator.targets[0]), *otherwise = edgeTo(terminator.targets[1]);
    builder.CreateCondBr(scalar(terminator.operands[0]), then, otherwise);
    return;
  }
  case ir::Op::Return: return onReturn(valuesOf(terminator.operands));
  case ir::Op::Fail: {
    emitOp<ir::Op::Fail>(*this, terminator);
    if (!isFast()) return; // the block has ended
    std::vector<Value> results;
    for (const types::Type *type : function.results) results.push_back(types().zero(type));
    return onReturn(results);
  }
  default: builder.CreateUnreachable();
  }
}

void Emitter::emitReturning(llvm::ArrayRef<Value> arguments, OnReturn onReturn) {
  begin(arguments);
  std::vector<ir::BlockId> order = blockOrder(function);
  makeBlocks(order);
  makeHandlers(order);
  builder.CreateBr(blocks_[0].entry);
  for (ir::BlockId block : order) {
    builder.SetInsertPoint(blocks_[block].entry);
    enterBlock(block);
    const std::vector<ir::Instruction> &instructions = function.blocks[block].instructions;
    for (size_t i = 0; i + 1 < instructions.size(); ++i) emitInstruction(instructions[i]);
    endBlock(instructions.back(), onReturn);
  }
  leaveHandlers();
}

void Emitter::leaveHandlers() {
  if (handlers_.empty()) return;
  scope.failures = unhandled_;
  for (auto &[block, handler] : handlers_) {
    if (handler.site->getNumIncomingValues() != 0) continue; // nothing leads there
    handler.site->replaceAllUsesWith(builder.getInt32(0));
    handler.site->eraseFromParent();
  }
}

} // namespace flow::codegen
