// After a test for none a name is plain: inside of `if x != none { .. }`, right of `x != none and`, and after
// `if x == none { return }`.
#include "compiler/sema/Matches.h"
#include "compiler/sema/Scopes.h"

namespace flow::sema {

/// The names that are not none when the condition is `outcome`.
static void presentNames(const ast::Expr &condition, bool outcome, std::vector<const ast::NameExpr *> &out) {
  if (const auto *paren = ast::dynCast<const ast::ParenExpr>(&condition))
    return presentNames(*paren->inner, outcome, out);
  if (const auto *unary = ast::dynCast<const ast::UnaryExpr>(&condition)) {
    if (unary->op == ast::UnaryOperator::Not) presentNames(*unary->operand, !outcome, out);
    return;
  }
  const auto *binary = ast::dynCast<const ast::BinaryExpr>(&condition);
  if (!binary) return;
  if (binary->op == (outcome ? ast::BinaryOperator::And : ast::BinaryOperator::Or)) {
    presentNames(*binary->left, outcome, out);
    return presentNames(*binary->right, outcome, out);
  }
  if (binary->op != (outcome ? ast::BinaryOperator::NotEqual : ast::BinaryOperator::Equal)) return;
  const auto *name = ast::dynCast<const ast::NameExpr>(binary->left);
  if (name && binary->right->kind == ast::Kind::NoneLiteral) out.push_back(name);
}

void Matches::narrow(const ast::Expr &condition, bool outcome, std::vector<tree::Stmt *> &out) {
  std::vector<const ast::NameExpr *> names;
  presentNames(condition, outcome, names);
  for (const ast::NameExpr *name : names) {
    Local *local = checker_.scopes().lookup(name->name.text).local;
    if (!local || local->isVar || !local->type->isOptional()) continue;
    auto *ref = program_.make<tree::LocalRef>(local->type, name->span);
    ref->local = local;
    auto *value = program_.make<tree::Convert>(local->type->plain(), name->span);
    value->how = tree::ConvertKind::Reinterpret;
    value->operand = ref;
    Local *plain = program_.makeLocal(local->name, value->type, local->span);
    plain->depth = state_.depth;
    plain->isUsed = true;
    auto *let = program_.makeStmt(tree::StmtKind::Let, name->span);
    let->local = plain;
    let->value = value;
    out.push_back(let);
    checker_.scopes().redefine(local->name, plain);
  }
}

Expr *Matches::checkNarrowed(const ast::Expr &branch, const ast::Expr &condition, bool outcome, const Type *expected) {
  std::vector<tree::Stmt *> lets;
  checker_.scopes().pushScope();
  narrow(condition, outcome, lets);
  Expr *value = check(branch, expected);
  checker_.scopes().popScope();
  if (lets.empty() || value->type->is(TypeKind::Error)) return value;
  auto *block = program_.make<tree::Block>(value->type, value->span);
  block->statements = std::move(lets);
  block->value = value;
  return block;
}

} // namespace flow::sema
