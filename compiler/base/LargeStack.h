#pragma once
// Work on a stack of a known size, whatever the environment says of stacks: recursion over trees, which may be as deep
// as the limits of compiler/parse allow, and the host code of programs.

#include <cstddef>
#include <functional>

namespace flow {

/// Address space only: pages are taken when they are touched.
constexpr size_t kLargeStackBytes = size_t{256} << 20;
/// Of host code: how deep calls may go does not depend on the machine.
constexpr size_t kHostStackBytes = size_t{64} << 20;

/// Runs `work` to its end on a stack of kLargeStackBytes. The caller waits. Calls may nest: inside of one,
/// the work runs at once. An exception ends the program.
void runOnLargeStack(const std::function<void()> &work);
/// Runs `work` to its end on a stack of its own. The caller waits.
void runOnStackOf(size_t bytes, const std::function<void()> &work);

} // namespace flow
