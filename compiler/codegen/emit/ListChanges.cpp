// Changing lists: in place when nobody else has the list, which is known before or tested here.

#include "compiler/codegen/emit/List.h"

#include "runtime/abi/Objects.h"

#include <llvm/IR/MDBuilder.h>

namespace flow::codegen {

using abi::FailureKind;
using abi::ListObject;
using ir::Instruction;
using ir::Op;
using types::Type;

namespace {

llvm::Constant *shapeOf(Emitter &emitter, const Type *type) { return emitter.scope.module.shapes().of(type); }

/// i1: the list, which is not null, has another user.
llvm::Value *isShared(Emitter &emitter, llvm::Value *list) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *users = loadHeader(emitter, list, offsetof(abi::Object, users), b.getInt64Ty(), /*mayBeNull=*/false);
  return b.CreateICmpNE(users, b.getInt64(1));
}

/// `make` where the condition holds, else `list`.
llvm::Value *chosen(Emitter &emitter, llvm::Value *condition, llvm::Value *list,
                    llvm::function_ref<llvm::Value *()> make, bool isRare) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::BasicBlock *before = b.GetInsertBlock();
  auto *making = llvm::BasicBlock::Create(b.getContext(), "", emitter.scope.function);
  auto *after = llvm::BasicBlock::Create(b.getContext(), "", emitter.scope.function);
  llvm::MDNode *weights = isRare ? llvm::MDBuilder(b.getContext()).createBranchWeights(1, 1 << 20) : nullptr;
  b.CreateCondBr(condition, making, after, weights);
  b.SetInsertPoint(making);
  llvm::Value *made = make();
  llvm::BasicBlock *end = b.GetInsertBlock();
  b.CreateBr(after);
  b.SetInsertPoint(after);
  llvm::PHINode *phi = b.CreatePHI(b.getPtrTy(), 2);
  phi->addIncoming(list, before);
  phi->addIncoming(made, end);
  return phi;
}

/// Of a list that has elements.
llvm::Value *ownElements(Emitter &emitter, const Instruction &instruction, llvm::Value *list, const Type *element) {
  if (instruction.isSoleUser) return list;
  return chosen(
      emitter, isShared(emitter, list), list,
      [&] { return changeList(emitter, instruction, "flow_list_own", list, {shapeOf(emitter, element)}); },
      /*isRare=*/true);
}

/// The operand, after its indices were found to be in range.
struct Change {
  llvm::Value *list;
  const Type *element;
};

void checkAt(Emitter &emitter, const Instruction &instruction, llvm::Value *list, llvm::Value *index) {
  if (!instruction.isInside) checkElement(emitter, instruction, list, index);
}

/// Runs `change` where the guard holds, when operand 1 is an index of the list.
Value changeAt(Emitter &emitter, const Instruction &instruction,
               llvm::function_ref<Value(const Change &, llvm::Value *)> change) {
  llvm::Value *list = emitter.scalar(instruction.operands[0]), *index = emitter.scalar(instruction.operands[1]);
  const Type *element = emitter.typeOf(instruction.operands[0])->element();
  checkAt(emitter, instruction, list, index);
  return emitter.underGuard(emitter.guardOf(instruction), [&] { return change({list, element}, index); });
}

/// The list and its element: a tuple.
Value withElement(llvm::Value *list, Value element) {
  element.insert(element.begin(), list);
  return element;
}

} // namespace

llvm::Value *ownList(Emitter &emitter, const Instruction &instruction, llvm::Value *list, const Type *element) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *users = loadHeader(emitter, list, offsetof(abi::Object, users), b.getInt64Ty(), /*mayBeNull=*/true);
  // Null reads as nobody's, which is nobody else's either.
  llvm::Value *shared = b.CreateICmpUGT(users, b.getInt64(1));
  return chosen(
      emitter, shared, list,
      [&] { return changeList(emitter, instruction, "flow_list_own", list, {shapeOf(emitter, element)}); },
      /*isRare=*/true);
}

