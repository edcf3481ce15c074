#pragma once
// Which functions of host code become one object: see docs/design/0011-function-groups.md.
//
//  - A function that is always inlined is in every group that calls it; any other one is in exactly one.
//  - Functions that call each other are together; so is a function with its callers when all of those are in one
//    group and there is room. What is left over is packed in the order of the source.
//  - Where one pack ends and the next begins is told by the names of functions, as far as the limits allow: an edit
//    moves few functions from group to group.
//  - The functions that the host calls, Main and tests, are each in a group of their own. What runs seldom, without
//    loops and recursion, is apart from the rest, as it is compiled the quick way.

#include "compiler/codegen/FunctionFacts.h"

namespace flow::codegen {

struct FunctionGroup {
  std::vector<uint32_t> members; ///< of a group with an entry first that
  bool hasEntry = false;         ///< a function that the host calls
  bool runsSeldom = false;       ///< each member runs about as often as it is written
};

/// Of all functions that Main and the tests reach: first the groups with entries, then in the order in which they are
/// likely to be called. The same for the same text of the module.
std::vector<FunctionGroup> groupFunctions(const ir::Module &module, const std::vector<FunctionFacts> &facts);

/// The name that the source gives the function, which lowering made unique by a number behind a dot.
std::string_view nameInSource(const ir::Function &function);

} // namespace flow::codegen
