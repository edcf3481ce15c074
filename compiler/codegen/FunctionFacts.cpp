#include "compiler/codegen/FunctionFacts.h"

#include "compiler/ir/Dominance.h"
#include "compiler/ir/OpTyping.h"
#include "runtime/abi/Functions.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace flow::codegen {

using ir::Op;
using types::TypeKind;

namespace {

/// Bodies above it are called; one kernel must not become a thousand times as long as its source.
constexpr uint32_t kInlinedWeight = 2000;

/// A few machine instructions, whatever the arguments: parts of dates, minima, rounding; no calls and no texts.
bool isCheapBuiltin(const abi::FunctionInfo &function) {
  constexpr std::string_view kOneInstruction[] = {"fabs", "floor", "ceil", "trunc", "roundeven", "sqrt", "copysign"};
  if (function.has(abi::kIntrinsic))
    return std::ranges::find(kOneInstruction, function.symbol) != std::end(kOneInstruction);
  bool hasText = std::string_view(function.signature).find("str") != std::string_view::npos;
  return function.has(abi::kLeaf) && !function.has(abi::kMayFail) && !hasText;
}

class FactFinder {
public:
  explicit FactFinder(const ir::Module &module)
      : module_(module), facts_(module.functions.size()), states_(module.functions.size(), State::New) {}

  std::vector<FunctionFacts> run() {
    for (uint32_t i = 0; i < facts_.size(); ++i) visit(i);
    return std::move(facts_);
  }

private:
  enum class State : uint8_t { New, Active, Done };

  void visit(uint32_t index);
  /// All functions on the stack from `index` upwards call each other.
  void markCycle(uint32_t index);
  bool isStraight(const ir::Function &function) const;
  bool isCheap(const ir::Instruction &instruction, const ir::Function &function) const;

  const ir::Module &module_;
  std::vector<FunctionFacts> facts_;
  std::vector<State> states_;
  std::vector<uint32_t> stack_;
};

/// Lists and the like.
bool hasObjects(const ir::Type *type) {
  bool isComposed = type->is(TypeKind::Record) || type->is(TypeKind::Tuple) || type->isOptional();
  if (isComposed) return std::ranges::any_of(type->components(), hasObjects);
  return !type->isText() && types::isCounted(type);
}

/// The instruction makes an object, is given one by a callee, or counts users.
bool countsObjects(const ir::Instruction &instruction, const ir::Function &function) {
  if (instruction.op == Op::Retain || instruction.op == Op::Release)
    return hasObjects(function.valueTypes[instruction.operands[0]]);
  bool gives = ir::takesMemory(instruction.op) || instruction.op == Op::Call || instruction.op == Op::CallValue ||
               instruction.op == Op::FailureTake;
  return gives && instruction.type && hasObjects(instruction.type);
}

bool hasCycle(const ir::Function &function) {
  std::vector<ir::BlockId> order = blockOrder(function);
  std::vector<uint32_t> place(function.blocks.size(), UINT32_MAX);
  for (uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  for (ir::BlockId block : order)
    for (const ir::Target &target : function.blocks[block].instructions.back().targets)
      if (place[target.block] <= place[block]) return true;
  return false;
}

void FactFinder::markCycle(uint32_t index) {
  auto first = std::find(stack_.begin(), stack_.end(), index);
  for (auto at = first; at != stack_.end(); ++at) facts_[*at].recursive = true;
}

void FactFinder::visit(uint32_t index) {
  if (states_[index] == State::Done) return;
  if (states_[index] == State::Active) return markCycle(index);
  states_[index] = State::Active;
  stack_.push_back(index);
  const ir::Function &function = module_.functions[index];
  uint64_t weight = 0;
  for (const ir::Block &block : function.blocks) {
    for (const ir::Instruction &instruction : block.instructions) {
      ++weight;
      facts_[index].mayFail |= ir::takesMemory(instruction.op) || instruction.op == Op::CallValue;
      facts_[index].countsObjects |= countsObjects(instruction, function);
      if (instruction.op != Op::Call) continue;
      visit(instruction.index);
      const FunctionFacts &callee = facts_[instruction.index];
      // Of a callee that is not finished yet nothing is known: it is on a cycle.
      facts_[index].mayFail |= callee.mayFail || callee.recursive;
      if (callee.inlined) weight += callee.weight;
    }
  }
  stack_.pop_back();
  states_[index] = State::Done;
  FunctionFacts &facts = facts_[index];
  facts.weight = static_cast<uint32_t>(std::min<uint64_t>(weight, UINT32_MAX));
  facts.hasLoop = hasCycle(function);
  facts.mayFail |= function.mayFail || facts.recursive;
  facts.inlined = !facts.hasLoop && !facts.recursive && !facts.countsObjects && weight <= kInlinedWeight;
  facts.straight = !facts.hasLoop && !facts.countsObjects && isStraight(function);
}

bool FactFinder::isStraight(const ir::Function &function) const {
  for (const ir::Block &block : function.blocks)
    if (block.handler != ir::kNoBlock) return false;
  for (size_t block = 1; block < function.blocks.size(); ++block)
    for (const ir::Instruction &instruction : function.blocks[block].instructions)
      if (!isCheap(instruction, function)) return false;
  return true;
}

bool FactFinder::isCheap(const ir::Instruction &instruction, const ir::Function &function) const {
  auto isText = [&](ir::ValueId value) {
    const ir::Type *type = function.valueTypes[value];
    return type->isStringLike() || type->is(TypeKind::Bytes);
  };
  switch (instruction.op) {
  case Op::Call: {
    const FunctionFacts &callee = facts_[instruction.index];
    return callee.inlined && callee.straight;
  }
  case Op::CallBuiltin: return isCheapBuiltin(abi::kFunctions[instruction.index]);
  case Op::Equal:
  case Op::NotEqual:
  case Op::Less:
  case Op::LessEqual:
    return ir::isScalar(function.valueTypes[instruction.operands[0]]) && !isText(instruction.operands[0]);
  case Op::CallValue:
  case Op::ListGet:
  case Op::ListPeek:
  case Op::CheckIndex:
  case Op::MapGet:
  case Op::MapAt:
  case Op::MapHas:
  case Op::MapFind:
  case Op::MapNext:
  case Op::MapKey:
  case Op::MapValue:
  case Op::VariantPayload: return false;
  default: return !ir::isHostOnly(instruction.op) && !ir::takesMemory(instruction.op);
  }
}

} // namespace

std::vector<FunctionFacts> findFacts(const ir::Module &module) { return FactFinder(module).run(); }

std::vector<ir::BlockId> blockOrder(const ir::Function &function) {
  return ir::Dominance(function).reversePostorder();
}

std::vector<uint32_t> reachedFrom(uint32_t function, const ir::Module &module) {
  std::set<uint32_t> seen{function};
  std::vector<uint32_t> reached{function};
  for (size_t i = 0; i < reached.size(); ++i)
    for (const ir::Block &block : module.functions[reached[i]].blocks)
      for (const ir::Instruction &instruction : block.instructions)
        if (ir::namesFunction(instruction.op) && seen.insert(instruction.index).second)
          reached.push_back(instruction.index);
  std::sort(reached.begin() + 1, reached.end());
  return reached;
}

} // namespace flow::codegen
