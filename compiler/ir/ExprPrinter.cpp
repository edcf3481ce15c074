#include "compiler/ir/ExprText.h"
#include "compiler/ir/FnPrinter.h"
#include "compiler/ir/OpTyping.h"
#include "compiler/types/TypeText.h"

namespace flow::ir {

using types::exactText;
using types::TypeKind;

std::string columnText(uint32_t column, const RowsInSight &rows) {
  for (size_t i = 0; i < rows.size(); ++i) {
    size_t count = rows[i]->fields.size();
    if (column < count) {
      const char *side = rows.size() < 2 ? "." : i == 0 ? "left." : "right.";
      return side + nameText(rows[i]->fields[column].name);
    }
    column -= static_cast<uint32_t>(count);
  }
  return "?"; // only the verifier meets it
}

namespace {

std::string commaSeparated(const std::vector<std::string> &parts) {
  std::string result;
  for (const std::string &part : parts) result += (result.empty() ? "" : ", ") + part;
  return result;
}

/// Nests a value into its only use when that keeps the order of evaluation; binds the others by `let`.
class ExprPrinter {
public:
  ExprPrinter(const RowFunction &function, const RowsInSight &rows, types::TypeContext &context, const Module *module)
      : function_(function), body_(function.body), rows_(rows), context_(context), module_(module) {}

  std::string print();

private:
  struct Text {
    std::string text;
    bool isAtom = true; ///< nothing stands behind its closing parenthesis
  };

  bool isCompact() const;
  std::string printBlocks() const;
  std::string parameterText(ValueId value) const;
  void countUses();
  bool isFree(ValueId value) const { return !texts_[value].text.empty() || value < body_.parameters.size(); }
  void take(const std::vector<ValueId> &values);
  void bindFirst(size_t count);
  void visit(const Instruction &instruction);
  Text constant(const Instruction &instruction) const;
  bool isImplied(const Instruction &instruction) const;

