#pragma once
// The functions that generated code calls, as tables: kFunctions has what a program can name (Functions.def),
// kOperations what codegen itself needs for conversions, comparisons and text (Operations.def).
//
// How a function is called follows from its signature and flags alone; all are extern "C" noexcept.
//  - First comes KernelContext *, with kContext or kMayFail.
//  - Then a pointer to the result: when it is str, bytes, Path or decimal, or optional, or when the function
//  may
//    fail. Where there is no value the target is zeroed.
//  - Then the arguments: bool as uint8_t, i8 .. u64, f32, f64 as they are, date as int32_t; timestamp,
//  duration,
//    months, size as int64_t; str, bytes, Path as const StringView *; decimal as const __int128 *, whatever
//    its precision.
//  - Returned is, with kMayFail: uint32_t, an Outcome; else for an optional: uint8_t, 1 when there is a
//  value;
//    else nothing when there is a pointer to the result; else the result.
//
// A string result may share the bytes of a string argument: whoever keeps results keeps the arguments' bytes.
// Strings are UTF-8; functions stay within their bounds for other bytes, with whatever answer.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/StringView.h"

namespace flow::abi {

enum FunctionFlags : uint8_t {
  kNone = 0,
  kContext = 1,   ///< takes a KernelContext * (implied by kMayFail)
  kMayFail = 2,   ///< returns an Outcome
  kPure = 4,      ///< same arguments, same result: may be folded, shared, or left out
  kIntrinsic = 8, ///< no symbol: the LLVM intrinsic `llvm.<symbol>` of the arguments' type
  kLeaf = 16,     ///< also in the leaf bitcode, to be inlined
  kProperty = 32, ///< written without parentheses: `t.year`
};

struct FunctionInfo {
  const char *name;      ///< as in Flow
  const char *signature; ///< "(s: str, width: i64, fill: str = \" \") -> str"
  const char *symbol;
  uint8_t flags;

  constexpr bool has(FunctionFlags flag) const { return (flags & flag) != 0; }
  constexpr bool takesContext() const { return (flags & (kContext | kMayFail)) != 0; }
};

/// Lines of Functions.def, by number.
enum class FunctionId : uint16_t {
#define FLOW_FUNCTION(Id, Name, Signature, Symbol, Flags) Id,
#include "runtime/abi/Functions.def"
};
inline constexpr FunctionInfo kFunctions[] = {
#define FLOW_FUNCTION(Id, Name, Signature, Symbol, Flags) {Name, Signature, #Symbol, (Flags)},
#include "runtime/abi/Functions.def"
};

/// Lines of Operations.def, by number; their `name` is empty.
enum class OperationId : uint16_t {
#define FLOW_OPERATION(Id, Signature, Symbol, Flags) Id,
#include "runtime/abi/Operations.def"
};
inline constexpr FunctionInfo kOperations[] = {
#define FLOW_OPERATION(Id, Signature, Symbol, Flags) {"", Signature, #Symbol, (Flags)},
#include "runtime/abi/Operations.def"
};

constexpr const FunctionInfo &info(FunctionId id) { return kFunctions[static_cast<size_t>(id)]; }
constexpr const FunctionInfo &info(OperationId id) { return kOperations[static_cast<size_t>(id)]; }

} // namespace flow::abi
