#include "runtime/base/ThreadStack.h"

#include <pthread.h>

#include <cstddef>

namespace flow {

static const char *findLimit() {
  constexpr size_t kReserveBytes = 256 * 1024;
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

} // namespace flow
