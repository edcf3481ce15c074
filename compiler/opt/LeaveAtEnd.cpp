#include "compiler/opt/LeaveAtEnd.h"

namespace flow::opt {

using ir::Instruction;
using ir::Op;

namespace {

/// It runs no code and names a part of a value at most.
bool isSilent(Op op) {
  return op == Op::Const || op == Op::Field || op == Op::Get || op == Op::Some || op == Op::MakeRecord;
}

void leaveAtEnd(ir::Block &block) {
  std::vector<Instruction> &instructions = block.instructions;
  if (instructions.back().op != Op::Return) return;
  for (size_t i = instructions.size() - 1; i-- > 0;) {
    Op op = instructions[i].op;
    if (op == Op::Release)
      instructions.erase(instructions.begin() + static_cast<ptrdiff_t>(i));
    else if (!isSilent(op))
      return;
  }
}

} // namespace

void leaveAtEnd(Program program) {
  if (program.module.main < 0) return;
  ir::Function &main = program.module.functions[static_cast<size_t>(program.module.main)];
  if (main.kind != ir::FunctionKind::Main) return;
  for (ir::Block &block : main.blocks) leaveAtEnd(block);
}

} // namespace flow::opt
