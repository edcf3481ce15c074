#pragma once
// What failures say: generated code, the runtime and the interpreter of Fn IR have the texts from here, so that a
// program says the same however it runs.

#include "runtime/abi/FailureKind.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace flow::abi {

/// As `err.kind` has it.
const char *nameOf(FailureKind kind);
/// What a failure of that kind says when nothing better is known.
const char *messageOf(FailureKind kind);

/// An operation on numbers whose operands are a part of the message when it fails.
enum class FailedOperation : uint8_t {
  Add,
  Subtract,
  Multiply,
  FloorDivide,
  Modulo,
  ShiftLeft,
  ShiftRight,
  Negate,
  Convert
};

struct NumberType {
  uint8_t bits = 64;
  bool isSigned = true;
  bool isFloat = false;
};

/// Why an operation failed, as generated code has it: one word, a constant of the place.
struct FailedNumbers {
  FailureKind kind = FailureKind::Failure;
  FailedOperation operation = FailedOperation::Add;
  NumberType type; ///< of the result
  NumberType from; ///< of the operands; another than `type` for Convert alone

  uint32_t packed() const;
  static FailedNumbers unpacked(uint32_t word);
};

/// "integer overflow: 127 + 1 does not fit i8 (-128 to 127)". Operands without a sign have the bits of theirs.
std::string textOf(const FailedNumbers &failed, int64_t a, int64_t b);
/// Of Convert, from a float.
std::string textOf(const FailedNumbers &failed, double value);
std::string indexText(int64_t index, int64_t length);
std::string sliceText(int64_t from, int64_t to, int64_t length);
/// `key` as it is written inside of other values: texts in quotes.
std::string missingKeyText(std::string_view key);

} // namespace flow::abi
