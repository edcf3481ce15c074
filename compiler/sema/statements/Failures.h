#pragma once
// `fail`, `catch`, and what is known of a failure.

#include "compiler/sema/Part.h"

namespace flow::sema {

class Failures : Part {
public:
  using Part::Part;

  Expr *checkFail(const ast::LeaveExpr &leave);
  Expr *checkCatch(const ast::CatchExpr &expr, const Type *expected);
  /// What is checked there may fail on purpose.
  template <typename Check> Expr *checkCaught(Check &&check) {
    ++caught_;
    Expr *value = check();
    --caught_;
    return value;
  }
  /// Whether there is a handler around what is checked, so that what is sure to fail is no mistake.
  bool isCaught() const { return caught_ > 0; }
  Expr *failureMember(Expr *failure, const ast::MemberExpr &expr);
  tree::Pattern *checkFailurePattern(const ast::VariantPattern &pattern, const Type *type, PatternNames &names);

private:
  void reportIdleCatch(diag::Code code, const ast::CatchExpr &expr);

  uint32_t caught_ = 0; ///< handlers around what is checked
  const ast::LeaveExpr *failing_ = nullptr; ///< the `fail` whose value is checked
};

} // namespace flow::sema
