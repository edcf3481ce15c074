#include "compiler/ir/ExprText.h"
#include "compiler/ir/FnMayFail.h"
#include "compiler/ir/FnParser.h"
#include "compiler/ir/OpTyping.h"
#include "compiler/types/TypeText.h"

namespace flow::ir {

using types::parseType;

std::optional<uint32_t> acceptColumn(TextCursor &cursor, const RowsInSight &rows) {
  uint32_t offset = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (cursor.accept(rows.size() < 2 ? "." : i == 0 ? "left." : "right.")) {
      std::string name = cursor.expectName("the name of a column");
      int index = rows[i]->fieldIndex(name);
      if (index < 0) cursor.fail("no column " + nameText(name));
      return offset + static_cast<uint32_t>(std::max(index, 0));
    }
    offset += static_cast<uint32_t>(rows[i]->fields.size());
  }
  return {};
}

namespace {

/// Values are numbered as they are made; parameters, whose numbers come first in a function, are met on the
/// way. So instructions have numbers from kInstructions on while parsing, and their own ones at the end.
class ExprParser {
public:
  ExprParser(TextCursor &cursor, const RowsInSight &rows, const CaptureList &captures, types::TypeContext &context,
             const Module *module)
      : cursor_(cursor), rows_(rows), captures_(captures), context_(context), module_(module) {}

  std::optional<RowFunction> parse();

private:
  static constexpr ValueId kInstructions = 1u << 31;
  static constexpr ValueId kCaptures = 1u << 30;
  static constexpr int kMostNested = 1000; // deeper text is refused rather than a stack overflown

  ValueId expression();
  /// `bare`: what follows the closing parenthesis belongs to somebody else.
  ValueId primary(bool bare);
  std::optional<ValueId> literal();
  ValueId operation(bool bare);
  ValueId finishOperation(Instruction instruction, bool bare);
  ValueId column(uint32_t column);
  ValueId capture();
  ValueId emit(Instruction instruction);
  const Type *typeOf(ValueId value) const;
  const Type *typeOfColumn(uint32_t column) const;
  ValueId fail(std::string message) {
    cursor_.fail(std::move(message));
    return 0;
  }
  bool designator(Instruction &instruction);
  RowFunction finish(ValueId result);
  bool blocks(RowFunction &function);

