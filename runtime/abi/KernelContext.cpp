#include "runtime/abi/KernelContext.h"

#include <charconv>
#include <cmath>
#include <string>

using flow::abi::FailedOperation;
using flow::abi::FailureKind;

static std::string integerText(int64_t value, bool isSigned) {
  return isSigned ? std::to_string(value) : std::to_string(static_cast<uint64_t>(value));
}

/// "i8 (-128 to 127)"; without the range where nobody could read it.
static std::string integerType(int32_t bits, bool isSigned) {
  std::string type = (isSigned ? "i" : "u") + std::to_string(bits);
  if (bits > 32) return type;
  int64_t least = isSigned ? -(int64_t{1} << (bits - 1)) : 0;
  int64_t most = (int64_t{1} << (isSigned ? bits - 1 : bits)) - 1;
  return type + " (" + std::to_string(least) + " to " + std::to_string(most) + ")";
}

void flow_fail_operands(flow::abi::KernelContext *context, uint32_t kind, uint32_t operation, int64_t a, int64_t b,
                        int32_t bits, int32_t isSigned) noexcept {
  static constexpr const char *kSigns[] = {" + ", " - ", " * ", " div ", " % ", " << ", " >> "};
  auto failed = static_cast<FailedOperation>(operation);
  auto reason = static_cast<FailureKind>(kind);
  std::string message;
  if (failed == FailedOperation::Convert) {
    message = integerText(a, b != 0) + " does not fit " + integerType(bits, isSigned != 0);
  } else {
    bool isShift = failed == FailedOperation::ShiftLeft || failed == FailedOperation::ShiftRight;
    std::string first = integerText(a, isSigned != 0), second = integerText(b, isSigned != 0);
    message = reason == FailureKind::DivisionByZero ? "division by zero: " : "integer overflow: ";
    message += failed == FailedOperation::Negate ? "-(" + first + ")" : first + kSigns[operation] + second;
    if (isShift)
      message += " shifts by more than the " + std::to_string(bits) + " bits";
    else if (reason == FailureKind::Overflow)
      message += " does not fit " + integerType(bits, isSigned != 0);
  }
  context->failure.set(reason, message);
}

void flow_fail_float(flow::abi::KernelContext *context, double value, int32_t bits, int32_t isSigned) noexcept {
  char digits[32];
  auto written = std::to_chars(digits, digits + sizeof digits, value);
  std::string message(digits, written.ptr);
  bool isWhole = std::isfinite(value) && value == std::trunc(value);
  if (isWhole && message.find_first_of(".e") == std::string::npos) message += ".0";
  if (std::isfinite(value) && !isWhole)
    message += " is not a whole number";
  else
    message += " does not fit " + integerType(bits, isSigned != 0);
  context->failure.set(FailureKind::ConversionError, message);
}

void flow_fail(flow::abi::KernelContext *context, uint32_t kind,
               const flow::abi::StringView *message) noexcept {
  context->failure.set(static_cast<flow::abi::FailureKind>(kind), message->view());
}

void flow_fail_index(flow::abi::KernelContext *context, int64_t index, int64_t length) noexcept {
  context->failure.set(flow::abi::FailureKind::IndexOutOfBounds,
                       "index " + std::to_string(index) + " is out of bounds of a list of " + std::to_string(length) +
                           (length == 1 ? " element" : " elements"));
}
