// Declarations of the module: what its names mean.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/names/Constants.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/values/Variants.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

const ast::Name &nameOf(const ast::Decl &decl) {
  switch (decl.kind) {
  case ast::Kind::SchemaDecl: return ast::as<ast::SchemaDecl>(decl).name;
  case ast::Kind::EnumDecl: return ast::as<ast::EnumDecl>(decl).name;
  case ast::Kind::ErrorDecl: return ast::as<ast::ErrorDecl>(decl).name;
  default: return ast::as<ast::TypeDecl>(decl).name;
  }
}

/// What a declaration that is not built would declare: nobody shall be told that it is not found.
static std::vector<std::string> namesOfLater(const ast::Decl &decl) {
  switch (decl.kind) {
  case ast::Kind::ActorDecl: return {ast::as<ast::ActorDecl>(decl).name.text};
  case ast::Kind::ModelDecl: return {ast::as<ast::ModelDecl>(decl).name.text};
  case ast::Kind::StageDecl: return {ast::as<ast::StageDecl>(decl).name.text};
  case ast::Kind::ExternDecl: {
    std::vector<std::string> names;
    for (const ast::FnDecl *fn : ast::as<ast::ExternDecl>(decl).functions) names.push_back(fn->name.text);
    return names;
  }
  default: return {};
  }
}

/// Annotations of functions and actors (contract, section 7 and 9).
static constexpr std::string_view kAnnotations[] = {"needs", "retry", "timeout",  "priority",  "place",
                                                    "cache", "gpu",   "restarts", "checkpoint"};

void Modules::refuseModified(const ast::FnDecl &fn) {
  auto later =
      std::ranges::find_if(fn.modifiers, [](ast::FnModifier each) { return each != ast::FnModifier::Nondet; });
  if (later != fn.modifiers.end()) {
    notBuilt(fn.name.span, "`" + std::string(ast::spelling(*later)) + " fn`");
    return;
  }
  const ast::Annotation &annotation = fn.annotations[0];
  const std::string &name = annotation.name.text;
  if (std::ranges::find(kAnnotations, name) != std::end(kAnnotations)) {
    notBuilt(annotation.name.span, "`@" + name + "`");
    return;
  }
  auto builder = report(Code::UnknownName, annotation.name.span, "there is no annotation `@" + name + "`");
  builder.label("not found");
  std::vector<std::string_view> candidates(std::begin(kAnnotations), std::end(kAnnotations));
  if (auto near = closestName(name, candidates))
    builder.fix(annotation.name.span, std::string(*near), "did you mean `@" + std::string(*near) + "`?");
  else
    builder.help("a function that columns or other functions use needs no annotation");
}

static std::string_view firstWord(std::string_view text) { return text.substr(0, text.find_first_of(" \n{(\"")); }

void Modules::collectDeclarations(ModuleNames &names) {
  for (const ast::Item &item : names.syntax->items) {
    const auto *pub = ast::dynCast<const ast::LetDecl>(item.decl);
    if (const auto *let = pub ? pub->let : ast::dynCast<const ast::LetStmt>(item.stmt))
      checker_.constants().collectConstant(names, *let, pub != nullptr);
    if (!item.decl || pub) continue;
    const ast::Decl &decl = *item.decl;
    const ast::Name *name = nullptr;
    switch (decl.kind) {
    case ast::Kind::FnDecl: {
      const auto &fn = ast::as<ast::FnDecl>(decl);
      auto isLater = [](ast::FnModifier each) { return each != ast::FnModifier::Nondet; };
      if (std::ranges::any_of(fn.modifiers, isLater) || !fn.annotations.empty()) {
        refuseModified(fn);
        names.broken.insert(fn.name.text);
        continue;
      }
      homes_[&fn] = &names;
      requireStatedTypes(fn);
      auto [at, isNew] = names.functions.try_emplace(fn.name.text, &fn);
      if (!isNew)
        report(Code::DuplicateName, fn.name.span, "the function `" + fn.name.text + "` is declared twice")
            .also(at->second->name.span, "first declared here");
      continue;
    }
    case ast::Kind::SchemaDecl:
    case ast::Kind::EnumDecl:
    case ast::Kind::ErrorDecl:
    case ast::Kind::TypeDecl: name = &nameOf(decl); break;
    case ast::Kind::ImportDecl:
      if (decl.isPublic)
        report(Code::BadImport, decl.span, "what is imported cannot be made public again")
            .help("others import it from where it is declared");
      continue;
    case ast::Kind::ParamDecl: continue;
    case ast::Kind::TestDecl: continue; // see checkTests
    default:
      notBuilt(decl.span, "`" + std::string(firstWord(checker_.sources().text(decl.span))) + "`");
      for (const std::string &declared : namesOfLater(decl)) names.broken.insert(declared);
      continue;
    }
    homes_[&decl] = &names;
    if (types_.scalarNamed(name->text)) {
      report(Code::DuplicateName, name->span, "`" + name->text + "` is a type of the language already")
          .help("use another name, such as `My" + name->text + "`");
      continue;
    }
    auto [at, isNew] = names.typeDecls.try_emplace(name->text, &decl);
    if (!isNew)
      report(Code::DuplicateName, name->span, "the type `" + name->text + "` is declared twice")
          .also(nameOf(*at->second).span, "first declared here");
    else if (variantsOf(decl))
      checker_.variants().declareVariants(names, decl);
  }
}

/// What others call, and what has a body, says its types; a private function of one expression need not.
void Modules::requireStatedTypes(const ast::FnDecl &fn) {
  if (!fn.isPublic && fn.arrowBody) return;
  const char *why = fn.isPublic ? "is public" : "has a body in braces";
  for (const ast::Parameter &parameter : fn.parameters)
    if (!parameter.type)
      report(Code::MissingType, parameter.name.span,
             "`" + fn.name.text + "` " + why + ", so the type of `" + parameter.name.text + "` must be written")
          .help("`" + parameter.name.text + ": TYPE`");
  if (fn.arrowBody && !fn.result)
    report(Code::MissingType, fn.name.span,
           "`" + fn.name.text + "` is public, so the type of its result must be written")
        .help("`-> TYPE` after the parameters");
}

} // namespace flow::sema
