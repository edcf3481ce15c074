#include "runtime/abi/FailureTexts.h"

#include <charconv>
#include <cmath>

namespace flow::abi {

namespace {

struct KindText {
  const char *name, *message;
};
constexpr KindText kKinds[] = {
#define FLOW_FAILURE(Name, Message) {#Name, Message},
#include "runtime/abi/Failures.def"
};

constexpr uint32_t kBitsMask = 0x3F; // of bits - 1

uint32_t packedType(NumberType type) {
  return (type.bits - 1u) | (type.isSigned ? 1u << 6 : 0) | (type.isFloat ? 1u << 7 : 0);
}
NumberType unpackedType(uint32_t word) {
  return {static_cast<uint8_t>((word & kBitsMask) + 1), (word & 1u << 6) != 0, (word & 1u << 7) != 0};
}

std::string integerText(int64_t value, NumberType type) {
  return type.isSigned ? std::to_string(value) : std::to_string(static_cast<uint64_t>(value));
}

/// "i8 (-128 to 127)"; without the range where nobody could read it.
std::string typeText(NumberType type) {
  std::string text = (type.isFloat ? "f" : type.isSigned ? "i" : "u") + std::to_string(type.bits);
  if (type.isFloat || type.bits > 32) return text;
  int64_t least = type.isSigned ? -(int64_t{1} << (type.bits - 1)) : 0;
  int64_t most = (int64_t{1} << (type.isSigned ? type.bits - 1 : type.bits)) - 1;
  return text + " (" + std::to_string(least) + " to " + std::to_string(most) + ")";
}

/// As Flow prints it (runtime/text/ValueFormat.h).
std::string floatText(double value, NumberType type) {
  if (std::isnan(value)) return "nan";
  double magnitude = std::fabs(value);
  bool isPlain = magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e16);
  auto format = isPlain ? std::chars_format::fixed : std::chars_format::scientific;
  char digits[64];
  auto written = type.bits == 32 ? std::to_chars(digits, digits + sizeof digits, static_cast<float>(value), format)
                                 : std::to_chars(digits, digits + sizeof digits, value, format);
  std::string text(digits, written.ptr);
  if (isPlain && text.find('.') == std::string::npos) text += ".0";
  return text;
}

std::string elements(int64_t length) { return std::to_string(length) + (length == 1 ? " element" : " elements"); }

} // namespace

const char *nameOf(FailureKind kind) { return kKinds[static_cast<size_t>(kind)].name; }
const char *messageOf(FailureKind kind) { return kKinds[static_cast<size_t>(kind)].message; }

uint32_t FailedNumbers::packed() const {
  return static_cast<uint32_t>(kind) | static_cast<uint32_t>(operation) << 8 | packedType(type) << 16 |
         packedType(from) << 24;
}
FailedNumbers FailedNumbers::unpacked(uint32_t word) {
  return {static_cast<FailureKind>(word & 0xFF), static_cast<FailedOperation>(word >> 8 & 0xFF),
          unpackedType(word >> 16 & 0xFF), unpackedType(word >> 24)};
}

std::string textOf(const FailedNumbers &failed, int64_t a, int64_t b) {
  static constexpr const char *kSigns[] = {" + ", " - ", " * ", " div ", " % ", " << ", " >> "};
  std::string first = integerText(a, failed.from);
  switch (failed.operation) {
  case FailedOperation::Convert: return first + " does not fit " + typeText(failed.type);
  case FailedOperation::Negate: return "integer overflow: -(" + first + ") does not fit " + typeText(failed.type);
  default: break;
  }
  bool isShift = failed.operation == FailedOperation::ShiftLeft || failed.operation == FailedOperation::ShiftRight;
  std::string second = isShift ? std::to_string(b) : integerText(b, failed.from);
  std::string whole = first + kSigns[static_cast<size_t>(failed.operation)] + second;
  if (failed.kind == FailureKind::DivisionByZero) return "division by zero: " + whole;
  std::string most = std::to_string(failed.type.bits - 1);
  if (isShift) return whole + " shifts by " + (b < 0 ? "less than 0 bits" : "more than " + most + " bits");
  return "integer overflow: " + whole + " does not fit " + typeText(failed.type);
}

std::string textOf(const FailedNumbers &failed, double value) {
  std::string text = floatText(value, failed.from);
  bool hasFraction = std::isfinite(value) && value != std::trunc(value);
  bool isNotWhole = hasFraction && !failed.type.isFloat;
  return text + (isNotWhole ? " is not a whole number" : " does not fit " + typeText(failed.type));
}

std::string indexText(int64_t index, int64_t length) {
  return "index " + std::to_string(index) + " is out of bounds of a list of " + elements(length);
}

/// As of texts (runtime/text/StringParts.cpp). A part without an end goes to the end of the list.
std::string sliceText(int64_t from, int64_t to, int64_t length) {
  std::string end = to == length ? "" : std::to_string(to);
  std::string slice = "slice " + std::to_string(from) + ".." + end;
  return slice + " is out of bounds of a list of " + elements(length);
}

std::string missingKeyText(std::string_view key) {
  constexpr size_t kMostKey = 100;
  if (key.size() <= kMostKey) return "key not found: " + std::string(key);
  size_t size = kMostKey;
  while (size > 0 && (key[size] & 0xC0) == 0x80) --size; // whole code points
  return "key not found: " + std::string(key.substr(0, size)) + "..";
}

} // namespace flow::abi
