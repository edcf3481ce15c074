#pragma once
// Parts that lie in the object of another part, an element of a list for instance, need no user of their own as long as
// that object stays: then reading `xs[i][j]` counts nothing. Where the object is given up or changed while the part is
// still needed, the part gets a user of its own when it is read.

#include "compiler/ownership/PartLiveness.h"

namespace flow::ownership {

/// By part: the owned part whose object keeps it alive, itself when it has a user of its own; kNoPart when the caller
/// or a constant does. Makes Seen parts Owned that need it, and says so in `retained`, by part.
std::vector<PartId> findKeepers(CountedParts &parts, const ir::Dominance &dominance, const Module &module,
                                std::vector<bool> &retained);

} // namespace flow::ownership
