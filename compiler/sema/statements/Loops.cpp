// Loops and comprehensions: what can be gone through, and what arrives each time.
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/patterns/Matches.h"
#include "compiler/sema/remedies/MissingPipes.h"
#include "compiler/sema/remedies/Remedies.h"
#include "compiler/sema/statements/Statements.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/Places.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;

/// `a..b` of integers; the type of what arrives is their common one.
const Type *Statements::checkRangeEnds(const ast::RangeExpr &range, tree::Stmt &loop) {
  loop.begin = check(*range.begin);
  loop.end = check(*range.end, loop.begin->type);
  loop.inclusive = range.inclusive;
  const Type *begin = loop.begin->type, *end = loop.end->type;
  if (begin->is(TypeKind::Error) || end->is(TypeKind::Error)) return types_.error();
  const Type *common = begin->isInt() && end->isInt() ? checker_.conversions().commonNumeric(begin, end) : nullptr;
  if (!common) {
    auto builder = report(Code::TypeMismatch, range.span,
                          "a range goes over integers, but this is " + text(begin) + " to " + text(end));
    if (begin->isOptional() && begin->plain()->isInt())
      builder.help(noneRemedy(*range.begin));
    else if (end->isOptional() && end->plain()->isInt())
      builder.help(noneRemedy(*range.end));
    return types_.error();
  }
  loop.begin = checker_.conversions().widen(loop.begin, common);
  loop.end = checker_.conversions().widen(loop.end, common);
  return common;
}

/// The type of the elements of what a loop goes through.
const Type *Statements::checkIterable(const ast::Expr &iterable, tree::Stmt &loop) {
  if (const auto *range = ast::dynCast<const ast::RangeExpr>(&iterable); range && range->begin && range->end) {
    loop.kind = tree::StmtKind::ForRange;
    return checkRangeEnds(*range, loop);
  }
  loop.kind = tree::StmtKind::ForList;
  loop.value = check(iterable);
  const Type *type = loop.value->type;
  if (type->is(TypeKind::List)) return type->element();
  if (type == checker_.expressions().rangeType()) {
    loop.kind = tree::StmtKind::ForRange;
    return types_.i64();
  }
  if (type->is(TypeKind::Str)) {
    loop.kind = tree::StmtKind::ForText;
    return type;
  }
  if (type->is(TypeKind::Bytes)) {
    loop.value = checker_.library().callMethod("to_list", loop.value, iterable.span);
    return loop.value->type->element();
  }
  if (type->is(TypeKind::Map) || type->is(TypeKind::Set)) {
    loop.kind = tree::StmtKind::ForMap;
    return type->is(TypeKind::Set) ? type->element() : types_.tuple({type->parts[0], type->parts[1]});
  }
  if (type->isFrame()) { // for row in f: over its rows
    checker_.rows().usesHost(iterable.span, "running a frame");
    auto *rows = program_.make<tree::Outcome>(types_.list(type->row()), iterable.span);
    rows->outcome = tree::OutcomeKind::Collect;
    rows->frame = loop.value;
    loop.value = rows;
    return holdsError(type) ? types_.error() : rows->type->element();
  }
  if (type->is(TypeKind::Error)) return type;
  if (type->is(TypeKind::Grouped)) {
    report(Code::UnfinishedGroup, iterable.span, "a loop cannot go through a group, which is no frame yet")
        .help("aggregate it: `|> agg(n: count())`; lists of rows by a key are `collect().group_by(fn(r) => ..)`");
    return types_.error();
  }
  if (type->is(TypeKind::None)) {
    report(Code::TypeMismatch, iterable.span, "a loop cannot go through `none`")
        .help("an empty list is `[]`, where its type is known: `let xs: List[i64] = []`");
    return types_.error();
  }
  if (type->isOptional() || type->isNumeric() || type->is(TypeKind::Bool)) {
    auto builder = report(Code::TypeMismatch, iterable.span, "a loop cannot go through " + text(type));
    if (type->isInt()) builder.help("count up to it: `0..n`");
    if (type->isOptional()) builder.help("give a value for none: `.. ?? default`");
    return types_.error();
  }
  auto builder = report(Code::TypeMismatch, iterable.span, "a loop cannot go through " + text(type));
  if (type->is(TypeKind::Tuple)) builder.help("the parts of a tuple may be of different types; a list is `[1, 2]`");
  return types_.error();
}

