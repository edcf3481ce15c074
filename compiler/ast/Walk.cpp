#include "compiler/ast/Walk.h"

namespace flow::ast {

void Walker::walk(const Expr *expr) {
  if (expr && enter(*expr)) walkParts(*expr);
}

void Walker::walk(const Module &module) {
  for (const Item &item : module.items) {
    if (item.stmt) walk(*item.stmt);
    if (const auto *function = item.decl ? dynCast<const FnDecl>(item.decl) : nullptr) walk(function->body);
    if (const auto *test = item.decl ? dynCast<const TestDecl>(item.decl) : nullptr) walk(test->body);
  }
}

void Walker::walk(const Condition &condition) {
  walk(condition.pattern);
  walk(condition.value);
}

void Walker::walkArguments(const std::vector<Argument> &arguments) {
  for (const Argument &argument : arguments) walk(argument.value);
}

void Walker::walk(const Pattern *pattern) {
  if (!pattern) return;
  enter(*pattern);
  auto each = [&](const std::vector<Pattern *> &patterns) {
    for (const Pattern *inner : patterns) walk(inner);
  };
  if (const auto *variant = dynCast<const VariantPattern>(pattern)) each(variant->elements);
  if (const auto *tuple = dynCast<const TuplePattern>(pattern)) each(tuple->elements);
  if (const auto *list = dynCast<const ListPattern>(pattern)) each(list->elements);
  if (const auto *alternatives = dynCast<const AlternativePattern>(pattern)) each(alternatives->alternatives);
  if (const auto *record = dynCast<const RecordPattern>(pattern))
    for (const RecordPatternField &field : record->fields) walk(field.pattern);
}

void Walker::walk(const Stmt &stmt) {
  switch (stmt.kind) {
  case Kind::LetStmt:
    walk(as<LetStmt>(stmt).value);
    walk(as<LetStmt>(stmt).pattern);
    break;
  case Kind::AssignStmt:
    walk(as<AssignStmt>(stmt).target);
    walk(as<AssignStmt>(stmt).value);
    break;
  case Kind::ForStmt:
    walk(as<ForStmt>(stmt).iterable);
    walk(as<ForStmt>(stmt).pattern);
    walk(as<ForStmt>(stmt).body);
    break;
  case Kind::WhileStmt:
    walk(as<WhileStmt>(stmt).condition);
    walk(as<WhileStmt>(stmt).body);
    break;
  case Kind::AssertStmt:
    walk(as<AssertStmt>(stmt).condition);
    walk(as<AssertStmt>(stmt).message);
    break;
  case Kind::ExprStmt: walk(as<ExprStmt>(stmt).expr); break;
  default: break;
  }
}

void Walker::walkParts(const Expr &expr) {
  if (!walkElements(expr) && !walkOperands(expr)) walkBodies(expr);
}

void Walker::walkAll(const std::vector<Expr *> &exprs) {
  for (const Expr *expr : exprs) walk(expr);
}

/// Of values that are made of others.
bool Walker::walkElements(const Expr &expr) {
  switch (expr.kind) {
  case Kind::StringLiteral:
    for (const StringPart &part : as<StringLiteral>(expr).parts) walk(part.expr);
    return true;
  case Kind::TupleExpr: walkAll(as<TupleExpr>(expr).elements); return true;
  case Kind::RecordExpr:
    walk(as<RecordExpr>(expr).base);
    for (const RecordField &field : as<RecordExpr>(expr).fields) walk(field.value);
    return true;
  case Kind::ListExpr:
    for (const ListElement &element : as<ListExpr>(expr).elements) walk(element.value);
    return true;
  case Kind::MapExpr:
    for (const MapEntry &entry : as<MapExpr>(expr).entries) {
      walk(entry.key);
      walk(entry.value);
    }
    return true;
  case Kind::ComprehensionExpr: walk(as<ComprehensionExpr>(expr)); return true;
  default: return false;
  }
}

void Walker::walk(const ComprehensionExpr &expr) {
  for (const ComprehensionClause &clause : expr.clauses) {
    walk(clause.iterable);
    walk(clause.pattern);
    walkAll(clause.conditions);
  }
  walk(expr.key);
  walk(expr.value);
}

/// Of operators, calls and members.
bool Walker::walkOperands(const Expr &expr) {
  auto both = [this](const Expr *left, const Expr *right) {
    walk(left);
    walk(right);
    return true;
  };
  switch (expr.kind) {
  case Kind::ParenExpr: walk(as<ParenExpr>(expr).inner); return true;
  case Kind::UnaryExpr: walk(as<UnaryExpr>(expr).operand); return true;
  case Kind::MemberExpr: walk(as<MemberExpr>(expr).base); return true;
  case Kind::LeaveExpr: walk(as<LeaveExpr>(expr).value); return true;
  case Kind::BinaryExpr: return both(as<BinaryExpr>(expr).left, as<BinaryExpr>(expr).right);
  case Kind::RangeExpr: return both(as<RangeExpr>(expr).begin, as<RangeExpr>(expr).end);
  case Kind::PipeExpr: return both(as<PipeExpr>(expr).left, as<PipeExpr>(expr).right);
  case Kind::CallExpr:
    walk(as<CallExpr>(expr).callee);
    walkArguments(as<CallExpr>(expr).arguments);
    return true;
  case Kind::SpawnExpr:
    walk(as<SpawnExpr>(expr).call);
    walkArguments(as<SpawnExpr>(expr).options);
    return true;
  case Kind::IndexExpr:
    walk(as<IndexExpr>(expr).base);
    walkAll(as<IndexExpr>(expr).indices);
    return true;
  default: return false;
  }
}

/// Of what has blocks, arms and patterns.
void Walker::walkBodies(const Expr &expr) {
  switch (expr.kind) {
  case Kind::IfExpr:
    walk(as<IfExpr>(expr).condition);
    walk(as<IfExpr>(expr).thenBlock);
    walk(as<IfExpr>(expr).elseBranch);
    break;
  case Kind::MatchExpr:
    walk(as<MatchExpr>(expr).subject);
    for (const MatchArm &arm : as<MatchExpr>(expr).arms) {
      walk(arm.pattern);
      walk(arm.guard);
      walk(*arm.body);
    }
    break;
  case Kind::BlockExpr:
    for (const Stmt *stmt : as<BlockExpr>(expr).statements) walk(*stmt);
    break;
  case Kind::LambdaExpr:
    for (const Parameter &parameter : as<LambdaExpr>(expr).parameters) walk(parameter.pattern);
    walk(as<LambdaExpr>(expr).body);
    break;
  case Kind::CatchExpr:
    walk(as<CatchExpr>(expr).body);
    walk(as<CatchExpr>(expr).handler);
    break;
  default: break; // a name, a literal
  }
}

} // namespace flow::ast
