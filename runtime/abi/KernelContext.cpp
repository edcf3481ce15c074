#include "runtime/abi/KernelContext.h"

#include "runtime/abi/FailureTexts.h"

#include <algorithm>

using flow::abi::FailedNumbers;
using flow::abi::FailureKind;

const flow::abi::BadInput *flow::abi::BadInputs::find(uint32_t input) const noexcept {
  auto isBefore = [&](const BadInput &bad, uint32_t wanted) {
    return bad.row != row ? bad.row < row : bad.input < wanted;
  };
  const BadInput *end = inputs + count, *found = std::lower_bound(inputs, end, input, isBefore);
  return found != end && found->row == row && found->input == input ? found : nullptr;
}

uint32_t flow_field_is_bad(const flow::abi::KernelContext *context, uint32_t input) noexcept {
  return context->badInputs.find(input) != nullptr;
}

void flow_fail_field(flow::abi::KernelContext *context, uint32_t input) noexcept {
  context->badInputs.failed = context->badInputs.find(input);
  context->failure.set(FailureKind::BadRow, context->badInputs.failed->message);
}

void flow_fail(flow::abi::KernelContext *context, uint32_t kind,
               const flow::abi::StringView *message) noexcept {
  context->failure.set(static_cast<FailureKind>(kind), message->view());
}

void flow_fail_operands(flow::abi::KernelContext *context, uint32_t failed, int64_t a, int64_t b) noexcept {
  FailedNumbers numbers = FailedNumbers::unpacked(failed);
  context->failure.set(numbers.kind, flow::abi::textOf(numbers, a, b));
}

void flow_fail_float(flow::abi::KernelContext *context, uint32_t failed, double value) noexcept {
  FailedNumbers numbers = FailedNumbers::unpacked(failed);
  context->failure.set(numbers.kind, flow::abi::textOf(numbers, value));
}

void flow_fail_index(flow::abi::KernelContext *context, int64_t index, int64_t length) noexcept {
  context->failure.set(FailureKind::IndexOutOfBounds, flow::abi::indexText(index, length));
}

void flow_fail_slice(flow::abi::KernelContext *context, int64_t from, int64_t to, int64_t length) noexcept {
  context->failure.set(FailureKind::IndexOutOfBounds, flow::abi::sliceText(from, to, length));
}