template <> Value emitOp<Op::ListOwn>(Emitter &emitter, const Instruction &instruction) {
  return {ownList(emitter, instruction, emitter.scalar(instruction.operands[0]), instruction.type->element())};
}

template <> Value emitOp<Op::ListSet>(Emitter &emitter, const Instruction &instruction) {
  return changeAt(emitter, instruction, [&](const Change &change, llvm::Value *index) -> Value {
    llvm::Value *list = ownElements(emitter, instruction, change.list, change.element);
    llvm::Value *at = elementAddress(emitter, list, index, change.element);
    bool isCounted = emitter.scope.module.shapes().countedIn(change.element) != 0;
    Value old = isCounted ? loadPart(emitter, change.element, at) : Value();
    storePart(emitter, change.element, at, emitter.value(instruction.operands[2]));
    if (isCounted) release(emitter, old, change.element);
    return {list};
  });
}

template <> Value emitOp<Op::ListTake>(Emitter &emitter, const Instruction &instruction) {
  return changeAt(emitter, instruction, [&](const Change &change, llvm::Value *index) -> Value {
    llvm::Value *list = ownElements(emitter, instruction, change.list, change.element);
    llvm::Value *at = elementAddress(emitter, list, index, change.element);
    Value taken = loadPart(emitter, change.element, at);
    storePart(emitter, change.element, at, emitter.types().zero(change.element));
    return withElement(list, std::move(taken));
  });
}

template <> Value emitOp<Op::ListSwap>(Emitter &emitter, const Instruction &instruction) {
  return changeAt(emitter, instruction, [&](const Change &change, llvm::Value *index) -> Value {
    llvm::Value *other = emitter.scalar(instruction.operands[2]);
    checkAt(emitter, instruction, change.list, other);
    llvm::Value *list = ownElements(emitter, instruction, change.list, change.element);
    llvm::Value *first = elementAddress(emitter, list, index, change.element);
    llvm::Value *second = elementAddress(emitter, list, other, change.element);
    Value a = loadPart(emitter, change.element, first), b = loadPart(emitter, change.element, second);
    storePart(emitter, change.element, first, b);
    storePart(emitter, change.element, second, a);
    return {list};
  });
}

template <> Value emitOp<Op::ListRemove>(Emitter &emitter, const Instruction &instruction) {
  return changeAt(emitter, instruction, [&](const Change &change, llvm::Value *index) -> Value {
    llvm::Value *list = ownElements(emitter, instruction, change.list, change.element);
    Value taken = loadPart(emitter, change.element, elementAddress(emitter, list, index, change.element));
    callC(emitter, "flow_list_close", emitter.builder.getVoidTy(), {list, shapeOf(emitter, change.element), index});
    return withElement(list, std::move(taken));
  });
}

template <> Value emitOp<Op::ListPop>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *operand = emitter.scalar(instruction.operands[0]);
  const Type *element = emitter.typeOf(instruction.operands[0])->element();
  llvm::Value *length = listLength(emitter, operand);
  emitter.failIf(instruction, b.CreateIsNull(length), FailureKind::Empty);
  return emitter.underGuard(emitter.guardOf(instruction), [&]() -> Value {
    llvm::Value *list = ownElements(emitter, instruction, operand, element);
    llvm::Value *last = b.CreateSub(length, b.getInt64(1));
    Value taken = loadPart(emitter, element, elementAddress(emitter, list, last, element));
    storeHeader(emitter, list, offsetof(ListObject, length), last);
    return withElement(list, std::move(taken));
  });
}