/// A loop whose body begins with what the pattern binds, in a scope that the caller closes.
tree::Stmt *Statements::openLoop(const ast::Pattern &pattern, const ast::Expr &iterable, Span span) {
  tree::Stmt *loop = program_.makeStmt(tree::StmtKind::ForList, span);
  const Type *element = checkIterable(iterable, *loop);
  const Type *whole = loop->value ? loop->value->type : element;
  if (pattern.kind != ast::Kind::WildcardPattern && !whole->parts.empty() && whole->element()->is(TypeKind::Never)) {
    reportUnknownPart(whole, iterable.span); // for x in []
    element = types_.error();
  }
  loop->body = program_.make<tree::Block>(types_.unit(), span);
  checker_.scopes().pushScope();
  if (const auto *name = ast::dynCast<const ast::BindPattern>(&pattern)) {
    loop->local = checker_.scopes().declare(name->name, element, false);
    loop->local->isLoopName = true;
    return loop;
  }
  loop->local = program_.makeLocal("", element, pattern.span);
  loop->local->depth = state_.depth;
  if (pattern.kind == ast::Kind::WildcardPattern) return loop;
  auto *item = program_.make<tree::LocalRef>(element, pattern.span);
  item->local = loop->local;
  bindPattern(pattern, item, false, loop->body->statements, "`for`");
  return loop;
}

/// Adds the statements to the body; whether a `break` leaves the loop.
bool Statements::checkLoopBody(const ast::BlockExpr &syntax, tree::Block &body) {
  bool isOuterLeft = std::exchange(state_.isLeft, false);
  ++state_.loops;
  checker_.scopes().pushScope();
  for (const ast::Stmt *stmt : syntax.statements) checkStmt(*stmt, body.statements);
  checker_.missingPipes().endStatements();
  checker_.scopes().popScope();
  --state_.loops;
  return std::exchange(state_.isLeft, isOuterLeft);
}

void Statements::checkFor(const ast::ForStmt &syntax, std::vector<tree::Stmt *> &out) {
  tree::Stmt *loop = openLoop(*syntax.pattern, *syntax.iterable, syntax.span);
  checkLoopBody(*syntax.body, *loop->body);
  checker_.scopes().popScope();
  out.push_back(loop);
}

void Statements::checkWhile(const ast::WhileStmt &loop, std::vector<tree::Stmt *> &out) {
  if (loop.condition.pattern) return checker_.matches().checkWhileLet(loop, out);
  auto *stmt = program_.makeStmt(tree::StmtKind::While, loop.span);
  stmt->value = checker_.rows().checkCondition(*loop.condition.value, row_, "the condition of `while`");
  checker_.scopes().pushScope();
  stmt->body = program_.make<tree::Block>(types_.unit(), loop.body->span);
  checker_.matches().narrow(*loop.condition.value, true, stmt->body->statements);
  bool isLeft = checkLoopBody(*loop.body, *stmt->body);
  checker_.scopes().popScope();
  const auto *literal = ast::dynCast<const ast::BoolLiteral>(loop.condition.value);
  stmt->isEndless = literal && literal->value && !isLeft;
  out.push_back(stmt);
}

// ---- comprehensions: loops that add to a list of their own

