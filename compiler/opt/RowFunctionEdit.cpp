#include "compiler/opt/RowFunctionEdit.h"

#include "compiler/ir/FnMayFail.h"
#include "runtime/abi/Check.h"

namespace flow::opt {

using ir::Function;
using ir::Instruction;
using ir::kNoValue;
using ir::RowFunction;
using ir::ValueId;

namespace {

template <typename Visit> void forEachUse(const Instruction &instruction, Visit &&visit) {
  for (ValueId operand : instruction.operands) visit(operand);
  if (instruction.guard != kNoValue) visit(instruction.guard);
  for (const ir::Target &target : instruction.targets)
    for (ValueId argument : target.arguments) visit(argument);
}

/// Keeps the parameters whose flag is set and numbers all values anew, without gaps.
void keepParameters(RowFunction &function, const std::vector<bool> &kept) {
  Function &body = function.body;
  std::vector<ValueId> numbers(body.valueTypes.size(), kNoValue);
  std::vector<const ir::Type *> types;
  auto define = [&](ValueId value) {
    numbers[value] = static_cast<ValueId>(types.size());
    types.push_back(body.valueTypes[value]);
  };
  std::vector<uint32_t> columns, captures;
  for (ValueId i = 0; i < body.parameters.size(); ++i) {
    if (!kept[i]) continue;
    define(i);
    bool isColumn = i < function.columns.size();
    if (isColumn)
      columns.push_back(function.columns[i]);
    else
      captures.push_back(function.captures[i - function.columns.size()]);
  }
  body.parameters = types;
  body.columnParameters = static_cast<uint32_t>(columns.size());
  function.columns = std::move(columns);
  function.captures = std::move(captures);
  for (ir::Block &block : body.blocks) {
    for (ir::BlockParameter &parameter : block.parameters) {
      define(parameter.value);
      parameter.value = numbers[parameter.value];
    }
    for (Instruction &instruction : block.instructions)
      if (instruction.type) {
        define(instruction.result);
        instruction.result = numbers[instruction.result];
      }
  }
  auto renumber = [&](ValueId &value) {
    if (value != kNoValue) value = numbers[value];
  };
  for (ir::Block &block : body.blocks)
    for (Instruction &instruction : block.instructions) {
      for (ValueId &operand : instruction.operands) renumber(operand);
      renumber(instruction.guard);
      for (ir::Target &target : instruction.targets)
        for (ValueId &argument : target.arguments) renumber(argument);
    }
  body.valueTypes = std::move(types);
}

} // namespace

void dropUnusedParameters(RowFunction &function) {
  std::vector<bool> used(function.body.valueTypes.size());
  for (const ir::Block &block : function.body.blocks)
    for (const Instruction &instruction : block.instructions)
      forEachUse(instruction, [&](ValueId value) { used[value] = true; });
  keepParameters(function, used);
}

RowFunction extract(const RowFunction &function, ValueId value) {
  FLOW_CHECK_EQ(function.body.blocks.size(), 1u);
  RowFunction result = function;
  Function &body = result.body;
  std::vector<bool> needed(body.valueTypes.size());
  needed[value] = true;
  const auto &instructions = function.body.blocks[0].instructions;
  std::vector<Instruction> kept;
  for (size_t i = instructions.size() - 1; i-- > 0;) { // without the return
    if (!instructions[i].type || !needed[instructions[i].result]) continue;
    forEachUse(instructions[i], [&](ValueId use) { needed[use] = true; });
    kept.insert(kept.begin(), instructions[i]);
  }
  Instruction last = instructions.back();
  last.operands = {value};
  kept.push_back(std::move(last));
  body.blocks[0].instructions = std::move(kept);
  body.results = {body.valueTypes[value]};
  dropUnusedParameters(result);
  return result;
}

void renumberColumns(RowFunction &function, const std::vector<uint32_t> &columns) {
  for (uint32_t &column : function.columns) column = columns[column];
}

std::optional<uint32_t> passedColumn(const RowFunction &function) {
  const Function &body = function.body;
  if (body.blocks.size() != 1 || body.blocks[0].instructions.size() != 1) return {};
  const Instruction &last = body.blocks[0].instructions[0];
  if (last.op != ir::Op::Return || last.operands[0] >= function.columns.size()) return {};
  return function.columns[last.operands[0]];
}

} // namespace flow::opt
