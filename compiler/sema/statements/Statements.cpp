// Statements.
#include "compiler/sema/statements/Statements.h"

#include "compiler/sema/Effects.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Constants.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/patterns/Matches.h"
#include "compiler/sema/patterns/Patterns.h"
#include "compiler/sema/remedies/ForeignNames.h"
#include "compiler/sema/remedies/MissingPipes.h"
#include "compiler/sema/statements/Asserts.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/values/Places.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;

void Statements::checkStmt(const ast::Stmt &stmt, std::vector<tree::Stmt *> &out) {
  if (stmt.kind != ast::Kind::ExprStmt) checker_.missingPipes().endStatements();
  switch (stmt.kind) {
  case ast::Kind::LetStmt: return checkLet(ast::as<ast::LetStmt>(stmt), out);
  case ast::Kind::AssignStmt: return checker_.places().checkAssign(ast::as<ast::AssignStmt>(stmt), out);
  case ast::Kind::ForStmt: return checkFor(ast::as<ast::ForStmt>(stmt), out);
  case ast::Kind::WhileStmt: return checkWhile(ast::as<ast::WhileStmt>(stmt), out);
  case ast::Kind::AssertStmt: return checker_.asserts().checkAssert(ast::as<ast::AssertStmt>(stmt), out);
  case ast::Kind::ExprStmt: return checkExprStmt(ast::as<ast::ExprStmt>(stmt), out);
  case ast::Kind::BrokenStmt:
    for (const std::string &name : ast::as<ast::BrokenStmt>(stmt).declared) checker_.scopes().redefineAsBroken(name);
    return checker_.effects().happen(); // nobody knows
  default: FLOW_UNREACHABLE();
  }
}

/// Of the call that gives the value.
static Span valueSpan(const ast::Expr &expr) {
  if (const auto *paren = ast::dynCast<const ast::ParenExpr>(&expr)) return valueSpan(*paren->inner);
  if (const auto *pipe = ast::dynCast<const ast::PipeExpr>(&expr)) return valueSpan(*pipe->right);
  return expr.span;
}

/// Of a value such as `[]`, which is of any type of its kind.
void Statements::reportUnknownPart(const Type *type, Span span) {
  const char *what = "a part of this value", *help = "say it: `let x: TYPE = ..`";
  bool isEmpty = !type->parts.empty() && type->parts[0]->is(TypeKind::Never);
  if (type->is(TypeKind::None)) {
    what = "this `none`";
    help = "say it: `let x: i64? = none`";
  } else if (type->is(TypeKind::List) && isEmpty) {
    what = "this empty list";
    help = "say it: `let xs: List[i64] = []`";
  } else if (type->is(TypeKind::Map) && isEmpty) {
    what = "this empty map";
    help = "say it: `let m: Map[str, i64] = [:]`";
  } else if (type->is(TypeKind::Set) && isEmpty) {
    what = "this empty set";
    help = "say it: `let s: Set[i64] = Set([])`";
  }
  report(Code::CannotInfer, span, std::string("the type of ") + what + " is not known").help(help);
}

