#pragma once
// Values as they are written.

#include "compiler/sema/Part.h"

namespace flow::sema {

class Literals : Part {
public:
  using Part::Part;

  Expr *checkLiteral(const ast::Expr &expr, const Type *expected);
  Expr *checkInt(const ast::Expr &expr, const std::string &text, bool negative, const Type *expected);

private:
  Expr *tooLarge(Span span, const std::string &written, const std::string &type);
  Expr *checkLongFloat(const ast::Expr &expr, const std::string &written, const Type *type);
  Expr *checkFloat(const ast::FloatLiteral &literal, const Type *expected);
  Expr *checkQuantity(const ast::QuantityLiteral &literal);
  Expr *checkTagged(const ast::TaggedLiteral &literal);
  Expr *checkString(const ast::StringLiteral &literal, const Type *expected);
  void noteNames(const std::string &text, Span span);
  Expr *textOfPart(const ast::StringPart &part, Expr *value);
};

} // namespace flow::sema
