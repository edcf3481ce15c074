// The core of the checker: entry, scopes, dispatch over expressions, conversions.
#include "compiler/sema/Checker.h"
#include "compiler/sema/ForeignNames.h"
#include "compiler/sema/Remedies.h"

#include "compiler/base/EditDistance.h"

namespace flow::sema {

using diag::Code;

std::unique_ptr<tree::Program> analyze(const Input &input, types::TypeContext &types,
                                       schema::SchemaProvider &schemas, const Options &options,
                                       diag::Emitter &emitter) {
  return Checker(input, types, schemas, options, emitter).run();
}

Checker::Checker(const Input &input, types::TypeContext &types, schema::SchemaProvider &schemas,
                 const Options &options, diag::Emitter &emitter)
    : types_(types), schemas_(schemas), options_(options), emitter_(emitter), library_(types),
      graph_(input.graph), sources_(input.sources), standard_(input.library), examples_(input.examples) {
  state_.module = &main_;
}

std::unique_ptr<tree::Program> Checker::run() {
  pushScope();
  collectModules();
  bindParams();
  for (size_t i = 0, count = imported_.size(); i < count; ++i) checkImportedModule(imported_[i]);
  for (const ast::Item &item : main_.syntax->items) {
    const auto *pub = ast::dynCast<const ast::LetDecl>(item.decl);
    if (item.stmt || pub) checkStmt(item.stmt ? *item.stmt : *pub->let, program_->main);
  }
  for (const auto &[name, decl] : main_.functions)
    if (!main_.imports.count(name)) checkUncalled(*decl);
  for (const auto &[name, decl] : main_.typeDecls) { // types that nobody uses
    const auto *type = ast::dynCast<const ast::TypeDecl>(decl);
    const auto *enumeration = ast::dynCast<const ast::EnumDecl>(decl);
    bool isGeneric = (type && !type->typeParameters.empty()) || (enumeration && !enumeration->typeParameters.empty());
    if (!isGeneric && !main_.imports.count(name)) declaredType(*decl, {});
  }
  checkTests();
  popScope();
  reportHostUses();
  if (!emitter_.hasErrors()) {
    reportIdleMain();
    reportUnused();
    reportUnusedImports();
  }
  return std::move(program_);
}

/// Who comes from C, Rust or Go waits in vain for `main`.
void Checker::reportIdleMain() {
  const ast::FnDecl *decl = main_.find(main_.functions, "main");
  auto isStatement = [](const ast::Item &item) { return item.stmt != nullptr; };
  bool hasStatements = std::ranges::any_of(main_.syntax->items, isStatement);
  if (decl && !hasStatements)
    report(Code::UnusedName, decl->name.span, "nothing calls `main`")
        .help("call it at the end of the file, `main()`, or write its statements outside of functions");
}

diag::Emitter::Builder Checker::report(Code code, Span span, std::string message) {
  diag::Emitter::Builder builder = emitter_.report(code, span, std::move(message));
  if (!instantiating_.empty() && !instantiating_.back().meanings.empty())
    builder.also(instantiating_.back().callSpan, "in this call, where " + instantiating_.back().meanings);
  return builder;
}

Expr *Checker::error(Span span) { return program_->make<tree::Constant>(types_.error(), span); }

Expr *Checker::notBuilt(Span span, const std::string &construct) {
  report(Code::NotBuilt, span, construct + " is not built yet").label("parses, but this version cannot compile it");
  return error(span);
}

Expr *Checker::constant(const Type *type, Span span, ir::Constant value) {
  auto *node = program_->make<tree::Constant>(type, span);
  node->value = std::move(value);
  return node;
}

Expr *Checker::check(const ast::Expr &expr, const Type *expected) {
  switch (expr.kind) {
  case ast::Kind::IntLiteral:
  case ast::Kind::FloatLiteral:
  case ast::Kind::QuantityLiteral:
  case ast::Kind::BoolLiteral:
  case ast::Kind::NoneLiteral:
  case ast::Kind::StringLiteral:
  case ast::Kind::BytesLiteral:
  case ast::Kind::TaggedLiteral: return checkLiteral(expr, expected);
  case ast::Kind::NameExpr: return checkName(ast::as<ast::NameExpr>(expr), expected);
  case ast::Kind::ColumnExpr: {
    const auto &column = ast::as<ast::ColumnExpr>(expr);
    if (const Type *row = state_.enclosingRow.row; row && !inRow()) {
      Expr *source = resolveColumn(column.name, expr.span, row);
      const auto *ref = tree::dynCast<tree::ColumnRef>(source);
      return ref ? captureColumn(state_, ref->side, ref->index, expr.span) : source;
    }
    if (!inRow()) {
      report(Code::ColumnOutsideVerb, expr.span, "`." + column.name.text + "` is a column, but there is no row here")
          .label("columns are known inside the arguments of verbs such as `filter` and `derive`");
      return error(expr.span);
    }
    return resolveColumn(column.name, expr.span, row_.row);
  }
  case ast::Kind::PlaceholderExpr:
    if (placeholder_) return pipedAs(placeholder_, expected);
    report(Code::BadPlaceholder, expr.span, "`_` stands for a piped value, but none arrives here")
        .label("only a whole argument of the call after `|>` can be `_`");
    return error(expr.span);
  case ast::Kind::ParenExpr: return check(*ast::as<ast::ParenExpr>(expr).inner, expected);
  case ast::Kind::TupleExpr: return checkTuple(ast::as<ast::TupleExpr>(expr), expected);
  case ast::Kind::RecordExpr: return checkRecord(ast::as<ast::RecordExpr>(expr), expected);
  case ast::Kind::ListExpr: return checkList(ast::as<ast::ListExpr>(expr), expected);
  case ast::Kind::RangeExpr: return checkRange(ast::as<ast::RangeExpr>(expr));
  case ast::Kind::MapExpr: return checkMap(ast::as<ast::MapExpr>(expr), expected);
  case ast::Kind::CatchExpr: return checkCatch(ast::as<ast::CatchExpr>(expr), expected);
  case ast::Kind::ComprehensionExpr: return checkComprehension(ast::as<ast::ComprehensionExpr>(expr), expected);
  case ast::Kind::UnaryExpr: return checkUnary(ast::as<ast::UnaryExpr>(expr), expected);
  case ast::Kind::BinaryExpr: return checkBinary(ast::as<ast::BinaryExpr>(expr), expected);
  case ast::Kind::PipeExpr: return checkPipe(ast::as<ast::PipeExpr>(expr), expected);
  case ast::Kind::CallExpr: return checkCall(ast::as<ast::CallExpr>(expr), expected);
  case ast::Kind::IndexExpr: return checkIndex(ast::as<ast::IndexExpr>(expr));
  case ast::Kind::MemberExpr: return checkMember(ast::as<ast::MemberExpr>(expr), expected);
  case ast::Kind::IfExpr: return checkIf(ast::as<ast::IfExpr>(expr), expected);
  case ast::Kind::MatchExpr: return checkMatch(ast::as<ast::MatchExpr>(expr), expected);
  case ast::Kind::LambdaExpr: return checkLambda(ast::as<ast::LambdaExpr>(expr), expected);
  case ast::Kind::BlockExpr: return checkBlock(ast::as<ast::BlockExpr>(expr), expected);
  case ast::Kind::LeaveExpr: return checkLeave(ast::as<ast::LeaveExpr>(expr));
  default: return notBuilt(expr.span, std::string("this construct (") + ast::kindName(expr.kind) + ")");
  }
}

Expr *Checker::checkArgument(const Argument &argument, const Type *expected) {
  if (argument.piped) return pipedAs(argument.piped, expected);
  if (argument.syntax->kind == ast::ArgumentKind::Inout) {
    report(Code::BadArgument, argument.span, "`&` passes a variable that the call changes, but a value is taken here")
        .help("pass it without `&`");
    return error(argument.span);
  }
  if (argument.syntax->kind != ast::ArgumentKind::Value)
    return notBuilt(argument.span, "passing an argument with `..`");
  return check(*argument.syntax->value, expected);
}

Expr *Checker::checkAs(const ast::Expr &expr, const Type *type, const std::string &where) {
  return coerce(check(expr, type), type, expr.span, where);
}

Expr *Checker::checkInRow(const ast::Expr &expr, RowScope scope, const Type *expected) {
  RowScope outer = std::exchange(row_, scope);
  row_.firstScope = scope.row == outer.row ? outer.firstScope : scopes_.size(); // a condition in a column expression
  Expr *result = check(expr, expected);
  row_ = outer;
  if (scope.row) program_->columnExprs.emplace_back(expr.span, result->type);
  return result;
}

Expr *Checker::checkCondition(const ast::Expr &expr, RowScope scope, const char *what) {
  Expr *condition = checkInRow(expr, scope, types_.boolean());
  const Type *plain = condition->type->plain();
  if (plain->is(TypeKind::Error)) return condition;
  if (!plain->is(TypeKind::Bool)) {
    auto builder = report(Code::TypeMismatch, expr.span,
                          std::string(what) + " must be a bool, but this is " + text(condition->type));
    builder.label("expected `bool`, found `" + text(condition->type) + "`");
    const ir::Constant *known = constantOf(condition);
    const std::string *name = known ? std::get_if<std::string>(known) : nullptr;
    std::string help = conditionRemedy(condition->type, written(expr.span));
    if (name && scope.row && scope.row->fieldIndex(*name) >= 0)
      builder.help("a column is written with a dot: `." + *name + "`");
    else if (!help.empty())
      builder.help(help);
    return error(expr.span);
  }
  if (!condition->type->isOptional()) return condition;
  if (!scope.row) {
    report(Code::OptionalValue, expr.span, std::string(what) + " must be a bool, but this may be none")
        .help("say what none means: `.. ?? false`");
    return error(expr.span);
  }
  auto *truth = program_->make<tree::Truth>(types_.boolean(), expr.span);
  truth->operand = condition;
  return truth;
}

Expr *Checker::widen(Expr *value, const Type *type) {
  if (value->type == type) return value;
  if (auto *literal = tree::dynCast<tree::Constant>(value);
      literal && literal->value.index() == 1 && value->type->isInt() && type->isFloat())
    return constant(type, value->span, static_cast<double>(std::get<__int128>(literal->value)));
  if (auto *literal = tree::dynCast<tree::Constant>(value);
      literal && literal->value.index() == 1 && type->isDecimal()) {
    __int128 scaled = std::get<__int128>(literal->value);
    for (unsigned i = value->type->isDecimal() ? value->type->scale : 0; i < type->scale; ++i) scaled *= 10;
    return constant(type, value->span, scaled);
  }
  auto *convert = program_->make<tree::Convert>(type, value->span);
  convert->how = value->type->is(TypeKind::Str) ? tree::ConvertKind::Reinterpret : tree::ConvertKind::Widen;
  convert->operand = value;
  return convert;
}

Expr *Checker::amount(Expr *value) {
  auto *number = program_->make<tree::Convert>(types_.i64(), value->span);
  number->how = tree::ConvertKind::Reinterpret;
  number->operand = value;
  return number;
}

bool widensTo(const Type *from, const Type *to) {
  if (from->isInt() && to->isInt()) {
    if (from->isSignedInt() == to->isSignedInt()) return from->bits() <= to->bits();
    return from->isUnsignedInt() && from->bits() < to->bits();
  }
  if (from->isInt() && to->is(TypeKind::F64)) return from->bits() <= 32;
  if (from->is(TypeKind::F32)) return to->is(TypeKind::F64);
  if (from->isDecimal() && to->isDecimal())
    return from->scale <= to->scale && from->precision - from->scale <= to->precision - to->scale;
  return false;
}

bool narrowsTo(const Type *from, const Type *to) {
  return from->isDecimal() && to->isDecimal() && from->scale <= to->scale && !widensTo(from, to);
}

/// Gives a `none`, or an expression that always is none, the optional type that is asked for.
static void setNoneType(Expr *value, const Type *type) {
  if (!value->type->is(TypeKind::None)) return;
  value->type = type;
  if (auto *block = tree::dynCast<tree::Block>(value); block && block->value) setNoneType(block->value, type);
  if (auto *choice = tree::dynCast<tree::If>(value)) {
    setNoneType(choice->thenExpr, type);
    if (choice->elseExpr) setNoneType(choice->elseExpr, type);
  }
  if (auto *match = tree::dynCast<tree::Match>(value))
    for (tree::MatchArm &arm : match->arms) setNoneType(arm.body, type);
}

Expr *Checker::coerce(Expr *value, const Type *type, Span span, const std::string &where) {
  const Type *from = value->type;
  if (from == type || from->is(TypeKind::Error) || from->is(TypeKind::Never) || type->is(TypeKind::Error)) return value;
  if (type->isOptional()) {
    if (from->is(TypeKind::None)) {
      setNoneType(value, type);
      return value;
    }
    if (from->isOptional()) {
      Expr *converted = lifted(
          {value}, span, [&](std::vector<Expr *> &plain) { return coerce(plain[0], type->plain(), span, where); });
      return converted;
    }
    Expr *plain = coerce(value, type->plain(), span, where);
    if (plain->type->is(TypeKind::Error)) return plain;
    auto *some = program_->make<tree::Convert>(type, span);
    some->how = tree::ConvertKind::Some;
    some->operand = plain;
    return some;
  }
  if (widensTo(from, type)) return widen(value, type);
  if (narrowsTo(from, type)) {
    Expr *inside = coerceTails(value, type, where); // it is the tail whose line a failure shows
    return inside ? inside : asDecimal(value, type, span);
  }
  if (type->is(TypeKind::Function) && from->isClosure() && storedType(from, types_) == type) {
    usesHost(span, "a function that is stored in a value");
    auto *object = program_->make<tree::Convert>(type, span);
    object->how = tree::ConvertKind::Stored;
    object->operand = value;
    object->function = storedFunction(from);
    if (state_.function) state_.function->callees.push_back(object->function);
    return object;
  }
  if (from->is(TypeKind::Str) && type->is(TypeKind::Path)) {
    auto *convert = program_->make<tree::Convert>(type, span);
    convert->how = tree::ConvertKind::Reinterpret;
    convert->operand = value;
    return convert;
  }
  if (const auto *literal = tree::dynCast<tree::Constant>(value); literal && from->isInt() && type->isFloat()) {
    __int128 whole = std::get<__int128>(literal->value);
    double rounded = type->is(TypeKind::F32) ? static_cast<float>(whole) : static_cast<double>(whole);
    if (static_cast<__int128>(rounded) == whole) return constant(type, value->span, rounded);
  }
  static constexpr TypeKind kParts[] = {TypeKind::List, TypeKind::Map, TypeKind::Set, TypeKind::Record,
                                        TypeKind::Tuple};
  bool hasParts = std::ranges::find(kParts, type->kind) != std::end(kParts);
  if (hasParts)
    if (Expr *converted = coerceParts(value, type, span, where)) return converted;
  if (from->isOptional() && (from->plain() == type || widensTo(from->plain(), type))) {
    report(Code::OptionalValue, span, where + " must be " + text(type) + ", but this may be none")
        .label("has the type `" + text(from) + "`")
        .help("give a value for none: `.. ?? default`, or fail: `.. ?? fail \"why\"`");
    return error(span);
  }
  auto builder = report(Code::TypeMismatch, span, where + " must be " + text(type) + ", but this is " + text(from));
  builder.label("expected `" + text(type) + "`, found `" + text(from) + "`");
  if (std::string help = conversionRemedy(type, from, constantOf(value), written(span)); !help.empty())
    builder.help(help);
  return error(span);
}

// ---- scopes

void Checker::popScope() {
  for (const auto &[name, symbol] : scopes_.back())
    if (symbol.local && !symbol.local->isUsed && name[0] != '_') unused_.push_back(symbol.local);
  scopes_.pop_back();
}

std::string Checker::written(Span span, const char *otherwise) const {
  constexpr size_t kMost = 40;
  std::string_view source = sources_.text(span);
  bool isShort = source.size() <= kMost && source.find('\n') == std::string_view::npos;
  return std::string(isShort ? source : otherwise);
}

/// Called when nothing else is wrong: a misspelt name must not also be reported where it is declared.
void Checker::reportUnused() {
  for (const Local *local : unused_) {
    auto builder = report(Code::UnusedName, local->span, "`" + local->name + "` is never used");
    auto inText = std::ranges::find(braced_, local->name, &std::pair<std::string, Span>::first);
    if (inText == braced_.end())
      builder.help("remove it, or begin its name with `_`");
    else
      builder.also(inText->second, "this text holds `{" + local->name + "}`")
          .help("a value stands in a text as `${" + local->name + "}`");
  }
}

Local *Checker::declare(const ast::Name &name, const Type *type, bool isVar) {
  Local *local = program_->makeLocal(name.text, type, name.span);
  local->isVar = isVar;
  local->depth = state_.depth;
  auto [at, isNew] = scopes_.back().try_emplace(name.text);
  if (!isNew && at->second.local) {
    report(Code::DuplicateName, name.span, "`" + name.text + "` is declared twice in this scope")
        .also(at->second.local->span, "first declared here")
        .help("use another name, or `var` and an assignment");
  }
  const ast::FnDecl *fn = scopes_.size() == 1 ? main_.find(main_.functions, name.text) : nullptr;
  if (fn)
    report(Code::DuplicateName, name.span, "`" + name.text + "` is declared twice in this module")
        .also(fn->name.span, "a function of this name");
  at->second = Symbol{local, nullptr};
  return local;
}

Symbol Checker::lookup(std::string_view name, bool isCalled) {
  auto isPassedOver = [&](const Local &local) {
    return isCalled && !local.type->isFunction() && !local.type->is(TypeKind::Error);
  };
  for (size_t i = scopes_.size(); i-- > 0;) {
    // A function's body sees its own scopes (a lambda's also those around it) and, of the module's, params and
    // constant lets.
    auto found = scopes_[i].find(name);
    if (found == scopes_[i].end() || isPassedOver(*found->second.local)) continue;
    if (Local *visible = visibleFrom(state_, i, found->second.local)) return Symbol{visible, nullptr};
    bool isKnown = found->second.local->constant || found->second.local->definition;
    if (i == 0 && isKnown && state_.module == &main_) return found->second;
  }
  bool seesConstants = state_.firstScope > 0 || state_.module != &main_ || state_.module->imports.count(name);
  if (ModuleConstant *constant = seesConstants ? state_.module->find(state_.module->constants, name) : nullptr)
    if (Local *local = constantLocal(*constant); local && !isPassedOver(*local)) return Symbol{local, nullptr};
  return Symbol{nullptr, state_.module->find(state_.module->functions, name)};
}

void Checker::reportUnknownName(const ast::Name &name, Span span, const std::string &help) {
  if (state_.module->broken.count(name.text)) return; // the import was reported
  auto outer = scopes_[0].find(name.text);
  bool isDeclared = state_.module == &main_ && outer != scopes_[0].end();
  auto later = state_.module->constants.find(name.text);
  bool isLater = later != state_.module->constants.end();
  if (state_.firstScope > 0 && (isDeclared || isLater)) {
    if (isDeclared) outer->second.local->isUsed = true;
    if (state_.module != &main_) return; // where it is declared, it was reported to be no constant
    report(Code::OuterVariable, span, "a function does not see the variable `" + name.text + "` of the module")
        .also(isDeclared ? outer->second.local->span : later->second->let->pattern->span, "declared here")
        .help("pass it as an argument");
    return;
  }
  if (isLater && state_.module == &main_ && !isDeclared) {
    report(Code::UnknownName, span, "`" + name.text + "` is used before it is declared")
        .also(later->second->let->pattern->span, "declared here, below")
        .help("move the `let` up");
    return;
  }
  std::vector<std::string_view> candidates;
  for (const Scope &scope : scopes_)
    for (const auto &[known, symbol] : scope) candidates.push_back(known);
  for (const auto &[known, decl] : state_.module->functions) candidates.push_back(known);
  for (std::string_view known : library_.names()) candidates.push_back(known);
  for (std::string_view known : standard_.names()) candidates.push_back(known);
  auto builder = report(Code::UnknownName, span, "nothing here is called `" + name.text + "`");
  builder.label("not found");
  if (row_.row && row_.row->fieldIndex(name.text) >= 0) {
    builder.fix(span, "." + name.text, "a column is written with a dot: `." + name.text + "`");
  } else if (std::string variant = variantRemedy(name.text); !variant.empty()) {
    builder.help(variant);
  } else if (const char *foreign = foreignNameHelp(name.text)) {
    builder.help(foreign);
  } else if (auto near = closestName(name.text, candidates)) {
    builder.fix(span, std::string(*near), "something with a similar name exists: `" + std::string(*near) + "`");
  }
  if (!help.empty()) builder.help(help);
}

} // namespace flow::sema
