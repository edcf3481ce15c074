// Function values: the address of an abi::FunctionObject with the code and what was captured.

#include "compiler/codegen/emit/Control.h"
#include "compiler/codegen/emit/Object.h"

#include "runtime/abi/Objects.h"

namespace flow::codegen {

using abi::FunctionObject;
using ir::Instruction;
using ir::Op;
using types::Type;

template <> Value emitOp<Op::MakeFunction>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  std::vector<const Type *> captures;
  for (ir::ValueId operand : instruction.operands) captures.push_back(emitter.typeOf(operand));
  ModuleEmitter &module = emitter.scope.module;
  llvm::Function *code = module.valueFunction(instruction.index, instruction.type, captures);
  if (captures.empty()) return {module.functionObject(code)};
  types::Layout layout = types::layoutOf(captures);
  uint64_t bytes = sizeof(FunctionObject) + layout.size;
  llvm::Value *object = newObject(emitter, instruction, b.getInt64(bytes));
  storeHeader(emitter, object, offsetof(FunctionObject, users), b.getInt64(1));
  storeHeader(emitter, object, offsetof(FunctionObject, code), code);
  storeHeader(emitter, object, offsetof(FunctionObject, captures), module.shapes().ofCaptures(captures));
  storeHeader(emitter, object, offsetof(FunctionObject, bytes), b.getInt64(bytes));
  for (size_t i = 0; i < captures.size(); ++i)
    storePart(emitter, captures[i], addressAt(emitter, object, sizeof(FunctionObject) + layout.offsets[i]),
              emitter.value(instruction.operands[i]));
  return {object};
}

/// Which function it is nobody knows, so it may lead here again.
template <> Value emitOp<Op::CallValue>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *object = emitter.scalar(instruction.operands[0]);
  llvm::SmallVector<llvm::Value *> arguments{emitter.scope.context};
  for (ir::ValueId operand : llvm::ArrayRef<ir::ValueId>(instruction.operands).drop_front())
    arguments.append(emitter.value(operand).begin(), emitter.value(operand).end());
  arguments.push_back(object);
  return emitter.underGuard(emitter.guardOf(instruction), [&]() -> Value {
    checkStack(emitter, instruction);
    llvm::FunctionType *type = emitter.scope.module.valueFunctionType(emitter.typeOf(instruction.operands[0]));
    llvm::Value *code =
        loadHeader(emitter, object, offsetof(FunctionObject, code), b.getPtrTy(), /*mayBeNull=*/false);
    llvm::CallInst *call = b.CreateCall(type, code, arguments);
    call->setCallingConv(llvm::CallingConv::Fast);
    failOfCallee(emitter, instruction, b.CreateExtractValue(call, 0));
    Value result;
    for (unsigned i = 1; i < llvm::cast<llvm::StructType>(type->getReturnType())->getNumElements(); ++i)
      result.push_back(b.CreateExtractValue(call, i));
    return result;
  });
}

} // namespace flow::codegen
