#include "runtime/abi/KernelContext.h"

#include "runtime/abi/FailureTexts.h"

using flow::abi::FailedNumbers;
using flow::abi::FailureKind;

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
