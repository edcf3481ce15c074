// After a test for none a name is plain: inside of `if x != none { .. }`, right of `x != none and`, and after
// `if x == none { return }`. So is a field of a value that cannot change, `c.port`.
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/patterns/Matches.h"
#include "compiler/sema/values/Expressions.h"

namespace flow::sema {

/// "c.port", and what it begins with; nothing when it is no field of a named value.
static std::optional<std::string> pathOf(const ast::Expr &expr, std::string &root) {
  if (const auto *name = ast::dynCast<const ast::NameExpr>(&expr)) return root = name->name.text;
  const auto *member = ast::dynCast<const ast::MemberExpr>(&expr);
  auto base = member && !member->optional ? pathOf(*member->base, root) : std::nullopt;
  return base ? std::optional(*base + "." + member->name.text) : std::nullopt;
}

/// The names and fields that are not none when the condition is `outcome`.
static void presentNames(const ast::Expr &condition, bool outcome, std::vector<const ast::Expr *> &out) {
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
  bool isPlace = binary->left->kind == ast::Kind::NameExpr || binary->left->kind == ast::Kind::MemberExpr;
  if (isPlace && binary->right->kind == ast::Kind::NoneLiteral) out.push_back(binary->left);
}

Local *Matches::narrowedField(const ast::MemberExpr &expr) {
  if (!checker_.scopes().hasPaths()) return nullptr;
  std::string root;
  auto path = pathOf(expr, root);
  return path ? checker_.scopes().lookupPath(root, *path) : nullptr;
}

/// A name that cannot change, or a field of one; null when it is something else.
Expr *Matches::fieldValue(const ast::Expr &expr) {
  const auto *member = ast::dynCast<const ast::MemberExpr>(&expr);
  const auto *name = ast::dynCast<const ast::NameExpr>(&expr);
  Local *local = name ? checker_.scopes().lookup(name->name.text).local : member ? narrowedField(*member) : nullptr;
  if (local) {
    if (local->isVar) return nullptr;
    auto *ref = program_.make<tree::LocalRef>(local->type, expr.span);
    ref->local = local;
    return ref;
  }
  Expr *base = member && !member->optional ? fieldValue(*member->base) : nullptr;
  int index = base ? Expressions::memberIndex(*member, base->type) : -1;
  if (index < 0) return nullptr;
  auto at = static_cast<size_t>(index);
  const Type *type = base->type->is(TypeKind::Record) ? base->type->fields[at].type : base->type->parts[at];
  auto *field = program_.make<tree::FieldOf>(type, expr.span);
  field->base = base;
  field->index = static_cast<uint32_t>(index);
  return field;
}

/// Declares a local that holds the value, which is there.
Local *Matches::plainLocal(const std::string &name, Expr *value, std::vector<tree::Stmt *> &out) {
  auto *present = program_.make<tree::Convert>(value->type->plain(), value->span);
  present->how = tree::ConvertKind::Reinterpret;
  present->operand = value;
  Local *plain = program_.makeLocal(name, present->type, value->span);
  plain->depth = state_.depth;
  plain->isUsed = true;
  auto *let = program_.makeStmt(tree::StmtKind::Let, value->span);
  let->local = plain;
  let->value = present;
  out.push_back(let);
  return plain;
}

void Matches::narrowPlace(const ast::Expr &place, std::vector<tree::Stmt *> &out) {
  std::string root;
  auto path = pathOf(place, root);
  Expr *value = path ? fieldValue(place) : nullptr;
  if (!value || !value->type->isOptional()) return;
  const auto *ref = tree::dynCast<tree::LocalRef>(value);
  Local *plain = plainLocal(*path, value, out);
  if (ref) plain->span = ref->local->span;
  if (*path == root)
    checker_.scopes().redefine(root, plain);
  else
    checker_.scopes().redefinePath(*path, plain);
}

void Matches::narrow(const ast::Expr &condition, bool outcome, std::vector<tree::Stmt *> &out) {
  std::vector<const ast::Expr *> places;
  presentNames(condition, outcome, places);
  for (const ast::Expr *place : places) narrowPlace(*place, out);
}

Expr *Matches::withLets(std::vector<tree::Stmt *> lets, Expr *value) {
  if (lets.empty() || value->type->is(TypeKind::Error)) return value;
  auto *block = program_.make<tree::Block>(value->type, value->span);
  block->statements = std::move(lets);
  block->value = value;
  return block;
}

Expr *Matches::checkPresent(const ast::Expr &place, const std::function<Expr *()> &checked) {
  std::vector<tree::Stmt *> lets;
  checker_.scopes().pushScope();
  narrowPlace(place, lets);
  Expr *value = checked();
  checker_.scopes().popScope();
  return withLets(std::move(lets), value);
}

Expr *Matches::checkNarrowed(const ast::Expr &branch, const ast::Expr &condition, bool outcome, const Type *expected) {
  std::vector<tree::Stmt *> lets;
  checker_.scopes().pushScope();
  narrow(condition, outcome, lets);
  Expr *value = check(branch, expected);
  checker_.scopes().popScope();
  return withLets(std::move(lets), value);
}

} // namespace flow::sema
