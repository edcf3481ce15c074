#include "runtime/abi/KernelContext.h"

void flow_fail(flow::abi::KernelContext *context, uint32_t kind,
               const flow::abi::StringView *message) noexcept {
  context->failure.set(static_cast<flow::abi::FailureKind>(kind), message->view());
}
