#include "compiler/lower/TreeWalk.h"

#include <algorithm>

namespace flow::lower {

using tree::Expr;
using tree::ExprKind;
using Visit = std::function<void(const Expr &)>;

static void visitPlace(const tree::Place &place, const Visit &visit) {
  for (const tree::PlaceStep &step : place.steps)
    if (step.index) visit(*step.index);
}

static void visitStatement(const tree::Stmt &stmt, const Visit &visit) {
  for (const Expr *expr : {stmt.value, stmt.begin, stmt.end, stmt.message, static_cast<Expr *>(stmt.body)})
    if (expr) visit(*expr);
  if (stmt.place) visitPlace(*stmt.place, visit);
}

void forEachChild(const Expr &expr, const Visit &visit) {
  auto each = [&](const std::vector<Expr *> &exprs) {
    for (const Expr *child : exprs) visit(*child);
  };
  auto maybe = [&](const Expr *child) {
    if (child) visit(*child);
  };
  switch (expr.kind) {
  case ExprKind::Constant:
  case ExprKind::LocalRef:
  case ExprKind::ColumnRef:
  case ExprKind::Frame: return;
  case ExprKind::PlaceRef: return visitPlace(*tree::as<tree::PlaceRef>(expr).place, visit);
  case ExprKind::Unary: return visit(*tree::as<tree::Unary>(expr).operand);
  case ExprKind::Binary: visit(*tree::as<tree::Binary>(expr).left); return visit(*tree::as<tree::Binary>(expr).right);
  case ExprKind::Logic: visit(*tree::as<tree::Logic>(expr).left); return visit(*tree::as<tree::Logic>(expr).right);
  case ExprKind::Convert: return visit(*tree::as<tree::Convert>(expr).operand);
  case ExprKind::Lifted:
    for (const auto &binding : tree::as<tree::Lifted>(expr).bindings) visit(*binding.operand);
    return visit(*tree::as<tree::Lifted>(expr).body);
  case ExprKind::IsNone: return visit(*tree::as<tree::IsNone>(expr).operand);
  case ExprKind::Coalesce:
    visit(*tree::as<tree::Coalesce>(expr).left);
    return visit(*tree::as<tree::Coalesce>(expr).right);
  case ExprKind::Truth: return visit(*tree::as<tree::Truth>(expr).operand);
  case ExprKind::Call: return each(tree::as<tree::Call>(expr).arguments);
  case ExprKind::CallValue:
    visit(*tree::as<tree::CallValue>(expr).callee);
    return each(tree::as<tree::CallValue>(expr).arguments);
  case ExprKind::Builtin: return each(tree::as<tree::Builtin>(expr).arguments);
  case ExprKind::ToText: return visit(*tree::as<tree::ToText>(expr).operand);
  case ExprKind::Concat: return each(tree::as<tree::Concat>(expr).parts);
  case ExprKind::If:
    visit(*tree::as<tree::If>(expr).condition);
    visit(*tree::as<tree::If>(expr).thenExpr);
    return maybe(tree::as<tree::If>(expr).elseExpr);
  case ExprKind::Match: {
    const auto &match = tree::as<tree::Match>(expr);
    visit(*match.subject);
    for (const tree::MatchArm &arm : match.arms) {
      maybe(arm.guard);
      visit(*arm.body);
    }
    return;
  }
  case ExprKind::Block:
    for (const tree::Stmt *stmt : tree::as<tree::Block>(expr).statements) visitStatement(*stmt, visit);
    return maybe(tree::as<tree::Block>(expr).value);
  case ExprKind::MakeRecord: return each(tree::as<tree::MakeRecord>(expr).fields);
  case ExprKind::FieldOf: return visit(*tree::as<tree::FieldOf>(expr).base);
  case ExprKind::MakeVariant: return each(tree::as<tree::MakeVariant>(expr).fields);
  case ExprKind::MakeList: return each(tree::as<tree::MakeList>(expr).elements);
  case ExprKind::MakeMap: each(tree::as<tree::MakeMap>(expr).keys); return each(tree::as<tree::MakeMap>(expr).values);
  case ExprKind::MakeSet: return visit(*tree::as<tree::MakeSet>(expr).list);
  case ExprKind::Operation: return each(tree::as<tree::Operation>(expr).operands);
  case ExprKind::Catch: visit(*tree::as<tree::Catch>(expr).body); return visit(*tree::as<tree::Catch>(expr).handler);
  case ExprKind::Contains:
    visit(*tree::as<tree::Contains>(expr).item);
    return visit(*tree::as<tree::Contains>(expr).container);
  case ExprKind::Leave: return maybe(tree::as<tree::Leave>(expr).value);
  case ExprKind::Outcome: return maybe(tree::as<tree::Outcome>(expr).argument);
  case ExprKind::CompareFrames:
    visit(*tree::as<tree::CompareFrames>(expr).ignoreOrder);
    return visit(*tree::as<tree::CompareFrames>(expr).tolerance);
  }
}

namespace {
struct Collector {
  Reads reads;
  std::set<const tree::Local *> bound;

