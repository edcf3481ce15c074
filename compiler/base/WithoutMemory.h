#pragma once
// What happens when the system has no memory left for what is not accounted to the program, such as the compiler's own.

namespace flow {

/// Says so and ends the process: nobody could go on.
[[noreturn]] void leaveWithoutMemory();

/// A failed `new` that nobody handles ends in that, too, instead of an abort.
void expectNoMemory();

} // namespace flow
