#pragma once
// A sort of which only the first rows are taken need not sort all: `sort |> take(10)` keeps the best 10 at
// a time.
//
// After `demand`, which brings takes down to the sort below projects.

#include "compiler/opt/Program.h"

namespace flow::opt {

void limitSorts(Program program);

} // namespace flow::opt
