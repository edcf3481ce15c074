// Maps and sets: the address of an abi::MapObject, null for the empty one. Lookups and insertions are functions of the
// runtime; what lies at a position is read and written here.

#include "compiler/codegen/emit/Object.h"
#include "compiler/ir/OpTyping.h"

#include "runtime/abi/Objects.h"

namespace flow::codegen {

using abi::FailureKind;
using abi::MapObject;
using ir::Instruction;
using ir::Op;
using types::Type;
using types::TypeKind;

namespace {

/// A map operand of an instruction, with its type.
class MapOperand {
public:
  MapOperand(Emitter &emitter, const Instruction &instruction)
      : emitter_(emitter), b_(emitter.builder), instruction_(instruction),
        type_(emitter.typeOf(instruction.operands[0])), map_(emitter.scalar(instruction.operands[0])),
        entry_(entryLayoutOf(emitter.types(), type_)) {}

  const Type *key() const { return type_->parts[0]; }
  const Type *value() const { return type_->parts[1]; }
  llvm::Constant *shape() { return emitter_.scope.module.shapes().of(type_); }

  /// The position (i64) of the key, or -1.
  llvm::Value *find(const Value &wanted);
  llvm::Value *keyAt(llvm::Value *map, llvm::Value *position) { return at(map, position, entry_.key); }
  llvm::Value *valueAt(llvm::Value *map, llvm::Value *position) { return at(map, position, entry_.value); }
  /// Calls a function that changes the map; gives the changed one.
  llvm::Value *change(const char *symbol, llvm::ArrayRef<llvm::Value *> more);
  /// The changed map, in which the key is, and its position.
  std::pair<llvm::Value *, llvm::Value *> insert(const Value &wanted);
  llvm::Value *object() const { return map_; }

private:
  llvm::Value *at(llvm::Value *map, llvm::Value *position, uint32_t offset) {
    auto *bytes = llvm::ArrayType::get(b_.getInt8Ty(), entry_.bytes);
    llvm::Value *entry = b_.CreateInBoundsGEP(bytes, addressAt(emitter_, map, sizeof(MapObject)), position);
    return addressAt(emitter_, entry, offset);
  }
  /// A key that is kept as an integer of 64 bits.
  bool isWord() const {
    const types::Layout &layout = emitter_.types().layout(key());
    return ir::isIntegral(key()) && layout.leaves[0].kind == types::Leaf::Kind::I64;
  }

