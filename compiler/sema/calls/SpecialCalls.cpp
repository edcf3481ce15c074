// Functions whose arguments are no ordinary values: is_null(x), cast(x, T); and which names are the library's.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>

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

/// `wrapping_add(a, b)`: in the type of `a + b`; a number literal takes the type of the other one.
Expr *Calls::callWrapping(const CallSite &call, ir::Op op) {
  std::vector<const Argument *> matched;
  Mismatch problem;
  bool isMatched = matchArguments(call, {"a", "b"}, matched, problem);
  if (isMatched && (!matched[0] || !matched[1]))
    problem = {Code::MissingArgument, call.span, std::string("needs the argument `") + (matched[0] ? "b`" : "a`"), {}};
  if (!isMatched || !matched[0] || !matched[1]) {
    reportMismatch(emitter_, call.name->text, problem);
    return error(call.span);
  }
  auto isLiteral = [](const Argument &argument) {
    return argument.syntax && argument.syntax->value && isNumberLiteral(*argument.syntax->value);
  };
  const Argument &first = *matched[0], &second = *matched[1];
  auto asked = [](const Expr *other) { return other->type->plain()->isInt() ? other->type->plain() : nullptr; };
  bool isSecondFirst = isLiteral(first) && !isLiteral(second);
  Expr *right = isSecondFirst ? checkArgument(second) : nullptr;
  Expr *left = checkArgument(first, right ? asked(right) : nullptr);
  if (!right) right = checkArgument(second, asked(left));
  for (const Expr *side : {left, right})
    if (side->type->is(TypeKind::Error)) return error(call.span);
  auto build = [&](std::vector<Expr *> &plain) -> Expr * {
    const Type *a = plain[0]->type, *b = plain[1]->type;
    const Type *common = a->isInt() && b->isInt() ? checker_.conversions().commonNumeric(a, b) : nullptr;
    if (!common) {
      report(Code::TypeMismatch, call.span,
             "`" + call.name->text + "` does not take (" + text(a) + ", " + text(b) + ")")
          .note("it takes two integers of which one type holds both");
      return error(call.span);
    }
    return checker_.conversions().binary(op, common, checker_.conversions().widen(plain[0], common),
                                         checker_.conversions().widen(plain[1], common), call.span);
  };
  std::vector<Expr *> values{left, right};
  return checker_.rows().inRow() ? checker_.conversions().lifted(values, call.span, build) : build(values);
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
    auto builder =
        report(Code::WrongArgumentCount, call.span, "the conversion `" + text(target) + "` takes one argument");
    if (target->is(TypeKind::Str)) builder.help("how many digits are written says a format: `\"${x:.2f}\"`");
    return error(call.span);
  }
  const ast::Argument *syntax = call.positional[0].syntax;
  bool isWhole = syntax && syntax->value && syntax->value->kind == ast::Kind::IntLiteral;
  bool isWide = isWhole && target->is(TypeKind::U64); // more than an i64 holds
  Expr *value = checkArgument(call.positional[0], isWide ? target : nullptr);
  if (value->type->is(TypeKind::Error)) return value;
  if (value->type->is(TypeKind::Unit) || value->type->is(TypeKind::Never)) {
    report(Code::TypeMismatch, value->span, "this gives no value to convert");
    return error(call.span);
  }
  return target->isOptional() ? checker_.conversions().castTo(value, target, call.span, false)
                              : checker_.conversions().convertValue(value, target, call.span);
}

/// Whether the library has a function of the name that needs nothing before it.
bool Calls::isLibraryName(const std::string &name) {
  return !checker_.functions().named(name).empty() || checker_.standard().hasFunction(name);
}

} // namespace flow::sema
