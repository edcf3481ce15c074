// `json.parse[T](s)` and `json.write(x)`.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/verbs/Rows.h"

#include <set>

namespace flow::sema {

using diag::Code;

/// The part of the type for which JSON has nothing; null when all of it has.
static const Type *partWithoutJson(const Type *type, std::set<const Type *> &entered) {
  if (!entered.insert(type).second) return nullptr;
  bool hasNone = type->is(TypeKind::Bytes) || type->is(TypeKind::Months) || type->isFunction() || type->isFrame() ||
                 type->is(TypeKind::Grouped) || type->is(TypeKind::Failure) || type->is(TypeKind::Never);
  if (hasNone) return type;
  if (type->is(TypeKind::Map)) { // keys are strings
    const Type *key = type->parts[0];
    bool isKey = key->isStringLike() || key->isInt() || key->is(TypeKind::Bool) || key->is(TypeKind::Date) ||
                 key->is(TypeKind::Timestamp) || key->is(TypeKind::Duration) || key->is(TypeKind::Size) ||
                 key->isDecimal() || key->is(TypeKind::Parameter);
    if (!isKey) return type;
  }
  for (const types::Variant &variant : type->variants)
    for (const types::Field &field : variant.fields)
      if (const Type *part = partWithoutJson(field.type, entered)) return part;
  if (type->isEnum()) return nullptr;
  for (const Type *part : type->components())
    if (const Type *without = partWithoutJson(part, entered)) return without;
  return nullptr;
}

bool Library::requireJson(const Type *type, Span span) {
  std::set<const Type *> entered;
  const Type *part = partWithoutJson(type, entered);
  if (!part) return true;
  auto builder = report(Code::BadType, span, text(part) + " has no form in JSON");
  if (part != type) builder.label("in " + text(type));
  if (part->is(TypeKind::Map)) builder.note("the keys of an object are strings");
  return false;
}

Expr *Library::callJsonParse(const CallSite &call) {
  if (!checker_.calls().requireArguments(call, 1, 1, {}) || !checker_.rows().usesHost(call.span, "reading JSON"))
    return error(call.span);
  if (call.typeArguments.size() > 1) {
    report(Code::WrongArgumentCount, call.typeArguments[1]->span, "`json.parse` takes one type");
    return error(call.span);
  }
  bool isAsked = call.expected && !hasUnknownPart(call.expected);
  if (call.typeArguments.empty() && !isAsked) {
    report(Code::CannotInfer, call.span, "of which type the value is, is not known here")
        .help("say it: `json.parse[TYPE](..)`");
    return error(call.span);
  }
  const Type *type =
      call.typeArguments.empty() ? call.expected : checker_.typeNames().resolveTypeExpr(*call.typeArguments[0]);
  Span typeSpan = call.typeArguments.empty() ? call.span : call.typeArguments[0]->span;
  if (type->is(TypeKind::Error) || !requireJson(type, typeSpan)) return error(call.span);
  Expr *source =
      coerce(checkArgument(call.positional[0], types_.str()), types_.str(), call.positional[0].span, "the JSON");
  return source->type->is(TypeKind::Error)
             ? source
             : checker_.expressions().operation(ir::Op::JsonParse, type, {source}, call.span);
}

Expr *Library::callJsonWrite(const CallSite &call) {
  if (checker_.calls().refuseTypeArguments(call) || !checker_.calls().requireArguments(call, 1, 2, {"indent"}))
    return error(call.span);
  if (!checker_.rows().usesHost(call.span, "writing JSON")) return error(call.span);
  Expr *value = checker_.lambdas().stored(checkArgument(call.positional[0]));
  if (value->type->is(TypeKind::Error) || !requireJson(checker_.conversions().settled(value->type), value->span))
    return error(call.span);
  value = coerce(value, checker_.conversions().settled(value->type), value->span, "this");
  const Argument *named = checker_.calls().namedArgument(call, "indent");
  const Argument *asked = call.positional.size() > 1 ? &call.positional[1] : named;
  const Type *i64 = types_.i64();
  Expr *indent = asked ? coerce(checkArgument(*asked, i64), i64, asked->span, "the indent")
                       : constant(i64, call.span, static_cast<__int128>(-1));
  if (indent->type->is(TypeKind::Error)) return indent;
  return checker_.expressions().operation(ir::Op::JsonWrite, types_.str(), {value, indent}, call.span);
}

Expr *Library::callJson(CallSite &call, const ast::Name &name) {
  call.name = &checker_.makeName("json." + name.text, name.span);
  if (name.text == "parse") return callJsonParse(call);
  if (name.text == "write") return callJsonWrite(call);
  report(Code::UnknownFunction, name.span, "there is no function `json." + name.text + "`")
      .note("there are `json.parse[T](s)` and `json.write(x)`");
  return error(call.span);
}

} // namespace flow::sema
