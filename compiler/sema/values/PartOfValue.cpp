#include "compiler/sema/values/PartOfValue.h"

#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

Expr *partOfValue(Checker &checker, Expr *value) {
  if (value->type->is(TypeKind::Unit)) {
    checker.report(diag::Code::TypeMismatch, value->span, "this gives no value, but one is needed here");
    return checker.error(value->span);
  }
  if (value->type->is(TypeKind::Never)) {
    checker.report(diag::Code::TypeMismatch, value->span, "this leaves, but a value is needed here")
        .help("`fail`, `return`, `break` and `continue` stand right of `??`, in an arm, a branch or a block");
    return checker.error(value->span);
  }
  if (value->type->isFrame() && checker.rows().inRow())
    return checker.notBuilt(value->span, "a frame in a column expression");
  return value;
}

} // namespace flow::sema
