// The core of the checker: entry, scopes, dispatch over expressions, conversions.
#include "compiler/sema/Checker.h"
#include "compiler/sema/ForeignNames.h"

#include "compiler/base/EditDistance.h"

namespace flow::sema {

using diag::Code;

std::unique_ptr<tree::Program> analyze(const ast::Module &module, types::TypeContext &types,
                                       schema::SchemaProvider &schemas, const Options &options,
                                       diag::Emitter &emitter) {
  return Checker(module, types, schemas, options, emitter).run();
}

Checker::Checker(const ast::Module &module, types::TypeContext &types, schema::SchemaProvider &schemas,
                 const Options &options, diag::Emitter &emitter)
    : types_(types), schemas_(schemas), options_(options), emitter_(emitter), library_(types) {
  main_.syntax = &module;
  state_.module = &main_;
}

std::unique_ptr<tree::Program> Checker::run() {
  pushScope();
  collectDeclarations(main_);
  bindParams();
  for (const ast::Item &item : main_.syntax->items)
    if (item.stmt) checkStmt(*item.stmt, program_->main);
  for (const auto &[name, decl] : main_.functions) checkUncalled(*decl);
  popScope();
  reportHostUses();
  if (!emitter_.hasErrors()) reportUnused();
  return std::move(program_);
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
  case ast::Kind::CallExpr: return checkCall(ast::as<ast::CallExpr>(expr), nullptr, expected);
  case ast::Kind::IndexExpr: return checkIndex(ast::as<ast::IndexExpr>(expr));
  case ast::Kind::MemberExpr: return checkMember(ast::as<ast::MemberExpr>(expr), expected);
  case ast::Kind::IfExpr: return checkIf(ast::as<ast::IfExpr>(expr), expected);
  case ast::Kind::MatchExpr: return checkMatch(ast::as<ast::MatchExpr>(expr), expected);
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
    report(Code::TypeMismatch, expr.span, std::string(what) + " must be a bool, but this is " + text(condition->type))
        .label("expected `bool`, found `" + text(condition->type) + "`");
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
  if (auto *literal = tree::dynCast<tree::Constant>(value); literal && literal->value.index() == 1 && type->isFloat())
    return constant(type, value->span, static_cast<double>(std::get<__int128>(literal->value)));
  if (auto *literal = tree::dynCast<tree::Constant>(value);
      literal && literal->value.index() == 1 && type->isDecimal()) {
    __int128 scaled = std::get<__int128>(literal->value);
    for (unsigned i = value->type->isDecimal() ? value->type->scale : 0; i < type->scale; ++i) scaled *= 10;
    return constant(type, value->span, scaled);
  }
  auto *convert = program_->make<tree::Convert>(type, value->span);
  convert->how = tree::ConvertKind::Widen;
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
  if (type->isNumeric() && from->isNumeric())
    builder.help("convert it, which fails when the value does not fit: `" + text(type) + "(..)`");
  return error(span);
}

// ---- scopes

void Checker::popScope() {
  for (const auto &[name, symbol] : scopes_.back())
    if (symbol.local && !symbol.local->isUsed && name[0] != '_') unused_.push_back(symbol.local);
  scopes_.pop_back();
}

/// Called when nothing else is wrong: a misspelt name must not also be reported where it is declared.
void Checker::reportUnused() {
  for (const Local *local : unused_)
    report(Code::UnusedName, local->span, "`" + local->name + "` is never used")
        .help("remove it, or begin its name with `_`");
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
  at->second = Symbol{local, nullptr};
  return local;
}

Checker::Symbol Checker::lookup(std::string_view name) const {
  for (size_t i = scopes_.size(); i-- > 0;) {
    // A function's body sees its own scopes and, of the module's, params and constant lets.
    bool isVisible = i >= state_.firstScope;
    auto found = scopes_[i].find(name);
    if (found == scopes_[i].end()) continue;
    if (isVisible || (i == 0 && found->second.local && found->second.local->constant)) return found->second;
  }
  auto fn = state_.module->functions.find(name);
  return fn == state_.module->functions.end() ? Symbol{} : Symbol{nullptr, fn->second};
}

void Checker::reportUnknownName(const ast::Name &name, Span span, const std::string &help) {
  if (!scopes_.empty()) {
    auto outer = scopes_[0].find(name.text);
    if (state_.firstScope > 0 && outer != scopes_[0].end()) {
      report(Code::OuterVariable, span, "a function does not see the variable `" + name.text + "` of the module")
          .also(outer->second.local->span, "declared here")
          .help("pass it as an argument");
      outer->second.local->isUsed = true;
      return;
    }
  }
  std::vector<std::string_view> candidates;
  for (const Scope &scope : scopes_)
    for (const auto &[known, symbol] : scope) candidates.push_back(known);
  for (const auto &[known, decl] : state_.module->functions) candidates.push_back(known);
  for (std::string_view known : library_.names()) candidates.push_back(known);
  auto builder = report(Code::UnknownName, span, "nothing here is called `" + name.text + "`");
  builder.label("not found");
  if (row_.row && row_.row->fieldIndex(name.text) >= 0) {
    builder.fix(span, "." + name.text, "a column is written with a dot: `." + name.text + "`");
  } else if (const char *foreign = foreignNameHelp(name.text)) {
    builder.help(foreign);
  } else if (auto near = closestName(name.text, candidates)) {
    builder.fix(span, std::string(*near), "something with a similar name exists: `" + std::string(*near) + "`");
  }
  if (!help.empty()) builder.help(help);
}

} // namespace flow::sema
