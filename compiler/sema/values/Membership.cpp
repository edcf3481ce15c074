// `in` and `not in`: of ranges, lists, sets, maps and texts.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/Operators.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>

namespace flow::sema {

using ast::BinaryOperator;
using diag::Code;

/// The comparison `left op right` of `x in ..`, reported at the whole of it.
Expr *Operators::compareIn(const ast::BinaryExpr &expr, BinaryOperator op, Expr *left, Expr *right) {
  ast::BinaryExpr comparison(expr.span);
  comparison.op = op;
  comparison.opSpan = expr.opSpan;
  comparison.left = expr.left;
  comparison.right = expr.right;
  return checker_.conversions().lifted({left, right}, expr.span, [&](std::vector<Expr *> &plain) {
    return plainComparison(comparison, plain[0], plain[1]);
  });
}

Expr *Operators::logic(bool isAnd, Expr *left, Expr *right, Span span) {
  if (left->type->is(TypeKind::Error)) return left;
  if (right->type->is(TypeKind::Error)) return right;
  bool isOptional = left->type->isOptional() || right->type->isOptional();
  const Type *type = isOptional ? types_.optional(types_.boolean()) : types_.boolean();
  auto *node = program_.make<tree::Logic>(type, span);
  node->isAnd = isAnd;
  node->left = left;
  node->right = right;
  return node;
}

Expr *Operators::inRange(const ast::BinaryExpr &expr, const ast::RangeExpr &range, Expr *left) {
  const Type *asked = left->type->plain()->isNumeric() ? left->type->plain() : nullptr;
  Expr *begin = check(*range.begin, asked), *end = check(*range.end, asked);
  if (begin->type->is(TypeKind::Error)) return begin;
  if (end->type->is(TypeKind::Error)) return end;
  return checker_.conversions().withLocal(left, [&](Expr *value) {
    Expr *isAbove = compareIn(expr, BinaryOperator::GreaterEqual, value, begin);
    return logic(true, isAbove,
                 compareIn(expr, range.inclusive ? BinaryOperator::LessEqual : BinaryOperator::Less, value, end),
                 expr.span);
  });
}

/// Lists of scalars are compared one after the other, which keeps loops over rows free of branches; elsewhere only
/// short ones.
static bool isUnrolled(const tree::MakeList *list, bool isInRow) {
  constexpr size_t kMaxElements = 16;
  if (!list || list->elements.empty() || !list->type->element()->plain()->isColumnScalar()) return false;
  return isInRow || list->elements.size() <= kMaxElements;
}

/// Whether a number is looked for among numbers of another type, which `==` compares: 3 in [2.5, 3.0].
static bool areOtherNumbers(const Type *item, const Type *element) {
  if (!item->isNumeric() || !element->isNumeric() || item == element || element->is(TypeKind::F32)) return false;
  return !(item->isDecimal() && element->isFloat()) && !(item->isFloat() && element->isDecimal());
}

/// The number as the elements are; none when no element can be equal to it.
Expr *Operators::asElement(Expr *number, const Type *element, Span span) {
  if (widensTo(number->type, element) || (number->type->isInt() && element->isFloat()))
    return checker_.conversions().widen(number, element);
  auto *convert = program_.make<tree::Convert>(types_.optional(element), span);
  convert->how = tree::ConvertKind::OrNone;
  convert->operand = number;
  return convert;
}

/// A path, compared with texts.
Expr *Operators::asText(Expr *path) {
  auto *text = program_.make<tree::Convert>(types_.str(), path->span);
  text->how = tree::ConvertKind::Reinterpret;
  text->operand = path;
  return text;
}

Expr *Operators::inList(const ast::BinaryExpr &expr, Expr *left, Expr *list) {
  const Type *element = list->type->parts[0];
  if (left->type->is(TypeKind::Path) && element->is(TypeKind::Str)) left = asText(left);
  bool areNumbers = areOtherNumbers(checker_.rows().inRow() ? left->type->plain() : left->type, element);
  const Type *common = checker_.conversions().commonType(left->type, element);
  if (common && element->is(TypeKind::Record) && checker_.conversions().fits(left->type, element)) common = element;
  bool isUnknown = element->is(TypeKind::Never);
  bool isWider = common && common->plain() != element && widensTo(element, common->plain());
  if (isWider && !areNumbers && tree::dynCast<tree::MakeList>(list)) { // `b in [a]`, where b is i64 and a is i32
    list = coerce(list, types_.list(common->plain()), expr.right->span, "the right side of `in`");
    element = common->plain();
  }
  bool isFitting = common && (common == element || (checker_.rows().inRow() && common->plain() == element));
  if (!isUnknown && !isFitting && !areNumbers) {
    const char *what = list->type->is(TypeKind::Map) ? " cannot be a key of " : " cannot be an element of ";
    report(Code::BadOperands, expr.span, text(left->type) + what + text(list->type))
        .also(expr.left->span, text(left->type))
        .also(expr.right->span, text(list->type));
    return error(expr.span);
  }
  // A float is found among integers when it is exactly one of them, however the list is made.
  bool isExact = areNumbers && left->type->plain()->isFloat();
  if (const auto *literal = tree::dynCast<tree::MakeList>(list);
      !isExact && isUnrolled(literal, checker_.rows().inRow()))
    return checker_.conversions().withLocal(left, [&](Expr *value) {
      Expr *any = nullptr;
      for (Expr *each : literal->elements) {
        Expr *test = compareIn(expr, BinaryOperator::Equal, value, each);
        any = any ? logic(false, any, test, expr.span) : test;
      }
      return any;
    });
  auto find = [&](std::vector<Expr *> &plain) -> Expr * {
    auto *node = program_.make<tree::Contains>(types_.boolean(), expr.span);
    const Type *type = isUnknown ? plain[0]->type : element; // of [] it is what the item is
    node->item = coerce(plain[0], type, expr.left->span, "the left side of `in`");
    node->container = isUnknown && list->type->is(TypeKind::List)
                          ? coerce(list, types_.list(type), expr.right->span, "the right side of `in`")
                          : list;
    return node;
  };
  auto findNumber = [&](std::vector<Expr *> &plain) -> Expr * {
    Expr *item = asElement(plain[0], element, expr.left->span);
    if (!item->type->isOptional()) return find(plain = {item});
    auto *found = program_.make<tree::Coalesce>(types_.boolean(), expr.span);
    found->left = checker_.conversions().lifted({item}, expr.span, find);
    found->right = constant(types_.boolean(), expr.span, static_cast<__int128>(0));
    return found;
  };
  std::vector<Expr *> operands{left};
  if (areNumbers) return checker_.conversions().lifted(operands, expr.span, findNumber);
  return element->isOptional() ? find(operands) : checker_.conversions().lifted(operands, expr.span, find);
}

/// `3`, `-3`: no `3.0`.
static bool isWholeLiteral(const ast::Expr &expr) {
  if (const auto *paren = ast::dynCast<const ast::ParenExpr>(&expr)) return isWholeLiteral(*paren->inner);
  if (const auto *unary = ast::dynCast<const ast::UnaryExpr>(&expr)) return isWholeLiteral(*unary->operand);
  return expr.kind == ast::Kind::IntLiteral;
}

/// `x in [a, b]`: the list need not be made when its elements are compared one after the other. Number literals, and
/// variants, are of the type of x, which `hint` says.
Expr *Operators::listForIn(const ast::ListExpr &expr, const Type *hint) {
  std::vector<const ast::Expr *> elements = checker_.expressions().plainElements(expr);
  bool areLiterals = std::ranges::all_of(elements, [](const ast::Expr *element) { return isNumberLiteral(*element); });
  auto isFloat = [](const ast::Expr *element) { return !isWholeLiteral(*element); };
  bool areFloats = hint && hint->isInt() && std::ranges::any_of(elements, isFloat); // `3 in [2.5, 3.0]`
  bool areExact = !hint || !hint->isFloat() || std::ranges::none_of(elements, [](const ast::Expr *element) {
    constexpr size_t kExactDigits = 15; // of a whole number that a float has exactly
    return isWholeLiteral(*element) && element->span.end - element->span.begin > kExactDigits;
  });
  if (hint && hint->isNumeric() && (!areLiterals || areFloats || !areExact)) hint = nullptr;
  auto *list = program_.make<tree::MakeList>(types_.error(), expr.span);
  const Type *element = checker_.expressions().checkElements(elements, hint, list->elements);
  if (!element) return error(expr.span);
  list->type = types_.list(element);
  return list;
}

Expr *Operators::checkIn(const ast::BinaryExpr &expr) {
  const auto *range = ast::dynCast<const ast::RangeExpr>(expr.right);
  bool isRange = range && range->begin && range->end;
  // A literal is of the type of the elements.
  bool isLiteral = expr.right->kind == ast::Kind::ListExpr;
  bool takesType = isNumberLiteral(*expr.left) || mayBeVariant(*expr.left);
  Expr *right = takesType && !isRange && !isLiteral ? check(*expr.right) : nullptr;
  if (isLiteral && mayBeVariant(*expr.left)) right = listForIn(ast::as<ast::ListExpr>(*expr.right), nullptr);
  bool hasElements =
      right && (right->type->is(TypeKind::List) || right->type->is(TypeKind::Set) || right->type->is(TypeKind::Map));
  const Type *asked = hasElements ? right->type->parts[0] : nullptr; // of a map: the key
  bool isSaid = asked && (asked->plain()->isNumeric() || asked->plain()->isEnum());
  Expr *left = check(*expr.left, isSaid ? asked : nullptr);
  if (left->type->is(TypeKind::Error)) return left;
  const Type *plain = left->type->plain();
  const Type *hint = plain->isNumeric() || plain->isEnum() ? plain : nullptr;
  if (const auto *list = ast::dynCast<const ast::ListExpr>(expr.right); list && !right)
    right = listForIn(*list, hint);
  else if (!right && !isRange)
    right = check(*expr.right);
  bool isEmpty = right && hasUnknownPart(right->type); // `[:]`, whose types nothing else says
  if (isEmpty && right->type->is(TypeKind::Map))
    right = coerce(
        right, types_.map(checker_.conversions().settled(plain), checker_.conversions().settled(right->type->parts[1])),
        right->span, "this map");
  else if (isEmpty && right->type->is(TypeKind::Set))
    right = coerce(right, types_.set(checker_.conversions().settled(plain)), right->span, "this set");
  if (right && right->type->is(TypeKind::Error)) return right;
  Expr *result = nullptr;
  if (isRange) {
    result = inRange(expr, *range, left);
  } else if (right->type->is(TypeKind::List) || right->type->is(TypeKind::Set) || right->type->is(TypeKind::Map)) {
    result = inList(expr, left, right);
  } else if (right->type == checker_.expressions().rangeType()) {
    result = checker_.expressions().inRangeValue(expr, left, right);
  } else if (right->type->plain()->isStringLike()) {
    left = coerce(left, checker_.rows().inRow() && left->type->isOptional() ? left->type : types_.str(),
                  expr.left->span, "the left side of `in`");
    result = left->type->is(TypeKind::Error) ? left : checker_.calls().builtin("contains", {right, left}, expr.span);
  } else {
    auto builder = report(Code::BadOperands, expr.right->span,
                          "`in` looks into lists, ranges, sets, maps and texts, but this is " + text(right->type));
    std::string inside = checker_.written(expr.right->span);
    if (right->type->is(TypeKind::Tuple) && inside.starts_with('('))
      builder.help("a list stands in square brackets: `[" + inside.substr(1, inside.size() - 2) + "]`");
    else if (right->type->isFrame())
      builder.help("rows that have a partner in another frame are kept by `semi_join(other, on: .key)`");
    return error(expr.span);
  }
  if (expr.op == BinaryOperator::In || result->type->is(TypeKind::Error)) return result;
  return checker_.conversions().lifted({result}, expr.span, [&](std::vector<Expr *> &values) -> Expr * {
    auto *negated = program_.make<tree::Unary>(types_.boolean(), expr.span);
    negated->op = ir::Op::Not;
    negated->operand = values[0];
    return negated;
  });
}

} // namespace flow::sema
