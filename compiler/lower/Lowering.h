#pragma once
// Lowering: from the typed tree to Fn IR (functions, host code) and Plan IR (frames). Every outcome of a
// frame (`show`, `collect`, ..) becomes one plan, which host code runs by its number with the values that the
// plan captures.

#include "compiler/ir/Plan.h"
#include "compiler/sema/Tree.h"

namespace flow::lower {

struct LoweredProgram {
  ir::Module module;
  std::vector<ir::PlanGraph>
      plans; ///< by the number that Op::RunPlan names; captures also in module.planCaptures
};

/// What of a program is lowered, with the functions that it calls.
enum class Entry : uint8_t { Main, Tests };
LoweredProgram lowerProgram(const tree::Program &program, types::TypeContext &types, Entry entry = Entry::Main);
/// The name of the function that is the test of that number.
std::string testSymbol(size_t number);

} // namespace flow::lower
