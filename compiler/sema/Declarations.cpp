// Declarations of the module: what its names mean.
#include "compiler/sema/Checker.h"

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

void Checker::collectDeclarations(ModuleNames &names) {
  for (const ast::Item &item : names.syntax->items) {
    const auto *pub = ast::dynCast<const ast::LetDecl>(item.decl);
    if (const auto *let = pub ? pub->let : ast::dynCast<const ast::LetStmt>(item.stmt))
      collectConstant(names, *let, pub != nullptr);
    if (!item.decl || pub) continue;
    const ast::Decl &decl = *item.decl;
    const ast::Name *name = nullptr;
    switch (decl.kind) {
    case ast::Kind::FnDecl: {
      const auto &fn = ast::as<ast::FnDecl>(decl);
      if (!fn.modifiers.empty() || !fn.annotations.empty()) {
        std::string first = fn.modifiers.empty() ? "`@" + fn.annotations[0].name.text + "`"
                                                 : "`" + std::string(ast::spelling(fn.modifiers[0])) + " fn`";
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
    default:
      notBuilt(decl.span, "`" + std::string(firstWord(sources_.text(decl.span))) + "`");
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
      declareVariants(names, decl);
  }
}

/// What others call, and what has a body, says its types; a private function of one expression need not.
void Checker::requireStatedTypes(const ast::FnDecl &fn) {
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

void Checker::collectConstant(ModuleNames &names, const ast::LetStmt &let, bool isPublic) {
  const auto *name = ast::dynCast<const ast::BindPattern>(let.pattern);
  if (!name || let.isVar) {
    if (isPublic)
      report(Code::ModuleStatement, let.pattern->span, "what is public is one constant: `pub let name = ..`");
    return;
  }
  auto [at, isNew] = names.constants.try_emplace(name->name.text, nullptr); // a second one is reported where it stands
  if (isNew) at->second = &constants_.emplace_back(ModuleConstant{&let, &names, isPublic});
}

/// Defaults do not wait for a call that uses them.
void Checker::checkDefaults(const ast::FnDecl &decl) {
  const Signature &signature = signatureOf(decl);
  for (size_t i = 0; i < decl.parameters.size(); ++i) {
    const Type *type = signature.parameters[i];
    bool isKnown = type && !type->is(TypeKind::Error) && !type->isFrame() && !holdsParameter(type);
    if (decl.parameters[i].defaultValue && isKnown) checkDefault(decl, decl.parameters[i], type);
  }
}

void Checker::reportNoResult(const Type *type, Span value) {
  if (std::exchange(instantiating_.back().givesNothing, true)) return;
  const ast::FnDecl &decl = *instantiating_.back().decl;
  auto builder = report(Code::UnusedValue, value,
                        "`" + decl.name.text + "` has no `->`, so it gives nothing, and this value is lost");
  builder.label("has the type `" + text(type) + "`").also(decl.name.span, "states no result");
  bool canBeWritten = !type->isClosure() && !hasUnknownPart(type) && !type->isFrame();
  std::string result = type->isFrame() ? "Frame" : text(type);
  if (canBeWritten || type->isFrame())
    builder.fix(decl.body->span.atBegin(), "-> " + result + " ", "state the result: `-> " + result + "`");
}

/// Functions that nobody calls are checked all the same, as far as their parameters say their types; a generic one as
/// its bounds promise, whoever calls it.
void Checker::checkUncalled(const ast::FnDecl &decl) {
  checkDefaults(decl);
  const Signature &signature = signatureOf(decl);
  bool isComplete = !(signature.result && signature.result->isFrame() && holdsParameter(signature.result));
  for (size_t i = 0; i < decl.parameters.size(); ++i) {
    const Type *type = signature.parameters[i];
    bool isAnyRow = type && type->isFrame() && (type->row()->name == "*" || holdsParameter(type));
    isComplete &= type != nullptr && !isAnyRow;
  }
  bool isCalled = std::ranges::any_of(instances_, [&](const auto &each) { return each.first.decl == &decl; });
  if (isComplete)
    instantiate(decl, signature.parameters, signature.typeParameters, decl.name.span);
  else if (!isCalled)
    checkNames(decl);
}

} // namespace flow::sema
