// Making and reading lists.

#include "compiler/codegen/emit/List.h"

#include "runtime/abi/Objects.h"

#include <llvm/IR/MDBuilder.h>

namespace flow::codegen {

using abi::FailureKind;
using abi::ListObject;
using ir::Instruction;
using ir::Op;
using types::Type;

static llvm::Value *loadLength(Emitter &emitter, llvm::Value *list, bool mayBeNull) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *length = loadHeader(emitter, list, offsetof(ListObject, length), b.getInt64Ty(), mayBeNull);
  if (auto *load = llvm::dyn_cast<llvm::LoadInst>(length))
    load->setMetadata(llvm::LLVMContext::MD_range,
                      llvm::MDBuilder(b.getContext()).createRange(llvm::APInt(64, 0), llvm::APInt(64, 1ull << 60)));
  return length;
}

llvm::Value *listLength(Emitter &emitter, llvm::Value *list) { return loadLength(emitter, list, /*mayBeNull=*/true); }

llvm::Value *elementAddress(Emitter &emitter, llvm::Value *list, llvm::Value *index, const Type *element) {
  llvm::IRBuilder<> &b = emitter.builder;
  auto *bytes = llvm::ArrayType::get(b.getInt8Ty(), emitter.types().layout(element).size);
  return b.CreateInBoundsGEP(bytes, addressAt(emitter, list, sizeof(ListObject)), index);
}

llvm::Value *checkIndex(Emitter &emitter, const Instruction &instruction, llvm::Value *index, llvm::Value *limit,
                        llvm::Value *length) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *inside = b.CreateICmpULT(index, limit);
  emitter.failIf(instruction, b.CreateNot(inside), FailureKind::IndexOutOfBounds, [&] {
    callC(emitter, "flow_fail_index", b.getVoidTy(), {emitter.scope.context, index, length});
  });
  return inside;
}

/// Null is told by a branch, which behind the first access to a list LLVM knows; fast code has none.
llvm::Value *checkElement(Emitter &emitter, const Instruction &instruction, llvm::Value *list, llvm::Value *index) {
  llvm::IRBuilder<> &b = emitter.builder;
  if (emitter.isFast()) {
    llvm::Value *length = listLength(emitter, list);
    return checkIndex(emitter, instruction, index, length, length);
  }
  llvm::Value *inside = emitEither(
      emitter, b.CreateIsNull(list), [&]() -> Value { return {b.getFalse()}; },
      [&]() -> Value { return {b.CreateICmpULT(index, loadLength(emitter, list, /*mayBeNull=*/false))}; },
      /*isRare=*/true)[0];
  emitter.failIf(instruction, b.CreateNot(inside), FailureKind::IndexOutOfBounds, [&] {
    callC(emitter, "flow_fail_index", b.getVoidTy(), {emitter.scope.context, index, listLength(emitter, list)});
  });
  return inside;
}

llvm::Value *changeList(Emitter &emitter, const Instruction &instruction, const char *symbol, llvm::Value *list,
                        llvm::ArrayRef<llvm::Value *> more) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::AllocaInst *slot = spillObject(emitter, list);
  llvm::SmallVector<llvm::Value *> arguments{emitter.scope.context, slot};
  arguments.append(more.begin(), more.end());
  failIfDenied(emitter, instruction, callC(emitter, symbol, b.getInt32Ty(), arguments));
  return b.CreateLoad(b.getPtrTy(), slot);
}

template <> Value emitOp<Op::MakeList>(Emitter &emitter, const Instruction &instruction) {
  if (instruction.operands.empty()) return emitter.types().zero(instruction.type);
  llvm::IRBuilder<> &b = emitter.builder;
  const Type *element = instruction.type->element();
  uint64_t count = instruction.operands.size();
  auto *none = llvm::ConstantPointerNull::get(b.getPtrTy());
  llvm::Value *list = changeList(emitter, instruction, "flow_list_grow", none,
                                 {emitter.scope.module.shapes().of(element), b.getInt64(count)});
  for (uint64_t i = 0; i < count; ++i)
    storePart(emitter, element, elementAddress(emitter, list, b.getInt64(i), element),
              emitter.value(instruction.operands[i]));
  storeHeader(emitter, list, offsetof(ListObject, length), b.getInt64(count));
  return {list};
}

