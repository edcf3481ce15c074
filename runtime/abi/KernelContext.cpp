#include "runtime/abi/KernelContext.h"

#include <string>

void flow_fail(flow::abi::KernelContext *context, uint32_t kind,
               const flow::abi::StringView *message) noexcept {
  context->failure.set(static_cast<flow::abi::FailureKind>(kind), message->view());
}

void flow_fail_index(flow::abi::KernelContext *context, int64_t index, int64_t length) noexcept {
  context->failure.set(flow::abi::FailureKind::IndexOutOfBounds,
                       "index " + std::to_string(index) + " is out of bounds of a list of " + std::to_string(length) +
                           (length == 1 ? " element" : " elements"));
}