  void bind(const tree::Pattern &pattern) {
    if (pattern.local) bound.insert(pattern.local);
    for (const tree::Pattern *part : pattern.parts) bind(*part);
  }
  void visit(const Expr &expr) {
    if (const auto *column = tree::dynCast<tree::ColumnRef>(&expr)) {
      std::pair<uint32_t, uint32_t> read{column->side, column->index};
      if (std::ranges::find(reads.columns, read) == reads.columns.end()) reads.columns.push_back(read);
    }
    if (const auto *ref = tree::dynCast<tree::LocalRef>(&expr)) {
      bool isOuter = !bound.count(ref->local) && !ref->local->constant;
      if (isOuter && std::ranges::find(reads.locals, ref->local) == reads.locals.end())
        reads.locals.push_back(ref->local);
    }
    if (const auto *lifted = tree::dynCast<tree::Lifted>(&expr))
      for (const auto &binding : lifted->bindings) bound.insert(binding.local);
    if (const auto *attempt = tree::dynCast<tree::Catch>(&expr)) bound.insert(attempt->failure);
    if (const auto *match = tree::dynCast<tree::Match>(&expr))
      for (const tree::MatchArm &arm : match->arms) bind(*arm.pattern);
    if (const auto *block = tree::dynCast<tree::Block>(&expr))
      for (const tree::Stmt *stmt : block->statements) {
        if (stmt->local) bound.insert(stmt->local);
        if (stmt->pattern) bind(*stmt->pattern);
      }
    forEachChild(expr, [&](const Expr &child) { visit(child); });
  }
};
} // namespace

Reads readsOf(const Expr &expr) {
  Collector collector;
  collector.visit(expr);
  return std::move(collector.reads);
}

/// Whether the pattern is one test, and each name has one value.
static bool isStraight(const tree::Pattern &pattern, bool isAlternative = false) {
  if (pattern.kind == tree::PatternKind::List || pattern.kind == tree::PatternKind::Failure ||
      (isAlternative && pattern.local))
    return false;
  if (pattern.kind == tree::PatternKind::Variant) // fields are there only when the variant is
    return std::ranges::all_of(pattern.parts,
                               [](const tree::Pattern *part) { return part->takesAll() && !part->local; });
  isAlternative |= pattern.kind == tree::PatternKind::Alternatives;
  return std::ranges::all_of(pattern.parts,
                             [&](const tree::Pattern *part) { return isStraight(*part, isAlternative); });
}

static bool holdsCollection(const types::Type *type) {
  switch (type->kind) {
  case types::TypeKind::List:
  case types::TypeKind::Map:
  case types::TypeKind::Set: return true;
  case types::TypeKind::Tuple:
  case types::TypeKind::Record:
    return std::ranges::any_of(type->parts, holdsCollection) ||
           std::ranges::any_of(type->fields, [](const types::Field &field) { return holdsCollection(field.type); });
  case types::TypeKind::Enum:
    return std::ranges::any_of(type->variants, [](const types::Variant &each) { return !each.fields.empty(); });
  default: return type->isOptional() && holdsCollection(type->plain());
  }
}

/// Whether it takes as long as something that is called, or a loop.
static bool mayTakeLong(const Expr &expr) {
  bool isLong = expr.kind == ExprKind::Call || !isStraight(expr);
  forEachChild(expr, [&](const Expr &child) { isLong = isLong || mayTakeLong(child); });
  return isLong;
}

bool isKept(const tree::Local &local) {
  return local.definition && (holdsCollection(local.definition->type) || mayTakeLong(*local.definition));
}

bool isStraight(const Expr &expr) {
  if (expr.type->isFrame()) return false; // its plan would run
  switch (expr.kind) {
  case ExprKind::Constant:
  case ExprKind::ColumnRef: return true;
  case ExprKind::LocalRef: {
    const tree::Local &local = *tree::as<tree::LocalRef>(expr).local;
    return !local.definition || isKept(local) || isStraight(*local.definition);
  }
  case ExprKind::Unary:
  case ExprKind::Binary:
  case ExprKind::Logic:
  case ExprKind::Convert:
  case ExprKind::Lifted:
  case ExprKind::IsNone:
  case ExprKind::Coalesce:
  case ExprKind::Truth:
  case ExprKind::FieldOf:
  case ExprKind::MakeRecord:
  case ExprKind::Call:
  case ExprKind::Builtin:
  case ExprKind::If: break;
  case ExprKind::Match:
    for (const tree::MatchArm &arm : tree::as<tree::Match>(expr).arms)
      if (!isStraight(*arm.pattern)) return false;
    break;
  case ExprKind::Block: // names for values, then the value
    for (const tree::Stmt *stmt : tree::as<tree::Block>(expr).statements) {
      bool isName = stmt->kind == tree::StmtKind::Let && stmt->local && !stmt->local->isVar;
      if (!isName || stmt->local->type->isFrame()) return false;
    }
    if (!tree::as<tree::Block>(expr).value) return false;
    break;
  default: return false;
  }
  if (const auto *choice = tree::dynCast<tree::If>(&expr); choice && !choice->elseExpr) return false;
  bool isStraightWhole = true;
  forEachChild(expr, [&](const Expr &child) { isStraightWhole &= isStraight(child); });
  return isStraightWhole;
}

} // namespace flow::lower
