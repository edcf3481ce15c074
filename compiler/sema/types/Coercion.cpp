#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/remedies/Remedies.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/values/Decimals.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;

Expr *Conversions::widen(Expr *value, const Type *type) {
  if (value->type == type) return value;
  if (auto *literal = tree::dynCast<tree::Constant>(value);
      literal && literal->value.index() == 1 && value->type->isInt() && type->isFloat())
    return constant(type, value->span, static_cast<double>(std::get<__int128>(literal->value)));
  if (auto *literal = tree::dynCast<tree::Constant>(value);
      literal && literal->value.index() == 1 && type->isDecimal()) {
    __int128 scaled = std::get<__int128>(literal->value);
    for (unsigned i = value->type->isDecimal() ? value->type->scale : 0; i < type->scale; ++i) scaled *= 10;
    return constant(type, value->span, scaled);
  }
  auto *convert = program_.make<tree::Convert>(type, value->span);
  convert->how = value->type->is(TypeKind::Str) ? tree::ConvertKind::Reinterpret : tree::ConvertKind::Widen;
  convert->operand = value;
  return convert;
}

Expr *Conversions::amount(Expr *value) {
  auto *number = program_.make<tree::Convert>(types_.i64(), value->span);
  number->how = tree::ConvertKind::Reinterpret;
  number->operand = value;
  return number;
}

/// Gives a `none`, or an expression that always is none, the optional type that is asked for.
static void setNoneType(Expr *value, const Type *type) {
  if (!value->type->is(TypeKind::None)) return;
  value->type = type;
  if (auto *block = tree::dynCast<tree::Block>(value); block && block->value) setNoneType(block->value, type);
  if (auto *choice = tree::dynCast<tree::If>(value)) {
    setNoneType(choice->thenExpr, type);
    if (choice->elseExpr) setNoneType(choice->elseExpr, type);
  }
  if (auto *match = tree::dynCast<tree::Match>(value))
    for (tree::MatchArm &arm : match->arms) setNoneType(arm.body, type);
}

Expr *Conversions::coerce(Expr *value, const Type *type, Span span, const std::string &where) {
  const Type *from = value->type;
  if (from == type || from->is(TypeKind::Error) || from->is(TypeKind::Never) || type->is(TypeKind::Error)) return value;
  if (type->isOptional()) {
    if (from->is(TypeKind::None)) {
      setNoneType(value, type);
      return value;
    }
    if (from->isOptional()) {
      Expr *converted = lifted(
          {value}, span, [&](std::vector<Expr *> &plain) { return coerce(plain[0], type->plain(), span, where); });
      return converted;
    }
    Expr *plain = coerce(value, type->plain(), span, where);
    if (plain->type->is(TypeKind::Error)) return plain;
    auto *some = program_.make<tree::Convert>(type, span);
    some->how = tree::ConvertKind::Some;
    some->operand = plain;
    return some;
  }
  if (widensTo(from, type)) return widen(value, type);
  if (narrowsTo(from, type)) {
    Expr *inside = coerceTails(value, type, where); // it is the tail whose line a failure shows
    return inside ? inside : checker_.decimals().asDecimal(value, type, span);
  }
  if (type->is(TypeKind::Function) && from->isClosure() && storedType(from, types_) == type) {
    checker_.rows().usesHost(span, "a function that is stored in a value");
    auto *object = program_.make<tree::Convert>(type, span);
    object->how = tree::ConvertKind::Stored;
    object->operand = value;
    object->function = checker_.lambdas().storedFunction(from);
    if (state_.function) state_.function->callees.push_back(object->function);
    return object;
  }
  if (from->is(TypeKind::Str) && type->is(TypeKind::Path)) {
    auto *convert = program_.make<tree::Convert>(type, span);
    convert->how = tree::ConvertKind::Reinterpret;
    convert->operand = value;
    return convert;
  }
  if (const auto *literal = tree::dynCast<tree::Constant>(value); literal && from->isInt() && type->isFloat()) {
    __int128 whole = std::get<__int128>(literal->value);
    double rounded = type->is(TypeKind::F32) ? static_cast<float>(whole) : static_cast<double>(whole);
    if (static_cast<__int128>(rounded) == whole) return constant(type, value->span, rounded);
  }
  static constexpr TypeKind kParts[] = {TypeKind::List, TypeKind::Map, TypeKind::Set, TypeKind::Record,
                                        TypeKind::Tuple};
  bool hasParts = std::ranges::find(kParts, type->kind) != std::end(kParts);
  if (hasParts)
    if (Expr *converted = coerceParts(value, type, span, where)) return converted;
  if (from->isOptional() && (from->plain() == type || widensTo(from->plain(), type))) {
    report(Code::OptionalValue, span, where + " must be " + text(type) + ", but this may be none")
        .label("has the type `" + text(from) + "`")
        .help("give a value for none: `.. ?? default`, or fail: `.. ?? fail \"why\"`");
    return error(span);
  }
  if (isOfReported(type) || isOfReported(from)) return error(span);
  std::string asked = text(type), given = text(from);
  bool givesNothing = from->is(TypeKind::Unit);
  auto builder =
      report(Code::TypeMismatch, span,
             where + " must be " + asked + (givesNothing ? ", but this gives no value" : ", but this is " + given));
  builder.label("expected `" + asked + "`, found `" + given + "`");
  if (std::string help = conversionRemedy(type, from, checker_.constantOf(value), checker_.written(span));
      !help.empty())
    builder.help(help);
  return error(span);
}

} // namespace flow::sema
