#pragma once
// What codegen asks about the functions of a module before it writes any: which call themselves, which have
// loops, and which can be evaluated without branches. Computed once, read by all threads.

#include "compiler/ir/Fn.h"

namespace flow::codegen {

struct FunctionFacts {
  bool hasLoop = false;   ///< its own blocks form a cycle
  bool recursive = false; ///< on a cycle of calls; every cycle has at least one function that is marked
  /// Every block may be evaluated whatever the path, with selects instead of branches: no loops, and away
  /// from the entry block only cheap operations that cannot trap.
  bool straight = false;
  /// Fast kernels contain its body: neither loops nor recursion, and small with all that it contains.
  bool inlined = false;
  /// It makes objects (lists and the like) or counts their users: fast kernels call it, and only its exact form.
  bool countsObjects = false;
  bool mayFail = false; ///< it may return a site: it or a callee fails, or exhausts the stack
  uint32_t weight = 0;  ///< instructions, with those of inlined callees

  /// Its body is a part of whatever calls it, in exact and host code too.
  bool isAlwaysInlined() const {
    constexpr uint32_t kSmall = 40;
    return inlined && weight <= kSmall;
  }
};

/// By function.
std::vector<FunctionFacts> findFacts(const ir::Module &module);

/// The function and what it calls or makes values of, itself first, then by number.
std::vector<uint32_t> reachedFrom(uint32_t function, const ir::Module &module);

/// Reverse postorder of the blocks that the entry reaches: without loops, every block after all that jump to
/// it.
std::vector<ir::BlockId> blockOrder(const ir::Function &function);

} // namespace flow::codegen
