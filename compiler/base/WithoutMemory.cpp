#include "compiler/base/WithoutMemory.h"

#include <unistd.h>

#include <cstdio>
#include <exception>
#include <new>
#include <string_view>

namespace flow {

void leaveWithoutMemory() {
  constexpr std::string_view kText = "error: the system has no memory left\n";
  if (ftrylockfile(stdout) == 0) fflush_unlocked(stdout);
  [[maybe_unused]] ssize_t written = write(STDERR_FILENO, kText.data(), kText.size());
  _exit(1);
}

/// Of other exceptions that nobody handles.
static std::terminate_handler others = nullptr;

static void endUnhandled() {
  if (std::exception_ptr unhandled = std::current_exception()) {
    try {
      std::rethrow_exception(unhandled);
    } catch (const std::bad_alloc &) {
      leaveWithoutMemory();
    } catch (...) {
    }
  }
  others();
}

void expectNoMemory() { others = std::set_terminate(endUnhandled); }

} // namespace flow
