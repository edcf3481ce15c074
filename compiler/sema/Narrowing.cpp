// After a test for none a name is plain: inside of `if x != none { .. }`, right of `x != none and`, and after
// `if x == none { return }`. So is a field of a name that cannot change, `c.port`: it gets a local of the name
// "c.port", which no name of a program is.
#include "compiler/sema/Expressions.h"
#include "compiler/sema/Matches.h"
#include "compiler/sema/Scopes.h"

namespace flow::sema {

/// The names and members that are not none when the condition is `outcome`.
static void presentParts(const ast::Expr &condition, bool outcome, std::vector<const ast::Expr *> &out) {
  if (const auto *paren = ast::dynCast<const ast::ParenExpr>(&condition))
    return presentParts(*paren->inner, outcome, out);
  if (const auto *unary = ast::dynCast<const ast::UnaryExpr>(&condition)) {
    if (unary->op == ast::UnaryOperator::Not) presentParts(*unary->operand, !outcome, out);
    return;
  }
  const auto *binary = ast::dynCast<const ast::BinaryExpr>(&condition);
  if (!binary) return;
  if (binary->op == (outcome ? ast::BinaryOperator::And : ast::BinaryOperator::Or)) {
    presentParts(*binary->left, outcome, out);
    return presentParts(*binary->right, outcome, out);
  }
  if (binary->op != (outcome ? ast::BinaryOperator::NotEqual : ast::BinaryOperator::Equal)) return;
  if (binary->right->kind == ast::Kind::NoneLiteral) out.push_back(binary->left);
}

/// Of `c.limits.port`: the name `c`, and the text; null for another expression.
static const ast::NameExpr *rootOf(const ast::Expr &expr, std::string &path) {
  if (const auto *name = ast::dynCast<const ast::NameExpr>(&expr)) {
    path = name->name.text;
    return name;
  }
  const auto *member = ast::dynCast<const ast::MemberExpr>(&expr);
  const ast::NameExpr *root = member && !member->optional ? rootOf(*member->base, path) : nullptr;
  if (root) path += "." + member->name.text;
  return root;
}

void Matches::definePresent(const std::string &name, Expr *optional, std::vector<tree::Stmt *> &out) {
  auto *value = program_.make<tree::Convert>(optional->type->plain(), optional->span);
  value->how = tree::ConvertKind::Reinterpret;
  value->operand = optional;
  Local *plain = program_.makeLocal(name, value->type, optional->span);
  plain->depth = state_.depth;
  plain->isUsed = true;
  auto *let = program_.makeStmt(tree::StmtKind::Let, optional->span);
  let->local = plain;
  let->value = value;
  out.push_back(let);
  checker_.scopes().redefine(name, plain);
}

void Matches::narrowName(const ast::NameExpr &name, std::vector<tree::Stmt *> &out) {
  Local *local = checker_.scopes().lookup(name.name.text).local;
  if (!local || local->isVar || !local->type->isOptional()) return;
  auto *ref = program_.make<tree::LocalRef>(local->type, name.span);
  ref->local = local;
  definePresent(local->name, ref, out);
  out.back()->local->span = local->span;
}

void Matches::narrowMember(const ast::MemberExpr &member, std::vector<tree::Stmt *> &out) {
  std::string path;
  const ast::NameExpr *root = rootOf(member, path);
  Local *local = root ? checker_.scopes().lookup(root->name.text).local : nullptr;
  if (!local || local->isVar) return;
  std::vector<const ast::MemberExpr *> steps; // from the last to the first
  for (const auto *step = &member; step; step = ast::dynCast<const ast::MemberExpr>(step->base)) steps.push_back(step);
  auto *ref = program_.make<tree::LocalRef>(local->type, root->span);
  ref->local = local;
  Expr *value = ref;
  while (!steps.empty()) {
    const Type *type = value->type;
    int index = type->is(TypeKind::Record) ? Expressions::memberIndex(*steps.back(), type) : -1;
    if (index < 0) return;
    auto *field = program_.make<tree::FieldOf>(type->fields[static_cast<size_t>(index)].type, steps.back()->span);
    field->base = value;
    field->index = static_cast<uint32_t>(index);
    value = field;
    steps.pop_back();
  }
  if (!value->type->isOptional()) return;
  definePresent(path, value, out);
  roots_[out.back()->local] = local;
}

void Matches::narrow(const ast::Expr &condition, bool outcome, std::vector<tree::Stmt *> &out) {
  std::vector<const ast::Expr *> parts;
  presentParts(condition, outcome, parts);
  for (const ast::Expr *part : parts) {
    if (const auto *name = ast::dynCast<const ast::NameExpr>(part)) narrowName(*name, out);
    if (const auto *member = ast::dynCast<const ast::MemberExpr>(part)) narrowMember(*member, out);
  }
}

void Matches::noteMember(const ast::MemberExpr &member, const Expr *value) {
  if (roots_.empty() || !value->type->isOptional()) return;
  std::string path;
  const ast::NameExpr *root = rootOf(member, path);
  Local *present = root ? checker_.scopes().own(path) : nullptr;
  // The name may mean another value by now.
  if (present && roots_.at(present) == checker_.scopes().lookup(root->name.text).local) present_[value] = present;
}

Expr *Matches::plainMember(Expr *value) {
  auto found = present_.find(value);
  if (found == present_.end()) return value;
  auto *ref = program_.make<tree::LocalRef>(found->second->type, value->span);
  ref->local = found->second;
  return ref;
}

Expr *Matches::checkNarrowed(const ast::Expr &branch, const ast::Expr &condition, bool outcome, const Type *expected) {
  std::vector<tree::Stmt *> lets;
  checker_.scopes().pushScope();
  narrow(condition, outcome, lets);
  Expr *value = check(branch, expected);
  if (expected && !expected->isOptional()) value = plainMember(value);
  checker_.scopes().popScope();
  if (lets.empty() || value->type->is(TypeKind::Error)) return value;
  auto *block = program_.make<tree::Block>(value->type, value->span);
  block->statements = std::move(lets);
  block->value = value;
  return block;
}

} // namespace flow::sema
