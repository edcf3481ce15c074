#include "runtime/base/NewText.h"

namespace flow {

void denyText(abi::KernelContext *context, size_t bytes) noexcept {
  if (bytes > kTextBytesMax) { // no memory would help
    context->textDenied = 1;
    abi::fail(context, FailureKind::Overflow, "the text would be longer than 4 GiB");
    return;
  }
  context->values->deny(bytes);
  Failure denied = context->values->denied();
  context->values->forgetDenial();
  context->textDenied = 1;
  abi::fail(context, denied.kind, denied.message);
}

} // namespace flow
