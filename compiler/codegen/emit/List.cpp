#include "compiler/codegen/emit/List.h"

#include "runtime/abi/ListObject.h"

namespace flow::codegen {

using abi::FailureKind;
using abi::ListObject;
using ir::Instruction;
using ir::Op;
using types::Type;

namespace {

llvm::Value *member(Emitter &emitter, llvm::Value *list, size_t offset, llvm::Type *type) {
  llvm::IRBuilder<> &b = emitter.builder;
  // Null is the empty list: read a zero object in its stead.
  llvm::Value *object = b.CreateSelect(b.CreateIsNull(list), emitter.scope.module.zeroBytes(sizeof(ListObject)), list);
  return b.CreateLoad(type, b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), object, offset));
}

/// i1: the index lies in the list.
llvm::Value *isInside(Emitter &emitter, llvm::Value *list, llvm::Value *index) {
  return emitter.builder.CreateICmpULT(index, listLength(emitter, list));
}

/// Exact code leaves index and length in the context; fast code only needs to know that there is a failure.
void failOutside(Emitter &emitter, const Instruction &instruction, llvm::Value *list, llvm::Value *index,
                 llvm::Value *inside) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *fails = b.CreateNot(inside);
  if (emitter.isFast()) return emitter.failIf(instruction, fails, FailureKind::IndexOutOfBounds);
  auto *cold = llvm::BasicBlock::Create(b.getContext(), "outside", emitter.scope.function);
  auto *next = llvm::BasicBlock::Create(b.getContext(), "", emitter.scope.function);
  b.CreateCondBr(bothOf(b, fails, emitter.guardOf(instruction)), cold, next);
  b.SetInsertPoint(cold);
  callC(emitter, "flow_fail_index", b.getVoidTy(), {emitter.scope.context, index, listLength(emitter, list)});
  emitter.scope.failures->fail(b.getInt32(instruction.site));
  b.SetInsertPoint(next);
}

/// `list` with `count` more elements, which lie at `values`.
llvm::Value *append(Emitter &emitter, const Instruction &instruction, llvm::Value *list, llvm::Value *values,
                    uint64_t count, const Type *element) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *result = emitter.scope.stackSlot(b.getPtrTy(), "list");
  uint32_t bytes = emitter.types().layout(element).size;
  llvm::Value *outcome = callC(emitter, "flow_list_append", b.getInt32Ty(),
                               {emitter.scope.context, list, values, b.getInt64(count), b.getInt64(bytes), result});
  failOfHost(emitter, instruction, outcome);
  return b.CreateLoad(b.getPtrTy(), result);
}

llvm::Value *elementAddress(Emitter &emitter, llvm::Value *list, llvm::Value *index, const Type *element) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *elements = member(emitter, list, offsetof(ListObject, elements), b.getPtrTy());
  auto *bytes = llvm::ArrayType::get(b.getInt8Ty(), emitter.types().layout(element).size);
  return b.CreateInBoundsGEP(bytes, elements, index);
}

llvm::Value *changedCopy(Emitter &emitter, const Instruction &instruction, llvm::Value *list, llvm::Value *index,
                         const Value &value) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *element = emitter.spill(instruction.type->element(), value);
  llvm::Value *result = emitter.scope.stackSlot(b.getPtrTy(), "list");
  llvm::Value *outcome =
      callC(emitter, "flow_list_set", b.getInt32Ty(), {emitter.scope.context, list, index, element, result});
  failOfHost(emitter, instruction, outcome);
  return b.CreateLoad(b.getPtrTy(), result);
}

} // namespace

llvm::Value *listLength(Emitter &emitter, llvm::Value *list) {
  return member(emitter, list, offsetof(ListObject, count), emitter.builder.getInt64Ty());
}

Value listElement(Emitter &emitter, llvm::Value *list, llvm::Value *index, const Type *element) {
  return loadValue(emitter.builder, emitter.types(), element, elementAddress(emitter, list, index, element));
}

void failOfHost(Emitter &emitter, const Instruction &instruction, llvm::Value *outcome) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *site = b.getInt32(instruction.site != 0 ? instruction.site : kNoSite);
  emitter.scope.failures->failWith(b.CreateSelect(b.CreateIsNull(outcome), b.getInt32(0), site));
}