  Emitter &emitter_;
  llvm::IRBuilder<> &b_;
  const Instruction &instruction_;
  const Type *type_;
  llvm::Value *map_;
  EntryLayout entry_;
};

/// It only reads, so that of lookups of one key in a map that did not change meanwhile one is made.
llvm::Value *MapOperand::find(const Value &wanted) {
  llvm::CallInst *found;
  if (isWord())
    found = callC(emitter_, "flow_map_find_word", b_.getInt64Ty(), {map_, wanted[0]});
  else if (key()->isText())
    found = callC(emitter_, "flow_map_find_text", b_.getInt64Ty(), {map_, wanted[0], wanted[1]});
  else
    found = callC(emitter_, "flow_map_find", b_.getInt64Ty(), {map_, shape(), emitter_.spill(key(), wanted)});
  found->setOnlyReadsMemory();
  found->addFnAttr(llvm::Attribute::WillReturn);
  return found;
}

/// i1: a position that `find` gave is one.
llvm::Value *isFound(Emitter &emitter, llvm::Value *position) {
  return emitter.builder.CreateICmpSGE(position, emitter.builder.getInt64(0));
}

llvm::Value *MapOperand::change(const char *symbol, llvm::ArrayRef<llvm::Value *> more) {
  llvm::AllocaInst *slot = spillObject(emitter_, map_);
  llvm::SmallVector<llvm::Value *> arguments{emitter_.scope.context, slot, shape()};
  arguments.append(more.begin(), more.end());
  failIfDenied(emitter_, instruction_, callC(emitter_, symbol, b_.getInt32Ty(), arguments));
  return b_.CreateLoad(b_.getPtrTy(), slot);
}

/// A key that is there, in a map that nobody else has, is the common case.
std::pair<llvm::Value *, llvm::Value *> MapOperand::insert(const Value &wanted) {
  llvm::Value *found = find(wanted);
  llvm::Value *users =
      loadHeader(emitter_, map_, offsetof(abi::Object, users), b_.getInt64Ty(), /*mayBeNull=*/true);
  llvm::Value *isSimple = b_.CreateAnd(isFound(emitter_, found), b_.CreateICmpEQ(users, b_.getInt64(1)));
  Value changed = emitEither(
      emitter_, isSimple, [&]() -> Value { return {map_, found}; },
      [&]() -> Value {
        llvm::AllocaInst *slot = spillObject(emitter_, map_);
        llvm::Value *position = callC(emitter_, "flow_map_add", b_.getInt64Ty(),
                                      {emitter_.scope.context, slot, shape(), emitter_.spill(key(), wanted), found});
        llvm::Value *isDenied = b_.CreateICmpSLT(position, b_.getInt64(0));
        failIfDenied(emitter_, instruction_, b_.CreateZExt(isDenied, b_.getInt32Ty()));
        return {b_.CreateLoad(b_.getPtrTy(), slot), position};
      });
  return {changed[0], changed[1]};
}

/// Writes the value at a position, and gives back what was there.
void putValue(Emitter &emitter, const Type *type, llvm::Value *address, const Value &value) {
  bool isCounted = emitter.scope.module.shapes().countedIn(type) != 0;
  Value old = isCounted ? loadPart(emitter, type, address) : Value();
  storePart(emitter, type, address, value);
  if (isCounted) release(emitter, old, type);
}

} // namespace

template <> Value emitOp<Op::MapLength>(Emitter &emitter, const Instruction &instruction) {
  return {loadHeader(emitter, emitter.scalar(instruction.operands[0]), offsetof(MapObject, length),
                     emitter.builder.getInt64Ty(), /*mayBeNull=*/true)};
}

template <> Value emitOp<Op::MapFind>(Emitter &emitter, const Instruction &instruction) {
  return {MapOperand(emitter, instruction).find(emitter.value(instruction.operands[1]))};
}

template <> Value emitOp<Op::MapHas>(Emitter &emitter, const Instruction &instruction) {
  return {isFound(emitter, MapOperand(emitter, instruction).find(emitter.value(instruction.operands[1])))};
}

template <> Value emitOp<Op::MapGet>(Emitter &emitter, const Instruction &instruction) {
  MapOperand map(emitter, instruction);
  llvm::Value *position = map.find(emitter.value(instruction.operands[1])), *found = isFound(emitter, position);
  Value result = emitter.underGuard(
      found, [&] { return loadPart(emitter, map.value(), map.valueAt(map.object(), position)); });
  if (!map.value()->isOptional()) result.push_back(found);
  return result;
}

template <> Value emitOp<Op::MapAt>(Emitter &emitter, const Instruction &instruction) {
  MapOperand map(emitter, instruction);
  llvm::Value *position = map.find(emitter.value(instruction.operands[1])), *found = isFound(emitter, position);
  emitter.failIf(instruction, emitter.builder.CreateNot(found), FailureKind::KeyMissing, [&] {
    callC(emitter, "flow_fail_key", emitter.builder.getVoidTy(),
          {emitter.scope.context, emitter.scope.module.shapes().of(map.key()),
           emitter.spill(map.key(), emitter.value(instruction.operands[1]))});
  });
  bool isSure = !emitter.isFast() && !emitter.guardOf(instruction);
  return emitter.underGuard(isSure ? nullptr : found, [&] {
    return loadPart(emitter, map.value(), map.valueAt(map.object(), position));
  });
}

template <> Value emitOp<Op::MapSet>(Emitter &emitter, const Instruction &instruction) {
  MapOperand map(emitter, instruction);
  auto [changed, position] = map.insert(emitter.value(instruction.operands[1]));
  putValue(emitter, map.value(), map.valueAt(changed, position), emitter.value(instruction.operands[2]));
  return {changed};
}

template <> Value emitOp<Op::SetAdd>(Emitter &emitter, const Instruction &instruction) {
  return {MapOperand(emitter, instruction).insert(emitter.value(instruction.operands[1])).first};
}

template <> Value emitOp<Op::MapRemove>(Emitter &emitter, const Instruction &instruction) {
  MapOperand map(emitter, instruction);
  return {map.change("flow_map_remove", {emitter.spill(map.key(), emitter.value(instruction.operands[1]))})};
}

template <> Value emitOp<Op::MapNext>(Emitter &emitter, const Instruction &instruction) {
  return {callC(emitter, "flow_map_next", emitter.builder.getInt64Ty(),
                {emitter.scalar(instruction.operands[0]), emitter.scalar(instruction.operands[1])})};
}

template <> Value emitOp<Op::MapKey>(Emitter &emitter, const Instruction &instruction) {
  MapOperand map(emitter, instruction);
  return loadPart(emitter, map.key(), map.keyAt(map.object(), emitter.scalar(instruction.operands[1])));
}
template <> Value emitOp<Op::MapValue>(Emitter &emitter, const Instruction &instruction) {
  MapOperand map(emitter, instruction);
  return loadPart(emitter, map.value(), map.valueAt(map.object(), emitter.scalar(instruction.operands[1])));
}

template <> Value emitOp<Op::MapPut>(Emitter &emitter, const Instruction &instruction) {
  MapOperand map(emitter, instruction);
  llvm::Value *changed = map.change("flow_map_own", {});
  putValue(emitter, map.value(), map.valueAt(changed, emitter.scalar(instruction.operands[1])),
           emitter.value(instruction.operands[2]));
  return {changed};
}

template <> Value emitOp<Op::MapTake>(Emitter &emitter, const Instruction &instruction) {
  MapOperand map(emitter, instruction);
  llvm::Value *changed = map.change("flow_map_own", {});
  llvm::Value *at = map.valueAt(changed, emitter.scalar(instruction.operands[1]));
  Value result = loadPart(emitter, map.value(), at);
  storePart(emitter, map.value(), at, emitter.types().zero(map.value()));
  result.insert(result.begin(), changed);
  return result;
}

} // namespace flow::codegen
