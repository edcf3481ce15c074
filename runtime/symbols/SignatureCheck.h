#pragma once
// Checks, while compiling, that a C++ function has the parameters and the result that a line of Functions.def
// or Operations.def gives it, by the convention of runtime/abi/Functions.h.

#include "runtime/abi/ColumnType.h"
#include "runtime/abi/Functions.h"
#include "runtime/abi/StringView.h"

#include <string_view>

namespace flow::symbols {

using abi::FunctionInfo;
using abi::KernelContext;
using abi::StringView;

/// What a parameter or a result is in C++.
enum class Machine : uint8_t {
  None,
  U8,
  I8,
  U16,
  I16,
  U32,
  I32,
  U64,
  I64,
  F32,
  F64,
  Text,
  Decimal, // const StringView *, const __int128 *
  ToU8,
  ToI32,
  ToU64,
  ToI64,
  ToF64,
  ToText,
  ToDecimal, // pointers to a result
  Context,
  Unknown
};

template <typename T> inline constexpr Machine kMachine = Machine::Unknown;
template <> inline constexpr Machine kMachine<void> = Machine::None;
template <> inline constexpr Machine kMachine<uint8_t> = Machine::U8;
template <> inline constexpr Machine kMachine<int32_t> = Machine::I32;
template <> inline constexpr Machine kMachine<uint32_t> = Machine::U32;
template <> inline constexpr Machine kMachine<int64_t> = Machine::I64;
template <> inline constexpr Machine kMachine<uint64_t> = Machine::U64;
template <> inline constexpr Machine kMachine<float> = Machine::F32;
template <> inline constexpr Machine kMachine<double> = Machine::F64;
template <> inline constexpr Machine kMachine<const StringView *> = Machine::Text;
template <> inline constexpr Machine kMachine<const __int128 *> = Machine::Decimal;
template <> inline constexpr Machine kMachine<uint8_t *> = Machine::ToU8;
template <> inline constexpr Machine kMachine<int32_t *> = Machine::ToI32;
template <> inline constexpr Machine kMachine<int64_t *> = Machine::ToI64;
template <> inline constexpr Machine kMachine<uint64_t *> = Machine::ToU64;
template <> inline constexpr Machine kMachine<double *> = Machine::ToF64;
template <> inline constexpr Machine kMachine<StringView *> = Machine::ToText;
template <> inline constexpr Machine kMachine<__int128 *> = Machine::ToDecimal;
template <> inline constexpr Machine kMachine<KernelContext *> = Machine::Context;

/// Of a type in a signature: as an argument or direct result, and as a pointer to the result.
struct TypeInC {
  std::string_view name;
  Machine direct, pointer;
};
constexpr TypeInC kTypes[] = {
    {"bool", Machine::U8, Machine::ToU8},
    {"u8", Machine::U8, Machine::ToU8},
    {"i32", Machine::I32, Machine::ToI32},
    {"u64", Machine::U64, Machine::ToU64},
    {"i64", Machine::I64, Machine::ToI64},
    {"f32", Machine::F32, Machine::Unknown},
    {"f64", Machine::F64, Machine::ToF64},
    {"date", Machine::I32, Machine::ToI32},
    {"timestamp", Machine::I64, Machine::ToI64},
    {"duration", Machine::I64, Machine::ToI64},
    {"months", Machine::I64, Machine::ToI64},
    {"size", Machine::I64, Machine::ToI64},
    {"str", Machine::Text, Machine::ToText},
    {"bytes", Machine::Text, Machine::ToText},
    {"Path", Machine::Text, Machine::ToText},
    {"decimal", Machine::Decimal, Machine::ToDecimal},
};

/// Reads a signature part by part.
class SignatureTypes {
public:
  constexpr explicit SignatureTypes(std::string_view signature) : left_(signature.substr(1)) {}

  /// The type of the next parameter; null after the last one.
  constexpr const TypeInC *nextParameter() {
    if (left_.front() == ')') return nullptr;
    left_.remove_prefix(left_.find(": ") + 2);
    const TypeInC *type = takeType();
    if (left_.substr(0, 3) == " = ") skipDefault();
    if (left_.substr(0, 2) == ", ") left_.remove_prefix(2);
    return type;
  }
  /// After the last parameter.
  constexpr const TypeInC *result() {
    left_.remove_prefix(std::string_view(") -> ").size());
    return takeType();
  }
  constexpr bool isOptional() const { return left_ == "?"; }

private:
  constexpr const TypeInC *takeType() {
    size_t length = 0;
    auto isPart = [](char c) {
      return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    while (length < left_.size() && isPart(left_[length])) ++length;
    std::string_view name = left_.substr(0, length);
    left_.remove_prefix(length);
    if (left_.substr(0, 1) == "[") left_.remove_prefix(left_.find(']') + 1); // the digits of a decimal
    for (const TypeInC &type : kTypes)
      if (type.name == name) return &type;
    throw "a type in a signature that has no C++ type"; // while compiling
  }
  constexpr void skipDefault() {
    bool isQuoted = false;
    while (isQuoted || (left_.front() != ',' && left_.front() != ')')) {
      if (left_.front() == '"') isQuoted = !isQuoted;
      left_.remove_prefix(1);
    }
  }
  std::string_view left_;
};

template <typename Result, typename... Parameters>
constexpr bool hasSignature(Result (*)(Parameters...) noexcept, const FunctionInfo &info) {
  constexpr size_t kCount = sizeof...(Parameters);
  Machine actual[kCount + 1] = {kMachine<Parameters>..., Machine::None};
  Machine wanted[24] = {};
  Machine arguments[16] = {};
  size_t argumentCount = 0, count = 0;
  SignatureTypes types(info.signature);
  while (const TypeInC *type = types.nextParameter()) arguments[argumentCount++] = type->direct;
  const TypeInC *result = types.result();
  bool isOptional = types.isOptional();
  bool mayFail = info.has(abi::kMayFail);
  bool isIndirect =
      isOptional || mayFail || result->direct == Machine::Text || result->direct == Machine::Decimal;
  if (info.takesContext()) wanted[count++] = Machine::Context;
  if (isIndirect) wanted[count++] = result->pointer;
  for (size_t i = 0; i < argumentCount; ++i) wanted[count++] = arguments[i];
  Machine returned = mayFail      ? Machine::U32
                     : isOptional ? Machine::U8
                     : isIndirect ? Machine::None
                                  : result->direct;
  if (count != kCount || kMachine<Result> != returned) return false;
  for (size_t i = 0; i < count; ++i)
    if (actual[i] != wanted[i]) return false;
  return true;
}

} // namespace flow::symbols