/// The common case is short: room behind the last element of a list of one's own.
template <> Value emitOp<Op::ListPush>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *operand = emitter.scalar(instruction.operands[0]);
  const Type *element = instruction.type->element();
  llvm::Value *length = listLength(emitter, operand);
  llvm::Value *capacity =
      loadHeader(emitter, operand, offsetof(ListObject, capacity), b.getInt64Ty(), /*mayBeNull=*/true);
  llvm::Value *isSlow = b.CreateICmpUGE(length, capacity); // null has no room
  if (!instruction.isSoleUser) {
    llvm::Value *users =
        loadHeader(emitter, operand, offsetof(abi::Object, users), b.getInt64Ty(), /*mayBeNull=*/true);
    isSlow = b.CreateOr(isSlow, b.CreateICmpNE(users, b.getInt64(1)));
  }
  llvm::Value *list = chosen(
      emitter, isSlow, operand,
      [&] {
        return changeList(emitter, instruction, "flow_list_grow", operand,
                          {shapeOf(emitter, element), b.getInt64(1)});
      },
      /*isRare=*/true);
  storePart(emitter, element, elementAddress(emitter, list, length, element), emitter.value(instruction.operands[1]));
  storeHeader(emitter, list, offsetof(ListObject, length), b.CreateAdd(length, b.getInt64(1)));
  return {list};
}

template <> Value emitOp<Op::ListInsert>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *operand = emitter.scalar(instruction.operands[0]), *index = emitter.scalar(instruction.operands[1]);
  const Type *element = instruction.type->element();
  llvm::Value *length = listLength(emitter, operand);
  checkIndex(emitter, instruction, index, b.CreateAdd(length, b.getInt64(1)), length);
  return emitter.underGuard(emitter.guardOf(instruction), [&]() -> Value {
    llvm::Value *list =
        changeList(emitter, instruction, "flow_list_open", operand, {shapeOf(emitter, element), index});
    storePart(emitter, element, elementAddress(emitter, list, index, element),
              emitter.value(instruction.operands[2]));
    return {list};
  });
}

template <> Value emitOp<Op::ListConcat>(Emitter &emitter, const Instruction &instruction) {
  return {changeList(emitter, instruction, "flow_list_concat", emitter.scalar(instruction.operands[0]),
                     {emitter.scalar(instruction.operands[1]), shapeOf(emitter, instruction.type->element())})};
}

/// A count below zero asks for no room.
template <> Value emitOp<Op::ListReserve>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *count = emitter.scalar(instruction.operands[1]);
  count = b.CreateBinaryIntrinsic(llvm::Intrinsic::smax, count, b.getInt64(0));
  return {changeList(emitter, instruction, "flow_list_grow", emitter.scalar(instruction.operands[0]),
                     {shapeOf(emitter, instruction.type->element()), count})};
}

template <> Value emitOp<Op::ListClear>(Emitter &emitter, const Instruction &instruction) {
  return {changeList(emitter, instruction, "flow_list_clear", emitter.scalar(instruction.operands[0]),
                     {shapeOf(emitter, instruction.type->element())})};
}
template <> Value emitOp<Op::ListReverse>(Emitter &emitter, const Instruction &instruction) {
  return {changeList(emitter, instruction, "flow_list_reverse", emitter.scalar(instruction.operands[0]),
                     {shapeOf(emitter, instruction.type->element())})};
}
template <> Value emitOp<Op::ListSort>(Emitter &emitter, const Instruction &instruction) {
  return {changeList(emitter, instruction, "flow_list_sort", emitter.scalar(instruction.operands[0]),
                     {shapeOf(emitter, instruction.type->element())})};
}
template <> Value emitOp<Op::ListSortBy>(Emitter &emitter, const Instruction &instruction) {
  ir::ValueId keys = instruction.operands[1];
  return {changeList(emitter, instruction, "flow_list_sort_by", emitter.scalar(instruction.operands[0]),
                     {shapeOf(emitter, instruction.type->element()), emitter.scalar(keys),
                      shapeOf(emitter, emitter.typeOf(keys)->element())})};
}

} // namespace flow::codegen
