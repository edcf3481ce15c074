// Modules: what imports bring, what is public, constants.
#include "compiler/sema/names/Modules.h"

#include "compiler/base/EditDistance.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Constants.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/values/Variants.h"

#include <filesystem>

namespace flow::sema {

using diag::Code;

void Modules::collectModules() {
  std::map<const modules::Module *, ModuleNames *> names;
  for (const modules::Module &module : checker_.input().graph.modules) {
    ModuleNames &one = &module == &checker_.input().graph.main() ? main_ : imported_.emplace_back();
    one.syntax = module.syntax.get();
    one.file = checker_.sources().name(module.file);
    names[&module] = &one;
    one.broken = module.syntax->leftOut.declared;
    collectDeclarations(one);
    for (const ast::Item &item : &one == &main_ ? std::vector<ast::Item>() : one.syntax->items)
      if (const auto *param = ast::dynCast<const ast::ParamDecl>(item.decl)) one.broken.insert(param->name.text);
  }
  for (const modules::Module &module : checker_.input().graph.modules)
    for (const ast::Item &item : module.syntax->items) {
      const auto *import = ast::dynCast<const ast::ImportDecl>(item.decl);
      if (!import) continue;
      if (const modules::Module *from = module.imports.at(import))
        bindImport(*names[&module], *import, *names[from]);
      else
        breakImport(*names[&module], *import);
    }
}

std::string Modules::nameOfHome(const ast::Decl &decl) const {
  const ModuleNames *home = homeOf(decl);
  const std::string &name = nameOf(decl).text;
  auto hasOwn = [&](const ModuleNames &module) {
    return &module != home && module.typeDecls.count(name) && !module.imports.count(name);
  };
  bool isShared = name == "Range" || hasOwn(main_) || std::ranges::any_of(imported_, hasOwn);
  if (home == &main_ || !isShared) return "";
  for (const auto &[space, module] : main_.spaces)
    if (module == home) return space;
  std::string stem = std::filesystem::path(home->file).stem().string();
  return home->isLibrary ? stem.substr(stem.find(':') + 1) : stem; // `std:random`
}

/// The name by which a module is imported whole: `clean` of "./clean.flow".
static std::string spaceName(const ast::ImportDecl &import) {
  if (!import.alias.empty()) return import.alias.text;
  return import.path.empty() ? std::filesystem::path(import.file).stem().string() : import.path.back().text;
}

/// An import that was reported: its names are not reported again.
void Modules::breakImport(ModuleNames &into, const ast::ImportDecl &import) {
  if (!import.hasNames) into.broken.insert(spaceName(import));
  for (const ast::ImportedName &name : import.names)
    into.broken.insert(name.alias.empty() ? name.name.text : name.alias.text);
}

void Modules::bindImport(ModuleNames &into, const ast::ImportDecl &import, ModuleNames &from) {
  if (!import.hasNames) {
    std::string name = spaceName(import);
    Span span = import.alias.empty() ? import.sourceSpan : import.alias.span;
    bool isName = !name.empty() && std::ranges::all_of(name, [](char c) {
      return c == '_' || std::isalnum(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80;
    }) && !std::isdigit(static_cast<unsigned char>(name[0]));
    if (!isName) {
      report(Code::BadImport, span, "the file `" + import.file + "` gives no name to its module")
          .help("give it one: `import \"" + import.file + "\" as m`");
      return;
    }
    if (addImport(into, name, span)) into.spaces[name] = &from;
    return;
  }
  for (const ast::ImportedName &name : import.names) importName(into, name, from);
}

/// Makes the name known as an import; false after a report that it is taken.
bool Modules::addImport(ModuleNames &into, const std::string &name, Span span) {
  bool isDeclared = into.functions.count(name) || into.typeDecls.count(name) || into.constants.count(name);
  auto [at, isNew] = into.imports.try_emplace(name, ModuleNames::Imported{span});
  if (isNew && !isDeclared) return true;
  auto builder = report(Code::DuplicateName, span, "`" + name + "` is declared twice in this module");
  if (!isNew) builder.also(at->second.span, "first imported here");
  if (isDeclared) into.imports.erase(name);
  builder.help("give one of them another name: `" + name + " as other`");
  return false;
}

/// `pub var k`, `var k`: reported where it stands.
static bool declaresAsStatement(const ModuleNames &module, std::string_view name) {
  return std::ranges::any_of(module.syntax->items, [&](const ast::Item &item) {
    const auto *pub = ast::dynCast<const ast::LetDecl>(item.decl);
    const auto *let = pub ? pub->let : ast::dynCast<const ast::LetStmt>(item.stmt);
    const auto *bind = let && let->isVar ? ast::dynCast<const ast::BindPattern>(let->pattern) : nullptr;
    return bind && bind->name.text == name;
  });
}

void Modules::importName(ModuleNames &into, const ast::ImportedName &imported, ModuleNames &from) {
  const ast::Name &name = imported.name;
  const ast::Name &here = imported.alias.empty() ? name : imported.alias;
  auto fn = from.functions.find(name.text);
  auto type = from.typeDecls.find(name.text);
  auto constant = from.constants.find(name.text);
  bool isReexport = from.imports.count(name.text) != 0;
  if (isReexport || (fn == from.functions.end() && type == from.typeDecls.end() && constant == from.constants.end())) {
    into.broken.insert(here.text);
    if (!declaresAsStatement(from, name.text)) reportNotInModule(from, name);
    return;
  }
  if (fn != from.functions.end() && requirePublic(from, *fn->second, fn->second->name, name)) {
    if (addImport(into, here.text, here.span)) into.functions[here.text] = fn->second;
  } else if (type != from.typeDecls.end() && requirePublic(from, *type->second, nameOf(*type->second), name)) {
    if (!addImport(into, here.text, here.span)) return;
    into.typeDecls[here.text] = type->second;
    if (const auto *variants = variantsOf(*type->second)) // which come with their type
      for (uint32_t i = 0; i < variants->size(); ++i)
        into.variants[(*variants)[i].name.text].push_back({type->second, i});
  } else if (constant != from.constants.end() && requirePublic(from, *constant->second, name)) {
    if (addImport(into, here.text, here.span)) into.constants[here.text] = constant->second;
  } else {
    into.broken.insert(here.text);
  }
}

/// Whether another module may name the declaration; reports when not.
bool Modules::requirePublic(const ModuleNames &from, const ast::Decl &decl, const ast::Name &declared,
                            const ast::Name &used) {
  if (decl.isPublic) return true;
  report(Code::PrivateName, used.span, "`" + used.text + "` is private to `" + std::string(from.file) + "`")
      .also(declared.span, "declared here without `pub`")
      .help("write `pub` before its declaration");
  return false;
}

bool Modules::requirePublic(const ModuleNames &from, const ModuleConstant &constant, const ast::Name &used) {
  if (constant.isPublic) return true;
  report(Code::PrivateName, used.span, "`" + used.text + "` is private to `" + std::string(from.file) + "`")
      .also(constant.let->pattern->span, "declared here without `pub`")
      .help("write `pub` before its declaration");
  return false;
}

std::string Modules::remedyInSpaces(const std::string &name, bool isMethod) const {
  for (const auto &[space, module] : state_.module->spaces) {
    if (module->imports.count(name)) continue;
    auto fn = module->functions.find(name);
    bool isFunction = fn != module->functions.end() && fn->second->isPublic;
    auto type = module->typeDecls.find(name);
    bool isType = type != module->typeDecls.end() && type->second->isPublic;
    auto constant = module->constants.find(name);
    bool isConstant = constant != module->constants.end() && constant->second->isPublic;
    std::string whole = "`" + space + "." + name;
    if (isFunction && isMethod)
      return "it is " + whole + "(x, ..)`; the names of an import in braces, `.{" + name +
             "}`, need no module before them";
    if (isFunction || isType || isConstant) return "it is " + whole + "`";
    for (const auto &[variant, owners] : module->variants)
      if (variant == name && nameOf(*owners[0].decl).text != "" && owners[0].decl->isPublic)
        return "it is `" + space + "." + nameOf(*owners[0].decl).text + "." + name + "`";
  }
  return "";
}

void Modules::reportNotInModule(const ModuleNames &from, const ast::Name &name) {
  if (from.isReported(name.text)) return;
  auto builder = report(Code::UnknownName, name.span,
                        "`" + std::string(from.file) + "` declares nothing that is called `" + name.text + "`");
  builder.label("not found");
  std::vector<std::string_view> candidates;
  for (const auto &[known, decl] : from.functions)
    if (decl->isPublic && !from.imports.count(known)) candidates.push_back(known);
  for (const auto &[known, decl] : from.typeDecls)
    if (decl->isPublic && !from.imports.count(known)) candidates.push_back(known);
  for (const auto &[known, constant] : from.constants)
    if (constant->isPublic && !from.imports.count(known)) candidates.push_back(known);
  if (auto near = closestName(name.text, candidates))
    builder.fix(name.span, std::string(*near), "something with a similar name is: `" + std::string(*near) + "`");
}

void Modules::reportUnusedImports() {
  for (const auto &[name, import] : main_.imports)
    if (!import.isUsed)
      report(Code::UnusedName, import.span, "the import `" + name + "` is never used").help("remove it");
}

// ---- namespaces: `clean.tidy(..)`, `clean.Zone`, `clean.limit`

ModuleNames *Modules::spaceNamed(std::string_view name) {
  return checker_.scopes().lookup(name).local ? nullptr : state_.module->find(state_.module->spaces, name);
}

Expr *Modules::callInSpace(CallSite &call, ModuleNames &space, const ast::Name &name) {
  call.name = &name;
  bool isOwn = !space.imports.count(name.text);
  if (auto fn = space.functions.find(name.text); isOwn && fn != space.functions.end())
    return requirePublic(space, *fn->second, fn->second->name, name) ? checker_.instances().callUser(call, *fn->second)
                                                                     : error(call.span);
  if (auto variant = checker_.variants().variantOfSpace(space, name, call.expected))
    return checker_.variants().callVariant(call, *variant);
  if (auto type = space.typeDecls.find(name.text); isOwn && type != space.typeDecls.end())
    return requirePublic(space, *type->second, nameOf(*type->second), name)
               ? checker_.variants().callType(call, *type->second)
               : error(call.span);
  if (Expr *value = checker_.constants().constantOfSpace(space, name, name.span)) {
    if (value->type->is(TypeKind::Error)) return value;
    if (value->type->isFunction()) return checker_.lambdas().callValue(call, value, name.text);
    report(Code::UnknownFunction, name.span, "`" + name.text + "` is a value here, not a function")
        .label("has the type `" + text(value->type) + "`");
    return error(call.span);
  }
  reportNotInModule(space, name);
  return error(call.span);
}

Expr *Modules::memberOfSpace(ModuleNames &space, const ast::MemberExpr &member, const Type *expected) {
  const ast::Name &name = member.name;
  if (Expr *value = checker_.constants().constantOfSpace(space, name, member.span)) return value;
  auto fn = space.functions.find(name.text);
  if (fn != space.functions.end() && !space.imports.count(name.text))
    return requirePublic(space, *fn->second, fn->second->name, name)
               ? checker_.lambdas().functionValue(member, fn->second, expected)
               : error(member.span);
  if (auto variant = checker_.variants().variantOfSpace(space, name, expected))
    return checker_.variants().plainVariant(*variant, name, member, expected);
  if (!space.broken.count(name.text)) reportNotInModule(space, name);
  return error(member.span);
}

// ---- constants

void Modules::checkImported() {
  for (size_t i = 0, count = imported_.size(); i < count; ++i) checkImportedModule(imported_[i]);
}

/// The statements of a module that is imported are constants alone.
void Modules::checkImportedModule(ModuleNames &module) {
  state_.module = &module;
  for (const ast::Item &item : module.syntax->items) {
    const auto *pub = ast::dynCast<const ast::LetDecl>(item.decl);
    const ast::Stmt *stmt = pub ? pub->let : item.stmt;
    const auto *let = ast::dynCast<const ast::LetStmt>(stmt);
    if (const auto *param = ast::dynCast<const ast::ParamDecl>(item.decl))
      report(Code::ModuleStatement, param->span, "a param stands in the file that is run, not in one that is imported")
          .help("let functions take the value as an argument");
    if (!stmt) continue;
    const auto *name = let && !let->isVar ? ast::dynCast<const ast::BindPattern>(let->pattern) : nullptr;
    auto constant = name ? module.constants.find(name->name.text) : module.constants.end();
    if (constant != module.constants.end() && checker_.constants().constantLocal(*constant->second)) continue;
    if (name && constant != module.constants.end())
      report(Code::ModuleStatement, let->value->span,
             "a `let` of a module that is imported is a constant, made of literals and other constants")
          .label("not known while compiling")
          .help("make a function of it: `pub fn " + name->name.text + "() => ..`");
    else
      report(Code::ModuleStatement, stmt->span, "a module that is imported holds declarations and constants only")
          .label("this would never run")
          .help("put it into a function, or into the file that is run");
  }
  for (const auto &[name, decl] : module.functions)
    if (!module.imports.count(name)) checker_.instances().checkUncalled(*decl);
  checker_.instances().checkCalled();
  state_.module = &main_;
}

} // namespace flow::sema
