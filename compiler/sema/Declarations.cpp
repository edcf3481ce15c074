// Declarations of the module: what its names mean.
#include "compiler/sema/Constants.h"
#include "compiler/sema/Modules.h"
#include "compiler/sema/Variants.h"

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
      auto later = std::ranges::find_if(fn.modifiers, isLater);
      if (later != fn.modifiers.end() || !fn.annotations.empty()) {
        std::string first = later == fn.modifiers.end() ? "`@" + fn.annotations[0].name.text + "`"
                                                        : "`" + std::string(ast::spelling(*later)) + " fn`";
        notBuilt(fn.name.span, first);
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
    default: notBuilt(decl.span, "`" + std::string(firstWord(checker_.sources().text(decl.span))) + "`"); continue;
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
