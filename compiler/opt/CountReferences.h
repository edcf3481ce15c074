#pragma once
// Makes explicit who counts which objects (compiler/ownership/CountReferences.h). The last pass: what others would move
// or drop afterwards would no longer be counted right.

#include "compiler/opt/Program.h"

namespace flow::opt {

void countReferences(Program program);

} // namespace flow::opt
