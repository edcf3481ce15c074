#pragma once
// Operators of one and two operands.

#include "compiler/sema/Part.h"

namespace flow::sema {

class Operators : Part {
public:
  using Part::Part;

  Expr *checkUnary(const ast::UnaryExpr &expr, const Type *expected);
  Expr *checkBinary(const ast::BinaryExpr &expr, const Type *expected);
  Expr *checkArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *logic(bool isAnd, Expr *left, Expr *right, Span span);

private:
  bool hasOtherType(const ast::Expr &expr, const Type *context);
  Expr *plainArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *power(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *amountArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *timeArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *checkComparison(const ast::BinaryExpr &expr);
  Expr *compared(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *compareParts(const ast::BinaryExpr &expr, Expr *left, Expr *right, const Type *common);
  Expr *plainComparison(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *checkIn(const ast::BinaryExpr &expr);
  Expr *inRange(const ast::BinaryExpr &expr, const ast::RangeExpr &range, Expr *left);
  Expr *listForIn(const ast::ListExpr &expr, const Type *hint);
  Expr *asText(Expr *path);
  Expr *inList(const ast::BinaryExpr &expr, Expr *left, Expr *list);
  Expr *asElement(Expr *number, const Type *element, Span span);
  Expr *compareIn(const ast::BinaryExpr &expr, ast::BinaryOperator op, Expr *left, Expr *right);
  Expr *checkLogic(const ast::BinaryExpr &expr);
  Expr *checkCoalesce(const ast::BinaryExpr &expr, const Type *expected);
};

} // namespace flow::sema
