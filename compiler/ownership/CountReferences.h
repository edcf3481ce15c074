#pragma once
// The last pass over functions: the users of objects become explicit.
//
//  - `retain` where a value gets a second user, `release` where it has had its last one. A last use moves: then an
//    operation that changes its operand changes it where it stands.
//  - Function::takes: which parameters a function takes from its caller, because it stores, changes or passes them on;
//    of others it only looks at the value. Inferred over the calls. A function that is called as a value takes nothing.
//  - Instruction::cleanup: what is given back when the instruction fails and somebody may go on.
//  - Instruction::isSoleUser, `list.own`: see SoleUsers.h.
//
// Slots with counted values have become block parameters before (PromoteSlots.h): so other passes may come between.

#include "compiler/ir/Fn.h"

namespace flow::ownership {

/// Of all functions but stages.
void promoteSlots(ir::Module &module);
/// Of all functions but stages, after promoteSlots. `rowFunctions`: those that stages will be made of; they call
/// functions of the module.
void countReferences(ir::Module &module, const std::vector<const ir::Function *> &rowFunctions = {});
/// Of stages, which come to the module later. Their columns and captures are not theirs, and texts are counted nowhere
/// in a stage.
void countReferencesOfStages(ir::Module &module);

} // namespace flow::ownership
