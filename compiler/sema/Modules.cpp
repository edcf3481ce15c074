// Modules: what imports bring, what is public, constants.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/Checker.h"

#include <filesystem>

namespace flow::sema {

using diag::Code;

void Checker::collectModules() {
  std::map<const modules::Module *, ModuleNames *> names;
  for (const modules::Module &module : graph_.modules) {
    ModuleNames &one = &module == &graph_.main() ? main_ : imported_.emplace_back();
    one.syntax = module.syntax.get();
    one.file = sources_.name(module.file);
    names[&module] = &one;
    collectDeclarations(one);
  }
  for (const modules::Module &module : graph_.modules)
    for (const ast::Item &item : module.syntax->items) {
      const auto *import = ast::dynCast<const ast::ImportDecl>(item.decl);
      if (!import) continue;
      if (const modules::Module *from = module.imports.at(import))
        bindImport(*names[&module], *import, *names[from]);
      else
        breakImport(*names[&module], *import);
    }
}

/// The name by which a module is imported whole: `clean` of "./clean.flow".
static std::string spaceName(const ast::ImportDecl &import) {
  if (!import.alias.empty()) return import.alias.text;
  return import.file.empty() ? import.path.back().text : std::filesystem::path(import.file).stem().string();
}

/// An import that was reported: its names are not reported again.
void Checker::breakImport(ModuleNames &into, const ast::ImportDecl &import) {
  if (!import.hasNames) into.broken.insert(spaceName(import));
  for (const ast::ImportedName &name : import.names)
    into.broken.insert(name.alias.empty() ? name.name.text : name.alias.text);
}

void Checker::bindImport(ModuleNames &into, const ast::ImportDecl &import, ModuleNames &from) {
  if (!import.hasNames) {
    std::string name = spaceName(import);
    Span span = import.alias.empty() ? import.sourceSpan : import.alias.span;
    bool isName = !name.empty() && std::ranges::all_of(name, [](char c) {
      return c == '_' || std::isalnum(static_cast<unsigned char>(c));
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
bool Checker::addImport(ModuleNames &into, const std::string &name, Span span) {
  bool isDeclared = into.functions.count(name) || into.typeDecls.count(name) || into.constants.count(name);
  auto [at, isNew] = into.imports.try_emplace(name, ModuleNames::Imported{span});
  if (isNew && !isDeclared) return true;
  auto builder = report(Code::DuplicateName, span, "`" + name + "` is declared twice in this module");
  if (!isNew) builder.also(at->second.span, "first imported here");
  if (isDeclared) into.imports.erase(name);
  builder.help("give one of them another name: `" + name + " as other`");
  return false;
}

void Checker::importName(ModuleNames &into, const ast::ImportedName &imported, ModuleNames &from) {
  const ast::Name &name = imported.name;
  const ast::Name &here = imported.alias.empty() ? name : imported.alias;
  auto fn = from.functions.find(name.text);
  auto type = from.typeDecls.find(name.text);
  auto constant = from.constants.find(name.text);
  bool isReexport = from.imports.count(name.text) != 0;
  if (isReexport || (fn == from.functions.end() && type == from.typeDecls.end() && constant == from.constants.end())) {
    into.broken.insert(here.text);
    if (!from.broken.count(name.text)) reportNotInModule(from, name);
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
bool Checker::requirePublic(const ModuleNames &from, const ast::Decl &decl, const ast::Name &declared,
                            const ast::Name &used) {
  if (decl.isPublic) return true;
  report(Code::PrivateName, used.span, "`" + used.text + "` is private to `" + std::string(from.file) + "`")
      .also(declared.span, "declared here without `pub`")
      .help("write `pub` before its declaration");
  return false;
}

bool Checker::requirePublic(const ModuleNames &from, const ModuleConstant &constant, const ast::Name &used) {
  if (constant.isPublic) return true;
  report(Code::PrivateName, used.span, "`" + used.text + "` is private to `" + std::string(from.file) + "`")
      .also(constant.let->pattern->span, "declared here without `pub`")
      .help("write `pub` before its declaration");
  return false;
}

void Checker::reportNotInModule(const ModuleNames &from, const ast::Name &name) {
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

void Checker::reportUnusedImports() {
  for (const auto &[name, import] : main_.imports)
    if (!import.isUsed)
      report(Code::UnusedName, import.span, "the import `" + name + "` is never used").help("remove it");
}

// ---- namespaces: `clean.tidy(..)`, `clean.Zone`, `clean.limit`

ModuleNames *Checker::spaceNamed(std::string_view name) {
  return lookup(name).local ? nullptr : state_.module->find(state_.module->spaces, name);
}

Expr *Checker::callInSpace(CallSite &call, ModuleNames &space, const ast::Name &name) {
  call.name = &name;
  bool isOwn = !space.imports.count(name.text);
  if (auto fn = space.functions.find(name.text); isOwn && fn != space.functions.end())
    return requirePublic(space, *fn->second, fn->second->name, name) ? callUser(call, *fn->second) : error(call.span);
  if (auto variant = variantOfSpace(space, name, call.expected)) return callVariant(call, *variant);
  if (auto type = space.typeDecls.find(name.text); isOwn && type != space.typeDecls.end())
    return requirePublic(space, *type->second, nameOf(*type->second), name) ? callType(call, *type->second)
                                                                            : error(call.span);
  if (Expr *value = constantOfSpace(space, name, name.span)) {
    if (value->type->is(TypeKind::Error)) return value;
    if (value->type->isFunction()) return callValue(call, value, name.text);
    report(Code::UnknownFunction, name.span, "`" + name.text + "` is a value here, not a function")
        .label("has the type `" + text(value->type) + "`");
    return error(call.span);
  }
  reportNotInModule(space, name);
  return error(call.span);
}

Expr *Checker::constantOfSpace(ModuleNames &space, const ast::Name &name, Span span) {
  auto constant = space.constants.find(name.text);
  if (constant == space.constants.end() || space.imports.count(name.text)) return nullptr;
  if (!requirePublic(space, *constant->second, name)) return error(span);
  Local *local = constantLocal(*constant->second);
  if (!local || local->type->is(TypeKind::Error)) return error(span);
  auto *ref = program_->make<tree::LocalRef>(local->type, span);
  ref->local = local;
  return ref;
}

Expr *Checker::memberOfSpace(ModuleNames &space, const ast::MemberExpr &member, const Type *expected) {
  const ast::Name &name = member.name;
  if (Expr *value = constantOfSpace(space, name, member.span)) return value;
  auto fn = space.functions.find(name.text);
  if (fn != space.functions.end() && !space.imports.count(name.text))
    return requirePublic(space, *fn->second, fn->second->name, name) ? functionValue(member, fn->second, expected)
                                                                     : error(member.span);
  if (auto variant = variantOfSpace(space, name, expected)) return plainVariant(*variant, name, member, expected);
  reportNotInModule(space, name);
  return error(member.span);
}

// ---- constants

/// Whether the value is made of literals and constants of the module alone.
bool Checker::isConstant(const ast::Expr &expr, ModuleNames &module) {
  auto all = [&](const auto &exprs) {
    return std::ranges::all_of(exprs, [&](const ast::Expr *one) { return !one || isConstant(*one, module); });
  };
  switch (expr.kind) {
  case ast::Kind::IntLiteral:
  case ast::Kind::FloatLiteral:
  case ast::Kind::QuantityLiteral:
  case ast::Kind::BoolLiteral:
  case ast::Kind::NoneLiteral:
  case ast::Kind::BytesLiteral:
  case ast::Kind::TaggedLiteral: return true;
  case ast::Kind::StringLiteral:
    return std::ranges::all_of(ast::as<ast::StringLiteral>(expr).parts, [&](const ast::StringPart &part) {
      return !part.expr || isConstant(*part.expr, module);
    });
  case ast::Kind::NameExpr: {
    const std::string &name = ast::as<ast::NameExpr>(expr).name.text;
    if (ModuleConstant *constant = module.find(module.constants, name)) return constantLocal(*constant) != nullptr;
    auto param = scopes_[0].find(name);
    return &module == &main_ && param != scopes_[0].end() && param->second.local->constant;
  }
  case ast::Kind::ParenExpr: return isConstant(*ast::as<ast::ParenExpr>(expr).inner, module);
  case ast::Kind::TupleExpr: return all(ast::as<ast::TupleExpr>(expr).elements);
  case ast::Kind::ListExpr:
    return std::ranges::all_of(ast::as<ast::ListExpr>(expr).elements,
                               [&](const ast::ListElement &element) { return isConstant(*element.value, module); });
  case ast::Kind::MapExpr:
    return std::ranges::all_of(ast::as<ast::MapExpr>(expr).entries, [&](const ast::MapEntry &entry) {
      return isConstant(*entry.key, module) && isConstant(*entry.value, module);
    });
  case ast::Kind::RecordExpr: {
    const auto &record = ast::as<ast::RecordExpr>(expr);
    return (!record.base || isConstant(*record.base, module)) &&
           std::ranges::all_of(record.fields,
                               [&](const ast::RecordField &field) { return isConstant(*field.value, module); });
  }
  case ast::Kind::UnaryExpr: {
    const auto &unary = ast::as<ast::UnaryExpr>(expr);
    return unary.op != ast::UnaryOperator::Await && isConstant(*unary.operand, module);
  }
  case ast::Kind::BinaryExpr: {
    const auto &binary = ast::as<ast::BinaryExpr>(expr);
    return isConstant(*binary.left, module) && isConstant(*binary.right, module);
  }
  case ast::Kind::IndexExpr:
    return isConstant(*ast::as<ast::IndexExpr>(expr).base, module) && all(ast::as<ast::IndexExpr>(expr).indices);
  case ast::Kind::RangeExpr: {
    const auto &range = ast::as<ast::RangeExpr>(expr);
    return (!range.begin || isConstant(*range.begin, module)) && (!range.end || isConstant(*range.end, module));
  }
  case ast::Kind::MemberExpr: {
    const auto &member = ast::as<ast::MemberExpr>(expr);
    const auto *base = ast::dynCast<const ast::NameExpr>(member.base);
    return isConstant(*member.base, module) || (base && !module.constants.count(base->name.text));
  }
  case ast::Kind::CallExpr: {
    const auto &call = ast::as<ast::CallExpr>(expr);
    return isConstantCall(call, module) && std::ranges::all_of(call.arguments, [&](const ast::Argument &argument) {
             return argument.kind == ast::ArgumentKind::Value && isConstant(*argument.value, module);
           });
  }
  default: return false;
  }
}

/// Whether what is called gives the same for the same arguments: a conversion, a record, a function of the library.
bool Checker::isConstantCall(const ast::CallExpr &call, ModuleNames &module) {
  const ast::Expr *callee = call.callee;
  if (const auto *index = ast::dynCast<const ast::IndexExpr>(callee)) callee = index->base;
  if (const auto *member = ast::dynCast<const ast::MemberExpr>(callee)) {
    const auto *base = ast::dynCast<const ast::NameExpr>(member->base);
    bool isMath = base && base->name.text == "math" && !module.constants.count("math");
    return isMath || (isConstant(*member->base, module) && !module.functions.count(member->name.text) &&
                      library_.isPure(member->name.text));
  }
  const auto *name = ast::dynCast<const ast::NameExpr>(callee);
  if (!name || module.functions.count(name->name.text) || module.constants.count(name->name.text)) return false;
  return types_.scalarNamed(name->name.text) || module.typeDecls.count(name->name.text) || name->name.text == "Set" ||
         library_.isPure(name->name.text);
}

Local *Checker::constantLocal(ModuleConstant &constant) {
  if (constant.state == ModuleConstant::State::Known) return constant.local;
  const auto *name = ast::dynCast<const ast::BindPattern>(constant.let->pattern);
  if (!name) return nullptr;
  if (constant.state == ModuleConstant::State::Open) {
    report(Code::CannotInfer, constant.let->span, "the constant `" + name->name.text + "` is made of itself");
    return nullptr;
  }
  constant.state = ModuleConstant::State::Open;
  bool isKnown = !constant.let->isVar && isConstant(*constant.let->value, *constant.home);
  if (isKnown) {
    FunctionState outer = std::exchange(state_, {});
    RowScope outerRow = std::exchange(row_, {});
    AggregateScope *outerAggregates = std::exchange(aggregates_, nullptr);
    state_.module = constant.home;
    state_.firstScope = scopes_.size();
    const Type *type = constant.let->type ? resolveType(*constant.let->type) : nullptr;
    Expr *value = type ? checkAs(*constant.let->value, type, "the value of this `let`") : check(*constant.let->value);
    constant.local = program_->makeLocal(name->name.text, value->type, name->name.span);
    constant.local->isUsed = true;
    defineConstant(*constant.local, value);
    aggregates_ = outerAggregates;
    row_ = outerRow;
    state_ = outer;
  }
  constant.state = ModuleConstant::State::Known;
  return constant.local;
}

void Checker::defineConstant(Local &local, const Expr *value) {
  if (value->type->is(TypeKind::Error)) return;
  if (const ir::Constant *known = constantOf(value))
    local.constant = *known;
  else
    local.definition = value;
}

/// The statements of a module that is imported are constants alone.
void Checker::checkImportedModule(ModuleNames &module) {
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
    if (constant != module.constants.end() && constantLocal(*constant->second)) continue;
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
    if (!module.imports.count(name)) checkUncalled(*decl);
  state_.module = &main_;
}

} // namespace flow::sema
