#include "compiler/ownership/CountReferences.h"

#include "compiler/ownership/FunctionCounting.h"
#include "compiler/ownership/PartLiveness.h"
#include "compiler/ownership/PromoteSlots.h"
#include "compiler/ownership/SoleUsers.h"

#include <algorithm>
#include <utility>

namespace flow::ownership {

using ir::FunctionKind;
using ir::Op;
using types::TypeKind;

namespace {

bool isCounted(const Function &function) {
  auto counted = [](const Type *type) { return type && types::isCounted(type); };
  return std::ranges::any_of(function.valueTypes, counted) ||
         std::ranges::any_of(function.slots, counted, &ir::Slot::type);
}

/// Something besides texts.
bool hasObjects(const Type *type) {
  if (type->isText()) return false;
  bool isComposed = type->is(TypeKind::Record) || type->is(TypeKind::Tuple) || type->isOptional();
  return isComposed ? std::ranges::any_of(type->components(), hasObjects) : types::isCounted(type);
}

/// Which functions take which of their parameters.
class TakesInference {
public:
  explicit TakesInference(Module &module) : module_(module) {}

  void run() {
    for (uint32_t i = 0; i < module_.functions.size(); ++i)
      if (module_.functions[i].kind == FunctionKind::User) look(i);
    for (bool changed = true; changed;) {
      changed = false;
      for (const Passed &each : passed_) {
        if (!module_.functions[each.callee].takesParameter(each.argument)) continue;
        std::vector<bool>::reference takes = module_.functions[each.caller].takes[each.parameter];
        changed |= !takes;
        takes = true;
      }
    }
  }

private:
  /// A parameter goes on to a callee as it is.
  struct Passed {
    uint32_t caller, parameter, callee;
    size_t argument;
  };
  void look(uint32_t index);

  Module &module_;
  std::vector<Passed> passed_;
};

void TakesInference::look(uint32_t index) {
  Function &function = module_.functions[index];
  function.takes.assign(function.parameters.size(), false);
  ir::Dominance dominance(function);
  CountedParts parts(function, dominance);
  auto isParameter = [&](PartId part) {
    return part != kNoPart && parts[part].kind == Part::Kind::Borrowed;
  };
  std::vector<bool> takes = function.takes;
  for (BlockId block : dominance.reversePostorder())
    for (const Instruction &instruction : function.blocks[block].instructions) {
      for (const ir::Target &target : instruction.targets)
        forEachArgument(target, parts, [&](PartId part) {
          if (isParameter(part)) takes[parts[part].value] = true;
        });
      for (size_t i = 0; i < instruction.operands.size(); ++i)
        for (PartId part : parts.of(instruction.operands[i])) {
          if (!isParameter(part)) continue;
          if (instruction.op == Op::Call)
            passed_.push_back({index, parts[part].value, instruction.index, i});
          else if (instruction.op != Op::Return && takesOperand(instruction, i, module_))
            takes[parts[part].value] = true;
        }
    }
  function.takes = std::move(takes);
}

/// Functions that run while somebody waits to catch their failures.
class CaughtFunctions {
public:
  CaughtFunctions(const Module &module, const std::vector<const Function *> &rowFunctions)
      : module_(module), caught_(module.functions.size()) {
    for (const Function &function : module.functions) addHandled(function);
    for (const Function *function : rowFunctions) addHandled(*function);
    while (!pending_.empty()) {
      uint32_t next = pending_.back();
      pending_.pop_back();
      for (const ir::Block &block : module_.functions[next].blocks) addCallees(block);
    }
  }
  bool has(size_t function) const { return caught_[function]; }

private:
  void add(uint32_t function) {
    if (caught_[function]) return;
    caught_[function] = true;
    pending_.push_back(function);
  }
  void addHandled(const Function &function) {
    for (const ir::Block &block : function.blocks)
      if (block.handler != ir::kNoBlock) addCallees(block);
  }
  void addCallees(const ir::Block &block) {
    for (const Instruction &instruction : block.instructions) {
      if (instruction.op == Op::Call) add(instruction.index);
      if (instruction.op == Op::CallValue) addValues();
    }
  }
  /// Any function that is a value may be the one that is called.
  void addValues() {
    if (std::exchange(hasValues_, true)) return;
    for (const Function &function : module_.functions)
      for (const ir::Block &block : function.blocks)
        for (const Instruction &instruction : block.instructions)
          if (instruction.op == Op::MakeFunction) add(instruction.index);
  }

  const Module &module_;
  std::vector<bool> caught_;
  std::vector<uint32_t> pending_;
  bool hasValues_ = false;
};

void count(Function &function, const Module &module, bool isCaught) {
  if (!isCounted(function)) return;
  countFunction(function, module, {isCaught});
  bool hasHandlers = std::ranges::any_of(function.blocks, [](const ir::Block &block) {
    return block.handler != ir::kNoBlock;
  });
  markSoleUsers(function, /*mayOwn=*/!isCaught && !hasHandlers);
}

} // namespace

void promoteSlots(Module &module) {
  for (Function &function : module.functions) {
    if (function.kind == FunctionKind::Stage || !isCounted(function)) continue;
    dropUnreachableBlocks(function);
    promoteSlots(function);
  }
}

void countReferences(Module &module, const std::vector<const Function *> &rowFunctions) {
  TakesInference(module).run();
  CaughtFunctions caught(module, rowFunctions);
  for (size_t i = 0; i < module.functions.size(); ++i)
    if (module.functions[i].kind != FunctionKind::Stage) count(module.functions[i], module, caught.has(i));
}

void countReferencesOfStages(Module &module) {
  for (Function &function : module.functions) {
    bool isConcerned =
        function.kind == FunctionKind::Stage &&
        std::ranges::any_of(function.valueTypes, [](const Type *type) { return type && hasObjects(type); });
    if (!isConcerned) continue;
    dropUnreachableBlocks(function);
    promoteSlots(function);
    count(function, module, /*isCaught=*/false);
  }
}

} // namespace flow::ownership