/// `if c1 if c2 { .. }`: gives where what follows the conditions belongs, in a scope of its own.
std::vector<tree::Stmt *> &Statements::openConditions(const ast::ComprehensionClause &clause, tree::Block &body) {
  std::vector<tree::Stmt *> *inner = &body.statements;
  for (const ast::Expr *condition : clause.conditions) {
    auto *choice = program_.make<tree::If>(types_.unit(), condition->span);
    auto *then = program_.make<tree::Block>(types_.unit(), condition->span);
    choice->condition = checker_.rows().checkCondition(*condition, row_, "the condition of a comprehension");
    choice->thenExpr = then;
    checker_.matches().narrow(*condition, true, then->statements);
    auto *stmt = program_.makeStmt(tree::StmtKind::Expression, condition->span);
    stmt->value = choice;
    inner->push_back(stmt);
    inner = &then->statements;
  }
  return *inner;
}

/// What a comprehension makes its elements of; of the type `asked`, when the context asks for one.
Expr *Statements::checkPart(const ast::Expr &expr, const Type *asked, const char *where) {
  Expr *value = asked ? checkAs(expr, asked, where) : checker_.lambdas().stored(check(expr));
  if (!value->type->is(TypeKind::Unit) && !value->type->is(TypeKind::Grouped)) return value;
  report(Code::TypeMismatch, expr.span, "this gives no value to keep");
  return error(expr.span);
}

Expr *Statements::checkComprehension(const ast::ComprehensionExpr &expr, const Type *expected) {
  TypeKind kind = expr.key ? TypeKind::Map : TypeKind::List;
  const Type *asked = expected && expected->plain()->is(kind) ? expected->plain() : nullptr;
  auto *block = program_.make<tree::Block>(types_.error(), expr.span); // its type follows
  tree::Place *list = program_.makePlace();
  list->span = expr.span;
  list->root = program_.makeLocal("", nullptr, expr.span);
  list->root->isVar = list->root->isUsed = true;
  list->root->depth = state_.depth;
  auto *empty = program_.makeStmt(tree::StmtKind::Let, expr.span);
  empty->local = list->root;
  block->statements.push_back(empty);
  std::vector<tree::Stmt *> *inner = &block->statements;
  uint32_t loops = std::exchange(state_.loops, 0); // `break` cannot leave an expression
  for (const ast::ComprehensionClause &clause : expr.clauses) {
    tree::Stmt *loop = openLoop(*clause.pattern, *clause.iterable, expr.span);
    inner->push_back(loop);
    inner = &openConditions(clause, *loop->body);
  }
  Expr *key = expr.key ? checkPart(*expr.key, asked ? asked->parts[0] : nullptr, "a key of this map") : nullptr;
  Expr *value = checkPart(*expr.value, asked ? asked->parts.back() : nullptr,
                          key ? "a value of this map" : "an element of this list");
  for (size_t i = 0; i < expr.clauses.size(); ++i) checker_.scopes().popScope();
  state_.loops = loops;
  if (value->type->is(TypeKind::Error) || (key && key->type->is(TypeKind::Error))) return error(expr.span);
  if (key && !checker_.expressions().requireKey(key->type, expr.key->span)) return error(expr.span);
  const Type *type = key ? types_.map(key->type, value->type) : types_.list(value->type);
  list->type = list->root->type = block->type = type;
  if (key)
    empty->value = program_.make<tree::MakeMap>(type, expr.span);
  else
    empty->value = program_.make<tree::MakeList>(type, expr.span);
  tree::Stmt *add = checker_.places().assignment(list, expr.span);
  Expr *old = checker_.places().oldValue(*add);
  add->value = key ? checker_.expressions().operation(ir::Op::MapSet, type, {old, key, value}, expr.span)
                   : checker_.expressions().operation(ir::Op::ListPush, type, {old, value}, expr.span);
  inner->push_back(add);
  auto *result = program_.make<tree::LocalRef>(list->type, expr.span);
  result->local = list->root;
  block->value = result;
  return block;
}

} // namespace flow::sema
