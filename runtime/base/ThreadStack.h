#pragma once
// How deep the calls of generated code may go on the thread at hand.

namespace flow {

/// The lowest address that frames of generated code may have; below it there is room for the runtime functions that
/// they call. Null, which stops nothing, when the system does not tell.
const char *stackLimitOfThread();

/// Whether little of that room is left: for runtime functions that call themselves.
bool isStackLow();

} // namespace flow
