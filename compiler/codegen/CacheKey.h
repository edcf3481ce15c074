#pragma once
// What an object depends on, as a hash: the text of the unit's functions, the level of optimization, the machine, and
// this very program (its build id), which has the emitters, LLVM and the leaf functions. A kernel has all functions
// that it calls; a group has of those in other groups only how they are called.

#include "compiler/codegen/GroupModule.h"
#include "compiler/codegen/Unit.h"

namespace flow::codegen {

/// Hexadecimal digits, and what kind of unit it is.
std::string cacheKey(const Unit &unit, const ir::Module &module, int optLevel);
std::string cacheKey(const GroupModule &group, int optLevel);

/// The key of a stage's exact kernel, by that of its fast one.
std::string exactKey(const std::string &fastKey);

} // namespace flow::codegen
