// Comparisons: of scalars, by their common type; of values with parts; with none.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/remedies/Remedies.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/values/Decimals.h"
#include "compiler/sema/values/Operators.h"
#include "compiler/sema/verbs/Rows.h"

#include <set>

namespace flow::sema {

using ast::BinaryOperator;
using diag::Code;

/// `[1, 2]`, `["a": 1]`: what it is of may be said by what stands beside it.
static bool isCollectionLiteral(const ast::Expr &expr) {
  return expr.kind == ast::Kind::ListExpr || expr.kind == ast::Kind::MapExpr;
}

Expr *Operators::checkComparison(const ast::BinaryExpr &expr) {
  bool isEquality = expr.op == BinaryOperator::Equal || expr.op == BinaryOperator::NotEqual;
  // A number literal, and a variant, takes its type from the other side.
  auto takesType = [](const ast::Expr &side) {
    return isNumberLiteral(side) || mayBeVariant(side) || isCollectionLiteral(side);
  };
  Expr *left = nullptr, *right = nullptr;
  auto asked = [&](const ast::Expr &side, const Type *other) {
    const Type *plain = other->plain();
    bool isSaid = (isNumberLiteral(side) && isNumber(plain)) ||
                  (mayBeVariant(side) && (plain->isEnum() || plain->is(TypeKind::Str))); // `err.kind == NotEnough`
    bool isCollection = plain->is(TypeKind::List) || plain->is(TypeKind::Map) || plain->is(TypeKind::Set);
    isSaid |= isCollection && !hasUnknownPart(plain) && checker_.calls().mayBecome(side, plain); // xs == [1, 2]
    return isSaid ? plain : nullptr;
  };
  if (takesType(*expr.left) && !takesType(*expr.right)) {
    right = check(*expr.right);
    left = check(*expr.left, asked(*expr.left, right->type));
  } else {
    left = check(*expr.left);
    if (left->type->is(TypeKind::Error) && mayBeVariant(*expr.right)) return left; // which it does not say either
    right = check(*expr.right, asked(*expr.right, left->type));
  }
  if (left->type->is(TypeKind::Error)) return left;
  if (right->type->is(TypeKind::Error)) return right;
  Expr *tested = right->type->is(TypeKind::None) ? left : left->type->is(TypeKind::None) ? right : nullptr;
  if (tested) {
    if (!isEquality) {
      report(Code::BadOperands, expr.span, "none has no order").help("test for it: `x == none`");
      return error(expr.span);
    }
    if (tested->type->is(TypeKind::None) || tested->type->isFrame())
      return constant(types_.boolean(), expr.span,
                      static_cast<__int128>(tested->type->is(TypeKind::None) == (expr.op == BinaryOperator::Equal)));
    if (!tested->type->isOptional()) // never none, but it is computed, and may fail
      tested = coerce(tested, types_.optional(tested->type), tested->span, "what is compared");
    if (tested->type->is(TypeKind::Error)) return tested;
    auto *isNone = program_.make<tree::IsNone>(types_.boolean(), expr.span);
    isNone->operand = tested;
    if (expr.op == BinaryOperator::Equal) return isNone;
    auto *negated = program_.make<tree::Unary>(types_.boolean(), expr.span);
    negated->op = ir::Op::Not;
    negated->operand = isNone;
    return negated;
  }
  if (!checker_.rows().inRow() && (left->type->isOptional() || right->type->isOptional())) {
    // Outside of rows a missing value is a value like others: equal to none, unequal to the rest.
    const Type *common = isEquality ? checker_.conversions().commonType(left->type, right->type) : nullptr;
    if (common) return compareParts(expr, left, right, common);
    Expr *side = left->type->isOptional() ? left : right;
    report(Code::OptionalValue, side->span, "a comparison needs a value, but this may be none")
        .label("has the type `" + text(side->type) + "`")
        .help(noneRemedy(side == left ? *expr.left : *expr.right));
    return error(expr.span);
  }
  return checker_.conversions().lifted(
      {left, right}, expr.span, [&](std::vector<Expr *> &plain) { return plainComparison(expr, plain[0], plain[1]); });
}

/// Whether values with parts have equality, or order.
static bool canCompare(const Type *type, Bound bound) {
  if (type->is(TypeKind::Unit)) return false;
  if (holdsParameter(type)) return satisfies(type, bound);
  return bound == Bound::Eq ? types::isComparable(type) : types::isOrdered(type);
}

/// The function, frame or failure because of which values of the type cannot be compared; null: they can.
static const Type *incomparablePart(const Type *type, std::set<const Type *> seen) {
  if (types::isComparable(type) || !seen.insert(type).second) return nullptr;
  std::vector<const Type *> parts = type->components();
  for (const types::Variant &variant : type->variants)
    for (const types::Field &field : variant.fields) parts.push_back(field.type);
  if (type->isFunction() || type->isFrame()) parts.clear();
  for (const Type *part : parts)
    if (const Type *found = incomparablePart(part, seen)) return found;
  return parts.empty() ? type : nullptr;
}

Expr *Operators::plainComparison(const ast::BinaryExpr &expr, Expr *left, Expr *right) {
  const Type *common = checker_.conversions().commonType(left->type, right->type);
  if (common && left->type->isDecimal() != right->type->isDecimal()) common = nullptr;
  if (!common && left->type->isDecimal() && right->type->isInt()) {
    right = checker_.conversions().widen(right, types_.decimal(20, 0));
    common = checker_.conversions().commonType(left->type, right->type);
  } else if (!common && right->type->isDecimal() && left->type->isInt()) {
    left = checker_.conversions().widen(left, types_.decimal(20, 0));
    common = checker_.conversions().commonType(left->type, right->type);
  }
  bool isEquality = expr.op == BinaryOperator::Equal || expr.op == BinaryOperator::NotEqual;
  if (common && common->is(TypeKind::Parameter)) {
    Bound needed = isEquality ? Bound::Eq : Bound::Ord;
    if (satisfies(common, needed))
      return checker_.conversions().binary(ir::Op::Equal, types_.boolean(), left, right, expr.span);
    report(Code::BadOperands, expr.span, "values of " + text(common) + " cannot be compared, as it may be any type")
        .help("ask for " + std::string(needOf(needed)) + ": `[" + text(common) + ": " + boundName(needed) + "]`");
    return error(expr.span);
  }
  if (common && !common->isColumnScalar() && canCompare(common, Bound::Eq)) {
    if (isEquality || canCompare(common, Bound::Ord)) return compareParts(expr, left, right, common);
    report(Code::BadOperands, expr.span, "values of " + text(common) + " have no order")
        .help("they can be compared with `==` and `!=`");
    return error(expr.span);
  }
  bool isComparable = common && common->isColumnScalar();
  if (isOfReported(left->type) || isOfReported(right->type)) return error(expr.span);
  if (!isComparable) {
    std::string a = text(left->type), b = text(right->type);
    auto builder = report(Code::BadOperands, expr.span, a + " and " + b + " cannot be compared");
    builder.also(expr.left->span, a).also(expr.right->span, b);
    if (const Type *part = common ? incomparablePart(common, {}) : nullptr)
      builder.help("values of " + text(part) + " have no equality" +
                   (part == common ? "" : "; compare the other parts of the two"));
    auto isTime = [](const Type *type) { return type->is(TypeKind::Date) || type->is(TypeKind::Timestamp); };
    const Expr *textSide = left->type->is(TypeKind::Str) ? left : right->type->is(TypeKind::Str) ? right : nullptr;
    const Type *other = textSide == left ? right->type : left->type;
    const ir::Constant *known = textSide ? checker_.constantOf(textSide) : nullptr;
    const ast::Expr &textSyntax = textSide == left ? *expr.left : *expr.right;
    const std::string *name = known ? std::get_if<std::string>(known) : nullptr;
    if (name && checker_.rows().inRow() && row_.row->fieldIndex(*name) >= 0)
      builder.help("a column is written with a dot: `." + *name + "`");
    else if (std::string help =
                 textSide ? conversionRemedy(other, textSide->type, known, checker_.written(textSyntax.span)) : "";
             !help.empty())
      builder.help(help);
    else if (isTime(left->type) && isTime(right->type))
      builder.help("take the date of the timestamp: `.date()`");
    else if (std::string remedy = comparisonRemedy(left->type, right->type); !remedy.empty())
      builder.help(remedy);
    return error(expr.span);
  }
  auto asCommon = [&](Expr *side) {
    if (common->is(TypeKind::Str)) return side;
    return common->isDecimal() ? checker_.decimals().asDecimal(side, common, expr.span)
                               : checker_.conversions().widen(side, common);
  };
  left = asCommon(left);
  right = asCommon(right);
  if (left->type->is(TypeKind::Error) || right->type->is(TypeKind::Error)) return error(expr.span);
  return compared(expr, left, right);
}

/// Both sides have one type.
Expr *Operators::compared(const ast::BinaryExpr &expr, Expr *left, Expr *right) {
  switch (expr.op) {
  case BinaryOperator::Equal:
    return checker_.conversions().binary(ir::Op::Equal, types_.boolean(), left, right, expr.span);
  case BinaryOperator::NotEqual:
    return checker_.conversions().binary(ir::Op::NotEqual, types_.boolean(), left, right, expr.span);
  case BinaryOperator::Less:
    return checker_.conversions().binary(ir::Op::Less, types_.boolean(), left, right, expr.span);
  case BinaryOperator::LessEqual:
    return checker_.conversions().binary(ir::Op::LessEqual, types_.boolean(), left, right, expr.span);
  case BinaryOperator::Greater:
    return checker_.conversions().binary(ir::Op::Less, types_.boolean(), right, left, expr.span);
  default: return checker_.conversions().binary(ir::Op::LessEqual, types_.boolean(), right, left, expr.span);
  }
}

/// Of values with parts.
Expr *Operators::compareParts(const ast::BinaryExpr &expr, Expr *left, Expr *right, const Type *common) {
  common = checker_.conversions().settled(common); // [] == []
  if (common->plain()->isNumeric()) {              // `1 == 1.0`, where either may be none
    auto widened = [&](Expr *side) {
      if (side->type == common) return side;
      return checker_.conversions().lifted({side}, side->span, [&](std::vector<Expr *> &plain) {
        return checker_.conversions().widen(plain[0], common->plain());
      });
    };
    left = widened(left);
    right = widened(right);
  }
  left = coerce(left, common, expr.left->span, "the left side");
  right = coerce(right, common, expr.right->span, "the right side");
  if (left->type->is(TypeKind::Error) || right->type->is(TypeKind::Error)) return error(expr.span);
  return compared(expr, left, right);
}

} // namespace flow::sema
