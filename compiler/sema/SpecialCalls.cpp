// Functions whose arguments are no ordinary values: is_null(x), cast(x, T).
#include "compiler/sema/Calls.h"
#include "compiler/sema/Conversions.h"
#include "compiler/sema/Rows.h"
#include "compiler/sema/TypeNames.h"

namespace flow::sema {

using diag::Code;

Expr *Calls::callIsNull(const CallSite &call) {
  if (!requireArguments(call, 1, 1, {})) return error(call.span);
  Expr *value = checkArgument(call.positional[0]);
  if (value->type->is(TypeKind::Error)) return value;
  if (!value->type->isOptional()) return constant(types_.boolean(), call.span, static_cast<__int128>(0));
  auto *isNone = program_.make<tree::IsNone>(types_.boolean(), call.span);
  isNone->operand = value;
  return isNone;
}

Expr *Calls::callCast(const CallSite &call) {
  if (!requireArguments(call, 2, 2, {"on_error"})) return error(call.span);
  bool isOk = true, orNone = checker_.rows().givesNullOnError(call, isOk);
  if (!isOk || !call.positional[1].syntax) return error(call.span);
  const Type *target = checker_.typeNames().resolveTypeExpr(*call.positional[1].syntax->value);
  if (target->is(TypeKind::Error)) return error(call.span);
  Expr *value = checkArgument(call.positional[0], target->plain());
  return checker_.conversions().castTo(value, target, call.span, orNone);
}

Expr *Calls::callConversion(const CallSite &call, const Type *target) {
  if (call.positional.size() != 1 || !call.named.empty()) {
    report(Code::WrongArgumentCount, call.span, "the conversion `" + text(target) + "` takes one argument");
    return error(call.span);
  }
  Expr *value = checkArgument(call.positional[0]);
  if (value->type->is(TypeKind::Error)) return value;
  if (value->type->is(TypeKind::Unit) || value->type->is(TypeKind::Never)) {
    report(Code::TypeMismatch, value->span, "this gives no value to convert");
    return error(call.span);
  }
  return target->isOptional() ? checker_.conversions().castTo(value, target, call.span, false)
                              : checker_.conversions().convertValue(value, target, call.span);
}

} // namespace flow::sema
