#include "compiler/opt/ShareEqualFunctions.h"

#include "compiler/ir/FnPrinter.h"
#include "compiler/types/Representation.h"
#include "compiler/types/TypeText.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace flow::opt {

using ir::Function;
using ir::Instruction;
using ir::Op;
using types::Type;

namespace {

/// It does the same with values that lie alike.
bool onlyMoves(const Instruction &instruction) {
  if (instruction.op == Op::Const) return std::holds_alternative<std::monostate>(instruction.constant);
  if (instruction.op == Op::Fail) return instruction.operands.empty();
  return ir::onlyMoves(instruction.op);
}

class Sharing {
public:
  explicit Sharing(ir::Module &module) : module_(module), first_(module.functions.size()) {
    for (uint32_t i = 0; i < first_.size(); ++i) first_[i] = i;
    numberSites();
  }

  void run() {
    std::vector<std::vector<uint32_t>> candidates = alikeAtFirstSight();
    bool changed = true;
    while (changed) { // callees that have become one make their callers equal
      changed = false;
      for (const std::vector<uint32_t> &functions : candidates) changed |= share(functions);
    }
    for (Function &function : module_.functions)
      forEachCall(function, [&](Instruction &call) { call.index = first_[call.index]; });
  }

private:
  template <typename F, typename Visit> static void forEachCall(F &function, Visit visit) {
    for (auto &block : function.blocks)
      for (auto &instruction : block.instructions)
        if (instruction.op == Op::Call) visit(instruction);
  }

  /// Equal numbers for equal places.
  void numberSites() {
    std::map<std::tuple<uint32_t, uint32_t, uint32_t, abi::FailureKind, std::string>, uint32_t> known;
    places_.push_back(0);
    for (const abi::Site &site : module_.sites)
      places_.push_back(known.try_emplace({site.file, site.begin, site.end, site.kind, site.message}, known.size() + 1)
                            .first->second);
  }

  /// Copies of one function have its name, and as many instructions. (Others have other places in the source.)
  std::vector<std::vector<uint32_t>> alikeAtFirstSight() const {
    std::map<std::tuple<std::string_view, size_t, size_t>, std::vector<uint32_t>> found;
    for (uint32_t i = 0; i < module_.functions.size(); ++i) {
      const Function &function = module_.functions[i];
      if (function.kind != ir::FunctionKind::User) continue;
      std::string_view name = function.name;
      size_t instructions = 0;
      for (const ir::Block &block : function.blocks) instructions += block.instructions.size();
      found[{name.substr(0, name.rfind('.')), function.blocks.size(), instructions}].push_back(i);
    }
    std::vector<std::vector<uint32_t>> candidates;
    for (auto &[sight, functions] : found)
      if (functions.size() > 1) candidates.push_back(std::move(functions));
    return candidates;
  }

  /// Whether some were found equal that were not before.
  bool share(const std::vector<uint32_t> &functions) {
    bool changed = false;
    std::unordered_map<std::string, uint32_t> known;
    for (uint32_t index : functions) {
      if (first_[index] != index) continue;
      uint32_t first = known.try_emplace(textOf(index), index).first->second;
      if (first == index) continue;
      for (uint32_t &other : first_)
        if (other == index) other = first;
      changed = true;
    }
    return changed;
  }

  /// Equal for functions that do the same.
  std::string textOf(uint32_t index) const {
    const Function &function = module_.functions[index];
    std::string text = function.keptAs == ir::kNotKept ? "" : "kept";
    for (const Type *type : function.parameters) text += types::representationText(type) + ';';
    for (const Type *type : function.results) text += '>' + types::representationText(type);
    for (const ir::Slot &slot : function.slots) text += '$' + types::representationText(slot.type);
    for (const ir::Block &block : function.blocks) {
      text += "\nb" + std::to_string(block.handler);
      for (const ir::BlockParameter &parameter : block.parameters)
        text += '(' + std::to_string(parameter.value) + types::representationText(parameter.type);
      for (const Instruction &instruction : block.instructions) appendTo(text, instruction, index);
    }
    return text;
  }

  void appendTo(std::string &text, const Instruction &instruction, uint32_t self) const {
    const Function &function = module_.functions[self];
    auto typeText = onlyMoves(instruction) ? types::representationText : types::exactText;
    auto add = [&](char mark, uint32_t number) { text += mark + std::to_string(number); };
    text += std::string("\n") + ir::spelling(instruction.op);
    uint32_t callee = instruction.op == Op::Call ? first_[instruction.index] : instruction.index;
    add('#', instruction.op == Op::Call && callee == self ? UINT32_MAX : callee);
    add('=', instruction.result);
    if (instruction.type) text += typeText(instruction.type);
    for (ir::ValueId operand : instruction.operands) {
      add('%', operand);
      text += typeText(function.valueTypes[operand]);
    }
    if (instruction.type && instruction.op == Op::Const)
      text += ir::constantText(instruction.constant, instruction.type);
    if (const auto *format = std::get_if<std::string>(&instruction.constant)) text += *format;
    add('?', instruction.guard);
    add('!', places_[instruction.site]);
    for (const ir::Target &target : instruction.targets) {
      add('b', target.block);
      for (ir::ValueId argument : target.arguments) add(',', argument);
    }
  }

  ir::Module &module_;
  std::vector<uint32_t> first_;  ///< by function: the first one that does the same
  std::vector<uint32_t> places_; ///< by site
};

} // namespace

void shareEqualFunctions(Program program) { Sharing(program.module).run(); }

} // namespace flow::opt