template <> Value emitOp<Op::ListLength>(Emitter &emitter, const Instruction &instruction) {
  return {listLength(emitter, emitter.scalar(instruction.operands[0]))};
}

template <> Value emitOp<Op::CheckIndex>(Emitter &emitter, const Instruction &instruction) {
  llvm::Value *index = emitter.scalar(instruction.operands[0]), *length = emitter.scalar(instruction.operands[1]);
  checkIndex(emitter, instruction, index, length, length);
  return {};
}

/// No branch: so that LLVM may compute with what it gives as with any other value.
template <> Value emitOp<Op::ListPeek>(Emitter &emitter, const Instruction &instruction) {
  llvm::Value *list = emitter.scalar(instruction.operands[0]), *index = emitter.scalar(instruction.operands[1]);
  llvm::Value *inside = emitter.builder.CreateICmpULT(index, listLength(emitter, list));
  llvm::Constant *nothing = emitter.scope.module.zeroBytes(emitter.types().layout(instruction.type).size);
  llvm::Value *address = elementAddress(emitter, list, index, instruction.type);
  return loadPart(emitter, instruction.type, emitter.builder.CreateSelect(inside, address, nothing));
}

/// Where a guard keeps it from being done, the result is zero. Fast code goes on behind a check that has failed.
template <> Value emitOp<Op::ListGet>(Emitter &emitter, const Instruction &instruction) {
  llvm::Value *list = emitter.scalar(instruction.operands[0]), *index = emitter.scalar(instruction.operands[1]);
  llvm::Value *inside = nullptr;
  if (emitter.isFast() || !instruction.isInside) {
    inside = instruction.isInside ? emitter.builder.CreateICmpULT(index, listLength(emitter, list))
                                  : checkElement(emitter, instruction, list, index);
  }
  bool isSure = !emitter.isFast() && !emitter.guardOf(instruction);
  return emitter.underGuard(isSure ? nullptr : inside, [&] {
    return loadPart(emitter, instruction.type, elementAddress(emitter, list, index, instruction.type));
  });
}

template <> Value emitOp<Op::ListSlice>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *list = emitter.scalar(instruction.operands[0]);
  llvm::Value *from = emitter.scalar(instruction.operands[1]), *to = emitter.scalar(instruction.operands[2]);
  llvm::Value *length = listLength(emitter, list);
  // As unsigned numbers, so that negative ones are too large.
  llvm::Value *isWrong = b.CreateOr(b.CreateICmpUGT(to, length), b.CreateICmpUGT(from, to));
  emitter.failIf(instruction, isWrong, FailureKind::IndexOutOfBounds, [&] {
    callC(emitter, "flow_fail_slice", b.getVoidTy(), {emitter.scope.context, from, to, length});
  });
  return emitter.underGuard(emitter.guardOf(instruction), [&]() -> Value {
    llvm::Value *slot = emitter.scope.stackSlot(b.getPtrTy(), "slice");
    llvm::Constant *shape = emitter.scope.module.shapes().of(instruction.type->element());
    failIfDenied(emitter, instruction,
                 callC(emitter, "flow_list_slice", b.getInt32Ty(),
                       {emitter.scope.context, slot, list, shape, from, to}));
    return {b.CreateLoad(b.getPtrTy(), slot)};
  });
}

template <> Value emitOp<Op::ListOrder>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *slot = emitter.scope.stackSlot(b.getPtrTy(), "order");
  llvm::Constant *shape = emitter.scope.module.shapes().of(emitter.typeOf(instruction.operands[0])->element());
  failIfDenied(emitter, instruction,
               callC(emitter, "flow_list_order", b.getInt32Ty(),
                     {emitter.scope.context, slot, emitter.scalar(instruction.operands[0]), shape}));
  return {b.CreateLoad(b.getPtrTy(), slot)};
}

} // namespace flow::codegen
