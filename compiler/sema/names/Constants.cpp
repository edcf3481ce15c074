#include "compiler/sema/names/Constants.h"

#include "compiler/sema/calls/BoundNames.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/types/TypeNames.h"

namespace flow::sema {

using diag::Code;

void Constants::collectConstant(ModuleNames &names, const ast::LetStmt &let, bool isPublic) {
  const auto *name = ast::dynCast<const ast::BindPattern>(let.pattern);
  if (!name || let.isVar) {
    if (isPublic && &names == &checker_.modules().main()) // of another module it is reported as a statement
      report(Code::ModuleStatement, let.pattern->span, "what is public is one constant: `pub let name = ..`");
    return;
  }
  auto [at, isNew] = names.constants.try_emplace(name->name.text, nullptr); // a second one is reported where it stands
  if (isNew) at->second = &constants_.emplace_back(ModuleConstant{&let, &names, isPublic});
}

Expr *Constants::constantOfSpace(ModuleNames &space, const ast::Name &name, Span span) {
  auto constant = space.constants.find(name.text);
  if (constant == space.constants.end() || space.imports.count(name.text)) return nullptr;
  if (!checker_.modules().requirePublic(space, *constant->second, name)) return error(span);
  Local *local = constantLocal(*constant->second);
  if (!local || local->type->is(TypeKind::Error)) return error(span);
  auto *ref = program_.make<tree::LocalRef>(local->type, span);
  ref->local = local;
  return ref;
}

/// Whether the value is made of literals and constants of the module alone.
bool Constants::isConstant(const ast::Expr &expr, ModuleNames &module) {
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
  case ast::Kind::NameExpr: return isConstantName(ast::as<ast::NameExpr>(expr).name.text, module);
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
    return (base && isOfNoVariable(base->name.text, module)) || isConstant(*member.base, module);
  }
  case ast::Kind::CallExpr: {
    const auto &call = ast::as<ast::CallExpr>(expr);
    return isConstantCall(call, module) && std::ranges::all_of(call.arguments, [&](const ast::Argument &argument) {
             return argument.kind == ast::ArgumentKind::Value && isConstant(*argument.value, module);
           });
  }
  case ast::Kind::ComprehensionExpr: return isConstantComprehension(ast::as<ast::ComprehensionExpr>(expr), module);
  default: return false;
  }
}

/// What members are known of: a type, a module, a namespace.
bool Constants::isOfNoVariable(const std::string &name, const ModuleNames &module) const {
  if (module.constants.count(name)) return false;
  return types_.scalarNamed(name) || module.typeDecls.count(name) || module.spaces.count(name) ||
         checker_.lambdas().isNamespace(name);
}

bool Constants::isConstantName(const std::string &name, ModuleNames &module) {
  if (std::ranges::find(own_, name) != own_.end()) return true;
  if (ModuleConstant *constant = module.find(module.constants, name)) return constantLocal(*constant) != nullptr;
  const Scopes::Scope &outermost = checker_.scopes().outermost();
  auto param = &module == &checker_.modules().main() ? outermost.find(name) : outermost.end();
  if (param != outermost.end()) return param->second.local->constant.has_value();
  return module.variants.count(name) != 0; // `Empty`, without fields
}

/// `[i * i for i in 0..4]`: its own names are as constant as what it goes over.
bool Constants::isConstantComprehension(const ast::ComprehensionExpr &expr, ModuleNames &module) {
  size_t outer = own_.size();
  auto isFine = [&](const ast::Expr *part) { return !part || isConstant(*part, module); };
  bool areFine = true;
  for (const ast::ComprehensionClause &clause : expr.clauses) {
    areFine &= isFine(clause.iterable);
    BoundNames names;
    names.walk(clause.pattern);
    own_.insert(own_.end(), names.names.begin(), names.names.end());
    areFine &= std::ranges::all_of(clause.conditions, isFine);
  }
  areFine &= isFine(expr.key) && isFine(expr.value);
  own_.resize(outer);
  return areFine;
}

