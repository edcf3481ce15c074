#include "compiler/opt/Predicates.h"

#include "compiler/ir/FnMayFail.h"
#include "compiler/ir/OpTyping.h"
#include "compiler/opt/BooleanFacts.h"
#include "compiler/opt/RowFunctionEdit.h"
#include "compiler/opt/Simplify.h"

#include <algorithm>

namespace flow::opt {

using ir::Instruction;
using ir::Op;
using ir::RowFunction;
using ir::ValueId;

/// The leaves of the tree of `and`s below the result, from left to right.
static std::vector<ValueId> leavesOf(const RowFunction &predicate, const ValueDefinitions &definitions) {
  std::vector<ValueId> leaves, pending = {predicate.body.blocks[0].instructions.back().operands[0]};
  while (!pending.empty()) {
    ValueId value = pending.back();
    pending.pop_back();
    if (const Instruction *both = definitions.of(value, Op::And)) {
      pending.push_back(both->operands[1]);
      pending.push_back(both->operands[0]);
    } else if (std::find(leaves.begin(), leaves.end(), value) == leaves.end()) {
      leaves.push_back(value);
    }
  }
  return leaves;
}

/// Whether the term is true whenever an operation of the predicate may fail.
static bool followsFromGuards(const RowFunction &predicate, ValueId term, const ValueDefinitions &definitions,
                              const ir::Module &module) {
  for (const Instruction &instruction : predicate.body.blocks[0].instructions) {
    if (!ir::canFail(instruction, predicate.body, &module)) continue;
    if (instruction.guard == ir::kNoValue) return false;
    BooleanFacts facts(definitions);
    facts.assume(instruction.guard, true);
    if (facts.evaluate(term) != true) return false;
  }
  return true;
}

static bool isPure(const ir::Function &body, const ir::Module &module) {
  for (const ir::Block &block : body.blocks)
    for (const Instruction &instruction : block.instructions) {
      bool stays = instruction.op == Op::Store || ir::isTerminator(instruction.op);
      if (!stays && !ir::isPure(instruction, &module)) return false;
    }
  return true;
}

std::vector<Term> movableTerms(const RowFunction &predicate, const ir::Module &module) {
  const ir::Function &body = predicate.body;
  if (body.blocks.size() != 1 || !body.slots.empty()) {
    if (body.mayFail || !isPure(body, module)) return {};
    return {{ir::kNoValue, predicate}}; // as a whole
  }
  std::vector<Term> terms;
  ValueDefinitions definitions(body);
  for (ValueId leaf : leavesOf(predicate, definitions)) {
    if (!followsFromGuards(predicate, leaf, definitions, module)) continue;
    RowFunction term = extract(predicate, leaf);
    term.body.mayFail = ir::mayFailIn(term.body, &module);
    if (!term.body.mayFail && isPure(term.body, module)) terms.push_back({leaf, std::move(term)});
  }
  return terms;
}

std::optional<RowFunction> without(const RowFunction &predicate, const std::vector<ValueId> &terms,
                                   const ir::Module &module) {
  if (terms.size() == 1 && terms[0] == ir::kNoValue) return {};
  RowFunction rest = predicate;
  auto isGone = [&](ValueId value) { return std::find(terms.begin(), terms.end(), value) != terms.end(); };
  std::vector<Instruction> &instructions = rest.body.blocks[0].instructions;
  const ir::Type *boolean = rest.type();
  Instruction holds;
  holds.op = Op::Const;
  holds.type = boolean;
  holds.result = rest.body.newValue(boolean);
  holds.constant = static_cast<__int128>(1);
  // A term that is true may be so wherever it is used, in guards too: the rows are those for which it holds.
  for (Instruction &instruction : instructions) {
    for (ValueId &operand : instruction.operands)
      if (isGone(operand)) operand = holds.result;
    if (instruction.guard != ir::kNoValue && isGone(instruction.guard)) instruction.guard = holds.result;
  }
  instructions.insert(instructions.begin(), std::move(holds));
  simplify(rest.body, module);
  dropUnusedParameters(rest);
  rest.body.mayFail = ir::mayFailIn(rest.body, &module);
  const Instruction &last = instructions.back();
  bool always = rest.body.blocks[0].instructions.size() == 2 &&
                ValueDefinitions(rest.body).isConstant(last.operands[0], 1);
  if (always) return {};
  return rest;
}

} // namespace flow::opt
