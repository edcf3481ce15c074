#pragma once
// Decimals: arithmetic, rounding, and how many digits a result has.

#include "compiler/sema/Part.h"

namespace flow::sema {

class Decimals : Part {
public:
  using Part::Part;

  Expr *decimalArithmetic(const ast::BinaryExpr &expr, Expr *left, Expr *right);
  Expr *asDecimal(Expr *value, const Type *type, Span span);
  Expr *callOnDecimals(CallSite &call, const std::string &name);
  Expr *parsedDecimal(Expr *value, const Type *type, Span span);
  Expr *callParseDecimal(const CallSite &call);

private:
  Expr *callRound(const CallSite &call, const std::string &name, Expr *value);
  Expr *callOnCommonDecimal(const CallSite &call, const std::string &name, std::vector<Expr *> values);
};

} // namespace flow::sema
