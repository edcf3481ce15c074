#include "compiler/base/LargeStack.h"

#include "runtime/abi/Check.h"

#include <pthread.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace flow {

static thread_local bool onLargeStack = false;

static void *runWork(void *work) {
  (*static_cast<const std::function<void()> *>(work))();
  return nullptr;
}

void runOnLargeStack(const std::function<void()> &work) {
  if (onLargeStack) return work();
  runOnStackOf(kLargeStackBytes, [&] {
    onLargeStack = true;
    work();
  });
}

void runOnStackOf(size_t bytes, const std::function<void()> &work) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  FLOW_CHECK_EQ(pthread_attr_setstacksize(&attributes, bytes), 0);
  pthread_t thread;
  int failed = pthread_create(&thread, &attributes, runWork, const_cast<std::function<void()> *>(&work));
  pthread_attr_destroy(&attributes);
  if (failed != 0) {
    const char *reason = std::strerror(failed);
    std::fprintf(stderr, "error: the system has no room for a stack of %zu MiB: %s\n", bytes >> 20, reason);
    std::_Exit(1);
  }
  FLOW_CHECK_EQ(pthread_join(thread, nullptr), 0);
}

} // namespace flow
