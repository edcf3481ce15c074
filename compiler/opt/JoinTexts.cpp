#include "compiler/opt/JoinTexts.h"

#include "compiler/opt/DeadCode.h"

#include <algorithm>

namespace flow::opt {

using ir::BlockId;
using ir::Function;
using ir::Instruction;
using ir::kNoBlock;
using ir::kNoValue;
using ir::Op;
using ir::ValueId;

namespace {

/// Pieces of one operation: what the runtime takes at once.
constexpr size_t kMostPieces = 32;

class TextJoining {
public:
  explicit TextJoining(Function &function)
      : function_(function), uses_(function.valueTypes.size()), places_(function.valueTypes.size()) {
    for (BlockId block = 0; block < function.blocks.size(); ++block)
      for (uint32_t i = 0; i < function.blocks[block].instructions.size(); ++i)
        note({block, i}, function.blocks[block].instructions[i]);
  }

  void run() {
    for (BlockId block = 0; block < function_.blocks.size(); ++block)
      for (Instruction &instruction : function_.blocks[block].instructions)
        if (isAppend(instruction)) join(block, instruction);
  }

private:
  struct Place {
    BlockId block = kNoBlock; ///< of parameters none
    uint32_t index = 0;
  };

  static bool isAppend(const Instruction &instruction) {
    return instruction.op == Op::TextAppend && instruction.guard == kNoValue;
  }
  void note(Place place, const Instruction &instruction);
  void use(ValueId value) {
    if (value != kNoValue) ++uses_[value];
  }
  Instruction *definition(ValueId value) {
    Place place = places_[value];
    return place.block == kNoBlock ? nullptr : &function_.blocks[place.block].instructions[place.index];
  }
  Instruction *appendOfOneUse(BlockId block, ValueId value);
  Instruction *integerOfOneUse(ValueId value);
  void join(BlockId block, Instruction &append);
  void addFirst(BlockId block, ValueId first, std::vector<ValueId> &operands);
  void addPiece(BlockId block, ValueId piece, size_t behind, std::vector<ValueId> &operands);

  Function &function_;
  std::vector<uint32_t> uses_; ///< by value
  std::vector<Place> places_;
};

void TextJoining::note(Place place, const Instruction &instruction) {
  if (instruction.result != kNoValue) places_[instruction.result] = place;
  for (ValueId operand : instruction.operands) use(operand);
  use(instruction.guard);
  for (const ir::Target &target : instruction.targets)
    for (ValueId argument : target.arguments) use(argument);
}

/// A text that only grows on in the same block, so with the same handler.
Instruction *TextJoining::appendOfOneUse(BlockId block, ValueId value) {
  if (uses_[value] != 1 || places_[value].block != block) return nullptr;
  Instruction *made = definition(value);
  return made && isAppend(*made) ? made : nullptr;
}

/// The text of an integer that is asked for nowhere else.
Instruction *TextJoining::integerOfOneUse(ValueId value) {
  Instruction *made = uses_[value] == 1 ? definition(value) : nullptr;
  if (!made || made->op != Op::ToText || made->guard != kNoValue) return nullptr;
  const auto *format = std::get_if<std::string>(&made->constant);
  bool isPlain = !format || format->empty();
  return isPlain && function_.valueTypes[made->operands[0]]->isInt() ? made : nullptr;
}

void TextJoining::addFirst(BlockId block, ValueId first, std::vector<ValueId> &operands) {
  if (const Instruction *grown = appendOfOneUse(block, first)) {
    operands = grown->operands;
    return;
  }
  operands.push_back(first);
  Instruction *text = integerOfOneUse(first);
  if (!text) return; // else the text begins with nothing
  operands.push_back(text->operands[0]);
  text->op = Op::Const;
  text->operands.clear();
  text->site = 0;
  text->constant = std::string();
}

void TextJoining::addPiece(BlockId block, ValueId piece, size_t behind, std::vector<ValueId> &operands) {
  const Instruction *joined = appendOfOneUse(block, piece);
  if (joined && operands.size() + joined->operands.size() + behind <= kMostPieces + 1) {
    operands.insert(operands.end(), joined->operands.begin(), joined->operands.end());
    return;
  }
  const Instruction *text = integerOfOneUse(piece);
  operands.push_back(text ? text->operands[0] : piece);
}

/// The operations that are not needed any more are dead then.
void TextJoining::join(BlockId block, Instruction &append) {
  std::vector<ValueId> operands;
  size_t count = append.operands.size();
  const Instruction *grown = appendOfOneUse(block, append.operands[0]);
  bool areFew = !grown || grown->operands.size() + count <= kMostPieces + 1;
  if (areFew)
    addFirst(block, append.operands[0], operands);
  else
    operands.push_back(append.operands[0]);
  for (size_t i = 1; i < count; ++i) addPiece(block, append.operands[i], count - i, operands);
  append.operands = std::move(operands);
}

} // namespace

void joinTexts(Program program) {
  for (Function &function : program.module.functions) {
    bool isConcerned = std::ranges::any_of(function.blocks, [](const ir::Block &block) {
      return std::ranges::any_of(block.instructions,
                                 [](const Instruction &instruction) { return instruction.op == Op::TextAppend; });
    });
    if (!isConcerned) continue;
    TextJoining(function).run();
    removeDeadCode(function, program.module);
  }
}

} // namespace flow::opt
