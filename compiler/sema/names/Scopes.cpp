#include "compiler/sema/names/Scopes.h"

#include "compiler/base/EditDistance.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Constants.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/remedies/ForeignNames.h"
#include "compiler/sema/values/Variants.h"
#include "compiler/sema/verbs/Verbs.h"

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
    auto inText = std::ranges::find(braced_, local->name, &std::pair<std::string, Span>::first);
    if (inText == braced_.end())
      builder.help(local->isLoopName ? "call it `_`: `for _ in ..`" : "remove it, or begin its name with `_`");
    else
      builder.also(inText->second, "this text holds `{" + local->name + "}`")
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

void Scopes::reportTypeAsValue(const ast::Decl &decl, const ast::Name &name, Span span) {
  auto builder = report(Code::UnknownName, span, "`" + name.text + "` is a type, not a value");
  builder.label("a value is needed");
  const std::vector<ast::VariantDecl> *variants = variantsOf(decl);
  if (variants && !variants->empty()) {
    const ast::VariantDecl &first = variants->front();
    builder.help("a value is one of its variants: `" + name.text + "." + first.name.text +
                 (first.hasFields ? "(..)`" : "`"));
  } else {
    builder.help("a value of it is made by a call: `" + name.text + "(..)`");
  }
}

bool Scopes::isOuterVariable(const std::string &name) const {
  bool isDeclared = state_.module == &checker_.modules().main() && scopes_[0].contains(name);
  return state_.firstScope > 0 && (isDeclared || state_.module->constants.contains(name));
}

void Scopes::reportUnknownName(const ast::Name &name, Span span, const std::string &help) {
  if (state_.module->isReported(name.text)) return;
  if (name.text == "bag") { // `bag.read_text(path)`
    notBuilt(span, findLaterVerb(name.text));
    return;
  }
  auto outer = scopes_[0].find(name.text);
  bool isDeclared = state_.module == &checker_.modules().main() && outer != scopes_[0].end();
  auto later = state_.module->constants.find(name.text);
  bool isLater = later != state_.module->constants.end();
  if (isLater && later->second->let->span.contains(span.begin))
    return checker_.constants().reportOfItself(*later->second);
  if (isOuterVariable(name.text)) {
    if (isDeclared) outer->second.local->isUsed = true;
    if (state_.module != &checker_.modules().main()) return; // where it is declared, it was reported to be no constant
    if (!state_.module->syntax->leftOut.isEmpty) return;     // it may be made of what has syntax errors
    bool isImported = isLater && later->second->home != &checker_.modules().main();
    if (isImported) return;
    report(Code::OuterVariable, span, "a function does not see the variable `" + name.text + "` of the module")
        .also(isDeclared ? outer->second.local->span : later->second->let->pattern->span, "declared here")
        .help(state_.isTest ? "declare it in the test, or make it a constant `let`" : "pass it as an argument");
    return;
  }
  if (isLater && later->second->home != state_.module) return; // an import, reported where it is declared
  if (isLater && state_.module == &checker_.modules().main() && !isDeclared) {
    if (state_.isParamDefault) {
      report(Code::UnknownName, span,
             "`" + name.text + "` is not known where params are made, before the statements run")
          .also(later->second->let->pattern->span, "declared here")
          .help("write its value here, or use it where the param is used");
      return;
    }
    report(Code::UnknownName, span, "`" + name.text + "` is used before it is declared")
        .also(later->second->let->pattern->span, "declared here, below")
        .help("move the `let` up");
    return;
  }
  if (auto type = state_.module->typeDecls.find(name.text); type != state_.module->typeDecls.end())
    return reportTypeAsValue(*type->second, name, span);
  if (checker_.isRepeated(Code::UnknownName, name.text, span)) return;
  std::vector<std::string_view> candidates;
  for (const Scope &scope : scopes_)
    for (const auto &[known, symbol] : scope) candidates.push_back(known);
  candidates.insert(candidates.end(), state_.module->broken.begin(), state_.module->broken.end());
  for (const auto &[known, decl] : state_.module->functions) candidates.push_back(known);
  for (std::string_view known : checker_.functions().names()) candidates.push_back(known);
  for (std::string_view known : checker_.standard().names()) candidates.push_back(known);
  auto builder = report(Code::UnknownName, span, "nothing here is called `" + name.text + "`");
  builder.label("not found");
  if (row_.row && row_.row->fieldIndex(name.text) >= 0) {
    builder.fix(span, "." + name.text, "a column is written with a dot: `." + name.text + "`");
  } else if (std::string variant = checker_.variants().variantRemedy(name.text); !variant.empty()) {
    builder.help(variant);
  } else if (std::string elsewhere = checker_.modules().remedyInSpaces(name.text, false); !elsewhere.empty()) {
    builder.help(elsewhere);
  } else if (name.quoted && name.text.find_first_of(" $") != std::string::npos) {
    builder.help("a text stands in double quotes: `\"" + name.text + "\"`; in backticks stand names");
  } else if (const char *foreign = help.empty() ? foreignNameHelp(name.text) : nullptr) {
    builder.help(foreign);
  } else if (auto near = closestName(name.text, candidates)) {
    builder.fix(span, std::string(*near), "something with a similar name exists: `" + std::string(*near) + "`");
  }
  if (!help.empty()) builder.help(help);
}

} // namespace flow::sema
