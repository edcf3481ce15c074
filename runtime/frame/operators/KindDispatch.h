#pragma once
// From a kind that is known at run time to code that is compiled per type. Every typed inner loop of the
// operators is reached through one of these two functions.

#include "runtime/abi/Check.h"
#include "runtime/abi/ColumnType.h"
#include "runtime/abi/StringView.h"

#include <type_traits>

namespace flow::frame {

/// A column kind and its C++ type, as an argument to a generic lambda.
template <abi::ColumnKind Kind, typename T> struct KindTag {
  static constexpr abi::ColumnKind kKind = Kind;
  using Type = T;
  static constexpr bool kIsFloat = std::is_floating_point_v<T>;
  static constexpr bool kIsText = std::is_same_v<T, abi::StringView>;
  static constexpr bool kIsInteger = !kIsFloat && !kIsText;
};

/// Calls `function(KindTag)` for the kind.
template <typename Function> decltype(auto) dispatchKind(abi::ColumnKind kind, Function &&function) {
  switch (kind) {
#define FLOW_COLUMN_KIND(Name, Text, Bytes, CppType)                                                         \
  case abi::ColumnKind::Name: return function(KindTag<abi::ColumnKind::Name, CppType>{});
#include "runtime/abi/ColumnKinds.def"
  }
  FLOW_UNREACHABLE("column kind ", kind);
}

/// Calls `function(T{})` with the unsigned type of `bytes` bytes: for code that only moves values.
template <typename Function> decltype(auto) dispatchWidth(size_t bytes, Function &&function) {
  switch (bytes) {
  case 1: return function(uint8_t{});
  case 2: return function(uint16_t{});
  case 4: return function(uint32_t{});
  case 8: return function(uint64_t{});
  case 16: return function(static_cast<unsigned __int128>(0));
  default: FLOW_UNREACHABLE("width of a value: ", bytes);
  }
}

} // namespace flow::frame