/// A function of the library that gives the same for the same arguments; what changes a variable takes none that is
/// constant.
bool Constants::isOfLibrary(const std::string &name) const {
  return checker_.functions().isPure(name) || checker_.standard().hasMethod(name);
}

/// Whether what is called gives the same for the same arguments: a conversion, a record, a variant, a function of the
/// library.
bool Constants::isConstantCall(const ast::CallExpr &call, ModuleNames &module) {
  const ast::Expr *callee = call.callee;
  if (const auto *index = ast::dynCast<const ast::IndexExpr>(callee)) callee = index->base;
  if (const auto *member = ast::dynCast<const ast::MemberExpr>(callee)) {
    const auto *base = ast::dynCast<const ast::NameExpr>(member->base);
    bool isMath = base && base->name.text == "math" && !module.constants.count("math");
    if (base && module.spaces.count(base->name.text)) { // `shapes.Circle(r: 1.0)`
      const ModuleNames &space = *module.spaces.at(base->name.text);
      return !space.functions.count(member->name.text) &&
             (space.variants.count(member->name.text) || space.typeDecls.count(member->name.text));
    }
    bool isOfEnum = base && module.typeDecls.count(base->name.text);
    return isMath || isOfEnum ||
           (isConstant(*member->base, module) && !module.functions.count(member->name.text) &&
            isOfLibrary(member->name.text));
  }
  const auto *name = ast::dynCast<const ast::NameExpr>(callee);
  if (!name || module.functions.count(name->name.text) || module.constants.count(name->name.text)) return false;
  if (module.variants.count(name->name.text)) return true;
  return types_.scalarNamed(name->name.text) || module.typeDecls.count(name->name.text) || name->name.text == "Set" ||
         isOfLibrary(name->name.text);
}

void Constants::reportOfItself(ModuleConstant &constant) {
  if (std::exchange(constant.isOfItself, true)) return;
  const std::string &name = ast::as<ast::BindPattern>(*constant.let->pattern).name.text;
  auto builder = report(Code::CannotInfer, constant.let->span, "the constant `" + name + "` is made of itself");
  std::string_view written = checker_.sources().text(constant.let->span);
  std::string_view line = written.substr(0, written.find('\n'));
  while (line.ends_with(' ')) line.remove_suffix(1);
  if (line.size() < written.size() && !line.empty() && std::string_view("+-*/%,.=").find(line.back()) != line.npos)
    builder.help("its first line ends with `" + std::string(1, line.back()) + "`, so it goes on in the next one");
  else
    builder.help("where its value is computed it is not there yet: give one of the two another name");
}

Local *Constants::constantLocal(ModuleConstant &constant) {
  if (constant.state == ModuleConstant::State::Known) return constant.local;
  const auto *name = ast::dynCast<const ast::BindPattern>(constant.let->pattern);
  if (!name) return nullptr;
  if (constant.state == ModuleConstant::State::Open) {
    reportOfItself(constant);
    return nullptr;
  }
  constant.state = ModuleConstant::State::Open;
  std::vector<std::string> outer = std::exchange(own_, {});
  bool isKnown = !constant.let->isVar && isConstant(*constant.let->value, *constant.home);
  own_ = std::move(outer);
  if (isKnown) {
    Aside aside(checker_.surroundings());
    state_.module = constant.home;
    state_.firstScope = checker_.scopes().depth();
    const Type *type = constant.let->type ? checker_.typeNames().resolveType(*constant.let->type) : nullptr;
    Expr *value = type ? checkAs(*constant.let->value, type, "the value of this `let`") : check(*constant.let->value);
    constant.local = program_.makeLocal(name->name.text, value->type, name->name.span);
    constant.local->isUsed = true;
    defineConstant(*constant.local, value);
  }
  constant.state = ModuleConstant::State::Known;
  return constant.local;
}

void Constants::defineConstant(Local &local, const Expr *value) {
  if (value->type->is(TypeKind::Error)) return;
  if (const ir::Constant *known = checker_.constantOf(value))
    local.constant = *known;
  else
    local.definition = value;
}

} // namespace flow::sema
