#include "runtime/base/NewText.h"

namespace flow {

void denyText(abi::KernelContext *context, size_t bytes) noexcept {
  context->values->deny(bytes);
  Failure denied = context->values->denied();
  context->values->forgetDenial();
  context->textDenied = 1;
  abi::fail(context, denied.kind, denied.message);
}

} // namespace flow
