#include "compiler/sema/types/Conversions.h"

#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/remedies/Remedies.h"
#include "compiler/sema/values/Decimals.h"
#include "compiler/sema/verbs/Frames.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;

Expr *Conversions::castTo(Expr *value, const Type *target, Span span, bool orNone) {
  if (value->type->is(TypeKind::Error)) return value;
  if (value->type->is(TypeKind::None)) return coerce(value, types_.optional(target), span, "this");
  Expr *converted = convertValue(value, target->plain(), span, orNone);
  return target->isOptional() ? coerce(converted, target, span, "this") : converted;
}

Expr *Conversions::convertValue(Expr *value, const Type *target, Span span, bool orNone) {
  if (!checker_.rows().inRow() && value->type->isOptional() && !target->is(TypeKind::Str)) {
    report(Code::OptionalValue, value->span, "a conversion needs a value, but this may be none")
        .help("give a value for none: `.. ?? default`");
    return error(span);
  }
  auto build = [&](std::vector<Expr *> &plain) { return convertPlain(plain[0], target, span, orNone); };
  std::vector<Expr *> operands{value};
  return checker_.rows().inRow() ? lifted(operands, span, build) : build(operands);
}

/// The value that is found in the text, or a ConversionError (`orNone`: none).
Expr *Conversions::parsedOrFail(const std::function<Expr *(Expr *)> &parse, Expr *text, Span span, bool orNone) {
  bool isSimple = text->kind == tree::ExprKind::LocalRef || text->kind == tree::ExprKind::ColumnRef ||
                  text->kind == tree::ExprKind::Constant;
  if (!orNone && !isSimple) return withLocal(text, [&](Expr *once) { return parsedOrFail(parse, once, span, orNone); });
  Expr *parsed = parse(text);
  if (!parsed->type->isOptional() || orNone) return parsed;
  auto *leave = program_.make<tree::Leave>(types_.never(), span);
  leave->leave = ast::LeaveKind::Fail;
  leave->failure = abi::FailureKind::ConversionError;
  auto *message = program_.make<tree::Concat>(types_.str(), span); // the text as it stands in other values: in quotes
  message->parts = {constant(types_.str(), span, std::string("\"")), text,
                    constant(types_.str(), span, "\" is no " + types::text(parsed->type->plain()))};
  leave->value = message;
  auto *node = program_.make<tree::Coalesce>(parsed->type->plain(), span);
  node->left = parsed;
  node->right = leave;
  return node;
}

bool Conversions::requireText(const Expr *value, Span span) {
  const Type *type = value->type;
  if (isReported(value)) return false;
  if (type->isFrame() || type->is(TypeKind::Grouped)) {
    report(Code::TypeMismatch, span, "a frame has no text")
        .help("`show()` prints it; `collect()` makes a list of its rows");
    return false;
  }
  if (type->plain()->isFunction()) {
    report(Code::TypeMismatch, span, "a function has no text").label("has the type `" + text(type) + "`");
    return false;
  }
  if (!holdsParameter(type) || satisfies(type, Bound::Show)) return true;
  report(Code::TypeMismatch, span, "values of " + text(type) + " may have no text, as it may be any type")
      .help("ask for it: `[" + text(type) + ": Show]`");
  return false;
}

/// With `orNone` what may fail gives an optional instead.
Expr *Conversions::convertPlain(Expr *value, const Type *target, Span span, bool orNone) {
  const Type *from = value->type;
  if (from == target) return value;
  if (target->is(TypeKind::Str) && !from->isFrame() && !from->is(TypeKind::Grouped)) {
    if (!requireText(value, span)) return error(span);
    auto *node = program_.make<tree::ToText>(types_.str(), span);
    node->operand = coerce(value, settled(from), span, "this");
    return node;
  }
  bool isText = from->isStringLike();
  auto parsed = [&](const char *function) {
    return parsedOrFail([&](Expr *once) { return checker_.calls().builtin(function, {once}, span); }, value, span,
                        orNone);
  };
  if (isText && (target->isInt() || target->isFloat() || target->is(TypeKind::Bool))) {
    const char *parse = target->isInt() ? "parse_int" : target->isFloat() ? "parse_float" : "parse_bool";
    Expr *number = parsed(parse);
    if (number->type->is(TypeKind::Error)) return number;
    return lifted({number}, span,
                  [&](std::vector<Expr *> &plain) { return convertPlain(plain[0], target, span, orNone); });
  }
  if (isText && target->isDecimal())
    return parsedOrFail([&](Expr *once) { return checker_.decimals().parsedDecimal(once, target, span); }, value, span,
                        orNone);
  if (isText && target->is(TypeKind::Date)) return parsed("parse_date");
  if (isText && target->is(TypeKind::Timestamp)) return parsed("parse_timestamp");
  if (isText && target->is(TypeKind::Duration)) return parsed("parse_duration");
  if (isText && target->is(TypeKind::Size)) return parsed("parse_size");
  if (isText && target->is(TypeKind::Bytes)) return checker_.calls().builtin("bytes", {value}, span);
  if (isText && target->is(TypeKind::Path)) return coerce(value, target, span, "this");
  if (from->is(TypeKind::Date) && target->is(TypeKind::Timestamp))
    return checker_.calls().builtin("timestamp", {value}, span);
  if (from->is(TypeKind::Timestamp) && target->is(TypeKind::Date))
    return checker_.calls().builtin("date", {value}, span);
  if (from->is(TypeKind::Size) && target->isNumeric()) return convertPlain(amount(value), target, span, orNone);
  bool ofNumber = (isNumber(from) || from->is(TypeKind::Bool)) && target->isNumeric();
  if (!ofNumber) {
    auto builder = report(Code::BadConversion, span, text(from) + " cannot be converted to " + text(target));
    builder.label("has the type `" + text(from) + "`");
    bool isTime = from->is(TypeKind::Date) || from->is(TypeKind::Timestamp);
    if (from->is(TypeKind::Duration) && target->isNumeric())
      builder.help("divide by a unit: `d / 1h`, or take `d.seconds()`");
    else if (isTime && target->isNumeric())
      builder.help("take a part, such as `.year`, or the time since another: `(a - b) / 1d`");
    else if (from->isNumeric() && target->is(TypeKind::Size))
      builder.help("say of which unit: `n * 1MB`, of a literal `3MB`");
    else if (from->isNumeric() && target->is(TypeKind::Duration))
      builder.help("say of which unit: `n * 1h`, of a literal `3h`");
    else if (from->isNumeric() && target->is(TypeKind::Bool))
      builder.help("say what is asked: `" + checker_.written(value->span, "x") + " != 0`");
    else if (from->is(TypeKind::List) && target->isNumeric())
      builder.help("convert each element: `[" + text(target) + "(x) for x in xs]`");
    return error(span);
  }
  bool isLossless = target->is(TypeKind::F64) || from->is(TypeKind::Bool) ||
                    (from->isInt() && target->isInt() && commonNumeric(from, target) == target) ||
                    (from->isDecimal() && target->isDecimal() && commonType(from, target) == target);
  auto *node = program_.make<tree::Convert>(!isLossless && orNone ? types_.optional(target) : target, span);
  node->how = isLossless ? tree::ConvertKind::Widen : orNone ? tree::ConvertKind::OrNone : tree::ConvertKind::Checked;
  node->operand = value;
  return node;
}

} // namespace flow::sema
