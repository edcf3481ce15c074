#include "compiler/codegen/emit/Object.h"

#include "runtime/abi/FreeBlocks.h"
#include "runtime/abi/Objects.h"

#include <llvm/IR/MDBuilder.h>

namespace flow::codegen {

using abi::Object;
using ir::Instruction;
using ir::Op;
using types::Type;
using types::TypeKind;

static_assert(offsetof(abi::ListObject, length) == 8 && offsetof(abi::MapObject, length) == 8 &&
              offsetof(abi::CellObject, variant) == 8 && offsetof(abi::FunctionObject, code) == 8);

llvm::Value *addressAt(Emitter &emitter, llvm::Value *base, uint64_t offset) {
  llvm::IRBuilder<> &b = emitter.builder;
  return offset == 0 ? base : b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), base, offset);
}

llvm::Value *loadHeader(Emitter &emitter, llvm::Value *object, size_t offset, llvm::Type *type, bool mayBeNull) {
  llvm::IRBuilder<> &b = emitter.builder;
  if (mayBeNull) {
    llvm::Constant *nothing = emitter.scope.module.zeroBytes(sizeof(abi::MapObject));
    object = b.CreateSelect(b.CreateIsNull(object), nothing, object);
  }
  llvm::LoadInst *loaded = b.CreateLoad(type, addressAt(emitter, object, offset));
  loaded->setMetadata(llvm::LLVMContext::MD_tbaa, emitter.scope.module.tags().header());
  return loaded;
}

void storeHeader(Emitter &emitter, llvm::Value *object, size_t offset, llvm::Value *value) {
  llvm::StoreInst *stored = emitter.builder.CreateStore(value, addressAt(emitter, object, offset));
  stored->setMetadata(llvm::LLVMContext::MD_tbaa, emitter.scope.module.tags().header());
}

Value loadPart(Emitter &emitter, const Type *type, llvm::Value *address) {
  Value result;
  for (const types::Leaf &leaf : emitter.types().layout(type).leaves) {
    llvm::Value *at = addressAt(emitter, address, leaf.offset);
    llvm::LoadInst *loaded = emitter.builder.CreateLoad(emitter.types().memoryType(leaf.kind), at);
    loaded->setMetadata(llvm::LLVMContext::MD_tbaa, emitter.scope.module.tags().element(leaf.kind));
    bool isBool = leaf.kind == types::Leaf::Kind::Bool;
    result.push_back(isBool ? emitter.builder.CreateICmpNE(loaded, emitter.builder.getInt8(0)) : loaded);
  }
  return result;
}

void storePart(Emitter &emitter, const Type *type, llvm::Value *address, const Value &value) {
  const types::Layout &layout = emitter.types().layout(type);
  for (size_t i = 0; i < value.size(); ++i) {
    const types::Leaf &leaf = layout.leaves[i];
    llvm::StoreInst *stored =
        storeLeaf(emitter.builder, leaf.kind, addressAt(emitter, address, leaf.offset), value[i]);
    stored->setMetadata(llvm::LLVMContext::MD_tbaa, emitter.scope.module.tags().element(leaf.kind));
  }
}

static llvm::MDNode *weightsOf(Emitter &emitter, bool isRare) {
  return isRare ? llvm::MDBuilder(emitter.builder.getContext()).createBranchWeights(1, 1 << 20) : nullptr;
}

void emitWhen(Emitter &emitter, llvm::Value *condition, llvm::function_ref<void()> then, bool isRare) {
  llvm::IRBuilder<> &b = emitter.builder;
  auto *taken = llvm::BasicBlock::Create(b.getContext(), "", emitter.scope.function);
  auto *after = llvm::BasicBlock::Create(b.getContext(), "", emitter.scope.function);
  b.CreateCondBr(condition, taken, after, weightsOf(emitter, isRare));
  b.SetInsertPoint(taken);
  then();
  b.CreateBr(after);
  b.SetInsertPoint(after);
}

Value emitEither(Emitter &emitter, llvm::Value *condition, llvm::function_ref<Value()> then,
                 llvm::function_ref<Value()> otherwise, bool isRare) {
  llvm::IRBuilder<> &b = emitter.builder;
  auto *taken = llvm::BasicBlock::Create(b.getContext(), "", emitter.scope.function);
  auto *other = llvm::BasicBlock::Create(b.getContext(), "", emitter.scope.function);
  auto *after = llvm::BasicBlock::Create(b.getContext(), "", emitter.scope.function);
  b.CreateCondBr(condition, taken, other, weightsOf(emitter, isRare));
  auto made = [&](llvm::BasicBlock *block, llvm::function_ref<Value()> make) {
    b.SetInsertPoint(block);
    Value value = make();
    llvm::BasicBlock *end = b.GetInsertBlock();
    b.CreateBr(after);
    return std::pair(value, end);
  };
  auto [first, firstEnd] = made(taken, then);
  auto [second, secondEnd] = made(other, otherwise);
  b.SetInsertPoint(after);
  Value result;
  for (size_t i = 0; i < first.size(); ++i) {
    llvm::PHINode *phi = b.CreatePHI(first[i]->getType(), 2);
    phi->addIncoming(first[i], firstEnd);
    phi->addIncoming(second[i], secondEnd);
    result.push_back(phi);
  }
  return result;
}

