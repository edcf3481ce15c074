#include "compiler/ir/FnParser.h"

#include "compiler/ir/Builtins.h"
#include "compiler/ir/FnMayFail.h"
#include "compiler/types/TypeText.h"

namespace flow::ir {

using types::parseType;
using types::TypeKind;

std::optional<uint32_t> functionNamed(const Module &module, std::string_view name) {
  for (size_t i = 0; i < module.functions.size(); ++i)
    if (module.functions[i].name == name) return static_cast<uint32_t>(i);
  return {};
}

bool acceptBuiltin(TextCursor &cursor, uint32_t &index) {
  if (!cursor.accept("@")) return false;
  std::string id = cursor.expectName("a function");
  auto line = builtinNamed(id);
  if (!line) cursor.fail("no builtin @" + id);
  index = line.value_or(0);
  return true;
}

bool acceptConstant(TextCursor &cursor, const Type *type, Constant &constant) {
  if (cursor.accept("zero")) {
    constant = std::monostate();
    return true;
  }
  if (type->is(TypeKind::Bool)) {
    bool isTrue = cursor.accept("true");
    if (!isTrue && !cursor.accept("false")) return false;
    constant = static_cast<__int128>(isTrue);
    return true;
  }
  if (auto text = cursor.acceptString())
    constant = *text;
  else if (type->isFloat()) {
    auto value = cursor.acceptFloat();
    if (!value) return false;
    constant = *value;
  } else {
    auto value = cursor.acceptInteger();
    if (!value) return false;
    constant = *value;
  }
  return true;
}

namespace {

class FnParser {
public:
  FnParser(TextCursor &cursor, types::TypeContext &context) : cursor_(cursor), context_(context) {
    module_.types = &context;
  }
  /// Up to the end, or the first plan.
  std::optional<Module> parse();
  /// Slots and blocks, up to `}`; callees are those of the module.
  bool parseApart(Function &function, const Module *module);

private:
  /// A callee's name, known when all functions are; `line` is where it stands.
  struct PendingCall {
    size_t function, block, instruction;
    std::string callee;
    uint32_t line;
  };

  bool parseDeclaration();
  std::vector<types::Field> parseFields(std::string_view close);
  bool parseSite();
  bool parseCaptures();
  bool parseFunction(FunctionKind kind);
  bool parseParameters(Function &function);
  void parseResults(Function &function);
  abi::Accumulation parseAccumulation();
  bool parseBody(Function &function);
  bool parseBlockHead(Function &function);
  bool parseInstruction(Function &function);
  bool parseDesignator(Function &function, Instruction &instruction);
  bool parseOperands(Instruction &instruction);
  bool parseTargets(Instruction &instruction);
  bool blockName(BlockId &block);
  bool resolve(const PendingCall &call, const Module *module, Function &caller);

  const Type *type() { return parseType(cursor_, context_); }
  ValueId value() { return cursor_.expect("%") ? cursor_.expectNumber("the number of a value") : 0; }
  std::vector<ValueId> valuesInParentheses();
  /// `%3: i64`; the type is kept under the number.
  BlockParameter declaration(Function &function);

