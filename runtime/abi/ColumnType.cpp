#include "runtime/abi/ColumnType.h"

#include <type_traits>

namespace flow::abi {

#define FLOW_COLUMN_KIND(Name, Text, Bytes, CppType)                                                         \
  static_assert(sizeof(CppType) == Bytes, "bytes of " Text);                                                 \
  static_assert(std::is_trivially_copyable_v<CppType>, Text " is copied as bytes");
#include "runtime/abi/ColumnKinds.def"
static_assert(sizeof(ColumnType) == 4);

std::string typeText(const ColumnType &type) {
  static constexpr const char *kNames[] = {
#define FLOW_COLUMN_KIND(Name, Text, Bytes, CppType) Text,
#include "runtime/abi/ColumnKinds.def"
  };
  std::string text = kNames[static_cast<size_t>(type.kind)];
  if (type.kind == ColumnKind::Decimal64 || type.kind == ColumnKind::Decimal128)
    text += "[" + std::to_string(type.precision) + "," + std::to_string(type.scale) + "]";
  if (type.nullable) text += "?";
  return text;
}

} // namespace flow::abi
