// What is not the same each time says so in its signature: a public function that reads the clock, itself or through
// others, is declared `nondet fn`. Of private functions that is inferred.
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/names/Modules.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace flow::sema {

using diag::Code;

static bool isDeclaredNondet(const ast::FnDecl &decl) {
  return std::ranges::find(decl.modifiers, ast::FnModifier::Nondet) != decl.modifiers.end();
}

/// The shortest way of calls to one that is not the same each time: the function itself first; empty when there is
/// none. What a function that is passed does is a matter of who made it.
static std::vector<const tree::Function *> wayToNondet(const tree::Function &function) {
  std::map<const tree::Function *, const tree::Function *> callers{{&function, nullptr}};
  std::deque<const tree::Function *> open{&function};
  while (!open.empty()) {
    const tree::Function *at = open.front();
    open.pop_front();
    if (at->nondetUse || (at != &function && at->decl && isDeclaredNondet(*at->decl))) {
      std::vector<const tree::Function *> way;
      for (; at; at = callers.at(at)) way.insert(way.begin(), at);
      return way;
    }
    for (const tree::Function *callee : at->callees)
      if (callee->decl && callers.try_emplace(callee, at).second) open.push_back(callee);
    for (const tree::Function *lambda : at->lambdas)
      if (callers.try_emplace(lambda, at).second) open.push_back(lambda);
  }
  return {};
}

void Instances::reportHiddenNondet() {
  std::set<const ast::FnDecl *> reported;
  for (const tree::Function &function : program_.functions) {
    const ast::FnDecl *decl = function.decl;
    if (!decl || !decl->isPublic || isDeclaredNondet(*decl) || reported.count(decl)) continue;
    if (checker_.modules().homeOf(*decl)->isLibrary) continue;
    std::vector<const tree::Function *> way = wayToNondet(function);
    if (way.empty()) continue;
    reported.insert(decl);
    const tree::Function &last = *way.back();
    const char *use = last.nondetUse ? last.nondetUse : "is declared `nondet`";
    auto builder = report(Code::HiddenNondet, decl->name.span,
                          "`" + decl->name.text +
                              "` is public and not the same each time, which its signature must say");
    builder.label(way.size() == 1 ? std::string(use) : "calls `" + way[1]->name + "`");
    for (size_t i = 1; i < way.size(); ++i)
      builder.also(way[i]->span, i + 1 < way.size() ? "calls `" + way[i + 1]->name + "`" : std::string(use));
    if (last.nondetUse) builder.also(last.nondetSpan, std::string(use) + " here");
    builder.help("write `pub nondet fn " + decl->name.text + "(..)`");
  }
}

} // namespace flow::sema
