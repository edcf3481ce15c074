#pragma once
// Recursive work on a stack that is large enough for it. A tree may be as deep as the limits of
// compiler/parse allow, which is more than the stack of a thread usually holds.

#include <cstddef>
#include <functional>

namespace flow {

/// Address space only: pages are taken when they are touched.
constexpr size_t kLargeStackBytes = size_t{256} << 20;

/// Runs `work` to its end on a stack of kLargeStackBytes. The caller waits. Calls may nest: inside of one,
/// the work runs at once. An exception ends the program.
void runOnLargeStack(const std::function<void()> &work);

} // namespace flow
