// Tuples and records that are written as such: `(1, "x")`, `(a: 1, b: "x")`, `(..p, x: 3.0)`.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/PartOfValue.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

Expr *Expressions::checkTuple(const ast::TupleExpr &expr, const Type *expected) {
  if (expr.elements.empty()) return program_.make<tree::Block>(types_.unit(), expr.span); // does nothing
  auto *node = program_.make<tree::MakeRecord>(nullptr, expr.span);
  std::vector<const Type *> parts;
  if (expected) expected = expected->plain();
  bool isAsked = expected && expected->is(TypeKind::Tuple) && expected->parts.size() == expr.elements.size();
  for (size_t i = 0; i < expr.elements.size(); ++i) {
    Expr *value =
        isAsked ? checkAs(*expr.elements[i], expected->parts[i], "this part of the tuple") : check(*expr.elements[i]);
    value = partOfValue(checker_, value);
    if (value->type->is(TypeKind::Error)) return value;
    value = checker_.lambdas().stored(value);
    if (value->type->is(TypeKind::Error)) return value;
    node->fields.push_back(value);
    parts.push_back(value->type);
  }
  node->type = types_.tuple(std::move(parts));
  if (hasTooManyParts(node->type)) {
    report(Code::NestingTooDeep, expr.span, "a value of more than " + std::to_string(kMostParts) + " parts")
        .help("lists hold many values of one type");
    return error(expr.span);
  }
  return node;
}

/// The fields of the record in the order in which they are written, then those that are not.
static std::vector<uint32_t> orderOf(const std::vector<types::Field> &written, const Type &record) {
  std::vector<uint32_t> order;
  for (const types::Field &field : written) order.push_back(static_cast<uint32_t>(record.fieldIndex(field.name)));
  for (uint32_t i = 0; i < record.fields.size(); ++i)
    if (std::ranges::find(order, i) == order.end()) order.push_back(i);
  return std::ranges::is_sorted(order) ? std::vector<uint32_t>() : order;
}

Expr *Expressions::checkRecord(const ast::RecordExpr &expr, const Type *expected) {
  const Type *asked = expected && expected->plain()->is(TypeKind::Record) ? expected->plain() : nullptr;
  Expr *base = expr.base ? check(*expr.base, expected) : nullptr;
  if (base && base->type->is(TypeKind::Error)) return base;
  if (base && !base->type->is(TypeKind::Record)) {
    report(Code::TypeMismatch, expr.base->span, "`..` takes a record, but this is " + text(base->type));
    return error(expr.span);
  }
  if (base) asked = base->type;
  std::map<std::string, Expr *> given;
  std::vector<types::Field> fields;
  for (const ast::RecordField &field : expr.fields) {
    int index = asked ? asked->fieldIndex(field.name.text) : -1;
    if (asked && index < 0) {
      auto builder = report(Code::UnknownMember, field.name.span, "the record has no field `" + field.name.text + "`");
      builder.label(checker_.rows().columnsText(asked).replace(0, 7, "fields"));
      std::vector<std::string_view> candidates;
      for (const types::Field &known : asked->fields) candidates.push_back(known.name);
      if (auto near = closestName(field.name.text, candidates))
        builder.fix(field.name.span, std::string(*near), "did you mean `" + std::string(*near) + "`?");
      return error(expr.span);
    }
    Expr *value = asked ? checkAs(*field.value, asked->fields[static_cast<size_t>(index)].type, "this field")
                        : check(*field.value);
    value = partOfValue(checker_, value);
    if (value->type->is(TypeKind::Error)) return value;
    value = checker_.lambdas().stored(value);
    if (value->type->is(TypeKind::Error)) return value;
    if (!given.emplace(field.name.text, value).second) {
      report(Code::DuplicateName, field.name.span, "the field `" + field.name.text + "` is given twice");
      return error(expr.span);
    }
    fields.push_back({field.name.text, value->type});
  }
  const Type *type = asked ? asked : types_.record(fields);
  auto *node = program_.make<tree::MakeRecord>(type, expr.span);
  if (asked && !base) node->order = orderOf(fields, *type);
  for (uint32_t i = 0; i < type->fields.size(); ++i) {
    auto found = given.find(type->fields[i].name);
    if (found != given.end()) {
      node->fields.push_back(found->second);
    } else if (base) {
      auto *field = program_.make<tree::FieldOf>(type->fields[i].type, expr.span);
      field->base = base;
      field->index = i;
      node->fields.push_back(field);
    } else if (type->fields[i].type->isOptional()) {
      node->fields.push_back(constant(type->fields[i].type, expr.span, std::monostate()));
    } else {
      report(Code::MissingArgument, expr.span, "the field `" + type->fields[i].name + "` is missing");
      return error(expr.span);
    }
  }
  return node;
}

} // namespace flow::sema