void Statements::checkLet(const ast::LetStmt &let, std::vector<tree::Stmt *> &out) {
  const Type *type = let.type ? checker_.typeNames().resolveType(*let.type) : nullptr;
  if (const auto *pair = ast::dynCast<const ast::TuplePattern>(let.pattern); pair && pair->elements.size() == 2)
    takenApart_ = valueSpan(*let.value);
  const auto *bound = ast::dynCast<const ast::BindPattern>(let.pattern);
  std::string outer = std::exchange(bound_, bound ? bound->name.text : "");
  Expr *value = check(*let.value, type);
  bound_ = outer;
  bool isDirect = type && !let.isVar && value->type->isClosure() && value->type->parts == type->parts;
  if (type && !isDirect) value = coerce(value, type, let.value->span, "the value of this `let`");
  if (let.isVar) value = checker_.lambdas().stored(value);
  if (type && holdsError(type)) value = error(let.value->span); // it was reported
  // Of a literal that begins a sum the digits behind the point are meant, not how many stand before it.
  if (let.isVar && !type && value->kind == tree::ExprKind::Constant && value->type->isDecimal())
    value = checker_.conversions().widen(value, types_.decimal(38, value->type->scale));
  if (value->type->is(TypeKind::Unit) || value->type->is(TypeKind::Never)) {
    auto builder = report(Code::TypeMismatch, let.value->span, "this gives no value to keep");
    const auto *block = ast::dynCast<const ast::BlockExpr>(let.value);
    const auto *choice = ast::dynCast<const ast::IfExpr>(let.value);
    if (const char *help = changingCallHelp(*let.value))
      builder.help(help);
    else if (choice && !choice->elseBranch)
      builder.help("an `if` that gives a value has an `else { .. }`");
    if (block && block->statements.empty())
      builder.help("`{ }` is an empty block; an empty map is `[:]` with a type: `let m: Map[str, i64] = [:]`");
    value = error(let.value->span);
  } else if (hasUnknownPart(value->type)) {
    reportUnknownPart(value->type, let.value->span);
    value = error(let.value->span);
  } else if (value->type->is(TypeKind::Grouped) && !checker_.missingPipes().isVerbBehind(let.span)) {
    report(Code::UnfinishedGroup, let.value->span, "a group is no frame until it is aggregated")
        .help("go on with `|> agg(..)`");
    value = error(let.value->span);
  }
  bool isStated = bound && type && !holdsError(type) && !type->isFrame() && value->type->is(TypeKind::Error);
  if (isStated) // what the value should have been is known
    checker_.scopes().declare(bound->name, type, let.isVar)->isUsed = true;
  else
    bindPattern(*let.pattern, value, let.isVar, out);
  bool isFrame = value->type->isFrame() || value->type->is(TypeKind::Grouped);
  Local *frame = bound && isFrame ? checker_.scopes().lookup(bound->name.text).local : nullptr;
  if (frame) checker_.missingPipes().endLine(let.span, value, frame);
  bool isOfModule = bound && !let.isVar && !state_.function && checker_.scopes().depth() == 1;
  Local *local = isOfModule ? checker_.scopes().lookup(bound->name.text).local : nullptr;
  if (!local) return; // also of a name that was taken for a variant
  if (auto constant = checker_.modules().main().constants.find(bound->name.text);
      constant != checker_.modules().main().constants.end())
    if (constant->second->isPublic || constant->second->isUsed) local->isUsed = true;
  if (checker_.constants().isConstant(*let.value, checker_.modules().main()))
    checker_.constants().defineConstant(*local, value);
}

void Statements::bindPattern(const ast::Pattern &pattern, Expr *value, bool isVar, std::vector<tree::Stmt *> &out,
                             const char *what) {
  const auto *tuple = ast::dynCast<const ast::TuplePattern>(&pattern);
  auto *parts = tree::dynCast<tree::MakeRecord>(value);
  if (tuple && parts && tuple->elements.size() == parts->fields.size() && value->type->parts[0]->isFrame()) {
    // Frames are lazy: a pair of them is no value that could be stored, and nothing is evaluated twice.
    for (size_t i = 0; i < parts->fields.size(); ++i)
      bindPattern(*tuple->elements[i], parts->fields[i], isVar, out, what);
    return;
  }
  auto *stmt = program_.makeStmt(tree::StmtKind::Let, pattern.span);
  stmt->value = value;
  const auto *name = ast::dynCast<const ast::BindPattern>(&pattern);
  if (name && !value->type->isEnum() && !value->type->is(TypeKind::Failure)) { // `let N = 3`: no variant can be meant
    stmt->local = checker_.scopes().declare(name->name, value->type, isVar);
    if (const ir::Constant *known = checker_.constantOf(value); known && !isVar) stmt->local->constant = *known;
    if (!value->type->is(TypeKind::Error)) out.push_back(stmt);
    return;
  }
  PatternNames names{isVar, nullptr, {}};
  tree::Pattern *bound = checker_.patterns().checkPattern(pattern, value->type, names);
  if (!bound || !checker_.matches().requireAllTaken({bound}, value->type, pattern.span, what)) return;
  if (bound->takesAll() && bound->local) { // the common case: a name
    stmt->local = bound->local;
    if (const ir::Constant *known = checker_.constantOf(value); known && !isVar) bound->local->constant = *known;
  } else {
    stmt->pattern = bound;
  }
  out.push_back(stmt);
}

