#pragma once
// What tells this build of the program from any other.

#include <string>

namespace flow {

/// The bytes of the linker's note, the same for the whole run.
const std::string &buildId();

} // namespace flow
