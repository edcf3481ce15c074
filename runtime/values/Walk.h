#pragma once
// Reading values at their addresses.

#include "runtime/abi/Check.h"
#include "runtime/abi/ValueShape.h"

#include <cstring>
#include <string>

namespace flow::values {

template <typename T> T load(const void *at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

/// A scalar that is kept as an integer of at most 64 bits, extended as its type says.
inline int64_t wordAt(const abi::ValueShape &shape, const void *at) {
  using abi::ShapeKind;
  switch (shape.kind) {
  case ShapeKind::Bool:
  case ShapeKind::U8: return load<uint8_t>(at);
  case ShapeKind::I8: return load<int8_t>(at);
  case ShapeKind::I16: return load<int16_t>(at);
  case ShapeKind::U16: return load<uint16_t>(at);
  case ShapeKind::Date:
  case ShapeKind::I32: return load<int32_t>(at);
  case ShapeKind::U32: return load<uint32_t>(at);
  default: return load<int64_t>(at);
  }
}

struct Variant {
  const abi::VariantShape *shape;
  uint32_t number;
  const char *fields; ///< null when there are none
};

/// Of an Enum or a Cell.
inline Variant variantAt(const abi::ValueShape &shape, const char *value) {
  if (shape.kind == abi::ShapeKind::Enum) {
    auto number = load<uint32_t>(value);
    return {&shape.variants[number], number, value + shape.payload};
  }
  auto address = load<uint64_t>(value);
  if (address < abi::CellObject::kFirstAddress) {
    auto number = static_cast<uint32_t>(address);
    return {&shape.variants[number], number, nullptr};
  }
  auto *cell = reinterpret_cast<abi::CellObject *>(address);
  return {&shape.variants[cell->variant], cell->variant, cell->fields()};
}

/// As Flow prints it; a text by itself is bare.
std::string textOf(const abi::ValueShape &shape, const void *value);
/// As it is written inside of other values: texts in quotes.
std::string partTextOf(const abi::ValueShape &shape, const void *value);

} // namespace flow::values
