#pragma once
// Constants that host code computes once in a run (ir::Function::keptAs).

#include "compiler/codegen/emit/Object.h"

namespace flow::codegen {

/// Ends the function by `onReturn` when its value is kept; goes on where it is not.
void returnKept(Emitter &emitter, Emitter::OnReturn onReturn);
/// Keeps the value that the function gives.
void keep(Emitter &emitter, const Value &value);

} // namespace flow::codegen