namespace {

/// Visits the objects of a value, one after the other.
class UserCount {
public:
  UserCount(Emitter &emitter, bool retains) : emitter_(emitter), b_(emitter.builder), retains_(retains) {}

  void visit(const Value &value, const Type *type);

private:
  void text(const Value &value);
  /// `isThere` (i1): there is an object at all.
  void object(llvm::Value *isThere, llvm::Value *address, llvm::function_ref<void(llvm::Value *)> end);
  void shaped(const Value &value, const Type *type);
  void enumeration(const Value &value, const Type *type);

  Emitter &emitter_;
  llvm::IRBuilder<> &b_;
  bool retains_;
};

void UserCount::object(llvm::Value *isThere, llvm::Value *address, llvm::function_ref<void(llvm::Value *)> end) {
  if (auto *known = llvm::dyn_cast<llvm::ConstantInt>(isThere); known && known->isZero()) return;
  emitWhen(emitter_, isThere, [&] {
    constexpr size_t kUsers = offsetof(Object, users);
    llvm::Value *users = loadHeader(emitter_, address, kUsers, b_.getInt64Ty(), /*mayBeNull=*/false);
    if (retains_) {
      emitWhen(emitter_, b_.CreateICmpSGE(users, b_.getInt64(0)),
               [&] { storeHeader(emitter_, address, kUsers, b_.CreateAdd(users, b_.getInt64(1))); });
      return;
    }
    auto *last = llvm::BasicBlock::Create(b_.getContext(), "last", emitter_.scope.function);
    auto *others = llvm::BasicBlock::Create(b_.getContext(), "", emitter_.scope.function);
    auto *after = llvm::BasicBlock::Create(b_.getContext(), "", emitter_.scope.function);
    b_.CreateCondBr(b_.CreateICmpEQ(users, b_.getInt64(1)), last, others);
    b_.SetInsertPoint(last);
    end(address);
    b_.CreateBr(after);
    b_.SetInsertPoint(others);
    emitWhen(emitter_, b_.CreateICmpSGT(users, b_.getInt64(1)),
             [&] { storeHeader(emitter_, address, kUsers, b_.CreateSub(users, b_.getInt64(1))); });
    b_.CreateBr(after);
    b_.SetInsertPoint(after);
  });
}

void UserCount::text(const Value &value) {
  if (!emitter_.countsTexts() || llvm::isa<llvm::Constant>(value[0])) return; // constants are immortal
  llvm::Value *length = b_.CreateTrunc(value[0], b_.getInt32Ty());
  llvm::Value *isLong = b_.CreateICmpUGT(length, b_.getInt32(abi::StringView::kInlineBytes));
  llvm::Value *bytes = b_.CreateSub(value[1], b_.getInt64(sizeof(abi::TextObject)));
  object(isLong, b_.CreateIntToPtr(bytes, b_.getPtrTy()), [&](llvm::Value *address) {
    callC(emitter_, "flow_text_end", b_.getVoidTy(), {emitter_.scope.context, address});
  });
}

void UserCount::shaped(const Value &value, const Type *type) {
  if (llvm::isa<llvm::Constant>(value[0])) return; // null, or a constant of the module
  bool isCell = type->isEnum();
  llvm::Value *isThere = b_.CreateIsNotNull(value[0]);
  if (isCell) {
    llvm::Value *number = b_.CreatePtrToInt(value[0], b_.getInt64Ty());
    isThere = b_.CreateICmpUGE(number, b_.getInt64(abi::CellObject::kFirstAddress));
  }
  object(isThere, value[0], [&](llvm::Value *address) {
    callC(emitter_, "flow_object_end", b_.getVoidTy(),
          {emitter_.scope.context, emitter_.scope.module.shapes().of(type), address});
  });
}

/// What is counted depends on the variant: left to C++.
void UserCount::enumeration(const Value &value, const Type *type) {
  if (emitter_.scope.module.shapes().countedIn(type) == 0) return;
  llvm::Constant *shape = emitter_.scope.module.shapes().of(type);
  llvm::Value *memory = emitter_.spill(type, value);
  if (retains_)
    callC(emitter_, "flow_value_retain", b_.getVoidTy(), {shape, memory});
  else
    callC(emitter_, "flow_value_release", b_.getVoidTy(), {emitter_.scope.context, shape, memory});
}

void UserCount::visit(const Value &value, const Type *type) {
  if (!types::isCounted(type)) return;
  if (type->isText()) return text(value);
  if (type->isEnum()) return types::isRecursive(type) ? shaped(value, type) : enumeration(value, type);
  bool isComposed = type->is(TypeKind::Record) || type->is(TypeKind::Tuple) || type->isOptional();
  if (!isComposed) return shaped(value, type);
  auto leaf = value.begin();
  for (const Type *part : type->components()) {
    auto end = leaf + static_cast<ptrdiff_t>(emitter_.types().layout(part).leaves.size());
    visit(Value(leaf, end), part);
    leaf = end;
  }
}

/// Where a failure without a place of its own stands.
uint32_t siteOf(Emitter &emitter, const Instruction &instruction) {
  return instruction.site != 0 ? emitter.scope.module.siteNumber(instruction.site) : kNoSite;
}

void failIfNonzero(Emitter &emitter, const Instruction &instruction, llvm::Value *outcome) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *site = b.getInt32(siteOf(emitter, instruction));
  emitter.scope.failures->failWith(b.CreateSelect(b.CreateIsNull(outcome), b.getInt32(0), site));
}

} // namespace