  TextCursor &cursor_;
  const RowsInSight &rows_;
  const CaptureList &captures_;
  types::TypeContext &context_;
  const Module *module_;
  std::vector<uint32_t> columns_, captureList_;
  std::vector<Instruction> instructions_;
  std::vector<ValueId> lets_;
  int nested_ = 0;
};

const Type *ExprParser::typeOfColumn(uint32_t column) const {
  for (const Type *row : rows_) {
    if (column < row->fields.size()) return row->fields[column].type;
    column -= static_cast<uint32_t>(row->fields.size());
  }
  return context_.error();
}

const Type *ExprParser::typeOf(ValueId value) const {
  if (value >= kInstructions) return instructions_[value - kInstructions].type;
  if (value >= kCaptures) return captures_.types[captureList_[value - kCaptures]];
  return value < columns_.size() ? typeOfColumn(columns_[value]) : context_.error();
}

static ValueId indexIn(std::vector<uint32_t> &list, uint32_t item) {
  for (size_t i = 0; i < list.size(); ++i)
    if (list[i] == item) return static_cast<ValueId>(i);
  list.push_back(item);
  return static_cast<ValueId>(list.size() - 1);
}

ValueId ExprParser::column(uint32_t column) { return indexIn(columns_, column); }

ValueId ExprParser::capture() {
  uint32_t number = cursor_.expectNumber("the number of a capture");
  if (number >= captures_.types.size()) return fail("no capture $" + std::to_string(number));
  return kCaptures + indexIn(captureList_, number);
}

ValueId ExprParser::emit(Instruction instruction) {
  instructions_.push_back(std::move(instruction));
  return kInstructions + static_cast<ValueId>(instructions_.size() - 1);
}

std::optional<RowFunction> ExprParser::parse() {
  RowFunction apart;
  if (cursor_.accept("do")) return blocks(apart) ? std::optional(std::move(apart)) : std::nullopt;
  while (cursor_.accept("let")) {
    cursor_.expect("%");
    if (cursor_.expectNumber("the number of a value") != lets_.size()) cursor_.fail("values are numbered from 0");
    cursor_.expect("=");
    lets_.push_back(expression());
    cursor_.expect("in");
  }
  ValueId result = expression();
  if (cursor_.failed()) return {};
  return finish(result);
}

ValueId ExprParser::expression() {
  if (++nested_ > kMostNested) return fail("too deeply nested");
  ValueId result = primary(/*bare=*/false);
  --nested_;
  return result;
}

ValueId ExprParser::primary(bool bare) {
  if (auto found = acceptColumn(cursor_, rows_)) return column(*found);
  if (cursor_.accept("$")) return capture();
  if (cursor_.accept("%")) {
    uint32_t number = cursor_.expectNumber("the number of a value");
    return number < lets_.size() ? lets_[number] : fail("no value %" + std::to_string(number));
  }
  if (auto value = literal()) return *value;
  return operation(bare);
}

std::optional<ValueId> ExprParser::literal() {
  Instruction instruction;
  instruction.op = Op::Const;
  if (cursor_.peekFloat()) {
    instruction.constant = *cursor_.acceptFloat();
    instruction.type = context_.f64();
  } else if (auto integer = cursor_.acceptInteger()) {
    instruction.constant = *integer;
    instruction.type = context_.i64();
  } else if (auto text = cursor_.acceptString()) {
    instruction.constant = *text;
    instruction.type = context_.str();
  } else if (cursor_.peek("true") || cursor_.peek("false")) {
    instruction.constant = static_cast<__int128>(cursor_.accept("true"));
    if (std::get<__int128>(instruction.constant) == 0) cursor_.accept("false");
    instruction.type = context_.boolean();
  } else if (!cursor_.accept("zero")) {
    return {};
  }
  if (cursor_.accept(":")) instruction.type = parseType(cursor_, context_);
  if (!instruction.type) return fail("a `zero` needs a type");
  return emit(std::move(instruction));
}

bool ExprParser::designator(Instruction &instruction) {
  if (namesFunction(instruction.op) && cursor_.accept("@")) {
    std::string name = cursor_.expectName("a function");
    auto index = module_ ? functionNamed(*module_, name) : std::nullopt;
    if (!index) return cursor_.fail("no function @" + name);
    instruction.index = *index;
  } else if (instruction.op == Op::CallBuiltin) {
    if (!acceptBuiltin(cursor_, instruction.index)) return cursor_.fail("expected `@` and a function");
  } else if (cursor_.accept("#")) {
    instruction.index = cursor_.expectNumber("a number");
  } else if (usesIndex(instruction.op)) {
    return cursor_.fail("expected `#` and a number");
  }
  if (auto format = cursor_.acceptString()) instruction.constant = *format;
  return !cursor_.failed();
}

ValueId ExprParser::operation(bool bare) {
  auto op = opSpelled(cursor_.acceptWord().value_or(""));
  if (!op) return fail("expected an expression");
  Instruction instruction;
  instruction.op = *op;
  designator(instruction);
  cursor_.expect("(");
  if (!cursor_.accept(")")) {
    do {
      instruction.operands.push_back(expression());
    } while (cursor_.accept(","));
    cursor_.expect(")");
  }
  return cursor_.failed() ? 0 : finishOperation(std::move(instruction), bare);
}

ValueId ExprParser::finishOperation(Instruction instruction, bool bare) {
  int count = operandCount(instruction.op);
  if (count >= 0 && instruction.operands.size() != static_cast<size_t>(count)) return fail("number of operands");
  std::vector<const Type *> operands;
  for (ValueId operand : instruction.operands) operands.push_back(typeOf(operand));
  instruction.type = impliedType(instruction.op, operands, instruction.index, context_);
  if (!bare && cursor_.accept(":")) instruction.type = parseType(cursor_, context_);
  if (!instruction.type) return fail(std::string("the result of `") + spelling(instruction.op) + "` needs a type");
  if (!bare && cursor_.accept("guard")) {
    bool parenthesised = cursor_.accept("(");
    instruction.guard = parenthesised ? expression() : primary(/*bare=*/true);
    if (parenthesised) cursor_.expect(")");
  }
  if (!bare && cursor_.accept("!")) instruction.site = cursor_.expectNumber("the number of a site");
  return cursor_.failed() ? 0 : emit(std::move(instruction));
}

/// Gives parameters and instructions their numbers.
RowFunction ExprParser::finish(ValueId result) {
  RowFunction function;
  Function &body = function.body;
  body.kind = FunctionKind::Stage;
  body.columnParameters = static_cast<uint32_t>(columns_.size());
  auto columns = static_cast<ValueId>(columns_.size()),
       parameters = columns + static_cast<ValueId>(captureList_.size());
  auto number = [&](ValueId value) {
    if (value == kNoValue) return value;
    if (value >= kInstructions) return value - kInstructions + parameters;
    return value >= kCaptures ? value - kCaptures + columns : value;
  };
  for (ValueId i = 0; i < columns; ++i) body.parameters.push_back(typeOf(i));
  for (ValueId i = 0; i < captureList_.size(); ++i) body.parameters.push_back(typeOf(kCaptures + i));
  body.results = {typeOf(result)};
  body.valueTypes = body.parameters;
  Instruction last;
  last.op = Op::Return;
  last.operands = {result};
  instructions_.push_back(std::move(last));
  for (Instruction &instruction : instructions_) {
    for (ValueId &operand : instruction.operands) operand = number(operand);
    instruction.guard = number(instruction.guard);
    if (instruction.type) instruction.result = body.newValue(instruction.type);
  }
  body.blocks.emplace_back().instructions = std::move(instructions_);
  body.mayFail = mayFailIn(body, module_);
  function.columns = std::move(columns_);
  function.captures = std::move(captureList_);
  return function;
}

bool ExprParser::blocks(RowFunction &function) {
  Function &body = function.body;
  body.kind = FunctionKind::Stage;
  cursor_.expect("(");
  while (!cursor_.failed() && !cursor_.accept(")")) {
    if (!body.parameters.empty()) cursor_.expect(",");
    if (auto found = acceptColumn(cursor_, rows_)) {
      if (!function.captures.empty()) cursor_.fail("columns come before captures");
      function.columns.push_back(*found);
      body.parameters.push_back(typeOfColumn(*found));
      continue;
    }
    if (!cursor_.expect("$")) break;
    uint32_t number = cursor_.expectNumber("the number of a capture");
    if (number >= captures_.types.size()) return cursor_.fail("no capture $" + std::to_string(number));
    function.captures.push_back(number);
    body.parameters.push_back(captures_.types[number]);
  }
  body.columnParameters = static_cast<uint32_t>(function.columns.size());
  body.valueTypes = body.parameters;
  cursor_.expect("->");
  if (const Type *type = parseType(cursor_, context_)) body.results.push_back(type);
  cursor_.expect("{");
  if (!parseBody(cursor_, context_, module_, body)) return false;
  body.mayFail = mayFailIn(body, module_);
  return true;
}

} // namespace

std::optional<RowFunction> parseRowFunction(TextCursor &cursor, const RowsInSight &rows, const CaptureList &captures,
                                            types::TypeContext &context, const Module *module) {
  return ExprParser(cursor, rows, captures, context, module).parse();
}

} // namespace flow::ir
