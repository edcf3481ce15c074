#pragma once
// Opens libflow_arrow.so on first use: beside the program, in the `lib` folder of one of the three folders
// above it, or where the system looks for libraries. It stays open.

#include "runtime/base/Status.h"
#include "runtime/frame/io/ArrowApi.h"

namespace flow::frame {

/// IoError when the library cannot be opened, each time it is asked for. Thread-safe.
Result<const ArrowApi *> arrowApi();

} // namespace flow::frame
