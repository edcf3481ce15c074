#include "test/random/ValueWriter.h"

#include "runtime/text/TextFunctions.h"
#include "runtime/text/ValueFormat.h"

#include <span>

namespace flow::random {

using ir::Value;
using types::Type;
using types::TypeKind;

static std::string fields(std::span<const Value> parts, const std::vector<std::string> &names,
                          const std::vector<const Type *> &types) {
  std::string result;
  for (size_t i = 0; i < types.size(); ++i) {
    if (i != 0) result += ", ";
    if (!names.empty()) result += names[i] + ": ";
    result += textOf(parts[i], types[i], /*nested=*/true);
  }
  return result;
}

static std::vector<std::string> namesOf(const std::vector<types::Field> &fields) {
  std::vector<std::string> names;
  for (const types::Field &field : fields) names.push_back(field.name);
  return names;
}

static std::string list(const ir::Values &parts, const Type *type) {
  std::string result;
  for (const Value &part : parts) result += (result.empty() ? "" : ", ") + textOf(part, type, /*nested=*/true);
  return "[" + result + "]";
}

static std::string entries(const ir::Values &parts, const Type *type) {
  bool isMap = type->is(TypeKind::Map);
  if (parts.empty()) return isMap ? "[:]" : "Set([])";
  std::string result;
  for (const Value &entry : parts) {
    result += (result.empty() ? "" : ", ") + textOf(entry.parts()[0], type->parts[0], /*nested=*/true);
    if (isMap) result += ": " + textOf(entry.parts()[1], type->parts[1], /*nested=*/true);
  }
  return isMap ? "[" + result + "]" : "Set([" + result + "])";
}

static std::string variant(const ir::Values &parts, const Type *type) {
  const types::Variant &variant = type->variants[static_cast<size_t>(parts[0].integer())];
  if (variant.fields.empty()) return variant.name;
  std::vector<const Type *> types;
  for (const types::Field &field : variant.fields) types.push_back(field.type);
  return variant.name + "(" + fields(std::span(parts).subspan(1), namesOf(variant.fields), types) + ")";
}

static std::string number(const Value &value, const Type *type) {
  std::string result;
  switch (type->kind) {
  case TypeKind::Bool: return value.boolean() ? "true" : "false";
  case TypeKind::F64: text::appendFloat(result, value.number()); break;
  case TypeKind::F32: text::appendFloat(result, static_cast<float>(value.number())); break;
  case TypeKind::Date: text::appendDate(result, static_cast<int32_t>(value.integer())); break;
  case TypeKind::Duration: text::appendDuration(result, static_cast<int64_t>(value.integer())); break;
  case TypeKind::Decimal: text::appendDecimal(result, value.integer(), type->scale); break;
  case TypeKind::U64: text::appendUnsigned(result, static_cast<uint64_t>(value.integer())); break;
  default: text::appendInteger(result, static_cast<int64_t>(value.integer()));
  }
  return result;
}

static std::string written(const std::string &bare, bool nested) {
  if (!nested) return bare;
  std::string result;
  text::appendQuoted(result, bare);
  return result;
}

static std::string range(const ir::Values &parts) {
  auto part = [&](size_t i) { return static_cast<int64_t>(parts[i].integer()); };
  std::string result;
  text::appendRange(result, part(0), part(1), part(2));
  return result;
}

std::string textOf(const Value &value, const Type *type, bool nested) {
  switch (type->kind) {
  case TypeKind::Str: return written(value.text(), nested);
  case TypeKind::Optional: return value.isNone() ? "none" : textOf(value, type->plain(), nested);
  case TypeKind::Failure: return written(value.parts()[1].text(), nested);
  case TypeKind::Tuple:
  case TypeKind::Record:
    if (type->name == "Range") return range(value.parts());
    return type->name + "(" + fields(value.parts(), namesOf(type->fields), type->components()) + ")";
  case TypeKind::List: return list(value.parts(), type->element());
  case TypeKind::Map:
  case TypeKind::Set: return entries(value.parts(), type);
  case TypeKind::Enum: return variant(value.parts(), type);
  default: return number(value, type);
  }
}

} // namespace flow::random
