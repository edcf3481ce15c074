#pragma once
// The type of a column: one byte of kind, precision and scale of decimals, and whether nulls may occur.

#include "runtime/abi/StringView.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace flow::abi {

enum class ColumnKind : uint8_t {
#define FLOW_COLUMN_KIND(Name, Text, Bytes, CppType) Name,
#include "runtime/abi/ColumnKinds.def"
};

struct ColumnType {
  ColumnKind kind = ColumnKind::I64;
  uint8_t precision = 0; ///< of decimals: 1 to 38
  uint8_t scale = 0;     ///< of decimals: digits after the point
  bool nullable = false;

  friend bool operator==(const ColumnType &, const ColumnType &) = default;
};

/// Bytes of one value of the kind.
constexpr size_t bytesOf(ColumnKind kind) {
  constexpr size_t kBytes[] = {
#define FLOW_COLUMN_KIND(Name, Text, Bytes, CppType) Bytes,
#include "runtime/abi/ColumnKinds.def"
  };
  return kBytes[static_cast<size_t>(kind)];
}
/// Whether the kind is kept as a StringView.
constexpr bool isStringLike(ColumnKind kind) {
  return kind == ColumnKind::Str || kind == ColumnKind::Bytes || kind == ColumnKind::Path;
}
/// As it is written in Flow: "decimal[12,2]?", "str".
std::string typeText(const ColumnType &type);

struct ColumnSpec {
  std::string name;
  ColumnType type;

  friend bool operator==(const ColumnSpec &, const ColumnSpec &) = default;
};
using RowSpec = std::vector<ColumnSpec>;

} // namespace flow::abi