/// An expression that gives nothing and does the statement.
Expr *Statements::statementAsValue(tree::Stmt *stmt, Span span) {
  auto *block = program_.make<tree::Block>(types_.unit(), span);
  block->statements.push_back(stmt);
  return block;
}

/// `print(a, b)`, `eprint(a)`.
Expr *Statements::callPrint(const CallSite &call) {
  if (!checker_.rows().usesHost(call.span, "printing") || !checker_.calls().requireArguments(call, 0, kAnyNumber, {}))
    return error(call.span);
  checker_.effects().happen();
  auto *stmt = program_.makeStmt(tree::StmtKind::Print, call.span);
  stmt->toErrorOutput = call.name->text == "eprint";
  auto *line = program_.make<tree::Concat>(types_.str(), call.span);
  bool isFine = true;
  for (const Argument &argument : call.positional) {
    Expr *value = checkArgument(argument);
    bool givesNothing = value->type->is(TypeKind::Unit) || value->type->is(TypeKind::Never);
    if (givesNothing) {
      auto builder = report(Code::TypeMismatch, argument.span, "this gives no value to print");
      const char *help = argument.syntax ? changingCallHelp(*argument.syntax->value) : nullptr;
      if (help) builder.help(help);
    }
    if (givesNothing || value->type->is(TypeKind::Error) || !checker_.conversions().requireText(value, argument.span)) {
      isFine = false;
      continue;
    }
    if (!line->parts.empty()) line->parts.push_back(constant(types_.str(), call.span, std::string(" ")));
    auto *textOf = program_.make<tree::ToText>(types_.str(), argument.span);
    textOf->operand = coerce(value, checker_.conversions().settled(value->type), argument.span, "this");
    line->parts.push_back(textOf);
  }
  if (!isFine) return error(call.span);
  stmt->message = line;
  return statementAsValue(stmt, call.span);
}

/// What gives a value by one way or another; as a statement they need not agree.
static bool choosesValue(const ast::Expr &expr) {
  return expr.kind == ast::Kind::IfExpr || expr.kind == ast::Kind::MatchExpr || expr.kind == ast::Kind::CatchExpr ||
         expr.kind == ast::Kind::BlockExpr;
}

Expr *Statements::checkTail(const ast::Expr &expr, const Type *expected, tree::EffectRange &effects) {
  Effects::Mark before = checker_.effects().mark();
  Expr *value = checker_.missingPipes().goOn(expr, expected);
  if (!value) value = check(expr, expected);
  effects = checker_.effects().since(before);
  bool isLost = isUnasked(expected) && !choosesValue(expr) && !isNothing(value->type);
  Purity purity = isLost ? checker_.effects().purity(effects) : Purity::Effect;
  if (purity != Purity::Effect) idle_.push_back({value, effects, purity});
  return value;
}

/// `n //= 2`, `n // 2`: what was meant for an operator begins a comment.
static bool isDividedBehind(std::string_view behind) {
  behind.remove_prefix(std::min(behind.find_first_not_of(' '), behind.size()));
  size_t operand = behind.find_first_not_of(" /=");
  return behind.starts_with("//") && operand < 5 && std::isdigit(static_cast<unsigned char>(behind[operand]));
}

void Statements::reportUnused(Span span, const Type *type, bool isExample) {
  auto builder = report(Code::UnusedValue, span, "nothing uses this value");
  if (!isNothing(type)) builder.label("has the type `" + text(type) + "`");
  if (isExample && !type->isFunction()) {
    builder.help("say behind it what it prints: `" + checker_.written(span) + " // ..`");
    return;
  }
  if (isDividedBehind(checker_.sources().text(span.file).substr(span.end)))
    builder.note("`//` begins a comment; whole division is written `div`");
  builder.help(type->isFunction() ? "call it: `" + checker_.written(span, "f") + "()`"
                                  : "print it, or name it with `let`");
}

