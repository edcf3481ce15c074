// What host code asks of the runtime: printing, plans, tables (runtime/abi/Host.h).

#include "compiler/codegen/emit/Object.h"

namespace flow::codegen {

using ir::Instruction;
using ir::Op;
using types::Type;

template <> Value emitOp<Op::Print>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  ir::ValueId text = instruction.operands[0];
  llvm::Value *view = lowerArgument(emitter, emitter.value(text), emitter.typeOf(text));
  auto *toErrorOutput = b.getInt8(static_cast<uint8_t>(instruction.index));
  callC(emitter, "flow_host_print", b.getVoidTy(), {emitter.scope.context, view, toErrorOutput})
      ->addParamAttr(2, llvm::Attribute::ZExt);
  return {};
}

/// The captures are a struct on the stack.
template <> Value emitOp<Op::RunPlan>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  const std::vector<const Type *> &types = emitter.scope.module.source().planCaptures[instruction.index].types;
  FLOW_CHECK_EQ(types.size(), instruction.operands.size(), "captures of plan ", instruction.index);
  types::Layout layout = types::layoutOf(types);
  llvm::AllocaInst *captures = emitter.scope.stackSlot(llvm::ArrayType::get(b.getInt8Ty(), layout.size), "captures");
  captures->setAlignment(llvm::Align(layout.alignment));
  for (size_t i = 0; i < types.size(); ++i)
    storeValue(b, emitter.types(), types[i], b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), captures, layout.offsets[i]),
               emitter.value(instruction.operands[i]));
  llvm::Value *table = emitter.scope.stackSlot(b.getPtrTy(), "table");
  failOfHost(emitter, instruction,
             callC(emitter, "flow_host_run_plan", b.getInt32Ty(),
                   {emitter.scope.context, b.getInt32(instruction.index), captures,
                    emitter.scope.module.shapes().ofCaptures(types), table}));
  return {b.CreateLoad(b.getPtrTy(), table)};
}

template <> Value emitOp<Op::ShowTable>(Emitter &emitter, const Instruction &instruction) {
  callC(emitter, "flow_host_show_table", emitter.builder.getVoidTy(),
        {emitter.scope.context, emitter.scalar(instruction.operands[0]), emitter.scalar(instruction.operands[1])});
  return {};
}

/// The runtime gives the column's own type; the result may be optional where the column is not.
template <> Value emitOp<Op::TableScalar>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  const Type *column = emitter.typeOf(instruction.operands[0])->row()->fields[0].type;
  llvm::Value *slot = emitter.spill(column, emitter.types().zero(column));
  failOfHost(emitter, instruction,
             callC(emitter, "flow_host_table_scalar", b.getInt32Ty(),
                   {emitter.scope.context, emitter.scalar(instruction.operands[0]), slot}));
  Value result = loadValue(b, emitter.types(), column, slot);
  if (instruction.type->isOptional() && !column->isOptional()) result.push_back(b.getTrue());
  if (!instruction.type->isOptional() && column->isOptional()) result.pop_back();
  return result;
}

static Value rowsOfTable(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  llvm::Value *list = emitter.scope.stackSlot(b.getPtrTy(), "rows");
  failOfHost(emitter, instruction,
             callC(emitter, "flow_host_table_rows", b.getInt32Ty(),
                   {emitter.scope.context, emitter.scalar(instruction.operands[0]),
                    emitter.scope.module.shapes().of(instruction.type->element()), list}));
  return {b.CreateLoad(b.getPtrTy(), list)};
}

template <> Value emitOp<Op::TableRows>(Emitter &emitter, const Instruction &instruction) {
  return rowsOfTable(emitter, instruction);
}

template <> Value emitOp<Op::CompareTables>(Emitter &emitter, const Instruction &instruction) {
  llvm::IRBuilder<> &b = emitter.builder;
  auto operand = [&](size_t i) { return emitter.scalar(instruction.operands[i]); };
  llvm::CallInst *differ =
      callC(emitter, "flow_host_compare_tables", b.getInt32Ty(),
            {emitter.scope.context, operand(0), operand(1), b.CreateZExt(operand(2), b.getInt8Ty()), operand(3)});
  differ->addParamAttr(3, llvm::Attribute::ZExt);
  failOfHost(emitter, instruction, differ);
  return {};
}

/// A record of one field lies as the field does.
template <> Value emitOp<Op::TableColumn>(Emitter &emitter, const Instruction &instruction) {
  return rowsOfTable(emitter, instruction);
}

} // namespace flow::codegen
