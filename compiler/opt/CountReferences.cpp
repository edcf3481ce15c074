#include "compiler/opt/CountReferences.h"

#include "compiler/ownership/CountReferences.h"

namespace flow::opt {

void countReferences(Program program) { ownership::countReferences(program.module); }

} // namespace flow::opt
