#include "compiler/driver/StandardOutput.h"

#include "runtime/abi/Check.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>

namespace flow::driver {

/// Of the first write that failed; the thread of an interrupt may flush, too.
static std::atomic<int> firstError{0};

static ssize_t writeThrough(void *, const char *bytes, size_t count) {
  size_t done = 0;
  while (done < count) {
    ssize_t written = write(STDOUT_FILENO, bytes + done, count - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      int none = 0;
      firstError.compare_exchange_strong(none, errno);
      break;
    }
    done += static_cast<size_t>(written);
  }
  return static_cast<ssize_t>(done);
}

void openStandardOutput() {
  std::FILE *output = fopencookie(nullptr, "w", {nullptr, writeThrough, nullptr, nullptr});
  FLOW_CHECK(output != nullptr, "a stream");
  if (isatty(STDOUT_FILENO)) std::setvbuf(output, nullptr, _IOLBF, BUFSIZ);
  stdout = output;
}

int flushStandardOutput() {
  std::fflush(stdout);
  return firstError;
}

} // namespace flow::driver
