#include "compiler/opt/PromoteSlots.h"

#include "compiler/ownership/CountReferences.h"

namespace flow::opt {

void promoteSlots(Program program) { ownership::promoteSlots(program.module); }

} // namespace flow::opt
