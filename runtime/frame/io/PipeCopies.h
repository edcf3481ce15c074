#pragma once
// What can be read only once, a pipe or a terminal, is copied into a file that has no name: its columns are looked up
// while the program is compiled, its rows are read later. All reads of one pipe in the process are of the same copy.

#include "runtime/base/Status.h"

#include <sys/stat.h>

#include <cstdint>
#include <string>

namespace flow::frame {

struct PipeCopy {
  int file = -1; ///< the caller closes it
  uint64_t bytes = 0;
};

/// Waits for the end of the pipe, the first time. `state` is what stat says of the path, which is no regular file.
Result<PipeCopy> copyOfPipe(const std::string &path, const struct stat &state);

} // namespace flow::frame
