#pragma once
// The table of verbs. A verb's typing rule is one function in compiler/sema/verbs, named in Verbs.def.

#include "compiler/sema/Checker.h"

namespace flow::sema {

struct Verb {
  std::string_view name;
  tree::Expr *(*check)(Checker &checker, const CallSite &call);
  bool takesFrame;
};

/// The verb of that name, or null.
const Verb *findVerb(std::string_view name);
/// For a verb that this version does not build: what the report calls it; else null.
const char *findLaterVerb(std::string_view name);
/// Whether a later version has a function of values (of lists, maps, texts) of that name.
bool isLaterFunction(std::string_view name);
std::vector<std::string_view> verbNames();

} // namespace flow::sema