  TextCursor &cursor_;
  types::TypeContext &context_;
  Module module_;
  std::vector<PendingCall> calls_;
};

std::optional<Module> FnParser::parse() {
  while (!cursor_.atEnd() && !cursor_.peek("plan")) {
    if (cursor_.peek("enum") || cursor_.peek("record"))
      parseDeclaration();
    else if (cursor_.accept("site"))
      parseSite();
    else if (cursor_.accept("captures"))
      parseCaptures();
    else if (cursor_.accept("fn"))
      parseFunction(FunctionKind::User);
    else if (cursor_.accept("stage"))
      parseFunction(FunctionKind::Stage);
    else if (cursor_.accept("main"))
      parseFunction(FunctionKind::Main);
    else if (cursor_.accept("test"))
      parseFunction(FunctionKind::Test);
    else
      cursor_.fail("expected `enum`, `record`, `site`, `captures`, `fn`, `stage`, `main` or `test`");
  }
  for (const PendingCall &call : calls_)
    if (!cursor_.failed()) resolve(call, &module_, module_.functions[call.function]);
  if (cursor_.failed()) return {};
  computeMayFail(module_);
  return std::move(module_);
}

bool FnParser::parseApart(Function &function, const Module *module) {
  parseBody(function);
  for (const PendingCall &call : calls_)
    if (!cursor_.failed()) resolve(call, module, function);
  return !cursor_.failed();
}

bool FnParser::resolve(const PendingCall &call, const Module *module, Function &caller) {
  auto index = module ? functionNamed(*module, call.callee) : std::nullopt;
  if (!index) return cursor_.fail("no function @" + call.callee, call.line);
  caller.blocks[call.block].instructions[call.instruction].index = *index;
  return true;
}

static std::optional<abi::FailureKind> failureNamed(std::string_view name) {
#define FLOW_FAILURE(Name, Message)                                                                                    \
  if (name == #Name) return abi::FailureKind::Name;
#include "runtime/abi/Failures.def"
  return {};
}

bool FnParser::parseSite() {
  uint32_t number = cursor_.expectNumber("the number of the site");
  if (number != module_.sites.size() + 1) return cursor_.fail("sites are numbered from 1");
  abi::Site &site = module_.sites.emplace_back();
  cursor_.expect("=");
  site.file = cursor_.expectNumber("a file");
  cursor_.expect(":");
  site.begin = cursor_.expectNumber("an offset");
  cursor_.expect(":");
  site.end = cursor_.expectNumber("an offset");
  auto kind = failureNamed(cursor_.expectName("a kind of failure"));
  if (!kind) return cursor_.fail("no such kind of failure");
  site.kind = *kind;
  if (auto message = cursor_.acceptString()) site.message = *message;
  return !cursor_.failed();
}

/// `name: type, ..`, up to `close`.
std::vector<types::Field> FnParser::parseFields(std::string_view close) {
  std::vector<types::Field> fields;
  do {
    std::string name = cursor_.expectName("the name of a field");
    cursor_.expect(":");
    fields.push_back({std::move(name), type()});
  } while (cursor_.accept(","));
  cursor_.expect(close);
  return fields;
}

/// Of an enum, or of a recursive record.
bool FnParser::parseDeclaration() {
  const Type *declared = type();
  if (!declared || !cursor_.expect("{")) return false;
  if (declared->is(types::TypeKind::Record)) {
    std::vector<types::Field> fields = parseFields("}");
    if (cursor_.failed()) return false;
    if (!declared->fields.empty()) return cursor_.fail(types::text(declared) + " is declared twice");
    context_.setFields(declared, std::move(fields));
    return true;
  }
  std::vector<types::Variant> variants;
  do {
    types::Variant &variant = variants.emplace_back();
    variant.name = cursor_.expectName("the name of a variant");
    if (cursor_.accept("(")) variant.fields = parseFields(")");
  } while (cursor_.accept(","));
  cursor_.expect("}");
  if (cursor_.failed()) return false;
  if (!declared->variants.empty()) return cursor_.fail(types::text(declared) + " is declared twice");
  context_.setVariants(declared, std::move(variants));
  return true;
}

bool FnParser::parseCaptures() {
  uint32_t number = cursor_.expectNumber("the number of the plan");
  if (number != module_.planCaptures.size()) return cursor_.fail("plans are numbered from 0");
  CaptureList &list = module_.planCaptures.emplace_back();
  cursor_.expect("=");
  cursor_.expect("(");
  if (cursor_.accept(")")) return true;
  do {
    list.types.push_back(type());
  } while (cursor_.accept(","));
  return cursor_.expect(")");
}

BlockParameter FnParser::declaration(Function &function) {
  ValueId number = value();
  cursor_.expect(":");
  const Type *declared = type();
  constexpr ValueId kMostValues = 1u << 24; // a wrong number must not ask for gigabytes
  if (number >= kMostValues) cursor_.fail("the number of a value is too large");
  if (cursor_.failed()) return {};
  if (function.valueTypes.size() <= number) function.valueTypes.resize(number + 1);
  if (function.valueTypes[number]) cursor_.fail("%" + std::to_string(number) + " is defined twice");
  function.valueTypes[number] = declared;
  return {number, declared};
}

bool FnParser::parseFunction(FunctionKind kind) {
  Function function;
  function.kind = kind;
  cursor_.expect("@");
  function.name = cursor_.expectName("the name of a function");
  parseParameters(function);
  function.filters = cursor_.accept("filters");
  function.hidesMask = function.filters && cursor_.accept("unseen");
  parseResults(function);
  cursor_.expect("{");
  if (!parseBody(function)) return false;
  if (kind == FunctionKind::Main) module_.main = static_cast<int>(module_.functions.size());
  module_.functions.push_back(std::move(function));
  return true;
}

void FnParser::parseResults(Function &function) {
  auto parseTypes = [&] {
    do {
      function.results.push_back(type());
    } while (cursor_.accept(","));
  };
  if (cursor_.accept("->")) {
    if (!cursor_.peek("|")) parseTypes();
    size_t written = function.results.size();
    if (cursor_.accept("|")) parseTypes();
    function.accumulatedResults = static_cast<uint32_t>(function.results.size() - written);
  }
  if (cursor_.accept("kept") && cursor_.expect("#")) function.keptAs = cursor_.expectNumber("the number of a constant");
  if (!cursor_.accept("accumulates")) return;
  function.accumulatesByGroup = cursor_.accept("by") && cursor_.expect("group");
  do {
    function.accumulations.push_back(parseAccumulation());
  } while (!cursor_.failed() && cursor_.accept(","));
}

abi::Accumulation FnParser::parseAccumulation() {
  std::string name = cursor_.acceptWord().value_or("");
  std::optional<abi::AccumulatorKind> kind;
#define FLOW_ACCUMULATOR(Name, Text, Words)                                                                            \
  if (name == Text) kind = abi::AccumulatorKind::Name;
#include "runtime/abi/Accumulators.def"
  if (!kind) cursor_.fail("expected what is accumulated");
  abi::Accumulation accumulation{kind.value_or(abi::AccumulatorKind::Count), {}, {}};
  auto number = [&] {
    cursor_.expect("#");
    return cursor_.expectNumber("the number of an accumulated value");
  };
  if (cursor_.peek("#")) accumulation.value = number();
  if (cursor_.accept("where")) accumulation.where = number();
  return accumulation;
}

bool FnParser::parseParameters(Function &function) {
  cursor_.expect("(");
  bool captures = false;
  while (!cursor_.failed() && !cursor_.accept(")")) {
    if (function.kind == FunctionKind::Stage && !captures && cursor_.accept("|"))
      captures = true;
    else if (!function.parameters.empty())
      cursor_.expect(",");
    if (cursor_.accept("takes")) {
      function.takes.resize(function.parameters.size());
      function.takes.push_back(true);
    }
    BlockParameter parameter = declaration(function);
    if (parameter.value != function.parameters.size()) return cursor_.fail("parameters are numbered from 0");
    function.parameters.push_back(parameter.type);
    if (function.kind == FunctionKind::Stage && !captures) ++function.columnParameters;
  }
  return !cursor_.failed();
}

bool FnParser::parseBody(Function &function) {
  while (cursor_.accept("slot")) {
    cursor_.expect("$");
    if (cursor_.expectNumber("the number of the slot") != function.slots.size())
      return cursor_.fail("slots are numbered from 0");
    std::string name = cursor_.expectName("the name of the slot");
    cursor_.expect(":");
    function.slots.push_back({std::move(name), type()});
  }
  while (!cursor_.failed() && !cursor_.accept("}")) {
    if (cursor_.peek("b" + std::to_string(function.blocks.size())))
      parseBlockHead(function);
    else if (function.blocks.empty())
      cursor_.fail("expected `b0:`");
    else
      parseInstruction(function);
  }
  return !cursor_.failed();
}

bool FnParser::parseBlockHead(Function &function) {
  cursor_.expect("b" + std::to_string(function.blocks.size()));
  Block &block = function.blocks.emplace_back();
  if (cursor_.accept("(")) {
    do {
      block.parameters.push_back(declaration(function));
    } while (cursor_.accept(","));
    cursor_.expect(")");
  }
  if (cursor_.accept("handler")) blockName(block.handler);
  return cursor_.expect(":");
}

bool FnParser::blockName(BlockId &block) {
  std::string name = cursor_.expectName("a block");
  TextCursor number(std::string_view(name).substr(name.empty() ? 0 : 1));
  if (!name.starts_with("b")) return cursor_.fail("expected a block");
  block = number.expectNumber("a block");
  return (!number.failed() && number.atEnd()) || cursor_.fail("expected a block");
}

bool FnParser::parseInstruction(Function &function) {
  Instruction instruction;
  if (cursor_.peek("%")) {
    BlockParameter result = declaration(function);
    instruction.result = result.value;
    instruction.type = result.type;
    cursor_.expect("=");
  }
  auto op = opSpelled(cursor_.acceptWord().value_or(""));
  if (!op) return cursor_.fail("expected an operation");
  instruction.op = *op;
  if (*op == Op::Const) {
    if (!instruction.type) return cursor_.fail("a constant needs a type");
    if (!acceptConstant(cursor_, instruction.type, instruction.constant)) cursor_.fail("expected a constant");
  } else {
    parseDesignator(function, instruction);
    parseOperands(instruction);
    if (auto format = cursor_.acceptString()) instruction.constant = *format;
    if (cursor_.accept("guard")) instruction.guard = value();
    if (cursor_.accept("!")) instruction.site = cursor_.expectNumber("the number of a site");
    instruction.isInside = cursor_.accept("inside");
    instruction.isSoleUser = cursor_.accept("sole");
    if (cursor_.accept("restores") && cursor_.expect("#")) instruction.restoredSlot = cursor_.expectNumber("a slot");
    if (cursor_.accept("cleanup")) {
      do {
        instruction.cleanup.push_back(value());
      } while (cursor_.accept(","));
    }
  }
  function.blocks.back().instructions.push_back(std::move(instruction));
  return !cursor_.failed();
}

bool FnParser::parseDesignator(Function &function, Instruction &instruction) {
  if (namesFunction(instruction.op) && cursor_.accept("@")) {
    uint32_t line = cursor_.line();
    calls_.push_back({module_.functions.size(), function.blocks.size() - 1, function.blocks.back().instructions.size(),
                      cursor_.expectName("a function"), line});
  } else if (instruction.op == Op::CallBuiltin) {
    if (!acceptBuiltin(cursor_, instruction.index)) return cursor_.fail("expected `@` and a function");
  } else if (cursor_.accept("#")) {
    instruction.index = cursor_.expectNumber("a number");
  } else if (usesIndex(instruction.op)) {
    return cursor_.fail("expected `#` and a number");
  }
  return !cursor_.failed();
}

bool FnParser::parseOperands(Instruction &instruction) {
  if (instruction.op == Op::Jump) return parseTargets(instruction);
  if (cursor_.atLineEnd() || !cursor_.peek("%")) return true; // the next line begins with `%`, too
  instruction.operands.push_back(value());
  while (cursor_.accept(",")) {
    if (!cursor_.peek("%")) return parseTargets(instruction);
    instruction.operands.push_back(value());
  }
  return !cursor_.failed();
}

bool FnParser::parseTargets(Instruction &instruction) {
  do {
    Target target;
    if (!blockName(target.block)) return false;
    if (cursor_.peek("(")) target.arguments = valuesInParentheses();
    instruction.targets.push_back(std::move(target));
  } while (cursor_.accept(","));
  return !cursor_.failed();
}

std::vector<ValueId> FnParser::valuesInParentheses() {
  std::vector<ValueId> result;
  cursor_.expect("(");
  do {
    result.push_back(value());
  } while (cursor_.accept(","));
  cursor_.expect(")");
  return result;
}

} // namespace

std::optional<Module> parseModule(TextCursor &cursor, types::TypeContext &context) {
  return FnParser(cursor, context).parse();
}

std::optional<Module> parseModule(std::string_view text, types::TypeContext &context, std::string &error) {
  TextCursor cursor(text);
  auto module = parseModule(cursor, context);
  if (!cursor.atEnd()) cursor.fail("expected nothing more");
  error = cursor.error();
  return cursor.failed() ? std::nullopt : std::move(module);
}

bool parseBody(TextCursor &cursor, types::TypeContext &context, const Module *module, Function &function) {
  return FnParser(cursor, context).parseApart(function, module);
}

} // namespace flow::ir
