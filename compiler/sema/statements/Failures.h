#pragma once
// `fail`, `catch`, and what is known of a failure.

#include "compiler/sema/Part.h"

namespace flow::sema {

class Failures : Part {
public:
  using Part::Part;

  Expr *checkFail(const ast::LeaveExpr &leave);
  Expr *checkCatch(const ast::CatchExpr &expr, const Type *expected);
  void warnOfIdleCatch(const ast::CatchExpr &expr);
  Expr *failureMember(Expr *failure, const ast::MemberExpr &expr);
  tree::Pattern *checkFailurePattern(const ast::VariantPattern &pattern, const Type *type, PatternNames &names);
};

} // namespace flow::sema