  const RowFunction &function_;
  const Function &body_;
  const RowsInSight &rows_;
  types::TypeContext &context_;
  const Module *module_;
  std::vector<uint32_t> uses_;
  std::vector<Text> texts_;       ///< by value: how a use of it is written
  std::vector<ValueId> pending_;  ///< values evaluated but not yet written, in order
  std::vector<Text> pendingText_; ///< their texts
  std::string lets_;
  uint32_t letCount_ = 0;
};

bool ExprPrinter::isCompact() const {
  if (body_.blocks.size() != 1 || !body_.slots.empty()) return false;
  const auto &instructions = body_.blocks[0].instructions;
  for (const Instruction &instruction : instructions)
    if (!instruction.type && &instruction != &instructions.back()) return false;
  return instructions.back().op == Op::Return && instructions.back().operands.size() == 1;
}

std::string ExprPrinter::parameterText(ValueId value) const {
  size_t columns = function_.columns.size();
  if (value < columns) return columnText(function_.columns[value], rows_);
  return "$" + std::to_string(function_.captures[value - columns]);
}

std::string ExprPrinter::printBlocks() const {
  std::vector<std::string> parameters;
  for (ValueId i = 0; i < body_.parameters.size(); ++i) parameters.push_back(parameterText(i));
  return "do(" + commaSeparated(parameters) + ") -> " + exactText(function_.type()) + " {\n" +
         printBody(body_, module_) + "}";
}

void ExprPrinter::countUses() {
  uses_.assign(body_.valueTypes.size(), 0);
  for (const Instruction &instruction : body_.blocks[0].instructions) {
    for (ValueId operand : instruction.operands) ++uses_[operand];
    if (instruction.guard != kNoValue) ++uses_[instruction.guard];
  }
}

/// Makes the pending values ready to be named in the given order: they are nested when they are the last ones
/// pending, in that order; else they, and all before them, are bound first.
void ExprPrinter::take(const std::vector<ValueId> &values) {
  std::vector<ValueId> nested;
  for (ValueId value : values)
    if (!isFree(value)) nested.push_back(value);
  bool inOrder = nested.size() <= pending_.size() && std::equal(nested.rbegin(), nested.rend(), pending_.rbegin());
  if (!inOrder) {
    size_t last = 0;
    for (size_t i = 0; i < pending_.size(); ++i)
      for (ValueId value : nested)
        if (pending_[i] == value) last = i + 1;
    bindFirst(last);
    return;
  }
  for (size_t i = pending_.size() - nested.size(); i < pending_.size(); ++i) texts_[pending_[i]] = pendingText_[i];
  pending_.resize(pending_.size() - nested.size());
  pendingText_.resize(pending_.size());
}

void ExprPrinter::bindFirst(size_t count) {
  for (size_t i = 0; i < count; ++i) {
    std::string name = "%" + std::to_string(letCount_++);
    lets_ += "let " + name + " = " + pendingText_[i].text + " in ";
    texts_[pending_[i]] = {name, true};
  }
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<ptrdiff_t>(count));
  pendingText_.erase(pendingText_.begin(), pendingText_.begin() + static_cast<ptrdiff_t>(count));
}

ExprPrinter::Text ExprPrinter::constant(const Instruction &instruction) const {
  const Constant &value = instruction.constant;
  TypeKind kind = instruction.type->kind;
  std::string text = constantText(value, instruction.type);
  bool plain = (kind == TypeKind::Bool && text != "zero") ||
               (kind == TypeKind::I64 && std::holds_alternative<__int128>(value)) ||
               (kind == TypeKind::F64 && std::holds_alternative<double>(value)) ||
               (kind == TypeKind::Str && std::holds_alternative<std::string>(value));
  if (plain) return {text, true};
  return {text + ": " + exactText(instruction.type), false};
}

bool ExprPrinter::isImplied(const Instruction &instruction) const {
  std::vector<const Type *> operands;
  for (ValueId operand : instruction.operands) operands.push_back(body_.valueTypes[operand]);
  return impliedType(instruction.op, operands, instruction.index, context_) == instruction.type;
}

void ExprPrinter::visit(const Instruction &instruction) {
  if (instruction.op == Op::Const) {
    texts_[instruction.result] = constant(instruction);
    return;
  }
  std::vector<ValueId> values = instruction.operands;
  if (instruction.guard != kNoValue) values.push_back(instruction.guard);
  take(values);
  Text result;
  result.text = spelling(instruction.op) + designatorText(instruction, module_);
  if (const auto *format = std::get_if<std::string>(&instruction.constant)) result.text += " " + stringText(*format);
  std::vector<std::string> operands;
  for (ValueId operand : instruction.operands) operands.push_back(texts_[operand].text);
  result.text += "(" + commaSeparated(operands) + ")";
  if (!isImplied(instruction)) result = {result.text + ": " + exactText(instruction.type), false};
  if (instruction.guard != kNoValue) {
    const Text &guard = texts_[instruction.guard];
    result = {result.text + " guard " + (guard.isAtom ? guard.text : "(" + guard.text + ")"), false};
  }
  if (instruction.site != 0) result = {result.text + " !" + std::to_string(instruction.site), false};
  pending_.push_back(instruction.result);
  pendingText_.push_back(std::move(result));
  if (uses_[instruction.result] != 1) bindFirst(pending_.size());
}

std::string ExprPrinter::print() {
  if (!isCompact()) return printBlocks();
  countUses();
  texts_.resize(body_.valueTypes.size());
  for (ValueId i = 0; i < body_.parameters.size(); ++i) texts_[i].text = parameterText(i);
  for (const Instruction &instruction : body_.blocks[0].instructions)
    if (instruction.op != Op::Return) visit(instruction);
  ValueId result = body_.blocks[0].instructions.back().operands[0];
  take({result});
  bindFirst(pending_.size());
  return lets_ + texts_[result].text;
}

} // namespace

std::string print(const RowFunction &function, const RowsInSight &rows, types::TypeContext &context,
                  const Module *module) {
  return ExprPrinter(function, rows, context, module).print();
}

} // namespace flow::ir
