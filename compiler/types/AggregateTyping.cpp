#include "compiler/types/AggregateTyping.h"

namespace flow::types {

using abi::AggregateKind;

static bool takesArgument(AggregateKind kind) {
  switch (kind) {
#define FLOW_AGGREGATE(Name, Text, TakesArgument)                                                            \
  case AggregateKind::Name: return TakesArgument;
#include "runtime/abi/Aggregates.def"
  }
  return false;
}

static bool isOrderedScalar(const Type *type) {
  switch (type->kind) {
  case TypeKind::Bool:
  case TypeKind::Date:
  case TypeKind::Timestamp:
  case TypeKind::Duration:
  case TypeKind::Size:
  case TypeKind::Bytes: return true;
  default: return type->isNumeric() || type->isStringLike();
  }
}

static const Type *sumType(const Type *argument, TypeContext &context) {
  if (argument->isInt()) return context.i64();
  if (argument->isFloat()) return context.f64();
  if (argument->isDecimal()) return context.decimal(38, argument->scale);
  return argument->is(TypeKind::Duration) || argument->is(TypeKind::Size) ? argument : nullptr;
}

/// Of at least one value.
static const Type *valueType(AggregateKind kind, const Type *argument, TypeContext &context) {
  switch (kind) {
  case AggregateKind::Count:
  case AggregateKind::CountValid:
  case AggregateKind::CountDistinct: return context.i64();
  case AggregateKind::Sum: return sumType(argument, context);
  case AggregateKind::Mean:
  case AggregateKind::Std:
  case AggregateKind::Var:
  case AggregateKind::Quantile: return argument->isNumeric() ? context.f64() : nullptr;
  case AggregateKind::Min:
  case AggregateKind::Max: return isOrderedScalar(argument) ? argument : nullptr;
  case AggregateKind::First:
  case AggregateKind::Last: return argument;
  case AggregateKind::Any:
  case AggregateKind::All: return argument->is(TypeKind::Bool) ? argument : nullptr;
  }
  return nullptr;
}

static bool isZeroOfNothing(AggregateKind kind) {
  switch (kind) {
  case AggregateKind::Count:
  case AggregateKind::CountValid:
  case AggregateKind::CountDistinct:
  case AggregateKind::Sum: return true;
  default: return false;
  }
}

const Type *aggregateType(AggregateKind kind, const Type *argument, bool mayBeEmpty, TypeContext &context) {
  if (takesArgument(kind) != (argument != nullptr)) return nullptr;
  const Type *result = valueType(kind, argument ? argument->plain() : nullptr, context);
  if (!result || isZeroOfNothing(kind)) return result;
  // The deviation of one value is nothing as well.
  bool ofOne = kind == AggregateKind::Std || kind == AggregateKind::Var;
  return mayBeEmpty || ofOne || argument->isOptional() ? context.optional(result) : result;
}

} // namespace flow::types