/// A statement that does nothing, or branches of it that do nothing; later where that is not known yet.
void Statements::reportIdle(const ast::ExprStmt &stmt, const Expr *value, Purity purity,
                            const tree::EffectRange &effects) {
  bool isExample = state_.isExample;
  const auto *literal = ast::dynCast<const ast::StringLiteral>(stmt.expr);
  bool isComment = literal && literal->style == ast::StringStyle::Multiline;
  if (purity == Purity::Pure && (isComment || stmt.expr->kind == ast::Kind::LambdaExpr)) {
    report(Code::UnusedValue, stmt.span, "nothing uses this value")
        .label("has the type `" + text(value->type) + "`")
        .help(isComment ? "each line of a comment begins with `//`, of one that documents what follows with `///`"
                        : "a function has a name: `fn name(..)`; a lambda is named with `let` or called");
    return;
  }
  if (purity == Purity::Pure) return reportUnused(stmt.span, value->type, isExample);
  auto later = [&](const tree::EffectRange &range, Span span, const Type *type) {
    checker_.effects().askLater(range, [=, this] { reportUnused(span, type, isExample); });
  };
  for (const IdleValue &idle : idle_) {
    if (idle.purity == Purity::Pure) reportUnused(idle.value->span, idle.value->type, isExample);
    if (idle.purity == Purity::Unknown) later(idle.effects, idle.value->span, idle.value->type);
  }
  if (purity == Purity::Unknown && idle_.empty() && !isNothing(value->type)) later(effects, stmt.span, value->type);
}

/// `print` alone, a function of the library or for any types: which of them is meant is not even known.
bool Statements::reportUncalled(const ast::Expr &expr) {
  const auto *name = ast::dynCast<const ast::NameExpr>(&expr);
  if (!name || checker_.scopes().lookup(name->name.text).local) return false;
  auto fn = state_.module->functions.find(name->name.text);
  bool isGeneric = fn != state_.module->functions.end() && !fn->second->typeParameters.empty();
  bool isOfLibrary =
      fn == state_.module->functions.end() &&
      (name->name.text == "print" || name->name.text == "eprint" || checker_.calls().isLibraryName(name->name.text));
  if (!isGeneric && !isOfLibrary) return false;
  report(Code::UnusedValue, expr.span, "nothing uses this function")
      .help("call it: `" + name->name.text + (name->name.text.ends_with("print") ? "(\"..\")`" : "(..)`"));
  return true;
}

void Statements::checkExprStmt(const ast::ExprStmt &exprStmt, std::vector<tree::Stmt *> &out) {
  if (reportUncalled(*exprStmt.expr)) return checker_.missingPipes().endStatements();
  Effects::Mark before = checker_.effects().mark();
  std::vector<IdleValue> outerIdle = std::exchange(idle_, {});
  const Type *expected = choosesValue(*exprStmt.expr) ? types_.unit() : nullptr;
  Expr *value = checker_.missingPipes().goOn(*exprStmt.expr, expected);
  if (!value) value = check(*exprStmt.expr, expected);
  const Type *type = value->type;
  tree::EffectRange effects = checker_.effects().since(before);
  bool isUncalled = type->isFunction() && exprStmt.expr->kind != ast::Kind::CallExpr;
  // Effects of a function that is only looked at are none.
  bool mayBeIdle = !idle_.empty() || !isNothing(type);
  Purity purity = isUncalled ? Purity::Pure : mayBeIdle ? checker_.effects().purity(effects) : Purity::Effect;
  auto isPureValue = [](const IdleValue &idle) { return idle.purity == Purity::Pure; };
  bool isIdle = std::ranges::any_of(idle_, isPureValue) || (purity == Purity::Pure && !isNothing(type));
  if (!type->is(TypeKind::Error) && !type->isFrame() && !type->is(TypeKind::Grouped) &&
      (isIdle || purity != Purity::Pure))
    reportIdle(exprStmt, value, purity, effects);
  idle_ = std::move(outerIdle);
  if (type->isFrame() || type->is(TypeKind::Grouped))
    return checker_.missingPipes().endLine(exprStmt.span, value, nullptr);
  if (purity == Purity::Pure && isIdle) return;
  auto *stmt = program_.makeStmt(tree::StmtKind::Expression, exprStmt.span);
  stmt->value = value;
  out.push_back(stmt);
  // `if x == none { return }`: from here on, x is there.
  const auto *choice = ast::dynCast<const ast::IfExpr>(exprStmt.expr);
  const auto *node = tree::dynCast<tree::If>(value);
  if (choice && node && !choice->elseBranch && !choice->condition.pattern && node->thenExpr->type->is(TypeKind::Never))
    checker_.matches().narrow(*choice->condition.value, false, out);
}

} // namespace flow::sema
