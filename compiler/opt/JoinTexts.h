#pragma once
// A text that is made of pieces, `"${a}: ${b}"` or `text += a` several times in a row, is one `text.append` of all of
// them: its size is known before, memory is asked for once, and integers are written where they stand. Stands before
// the counting of references, as the pieces between are not made then, and after the promotion of slots, so that it
// sees through variables.

#include "compiler/opt/Program.h"

namespace flow::opt {

void joinTexts(Program program);

} // namespace flow::opt
