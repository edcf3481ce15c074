#include "compiler/sema/verbs/Verbs.h"

namespace flow::sema {

#define FLOW_VERB(Name, Check, TakesFrame) tree::Expr *Check(Checker &checker, const CallSite &call);
#include "compiler/sema/verbs/Verbs.def"

static constexpr Verb kVerbs[] = {
#define FLOW_VERB(Name, Check, TakesFrame) {Name, Check, TakesFrame},
#include "compiler/sema/verbs/Verbs.def"
};

const Verb *findVerb(std::string_view name) {
  for (const Verb &verb : kVerbs)
    if (verb.name == name) return &verb;
  return nullptr;
}

const char *findLaterVerb(std::string_view name) {
#define FLOW_LATER_VERB(Name)                                                                                          \
  if (name == Name) return "`" Name "`";
#include "compiler/sema/verbs/Verbs.def"
  return nullptr;
}

bool isLaterFunction(std::string_view name) {
#define FLOW_LATER_FUNCTION(Name)                                                                                      \
  if (name == Name) return true;
#include "compiler/sema/verbs/Verbs.def"
  return false;
}

std::vector<std::string_view> verbNames() {
  std::vector<std::string_view> names;
  for (const Verb &verb : kVerbs) names.push_back(verb.name);
  return names;
}

} // namespace flow::sema
