#pragma once
// Standard output of flowc and of the programs that it runs, through stdio. What was printed has to arrive: a full disk
// is a failure, and says so.

namespace flow::driver {

/// Called first in main. stdio keeps only that a write failed; from here on the first reason is kept, too.
void openStandardOutput();

/// Writes what is left in the buffer. 0, or the value of errno of the first write that failed.
int flushStandardOutput();

} // namespace flow::driver