void retain(Emitter &emitter, const Value &value, const Type *type) {
  UserCount(emitter, /*retains=*/true).visit(value, type);
}
void release(Emitter &emitter, const Value &value, const Type *type) {
  UserCount(emitter, /*retains=*/false).visit(value, type);
}

void failIfDenied(Emitter &emitter, const Instruction &instruction, llvm::Value *outcome) {
  failIfNonzero(emitter, instruction, outcome);
}

void failOfHost(Emitter &emitter, const Instruction &instruction, llvm::Value *outcome) {
  failIfNonzero(emitter, instruction, outcome);
}

/// Kernels look at their heap when they are done.
void failIfTextDenied(Emitter &emitter, const Instruction &instruction) {
  if (!emitter.countsTexts()) return;
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *at = addressAt(emitter, emitter.scope.context, offsetof(abi::KernelContext, textDenied));
  llvm::LoadInst *denied = b.CreateLoad(b.getInt32Ty(), at);
  denied->setMetadata(llvm::LLVMContext::MD_tbaa, emitter.scope.module.tags().context());
  failIfNonzero(emitter, instruction, denied);
}

/// Small objects of a known size are taken from those that were given back, if there is one.
llvm::Value *newObject(Emitter &emitter, const Instruction &instruction, llvm::Value *bytes) {
  llvm::IRBuilder<> &b = emitter.builder;
  auto made = [&]() -> Value {
    llvm::Value *object = callC(emitter, "flow_object_new", b.getPtrTy(), {emitter.scope.context, bytes});
    failIfNonzero(emitter, instruction, b.CreateZExt(b.CreateIsNull(object), b.getInt32Ty()));
    return {object};
  };
  auto *known = llvm::dyn_cast<llvm::ConstantInt>(bytes);
  if (!known || known->getZExtValue() > abi::FreeBlocks::kMostBytes) return made()[0];
  size_t place = abi::FreeBlocks::classOf(known->getZExtValue());
  llvm::LoadInst *heap =
      b.CreateLoad(b.getPtrTy(), addressAt(emitter, emitter.scope.context, offsetof(abi::KernelContext, values)));
  heap->setMetadata(llvm::LLVMContext::MD_tbaa, emitter.scope.module.tags().context());
  llvm::Value *list =
      addressAt(emitter, heap, offsetof(abi::FreeBlocks, first) + place * sizeof(abi::FreeBlocks::FreeBlock *));
  llvm::Value *block = b.CreateLoad(b.getPtrTy(), list);
  auto taken = [&]() -> Value {
    b.CreateStore(b.CreateLoad(b.getPtrTy(), block), list);
    llvm::Value *count = addressAt(emitter, heap, offsetof(abi::FreeBlocks, allocations));
    b.CreateStore(b.CreateAdd(b.CreateLoad(b.getInt64Ty(), count), b.getInt64(1)), count);
    return {block};
  };
  return emitEither(emitter, b.CreateIsNull(block), made, taken, /*isRare=*/true)[0];
}

llvm::AllocaInst *spillObject(Emitter &emitter, llvm::Value *object) {
  llvm::AllocaInst *slot = emitter.scope.stackSlot(emitter.builder.getPtrTy(), "object");
  emitter.builder.CreateStore(object, slot);
  return slot;
}

template <> Value emitOp<Op::Retain>(Emitter &emitter, const Instruction &instruction) {
  ir::ValueId value = instruction.operands[0];
  emitter.underGuard(emitter.guardOf(instruction), [&]() -> Value {
    retain(emitter, emitter.value(value), emitter.typeOf(value));
    return {};
  });
  return {};
}

template <> Value emitOp<Op::Release>(Emitter &emitter, const Instruction &instruction) {
  ir::ValueId value = instruction.operands[0];
  emitter.underGuard(emitter.guardOf(instruction), [&]() -> Value {
    release(emitter, emitter.value(value), emitter.typeOf(value));
    return {};
  });
  return {};
}

} // namespace flow::codegen
