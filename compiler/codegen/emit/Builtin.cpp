#include "compiler/codegen/emit/Object.h"

namespace flow::codegen {

using abi::FunctionInfo;
using ir::Instruction;
using ir::Op;
using types::Type;
using types::TypeKind;

namespace {

bool isText(const Type *type) { return type->isStringLike() || type->is(TypeKind::Bytes); }
/// Values that C functions take and give by address.
bool isByAddress(const Type *type) { return isText(type) || type->isDecimal(); }

/// A view whose words are known is a constant of the module.
llvm::Value *constantText(Emitter &emitter, const Value &words) {
  auto *first = llvm::dyn_cast<llvm::Constant>(words[0]), *second = llvm::dyn_cast<llvm::Constant>(words[1]);
  if (!first || !second) return nullptr;
  auto *view = llvm::ConstantStruct::getAnon({first, second});
  auto *global = new llvm::GlobalVariable(emitter.scope.module.output(), view->getType(), /*isConstant=*/true,
                                          llvm::GlobalValue::PrivateLinkage, view, "view");
  global->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  global->setAlignment(llvm::Align(8));
  return global;
}

llvm::Value *spillDecimal(Emitter &emitter, llvm::Value *value) {
  llvm::Type *wide = emitter.builder.getInt128Ty();
  llvm::Value *slot = emitter.scope.stackSlot(wide, "decimal");
  emitter.builder.CreateStore(emitter.builder.CreateSExt(value, wide), slot);
  return slot;
}

/// C callers extend small integers.
void extendSmall(llvm::CallInst *call, unsigned index, bool isSigned) {
  llvm::Type *type = call->getArgOperand(index)->getType();
  if (!type->isIntegerTy() || type->getIntegerBitWidth() >= 32) return;
  call->addParamAttr(index, isSigned ? llvm::Attribute::SExt : llvm::Attribute::ZExt);
}

/// Where a result goes that C gives through a pointer.
llvm::AllocaInst *resultSlot(Emitter &emitter, const Type *plain) {
  llvm::Type *type = plain->isDecimal() ? emitter.builder.getInt128Ty()
                     : isText(plain)    ? llvm::ArrayType::get(emitter.builder.getInt64Ty(), 2)
                                        : emitter.types().memoryType(emitter.types().layout(plain).leaves[0].kind);
  return emitter.scope.stackSlot(type, "result");
}

Value loadResult(Emitter &emitter, llvm::AllocaInst *slot, const Type *plain) {
  if (!plain->isDecimal()) return loadValue(emitter.builder, emitter.types(), plain, slot);
  llvm::Value *wide = emitter.builder.CreateLoad(emitter.builder.getInt128Ty(), slot);
  return {emitter.builder.CreateTrunc(wide, emitter.types().scalar(plain))};
}

llvm::Type *returnType(Emitter &emitter, const FunctionInfo &callee, const Type *result, bool bySlot) {
  if (callee.has(abi::kMayFail)) return emitter.builder.getInt32Ty();
  if (result->isOptional()) return emitter.builder.getInt8Ty();
  if (bySlot) return emitter.builder.getVoidTy();
  return emitter.types().memoryType(emitter.types().layout(result).leaves[0].kind);
}

Value callIntrinsic(Emitter &emitter, const FunctionInfo &callee, llvm::ArrayRef<llvm::Value *> arguments) {
  std::string name = std::string("llvm.") + callee.symbol;
  llvm::Intrinsic::ID id = llvm::Function::lookupIntrinsicID(name);
  FLOW_CHECK(id != llvm::Intrinsic::not_intrinsic, name);
  return {emitter.builder.CreateIntrinsic(id, {arguments[0]->getType()}, arguments)};
}

} // namespace

llvm::Value *lowerArgument(Emitter &emitter, const Value &value, const Type *type) {
  if (isText(type)) {
    llvm::Value *constant = constantText(emitter, value);
    return constant ? constant : emitter.spill(type, value);
  }
  if (type->isDecimal()) return spillDecimal(emitter, value[0]);
  if (type->is(TypeKind::Bool)) return emitter.builder.CreateZExt(value[0], emitter.builder.getInt8Ty());
  return value[0];
}

llvm::CallInst *callC(Emitter &emitter, const char *symbol, llvm::Type *result,
                      llvm::ArrayRef<llvm::Value *> arguments) {
  llvm::SmallVector<llvm::Type *> types;
  for (llvm::Value *argument : arguments) types.push_back(argument->getType());
  auto *type = llvm::FunctionType::get(result, types, false);
  return emitter.builder.CreateCall(emitter.scope.module.runtimeFunction(symbol, type), arguments);
}

RuntimeResult callRuntime(Emitter &emitter, const FunctionInfo &callee, llvm::ArrayRef<llvm::Value *> arguments,
                          const Type *result) {
  llvm::IRBuilder<> &b = emitter.builder;
  if (callee.has(abi::kIntrinsic)) return {callIntrinsic(emitter, callee, arguments)};
  bool mayFail = callee.has(abi::kMayFail);
  const Type *plain = result->plain();
  llvm::AllocaInst *slot = nullptr;
  if (mayFail || result->isOptional() || isByAddress(plain)) slot = resultSlot(emitter, plain);
  llvm::SmallVector<llvm::Value *> all;
  if (callee.takesContext()) all.push_back(emitter.scope.context);
  if (slot) all.push_back(slot);
  all.append(arguments.begin(), arguments.end());
  llvm::CallInst *call = callC(emitter, callee.symbol, returnType(emitter, callee, result, slot != nullptr), all);
  for (unsigned i = 0; i < all.size(); ++i) extendSmall(call, i, /*isSigned=*/false);
  if (callee.has(abi::kLeaf)) emitter.scope.module.noteLeaf(callee.symbol);

  RuntimeResult made;
  made.value = slot ? loadResult(emitter, slot, plain) : Value{call};
  if (plain->is(TypeKind::Bool) && !slot) made.value[0] = b.CreateICmpNE(call, b.getInt8(0));
  if (mayFail) made.failed = b.CreateICmpEQ(call, b.getInt32(abi::kFailed));
  if (result->isOptional())
    made.value.push_back(b.CreateICmpEQ(call, llvm::ConstantInt::get(call->getType(), mayFail ? abi::kDone : 1)));
  return made;
}

Value callOperation(Emitter &emitter, abi::OperationId operation, llvm::ArrayRef<Argument> arguments,
                    const Type *result) {
  llvm::SmallVector<llvm::Value *> lowered;
  for (const Argument &argument : arguments) lowered.push_back(lowerArgument(emitter, *argument.value, argument.type));
  return callRuntime(emitter, abi::info(operation), lowered, result).value;
}

/// A function whose guard is false is not called; leaves and intrinsics may as well be.
template <> Value emitOp<Op::CallBuiltin>(Emitter &emitter, const Instruction &instruction) {
  const FunctionInfo &callee = abi::kFunctions[instruction.index];
  bool isCheap = callee.has(abi::kIntrinsic) || (callee.has(abi::kLeaf) && !callee.has(abi::kMayFail));
  return emitter.underGuard(isCheap ? nullptr : emitter.guardOf(instruction), [&] {
    llvm::SmallVector<llvm::Value *> lowered;
    for (ir::ValueId operand : instruction.operands)
      lowered.push_back(lowerArgument(emitter, emitter.value(operand), emitter.typeOf(operand)));
    RuntimeResult made = callRuntime(emitter, callee, lowered, instruction.type);
    if (made.failed && instruction.site != 0)
      emitter.scope.failures->failIf(made.failed, instruction.site, std::nullopt);
    if (!instruction.type || !isText(instruction.type->plain())) return std::move(made.value);
    // Without a context a function makes no text: it gives one of its arguments.
    if (callee.takesContext())
      failIfTextDenied(emitter, instruction);
    else
      retain(emitter, made.value, instruction.type);
    return std::move(made.value);
  });
}

} // namespace flow::codegen
