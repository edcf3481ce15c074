#include "compiler/ir/FnPrinter.h"

#include "compiler/base/TextCursor.h"
#include "compiler/ir/Builtins.h"
#include "compiler/types/TypeText.h"
#include "runtime/abi/Check.h"

#include <set>

namespace flow::ir {

using types::exactText;
using types::TypeKind;

static const char *failureName(abi::FailureKind kind) {
  switch (kind) {
#define FLOW_FAILURE(Name, Message)                                                                                    \
  case abi::FailureKind::Name: return #Name;
#include "runtime/abi/Failures.def"
  }
  FLOW_UNREACHABLE();
}

std::string constantText(const Constant &constant, const Type *type) {
  if (const auto *integer = std::get_if<__int128>(&constant)) {
    if (type->is(TypeKind::Bool)) return *integer != 0 ? "true" : "false";
    return integerText(*integer);
  }
  if (const auto *number = std::get_if<double>(&constant)) return floatText(*number);
  if (const auto *text = std::get_if<std::string>(&constant)) return stringText(*text);
  return "zero";
}

std::string designatorText(const Instruction &instruction, const Module *module) {
  bool named = namesFunction(instruction.op) && module && instruction.index < module->functions.size();
  if (named) return " @" + nameText(module->functions[instruction.index].name);
  if (instruction.op == Op::CallBuiltin && instruction.index < builtinCount())
    return std::string(" @") + builtinId(instruction.index);
  if (usesIndex(instruction.op) || instruction.index != 0) return " #" + std::to_string(instruction.index);
  return {};
}

namespace {

std::string valueText(ValueId value) { return "%" + std::to_string(value); }

std::string join(const std::vector<std::string> &parts) {
  std::string result;
  for (const std::string &part : parts) result += (result.empty() ? "" : ", ") + part;
  return result;
}

std::string valuesText(const std::vector<ValueId> &values) {
  std::vector<std::string> parts;
  for (ValueId value : values) parts.push_back(valueText(value));
  return join(parts);
}

std::string declaration(ValueId value, const Type *type) { return valueText(value) + ": " + exactText(type); }

std::string targetText(const Target &target) {
  std::string result = "b" + std::to_string(target.block);
  if (!target.arguments.empty()) result += "(" + valuesText(target.arguments) + ")";
  return result;
}

std::string instructionText(const Instruction &instruction, const Module *module) {
  std::string result;
  if (instruction.type) result += declaration(instruction.result, instruction.type) + " = ";
  result += spelling(instruction.op);
  result += designatorText(instruction, module);
  if (instruction.op == Op::Const) return result + " " + constantText(instruction.constant, instruction.type);
  std::vector<std::string> parts;
  for (ValueId operand : instruction.operands) parts.push_back(valueText(operand));
  for (const Target &target : instruction.targets) parts.push_back(targetText(target));
  if (!parts.empty()) result += " " + join(parts);
  if (const auto *format = std::get_if<std::string>(&instruction.constant)) result += " " + stringText(*format);
  if (instruction.guard != kNoValue) result += " guard " + valueText(instruction.guard);
  if (instruction.site != 0) result += " !" + std::to_string(instruction.site);
  if (instruction.isInside) result += " inside";
  if (instruction.isSoleUser) result += " sole";
  if (instruction.restoredSlot != kNoSlot) result += " restores #" + std::to_string(instruction.restoredSlot);
  if (!instruction.cleanup.empty()) result += " cleanup " + valuesText(instruction.cleanup);
  return result;
}

std::string accumulationText(const abi::Accumulation &accumulation) {
  std::string result = abi::nameOf(accumulation.kind);
  if (accumulation.value) result += " #" + std::to_string(*accumulation.value);
  if (accumulation.where) result += " where #" + std::to_string(*accumulation.where);
  return result;
}

std::string headText(const Function &function) {
  const char *kind = function.kind == FunctionKind::User   ? "fn"
                     : function.kind == FunctionKind::Main ? "main"
                     : function.kind == FunctionKind::Test ? "test"
                                                           : "stage";
  std::string result = std::string(kind) + " @" + nameText(function.name) + "(";
  bool stage = function.kind == FunctionKind::Stage;
  for (ValueId i = 0; i < function.parameters.size(); ++i) {
    if (stage && i == function.columnParameters)
      result += i == 0 ? "| " : " | ";
    else if (i != 0)
      result += ", ";
    if (i < function.takes.size() && function.takes[i]) result += "takes ";
    result += declaration(i, function.parameters[i]);
  }
  result += ")";
  if (function.filters) result += function.hidesMask ? " filters unseen" : " filters";
  std::vector<std::string> written, accumulated;
  size_t firstAccumulated = function.accumulatedResult(0);
  for (size_t i = 0; i < function.results.size(); ++i)
    (i < firstAccumulated ? written : accumulated).push_back(exactText(function.results[i]));
  if (!function.results.empty()) result += " ->";
  if (!written.empty()) result += " " + join(written);
  if (!accumulated.empty()) result += " | " + join(accumulated);
  if (function.keptAs != kNotKept) result += " kept #" + std::to_string(function.keptAs);
  if (function.accumulations.empty()) return result;
  std::vector<std::string> accumulations;
  for (const abi::Accumulation &accumulation : function.accumulations)
    accumulations.push_back(accumulationText(accumulation));
  return result + (function.accumulatesByGroup ? " accumulates by group " : " accumulates ") + join(accumulations);
}

/// The enums and recursive records that a module's types name, each with those that its fields name.
class DeclarationCollector {
public:
  void add(const Type *type) {
    if (!type || !seen_.insert(type).second) return;
    for (const Type *part : type->parts) add(part);
    for (const Type *argument : type->arguments) add(argument);
    for (const types::Field &field : type->fields) add(field.type);
    if (type->isEnum() || type->isRecursiveRecord()) declared_.push_back(type);
    for (const types::Variant &variant : type->variants)
      for (const types::Field &field : variant.fields) add(field.type);
  }
  const std::vector<const Type *> &declared() const { return declared_; }

private:
  std::set<const Type *> seen_;
  std::vector<const Type *> declared_;
};

std::string fieldsText(const std::vector<types::Field> &fields) {
  std::vector<std::string> texts;
  for (const types::Field &field : fields) texts.push_back(nameText(field.name) + ": " + exactText(field.type));
  return join(texts);
}

std::string variantText(const types::Variant &variant) {
  return nameText(variant.name) + (variant.fields.empty() ? "" : "(" + fieldsText(variant.fields) + ")");
}

} // namespace

std::string printDeclarations(const Module &module) {
  DeclarationCollector collector;
  for (const CaptureList &captures : module.planCaptures)
    for (const Type *type : captures.types) collector.add(type);
  for (const Function &function : module.functions) {
    for (const Type *type : function.valueTypes) collector.add(type);
    for (const Type *type : function.results) collector.add(type);
    for (const Slot &slot : function.slots) collector.add(slot.type);
  }
  std::string result;
  for (const Type *type : collector.declared()) {
    std::vector<std::string> variants;
    for (const types::Variant &variant : type->variants) variants.push_back(variantText(variant));
    result += exactText(type) + " { " + (type->isEnum() ? join(variants) : fieldsText(type->fields)) + " }\n";
  }
  return result;
}

std::string printBody(const Function &function, const Module *module) {
  std::string result;
  for (size_t i = 0; i < function.slots.size(); ++i)
    result += "  slot $" + std::to_string(i) + " " + nameText(function.slots[i].name) + ": " +
              exactText(function.slots[i].type) + "\n";
  for (size_t i = 0; i < function.blocks.size(); ++i) {
    const Block &block = function.blocks[i];
    std::vector<std::string> parameters;
    for (const BlockParameter &parameter : block.parameters)
      parameters.push_back(declaration(parameter.value, parameter.type));
    result += "b" + std::to_string(i) + (parameters.empty() ? "" : "(" + join(parameters) + ")");
    if (block.handler != kNoBlock) result += " handler b" + std::to_string(block.handler);
    result += ":\n";
    for (const Instruction &instruction : block.instructions)
      result += "  " + instructionText(instruction, module) + "\n";
  }
  return result;
}

std::string print(const Function &function, const Module *module) {
  return headText(function) + " {\n" + printBody(function, module) + "}\n";
}

std::string print(const Module &module) {
  std::string result = printDeclarations(module);
  for (size_t i = 0; i < module.sites.size(); ++i) {
    const abi::Site &site = module.sites[i];
    result += "site " + std::to_string(i + 1) + " = " + std::to_string(site.file) + ":" + std::to_string(site.begin) +
              ":" + std::to_string(site.end) + " " + failureName(site.kind);
    if (!site.message.empty()) result += " " + stringText(site.message);
    result += "\n";
  }
  for (size_t i = 0; i < module.planCaptures.size(); ++i) {
    std::vector<std::string> types;
    for (const Type *type : module.planCaptures[i].types) types.push_back(exactText(type));
    result += "captures " + std::to_string(i) + " = (" + join(types) + ")\n";
  }
  for (const Function &function : module.functions) {
    if (!result.empty()) result += "\n";
    result += print(function, &module);
  }
  return result;
}

} // namespace flow::ir
