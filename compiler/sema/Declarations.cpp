// Declarations of the module: what its names mean.
#include "compiler/sema/Checker.h"

namespace flow::sema {

using diag::Code;

static const ast::Name &nameOfType(const ast::Decl &decl) {
  switch (decl.kind) {
  case ast::Kind::SchemaDecl: return ast::as<ast::SchemaDecl>(decl).name;
  case ast::Kind::EnumDecl: return ast::as<ast::EnumDecl>(decl).name;
  case ast::Kind::ErrorDecl: return ast::as<ast::ErrorDecl>(decl).name;
  default: return ast::as<ast::TypeDecl>(decl).name;
  }
}

void Checker::collectDeclarations(ModuleNames &names) {
  for (const ast::Item &item : names.syntax->items) {
    if (!item.decl) continue;
    const ast::Decl &decl = *item.decl;
    const ast::Name *name = nullptr;
    switch (decl.kind) {
    case ast::Kind::FnDecl: {
      const auto &fn = ast::as<ast::FnDecl>(decl);
      if (!fn.modifiers.empty() || !fn.annotations.empty()) {
        notBuilt(fn.name.span, "a function with modifiers or annotations");
        continue;
      }
      homes_[&fn] = &names;
      auto [at, isNew] = names.functions.try_emplace(fn.name.text, &fn);
      if (!isNew)
        report(Code::DuplicateName, fn.name.span, "the function `" + fn.name.text + "` is declared twice")
            .also(at->second->name.span, "first declared here");
      continue;
    }
    case ast::Kind::SchemaDecl:
    case ast::Kind::EnumDecl:
    case ast::Kind::ErrorDecl:
    case ast::Kind::TypeDecl: name = &nameOfType(decl); break;
    case ast::Kind::ParamDecl: continue;
    default:
      notBuilt(decl.span, std::string("a declaration of this kind (`") + ast::kindName(decl.kind) + "`)");
      continue;
    }
    homes_[&decl] = &names;
    auto [at, isNew] = names.typeDecls.try_emplace(name->text, &decl);
    if (!isNew)
      report(Code::DuplicateName, name->span, "the type `" + name->text + "` is declared twice")
          .also(nameOfType(*at->second).span, "first declared here");
    else if (variantsOf(decl))
      declareVariants(names, decl);
  }
}

/// Functions that nobody calls are checked all the same, as far as their parameters say their types; a generic one as
/// its bounds promise, whoever calls it.
void Checker::checkUncalled(const ast::FnDecl &decl) {
  const Signature &signature = signatureOf(decl);
  bool isComplete = !(signature.result && signature.result->isFrame() && holdsParameter(signature.result));
  for (size_t i = 0; i < decl.parameters.size(); ++i) {
    const Type *type = signature.parameters[i];
    bool isAnyRow = type && type->isFrame() && (type->row()->name == "*" || holdsParameter(type));
    isComplete &= type != nullptr && !isAnyRow;
  }
  if (isComplete) instantiate(decl, signature.parameters, signature.typeParameters, decl.name.span);
}

} // namespace flow::sema
