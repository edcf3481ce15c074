#include "runtime/base/ThreadStack.h"

#include <pthread.h>

#include <cstddef>

namespace flow {

/// For the frame of the function that is called, and for C++ code below it.
static constexpr size_t kReserveBytes = 1024 * 1024;

static const char *findLimit() {
  pthread_attr_t attributes;
  void *lowest = nullptr;
  size_t bytes = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return nullptr;
  pthread_attr_getstack(&attributes, &lowest, &bytes);
  pthread_attr_destroy(&attributes);
  return static_cast<const char *>(lowest) + kReserveBytes;
}

const char *stackLimitOfThread() {
  thread_local const char *const kLimit = findLimit();
  return kLimit;
}

bool isStackLow() {
  constexpr size_t kLowBytes = kReserveBytes / 4;
  return static_cast<const char *>(__builtin_frame_address(0)) < stackLimitOfThread() - kLowBytes;
}

} // namespace flow
