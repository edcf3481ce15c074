// Constants, booleans and choice.

#include "compiler/codegen/Narrow.h"
#include "compiler/codegen/emit/Ops.h"

namespace flow::codegen {

using ir::Instruction;
using ir::Op;

static llvm::APInt wide(__int128 value) {
  auto bits = static_cast<unsigned __int128>(value);
  return llvm::APInt(128, {static_cast<uint64_t>(bits), static_cast<uint64_t>(bits >> 64)});
}

template <> Value emitOp<Op::Const>(Emitter &emitter, const Instruction &instruction) {
  const ir::Constant &constant = instruction.constant;
  if (const auto *text = std::get_if<std::string>(&constant)) return emitter.scope.module.textConstant(*text);
  if (std::holds_alternative<std::monostate>(constant)) return emitter.types().zero(instruction.type);
  llvm::Type *type = emitter.types().scalar(instruction.type);
  if (const auto *number = std::get_if<double>(&constant)) return {llvm::ConstantFP::get(type, *number)};
  return {llvm::ConstantInt::get(type, wide(std::get<__int128>(constant)).trunc(type->getIntegerBitWidth()))};
}

template <> Value emitOp<Op::And>(Emitter &emitter, const Instruction &instruction) {
  return {emitter.builder.CreateAnd(emitter.scalar(instruction.operands[0]), emitter.scalar(instruction.operands[1]))};
}
template <> Value emitOp<Op::Or>(Emitter &emitter, const Instruction &instruction) {
  return {emitter.builder.CreateOr(emitter.scalar(instruction.operands[0]), emitter.scalar(instruction.operands[1]))};
}
template <> Value emitOp<Op::Not>(Emitter &emitter, const Instruction &instruction) {
  return {emitter.builder.CreateNot(emitter.scalar(instruction.operands[0]))};
}

template <> Value emitOp<Op::Select>(Emitter &emitter, const Instruction &instruction) {
  return choose(emitter.builder, emitter.scalar(instruction.operands[0]), emitter.value(instruction.operands[1]),
                emitter.value(instruction.operands[2]));
}

} // namespace flow::codegen
