#pragma once
// `fail`, `catch`, and what is known of a failure.

#include "compiler/sema/Part.h"

namespace flow::sema {

class Failures : Part {
public:
  using Part::Part;

  Expr *checkFail(const ast::LeaveExpr &leave);
  Expr *checkCatch(const ast::CatchExpr &expr, const Type *expected);
  Expr *failureMember(Expr *failure, const ast::MemberExpr &expr);
  tree::Pattern *checkFailurePattern(const ast::VariantPattern &pattern, const Type *type, PatternNames &names);

private:
  void reportIdleCatch(diag::Code code, const ast::CatchExpr &expr);

  const ast::LeaveExpr *failing_ = nullptr; ///< the `fail` whose value is checked
};

} // namespace flow::sema
