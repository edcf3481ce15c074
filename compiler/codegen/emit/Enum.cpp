// Enums: see compiler/types/Layout.h for the two forms that they have.

#include "compiler/codegen/emit/Object.h"

#include "runtime/abi/Objects.h"

namespace flow::codegen {

using abi::CellObject;
using ir::Instruction;
using ir::Op;
using types::Leaf;
using types::Type;

namespace {

constexpr uint32_t kWordBytes = 8;

/// The bits of a leaf, as an integer of at least 8 bits.
llvm::Value *bitsOf(llvm::IRBuilder<> &b, const Leaf &leaf, llvm::Value *value) {
  switch (leaf.kind) {
  case Leaf::Kind::Bool: return b.CreateZExt(value, b.getInt8Ty());
  case Leaf::Kind::F32: return b.CreateBitCast(value, b.getInt32Ty());
  case Leaf::Kind::F64: return b.CreateBitCast(value, b.getInt64Ty());
  case Leaf::Kind::Pointer: return b.CreatePtrToInt(value, b.getInt64Ty());
  default: return value;
  }
}

llvm::Value *leafOf(llvm::IRBuilder<> &b, const TypeMap &types, const Leaf &leaf, llvm::Value *bits) {
  llvm::Type *type = types.memoryType(leaf.kind);
  switch (leaf.kind) {
  case Leaf::Kind::Bool: return b.CreateICmpNE(bits, b.getInt8(0));
  case Leaf::Kind::F32:
  case Leaf::Kind::F64: return b.CreateBitCast(bits, type);
  case Leaf::Kind::Pointer: return b.CreateIntToPtr(bits, type);
  default: return bits;
  }
}

unsigned bitCount(const TypeMap &types, const Leaf &leaf) {
  return leaf.kind == Leaf::Kind::Pointer ? 64 : types.memoryType(leaf.kind)->getPrimitiveSizeInBits().getFixedValue();
}

/// Ors the leaf into the words; one of 128 bits takes two.
void pack(Emitter &emitter, const Leaf &leaf, llvm::Value *value, llvm::MutableArrayRef<llvm::Value *> words) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *bits = bitsOf(b, leaf, value);
  size_t word = leaf.offset / kWordBytes;
  if (leaf.kind == Leaf::Kind::I128) {
    words[word] = b.CreateTrunc(bits, b.getInt64Ty());
    words[word + 1] = b.CreateTrunc(b.CreateLShr(bits, 64), b.getInt64Ty());
    return;
  }
  bits = b.CreateShl(b.CreateZExt(bits, b.getInt64Ty()), uint64_t{leaf.offset % kWordBytes} * 8);
  words[word] = b.CreateOr(words[word], bits);
}

llvm::Value *unpack(Emitter &emitter, const Leaf &leaf, llvm::ArrayRef<llvm::Value *> words) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *bits = words[leaf.offset / kWordBytes];
  if (leaf.kind == Leaf::Kind::I128) {
    llvm::Type *wide = b.getInt128Ty();
    llvm::Value *high = b.CreateZExt(words[leaf.offset / kWordBytes + 1], wide);
    return b.CreateOr(b.CreateZExt(bits, wide), b.CreateShl(high, 64));
  }
  bits = b.CreateLShr(bits, uint64_t{leaf.offset % kWordBytes} * 8);
  return leafOf(b, emitter.types(), leaf, b.CreateTrunc(bits, b.getIntNTy(bitCount(emitter.types(), leaf))));
}

Value makeFlat(Emitter &emitter, const Instruction &instruction, const types::Layout &fields) {
  Value result = emitter.types().zero(instruction.type);
  result[0] = emitter.builder.getInt32(instruction.index);
  llvm::MutableArrayRef<llvm::Value *> words = llvm::MutableArrayRef<llvm::Value *>(result).drop_front();
  size_t next = 0;
  for (ir::ValueId operand : instruction.operands)
    for (llvm::Value *leaf : emitter.value(operand)) pack(emitter, fields.leaves[next++], leaf, words);
  return result;
}

Value makeCell(Emitter &emitter, const Instruction &instruction, const types::Layout &fields) {
  llvm::IRBuilder<> &b = emitter.builder;
  if (instruction.operands.empty()) return {b.CreateIntToPtr(b.getInt64(instruction.index), b.getPtrTy())};
  auto bytes = static_cast<uint32_t>(sizeof(CellObject)) + fields.size;
  llvm::Value *cell = newObject(emitter, instruction, b.getInt64(bytes));
  storeHeader(emitter, cell, offsetof(CellObject, users), b.getInt64(1));
  storeHeader(emitter, cell, offsetof(CellObject, variant), b.getInt32(instruction.index));
  storeHeader(emitter, cell, offsetof(CellObject, bytes), b.getInt32(bytes));
  for (size_t i = 0; i < instruction.operands.size(); ++i) {
    ir::ValueId operand = instruction.operands[i];
    storePart(emitter, emitter.typeOf(operand), addressAt(emitter, cell, sizeof(CellObject) + fields.offsets[i]),
              emitter.value(operand));
  }
  return {cell};
}

/// i1: the variant has fields, so the value is the address of a cell.
llvm::Value *hasCell(Emitter &emitter, llvm::Value *value) {
  llvm::IRBuilder<> &b = emitter.builder;
  return b.CreateICmpUGE(b.CreatePtrToInt(value, b.getInt64Ty()), b.getInt64(CellObject::kFirstAddress));
}

} // namespace

template <> Value emitOp<Op::MakeVariant>(Emitter &emitter, const Instruction &instruction) {
  types::Layout fields = types::fieldsLayout(instruction.type->variants[instruction.index]);
  return types::isRecursive(instruction.type) ? makeCell(emitter, instruction, fields)
                                              : makeFlat(emitter, instruction, fields);
}

template <> Value emitOp<Op::VariantTag>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *value = emitter.scalar(instruction.operands[0]);
  if (!types::isRecursive(emitter.typeOf(instruction.operands[0]))) return {b.CreateZExt(value, b.getInt64Ty())};
  llvm::Value *isCell = hasCell(emitter, value);
  Value loaded = emitter.underGuard(isCell, [&]() -> Value {
    return {loadHeader(emitter, value, offsetof(CellObject, variant), b.getInt32Ty(), /*mayBeNull=*/false)};
  });
  llvm::Value *number = b.CreatePtrToInt(value, b.getInt64Ty());
  return {b.CreateSelect(isCell, b.CreateZExt(loaded[0], b.getInt64Ty()), number)};
}

/// Fast code may come here where the variant is another one.
template <> Value emitOp<Op::VariantPayload>(Emitter &emitter, const Instruction &instruction) {
  ir::ValueId operand = instruction.operands[0];
  if (types::isRecursive(emitter.typeOf(operand))) {
    llvm::Value *cell = emitter.scalar(operand);
    return emitter.underGuard(emitter.isFast() ? hasCell(emitter, cell) : nullptr, [&] {
      return loadPart(emitter, instruction.type, addressAt(emitter, cell, sizeof(CellObject)));
    });
  }
  Value result;
  llvm::ArrayRef<llvm::Value *> words = llvm::ArrayRef<llvm::Value *>(emitter.value(operand)).drop_front();
  for (const Leaf &leaf : emitter.types().layout(instruction.type).leaves)
    result.push_back(unpack(emitter, leaf, words));
  return result;
}

} // namespace flow::codegen
