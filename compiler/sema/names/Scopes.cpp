#include "compiler/sema/names/Scopes.h"

#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Constants.h"
#include "compiler/sema/names/Modules.h"

namespace flow::sema {

using diag::Code;

void Scopes::popScope() {
  for (const auto &[name, symbol] : scopes_.back())
    if (symbol.local && !symbol.local->isUsed && name[0] != '_') unused_.push_back(symbol.local);
  scopes_.pop_back();
}

/// Called when nothing else is wrong: a misspelt name must not also be reported where it is declared.
void Scopes::reportUnused() {
  for (const Local *local : unused_) {
    auto builder = report(Code::UnusedName, local->span, "`" + local->name + "` is never used");
    auto inText = std::ranges::find(inTexts_, local->name, &NameInText::name);
    if (inText == inTexts_.end())
      builder.help(local->isLoopName ? "call it `_`: `for _ in ..`" : "remove it, or begin its name with `_`");
    else
      builder.also(inText->span, "this text holds `" + inText->written + "`")
          .help("a value stands in a text as `${" + local->name + "}`");
  }
}

bool Scopes::isDeclaredSince(size_t depth, const Local &local) const {
  for (size_t i = depth; i < scopes_.size(); ++i)
    if (auto found = scopes_[i].find(local.name); found != scopes_[i].end() && found->second.local == &local)
      return true;
  return false;
}

Local *Scopes::declare(const ast::Name &name, const Type *type, bool isVar) {
  Local *local = program_.makeLocal(name.text, type, name.span);
  local->isVar = isVar;
  local->depth = state_.depth;
  auto [at, isNew] = scopes_.back().try_emplace(name.text);
  if (!isNew && at->second.local) {
    report(Code::DuplicateName, name.span, "`" + name.text + "` is declared twice in this scope")
        .also(at->second.local->span, "first declared here")
        .help("use another name, or `var` and an assignment");
  }
  const ast::FnDecl *fn =
      scopes_.size() == 1 ? checker_.modules().main().find(checker_.modules().main().functions, name.text) : nullptr;
  if (fn)
    report(Code::DuplicateName, name.span, "`" + name.text + "` is declared twice in this module")
        .also(fn->name.span, "a function of this name");
  at->second = Symbol{local, nullptr};
  if (hasPaths_) // those of another value of that name
    std::erase_if(scopes_.back(), [&](const auto &each) { return each.first.starts_with(name.text + "."); });
  return local;
}

void Scopes::redefinePath(const std::string &path, Local *local) {
  hasPaths_ = true;
  redefine(path, local);
}

Local *Scopes::lookupPath(std::string_view root, const std::string &path) {
  for (size_t i = scopes_.size(); i-- > 0;) {
    if (scopes_[i].contains(path)) return lookup(path).local;
    if (scopes_[i].contains(root)) return nullptr; // another value than the one whose field was tested
  }
  return nullptr;
}

Local *Scopes::brokenLocal() {
  if (broken_) return broken_;
  broken_ = program_.makeLocal("", types_.error(), Span());
  broken_->isVar = broken_->isUsed = true;
  return broken_;
}

Symbol Scopes::lookup(std::string_view name, bool isCalled) {
  auto isPassedOver = [&](const Local &local) {
    return isCalled && !local.type->isFunction() && !local.type->is(TypeKind::Error);
  };
  for (size_t i = scopes_.size(); i-- > 0;) {
    if (i == 0 && state_.module->broken.contains(name)) return Symbol{brokenLocal(), nullptr};
    // A function's body sees its own scopes (a lambda's also those around it) and, of the module's, params and
    // constant lets.
    auto found = scopes_[i].find(name);
    if (found == scopes_[i].end() || isPassedOver(*found->second.local)) continue;
    if (Local *visible = checker_.lambdas().visibleFrom(state_, i, found->second.local))
      return Symbol{visible, nullptr};
    bool isKnown = found->second.local->constant || found->second.local->definition;
    if (i == 0 && isKnown && state_.module == &checker_.modules().main()) return found->second;
  }
  bool seesConstants =
      state_.firstScope > 0 || state_.module != &checker_.modules().main() || state_.module->imports.count(name);
  seesConstants |= state_.isParamDefault;
  if (ModuleConstant *constant = seesConstants ? state_.module->find(state_.module->constants, name) : nullptr)
    if (Local *local = checker_.constants().constantLocal(*constant);
        local && !isPassedOver(*local) && (local->constant || !state_.isParamDefault)) {
      constant->isUsed |= state_.isParamDefault;
      return Symbol{local, nullptr};
    }
  return Symbol{nullptr, state_.module->find(state_.module->functions, name)};
}

bool Scopes::isOuterVariable(const std::string &name) const {
  bool isDeclared = state_.module == &checker_.modules().main() && scopes_[0].contains(name);
  return state_.firstScope > 0 && (isDeclared || state_.module->constants.contains(name));
}

} // namespace flow::sema
