// What only host code can do: printing, running frames, storing functions, reading and writing JSON, failing with a
// declared error. A column expression cannot, nor can the functions that it calls.
#include "compiler/sema/verbs/Rows.h"

#include <set>

namespace flow::sema {

bool Rows::usesHost(Span span, const char *what) {
  if (inRow()) {
    notBuilt(span, std::string(what) + " in a column expression");
    return false;
  }
  if (state_.function && !state_.function->hostUse) state_.function->hostUse = what;
  return true;
}

/// What the function, or one that it calls, does that only host code can; null for nothing.
static const char *hostUseOf(const tree::Function *function, std::set<const tree::Function *> &seen) {
  if (!seen.insert(function).second) return nullptr;
  if (function->hostUse) return function->hostUse;
  for (const tree::Function *callee : function->callees)
    if (const char *use = hostUseOf(callee, seen)) return use;
  return nullptr;
}

void Rows::reportHostUses() {
  for (const auto &[function, span] : calls_) {
    std::set<const tree::Function *> seen;
    if (const char *use = hostUseOf(function, seen))
      notBuilt(span, std::string(use) + " in a function that a column expression calls");
  }
}

} // namespace flow::sema
