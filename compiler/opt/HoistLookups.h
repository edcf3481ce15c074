#pragma once
// Looks lists up before a loop that does not change them: in `row[j] += b[k][j]` in a loop over j, `b[k]` is one list.
//
// `list.get` in a loop is split. The check of its index, `index.check`, stays where it was, so that failures keep their
// order and their place. The element, when list and index are the same all the time, is read before the loop by
// `list.peek`, which gives zero where there is none: the check comes before anybody looks at it. Lengths are read
// before the loop too, also those of lists that the loop changes in place. What is left in the loop are comparisons of
// values in registers, which LLVM moves and combines as it likes.
//
// Values do not change, so no memory has to be looked at to know what may be moved. A list that is seen in another one
// needs no user of its own as long as that one stays (compiler/ownership), which is as long as the loop uses it. Stands
// before counting therefore, and after the promotion of slots, for a slot may be anything.

#include "compiler/opt/Program.h"

namespace flow::opt {

void hoistLookups(Program program);

} // namespace flow::opt
