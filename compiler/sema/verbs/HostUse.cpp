// What only host code can do: printing, running frames, storing functions, reading and writing JSON, failing with a
// declared error. A column expression cannot, nor can the functions that it calls.
#include "compiler/sema/verbs/Rows.h"

#include <set>

namespace flow::sema {

static void reportHostUse(Checker &checker, Span span, std::string_view what, const char *where) {
  auto builder =
      checker.report(diag::Code::NotBuilt, span, std::string(what) + " in " + where + " is not built yet");
  builder.label("parses, but this version cannot compile it");
  if (what == "running a frame")
    builder.help("what is the same for all rows is computed before: `let n = frame |> len()`; what belongs to each "
                 "row comes by `join`");
  else if (what == "failing with a declared error")
    builder.help("a failure of a column expression has a text: `fail \"why\"`");
  else
    builder.help("go through the rows: `for row in frame { .. }`");
}

bool Rows::usesHost(Span span, const char *what) {
  if (inRow()) {
    reportHostUse(checker_, span, what, "a column expression");
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
      reportHostUse(checker_, span, use, "a function that a column expression calls");
  }
}

} // namespace flow::sema
