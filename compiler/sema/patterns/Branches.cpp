// What branches and arms give: number literals take the type of the others.
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/types/Conversions.h"

namespace flow::sema {

/// What `{ 1 }`, `if c { 1 } else { 2 }` consist of.
static void collectTails(Expr *branch, std::vector<Expr **> &tails, Expr **place) {
  auto *choice = tree::dynCast<tree::If>(branch);
  auto *block = tree::dynCast<tree::Block>(branch);
  if (choice && choice->elseExpr) {
    collectTails(choice->thenExpr, tails, &choice->thenExpr);
    collectTails(choice->elseExpr, tails, &choice->elseExpr);
  } else if (block && block->statements.empty() && block->value) {
    collectTails(block->value, tails, &block->value);
  } else {
    tails.push_back(place);
  }
}

/// The literals that the branch consists of; none when there is anything else.
static std::vector<Expr **> literalsOf(Expr *&branch) {
  std::vector<Expr **> tails;
  collectTails(branch, tails, &branch);
  bool areLiterals = std::ranges::all_of(tails, [](Expr **tail) { return Instances::isNumberConstant(*tail); });
  return areLiterals ? tails : std::vector<Expr **>();
}

/// The type of the branch is that of its literals, once they have taken theirs.
static const Type *takeTypes(Expr *branch) {
  if (auto *choice = tree::dynCast<tree::If>(branch)) {
    takeTypes(choice->elseExpr);
    choice->type = takeTypes(choice->thenExpr);
  } else if (auto *block = tree::dynCast<tree::Block>(branch)) {
    block->type = takeTypes(block->value);
  }
  return branch->type;
}

Expr *Conversions::literalsAs(Expr *branch, const Type *type) {
  std::vector<Expr **> literals = literalsOf(branch);
  for (Expr **literal : literals) *literal = checker_.instances().literalAs(*literal, type->plain());
  if (!literals.empty()) takeTypes(branch);
  return branch;
}

/// The decimal that also holds the whole number.
static const Type *holding(const Type *decimal, __int128 number, types::TypeContext &context) {
  constexpr unsigned kMostDigits = 38;
  unsigned digits = 0;
  for (; number != 0; number /= 10) ++digits;
  unsigned whole = std::max<unsigned>(digits, decimal->precision - decimal->scale);
  return whole + decimal->scale > kMostDigits ? nullptr : context.decimal(whole + decimal->scale, decimal->scale);
}

const Type *Conversions::branchType(const Type *type, std::vector<Expr *> before, Expr *next) {
  if (const Type *common = commonType(type, next->type)) return common;
  bool isBefore = type->plain()->isDecimal();
  const Type *given = isBefore ? type : next->type, *decimal = given->plain();
  if (!decimal->isDecimal()) return nullptr;
  if (isBefore) before = {next};
  for (Expr *branch : before) {
    std::vector<Expr **> literals = literalsOf(branch);
    if (literals.empty()) return nullptr;
    for (Expr **literal : literals) {
      if (!(*literal)->type->isInt() || !decimal) return nullptr;
      decimal = holding(decimal, std::get<__int128>(tree::dynCast<tree::Constant>(*literal)->value), types_);
    }
  }
  return decimal && given->isOptional() ? types_.optional(decimal) : decimal;
}

} // namespace flow::sema