template <> Value emitOp<Op::MakeList>(Emitter &emitter, const Instruction &instruction) {
  if (instruction.operands.empty()) return emitter.types().zero(instruction.type);
  llvm::IRBuilder<> &b = emitter.builder;
  const Type *element = instruction.type->element();
  const types::Layout &layout = emitter.types().layout(element);
  uint64_t count = instruction.operands.size();
  auto *bytes = llvm::ArrayType::get(b.getInt8Ty(), layout.size * count);
  llvm::AllocaInst *values = emitter.scope.stackSlot(bytes, "elements");
  values->setAlignment(llvm::Align(layout.alignment));
  for (uint64_t i = 0; i < count; ++i)
    storeValue(b, emitter.types(), element, b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), values, i * layout.size),
               emitter.value(instruction.operands[i]));
  llvm::Value *none = llvm::ConstantPointerNull::get(b.getPtrTy());
  return {append(emitter, instruction, none, values, count, element)};
}

template <> Value emitOp<Op::ListLength>(Emitter &emitter, const Instruction &instruction) {
  return {listLength(emitter, emitter.scalar(instruction.operands[0]))};
}

template <> Value emitOp<Op::ListGet>(Emitter &emitter, const Instruction &instruction) {
  llvm::Value *list = emitter.scalar(instruction.operands[0]), *index = emitter.scalar(instruction.operands[1]);
  llvm::Value *inside = isInside(emitter, list, index);
  failOutside(emitter, instruction, list, index, inside);
  return emitter.underGuard(inside, [&] { return listElement(emitter, list, index, instruction.type); });
}

template <> Value emitOp<Op::ListPush>(Emitter &emitter, const Instruction &instruction) {
  const Type *element = instruction.type->element();
  llvm::Value *value = emitter.spill(element, emitter.value(instruction.operands[1]));
  return {append(emitter, instruction, emitter.scalar(instruction.operands[0]), value, 1, element)};
}

/// In place when nobody else can see it, which only the running program knows.
template <> Value emitOp<Op::ListSet>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *list = emitter.scalar(instruction.operands[0]), *index = emitter.scalar(instruction.operands[1]);
  const Type *element = instruction.type->element();
  const Value &value = emitter.value(instruction.operands[2]);
  llvm::Value *inside = isInside(emitter, list, index);
  failOutside(emitter, instruction, list, index, inside);
  return emitter.underGuard(bothOf(b, inside, emitter.guardOf(instruction)), [&]() -> Value {
    if (!emitter.consumesList(instruction)) return {changedCopy(emitter, instruction, list, index, value)};
    llvm::AllocaInst *changed = emitter.scope.stackSlot(b.getPtrTy(), "changed");
    b.CreateStore(list, changed);
    llvm::Value *isShared = b.CreateIsNotNull(member(emitter, list, offsetof(ListObject, isShared), b.getInt64Ty()));
    emitter.underGuard(isShared, [&]() -> Value {
      b.CreateStore(changedCopy(emitter, instruction, list, index, value), changed);
      return {};
    });
    llvm::Value *owned = b.CreateLoad(b.getPtrTy(), changed);
    storeValue(b, emitter.types(), element, elementAddress(emitter, owned, index, element), value);
    return {owned};
  });
}

void markShared(Emitter &emitter, const Value &value, const Type *type) {
  llvm::IRBuilder<> &b = emitter.builder;
  if (type->is(types::TypeKind::List)) {
    if (llvm::isa<llvm::Constant>(value[0])) return; // the empty list
    emitter.underGuard(b.CreateIsNotNull(value[0]), [&]() -> Value {
      llvm::Value *at = b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), value[0], offsetof(ListObject, isShared));
      b.CreateStore(b.getInt64(1), at);
      return {};
    });
    return;
  }
  if (!hasList(type)) return;
  std::vector<const Type *> parts = type->parts;
  for (const types::Field &field : type->fields) parts.push_back(field.type);
  auto leaf = value.begin();
  for (const Type *part : parts) {
    auto end = leaf + static_cast<ptrdiff_t>(emitter.types().layout(part).leaves.size());
    markShared(emitter, Value(leaf, end), part);
    leaf = end;
  }
}

} // namespace flow::codegen
