#include "compiler/codegen/emit/Constant.h"

#include "compiler/codegen/Shapes.h"
#include "runtime/abi/Host.h"

namespace flow::codegen {

void returnKept(Emitter &emitter, Emitter::OnReturn onReturn) {
  llvm::IRBuilder<> &b = emitter.builder;
  auto block = [&](const char *name) { return llvm::BasicBlock::Create(b.getContext(), name, emitter.scope.function); };
  llvm::BasicBlock *known = block("known"), *kept = block("kept"), *make = block("make");
  auto member = [&](size_t offset, llvm::Type *type) {
    return b.CreateLoad(type, addressAt(emitter, emitter.scope.context, offset));
  };
  const ir::Function &function = emitter.function;
  llvm::Value *count = member(offsetof(abi::HostContext, constantCount), b.getInt64Ty());
  b.CreateCondBr(b.CreateICmpUGT(count, b.getInt64(function.keptAs)), known, make);
  b.SetInsertPoint(known);
  llvm::Value *values = member(offsetof(abi::HostContext, constants), b.getPtrTy());
  llvm::Value *value = b.CreateLoad(b.getPtrTy(), addressAt(emitter, values, function.keptAs * sizeof(void *)));
  b.CreateCondBr(b.CreateIsNull(value), make, kept);
  b.SetInsertPoint(kept);
  const types::Type *type = function.results[0];
  Value result = loadPart(emitter, type, value);
  retain(emitter, result, type);
  onReturn(result);
  b.SetInsertPoint(make);
}

void keep(Emitter &emitter, const Value &value) {
  llvm::IRBuilder<> &b = emitter.builder;
  const types::Type *type = emitter.function.results[0];
  retain(emitter, value, type);
  llvm::Value *memory = emitter.spill(type, value);
  callC(emitter, "flow_host_keep", b.getVoidTy(),
        {emitter.scope.context, b.getInt32(emitter.function.keptAs), emitter.scope.module.shapes().of(type), memory});
}

} // namespace flow::codegen
