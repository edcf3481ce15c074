// Maps and sets: how they are made, their elements.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/PartOfValue.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;

Expr *Expressions::operation(ir::Op op, const Type *type, std::vector<Expr *> operands, Span span) {
  auto *node = program_.make<tree::Operation>(type, span);
  node->op = op;
  node->operands = std::move(operands);
  return node;
}

/// Whether values of the type can be keys of a map or elements of a set; reports when not.
bool Expressions::requireKey(const Type *type, Span span) {
  if (type->is(TypeKind::Error)) return false;
  if (satisfies(type, Bound::Hash) || type->is(TypeKind::Never)) return true;
  auto builder =
      report(Code::BadType, span, "values of " + text(type) + " cannot be keys of a map or elements of a set");
  if (type->is(TypeKind::Parameter)) builder.help("ask for it: `[" + type->name + ": Hash]`");
  return false;
}

/// The common type of the elements of a literal, which are checked; null after a report. `asked`: what the context asks
/// for, or null.
const Type *Expressions::checkElements(const std::vector<const ast::Expr *> &syntax, const Type *asked,
                                       std::vector<Expr *> &values) {
  const Type *common = asked;
  for (const ast::Expr *item : syntax) {
    // A literal, a variant that several enums have, and a lambda is as the elements before it.
    const Type *plain = common ? common->plain() : nullptr;
    bool isHint = asked || (plain && (plain->isNumeric() || plain->isEnum() || plain->isFunction()));
    Expr *value = checker_.lambdas().stored(partOfValue(checker_, check(*item, isHint ? common : nullptr)));
    if (value->type->is(TypeKind::Error)) return nullptr;
    const Type *joined = asked ? asked : common ? checker_.conversions().commonType(common, value->type) : value->type;
    if (!joined) {
      report(Code::TypeMismatch, item->span,
             "this element is " + text(value->type) + ", but the ones before it are " + text(common))
          .help(value->type->isFrame()
                    ? "frames of one list have the same columns: `select` or `derive` makes them alike"
                : value->type->is(TypeKind::Record) && common->is(TypeKind::Record)
                    ? "the records of a list have the same fields, of the same types and in one order"
                    : "all have one type; values of several kinds are variants of an `enum`, or parts of a tuple or "
                      "record");
      return nullptr;
    }
    common = joined;
    values.push_back(value);
  }
  if (!common) return types_.never(); // of an empty literal: fits everywhere
  for (Expr *&value : values) {
    value = coerce(value, common, value->span, "this element");
    if (value->type->is(TypeKind::Error)) return nullptr;
  }
  return common;
}

Expr *Expressions::checkMap(const ast::MapExpr &expr, const Type *expected) {
  bool isAsked = expected && expected->plain()->is(TypeKind::Map);
  std::vector<const ast::Expr *> keys, values;
  for (const ast::MapEntry &entry : expr.entries) {
    const auto *name = ast::dynCast<const ast::NameExpr>(entry.key);
    if (name && !checker_.instances().isKnownName(name->name.text)) {
      checker_.scopes().reportUnknownName(name->name, entry.key->span,
                                          "a text as a key stands in quotes: `\"" + name->name.text + "\"`");
      return error(expr.span);
    }
    keys.push_back(entry.key);
    values.push_back(entry.value);
  }
  auto *node = program_.make<tree::MakeMap>(types_.error(), expr.span);
  const Type *key = checkElements(keys, isAsked ? expected->plain()->parts[0] : nullptr, node->keys);
  const Type *value = checkElements(values, isAsked ? expected->plain()->parts[1] : nullptr, node->values);
  if (!key || !value || !requireKey(key, expr.span)) return error(expr.span);
  node->type = types_.map(key, value);
  return node;
}

/// `Set([1, 2])`.
Expr *Expressions::callSet(const CallSite &call) {
  if (!checker_.calls().requireArguments(call, 1, 1, {})) return error(call.span);
  const Type *expected = call.expected && call.expected->plain()->is(TypeKind::Set) ? call.expected->plain() : nullptr;
  Expr *list = checkArgument(call.positional[0], expected ? types_.list(expected->element()) : nullptr);
  if (expected && list->type->is(TypeKind::List))
    list = coerce(list, types_.list(expected->element()), list->span, "the elements of the set");
  if (list->type->is(TypeKind::Error)) return list;
  if (!list->type->is(TypeKind::List)) {
    report(Code::TypeMismatch, call.positional[0].span, "a set is made of a list, but this is " + text(list->type))
        .help("write `Set([1, 2])`");
    return error(call.span);
  }
  if (!requireKey(list->type->element(), call.span)) return error(call.span);
  auto *node = program_.make<tree::MakeSet>(types_.set(list->type->element()), call.span);
  node->list = list;
  return node;
}

/// `m[k]`.
Expr *Expressions::mapElement(Expr *map, const ast::IndexExpr &expr) {
  const Type *type = map->type->parts[0];
  Expr *key = check(*expr.indices[0], type);
  bool mayBeNull = checker_.rows().inRow() && key->type->isOptional() && !type->isOptional();
  key = coerce(key, mayBeNull ? types_.optional(type) : type, key->span, "a key of this map");
  if (key->type->is(TypeKind::Error)) return key;
  if (!mayBeNull) return operation(ir::Op::MapAt, map->type->parts[1], {map, key}, expr.span);
  return checker_.conversions().lifted({key}, expr.span, [&](std::vector<Expr *> &present) {
    return operation(ir::Op::MapAt, map->type->parts[1], {map, present[0]}, expr.span);
  });
}

} // namespace flow::sema
