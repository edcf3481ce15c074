#include "compiler/ir/Value.h"

#include "compiler/base/TextCursor.h"

#include <bit>
#include <cmath>

namespace flow::ir {

using types::TypeKind;

bool identical(const Value &a, const Value &b) {
  if (a.data.index() != b.data.index()) return false;
  if (const auto *number = std::get_if<double>(&a.data)) {
    if (std::isnan(*number)) return std::isnan(b.number());
    return std::bit_cast<uint64_t>(*number) == std::bit_cast<uint64_t>(b.number());
  }
  if (const auto *text = std::get_if<std::string>(&a.data)) return *text == b.text();
  if (const auto *integer = std::get_if<__int128>(&a.data)) return *integer == b.integer();
  if (a.isNone()) return true;
  const Values &left = a.parts(), &right = b.parts();
  if (left.size() != right.size()) return false;
  for (size_t i = 0; i < left.size(); ++i)
    if (!identical(left[i], right[i])) return false;
  return true;
}

Value zeroOf(const Type *type) {
  Values parts;
  switch (type->kind) {
  case TypeKind::F32:
  case TypeKind::F64: return Value::number(0);
  case TypeKind::Str:
  case TypeKind::Bytes:
  case TypeKind::Path: return Value::text({});
  case TypeKind::Optional:
  case TypeKind::None:
  case TypeKind::Unit: return Value::none();
  case TypeKind::Record:
    for (const types::Field &field : type->fields) parts.push_back(zeroOf(field.type));
    return Value::of(std::move(parts));
  case TypeKind::Tuple:
    for (const Type *part : type->parts) parts.push_back(zeroOf(part));
    return Value::of(std::move(parts));
  case TypeKind::List:
  case TypeKind::Map:
  case TypeKind::Set:
  case TypeKind::Function:
  case TypeKind::Failure: return Value::of({});
  case TypeKind::Enum:
    parts.push_back(Value::integer(0));
    if (types::isRecursive(type)) return Value::of(std::move(parts));
    for (const types::Field &field : type->variants[0].fields) parts.push_back(zeroOf(field.type));
    return Value::of(std::move(parts));
  default: return Value::integer(0);
  }
}

Value valueOf(const Constant &constant, const Type *type) {
  if (const auto *integer = std::get_if<__int128>(&constant)) return Value::integer(*integer);
  if (const auto *number = std::get_if<double>(&constant)) return Value::number(*number);
  if (const auto *text = std::get_if<std::string>(&constant)) return Value::text(*text);
  return zeroOf(type);
}

std::optional<Constant> constantOf(const Value &value, const Type *type) {
  if (identical(value, zeroOf(type))) {
    // Scalars are spelt out, so that equal constants have one form.
    if (value.data.index() == 0 || value.data.index() == 4) return Constant();
  }
  if (type->isOptional()) return {};
  if (const auto *integer = std::get_if<__int128>(&value.data)) return Constant(*integer);
  if (const auto *number = std::get_if<double>(&value.data)) return Constant(*number);
  if (const auto *text = std::get_if<std::string>(&value.data)) return Constant(*text);
  return {};
}

std::string debugText(const Value &value) {
  if (value.isNone()) return "none";
  if (const auto *integer = std::get_if<__int128>(&value.data)) return integerText(*integer);
  if (const auto *number = std::get_if<double>(&value.data)) return floatText(*number);
  if (const auto *text = std::get_if<std::string>(&value.data)) return stringText(*text);
  std::string result = "[";
  for (const Value &part : value.parts()) result += (result.size() == 1 ? "" : ", ") + debugText(part);
  return result + "]";
}

} // namespace flow::ir
