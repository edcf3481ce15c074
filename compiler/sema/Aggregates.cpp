// Aggregate calls inside `agg`: what they take, what they give.
#include "compiler/sema/Checker.h"

namespace flow::sema {

using abi::AggregateKind;
using diag::Code;

Expr *Checker::checkAggregates(const ast::Expr &expr, AggregateScope &scope) {
  AggregateScope *outer = std::exchange(aggregates_, &scope);
  RowScope outerRow = std::exchange(row_, RowScope{types_.record(scope.keys), nullptr});
  Expr *result = check(expr);
  row_ = outerRow;
  aggregates_ = outer;
  return result;
}

/// The type that an aggregate gives for an argument of a plain type, or null when it does not take that.
static const Type *resultOf(AggregateKind kind, const Type *argument, types::TypeContext &types) {
  bool isOrdered =
      argument && (argument->isNumeric() || argument->isStringLike() || argument->is(TypeKind::Date) ||
                   argument->is(TypeKind::Timestamp) || argument->is(TypeKind::Duration) ||
                   argument->is(TypeKind::Size) || argument->is(TypeKind::Bool));
  switch (kind) {
  case AggregateKind::Count:
  case AggregateKind::CountValid:
  case AggregateKind::CountDistinct: return types.i64();
  case AggregateKind::Sum:
    if (argument->isInt()) return types.i64();
    if (argument->isFloat()) return types.f64();
    if (argument->isDecimal()) return types.decimal(38, argument->scale);
    return argument->is(TypeKind::Duration) || argument->is(TypeKind::Size) ? argument : nullptr;
  case AggregateKind::Mean:
  case AggregateKind::Std:
  case AggregateKind::Var:
  case AggregateKind::Quantile: return argument->isNumeric() ? types.f64() : nullptr;
  case AggregateKind::Min:
  case AggregateKind::Max: return isOrdered ? argument : nullptr;
  case AggregateKind::First:
  case AggregateKind::Last: return argument;
  case AggregateKind::Any:
  case AggregateKind::All: return argument->is(TypeKind::Bool) ? argument : nullptr;
  }
  return nullptr;
}

/// Whether the aggregate has no value for a group in which every argument is null (or, when false, gives 0).
static bool isEmptyNull(AggregateKind kind) {
  return kind != AggregateKind::Count && kind != AggregateKind::CountValid &&
         kind != AggregateKind::CountDistinct && kind != AggregateKind::Sum;
}

Expr *Checker::callAggregate(const CallSite &call, AggregateKind kind) {
  AggregateScope &scope = *aggregates_;
  const std::string &name = call.name->text;
  bool isQuantile = name == "quantile";
  size_t least = kind == AggregateKind::Count ? 0 : isQuantile ? 2 : 1;
  size_t most = kind == AggregateKind::Count ? 1 : least;
  if (!requireArguments(call, least, most, {"where"})) return error(call.span);
  if (kind == AggregateKind::Count && call.positional.size() == 1) kind = AggregateKind::CountValid;

  // The arguments see the rows of the group, and no further aggregates.
  AggregateScope *outer = std::exchange(aggregates_, nullptr);
  RowScope outerRow = std::exchange(row_, RowScope{scope.inputRow, nullptr});
  tree::AggregateCall aggregate;
  aggregate.kind = kind;
  aggregate.parameter = name == "median" ? 0.5 : 0;
  bool isOk = true;
  if (!call.positional.empty()) {
    aggregate.argument = checkArgument(call.positional[0]);
    isOk = !aggregate.argument->type->is(TypeKind::Error);
  }
  if (isOk && isQuantile) {
    Expr *q = coerce(checkArgument(call.positional[1], types_.f64()), types_.f64(), call.positional[1].span,
                     "the second argument of `quantile`");
    const ir::Constant *value = constantOf(q);
    if (value && value->index() == 2 && std::get<double>(*value) >= 0 && std::get<double>(*value) <= 1)
      aggregate.parameter = std::get<double>(*value);
    else if (!q->type->is(TypeKind::Error))
      report(Code::BadArgument, call.positional[1].span,
             "`quantile` takes a number from 0 to 1 that is known while compiling")
          .help("such as `quantile(.x, 0.95)`");
  }
  if (const Argument *where = namedArgument(call, "where"); where && isOk) {
    aggregate.where = checkCondition(*where->syntax->value, row_, "`where:`");
    isOk = !aggregate.where->type->is(TypeKind::Error);
  }
  row_ = outerRow;
  aggregates_ = outer;
  if (!isOk) return error(call.span);

  const Type *argument = aggregate.argument ? aggregate.argument->type->plain() : nullptr;
  const Type *result = resultOf(kind, argument, types_);
  if (!result || (argument && !columnType(argument))) {
    report(Code::BadArgument, call.positional[0].span,
           "`" + name + "` does not take " + text(aggregate.argument->type))
        .label("has the type `" + text(aggregate.argument->type) + "`");
    return error(call.span);
  }
  bool mayBeEmpty = scope.keys.empty() || aggregate.where ||
                    (aggregate.argument && aggregate.argument->type->isOptional()) ||
                    kind == AggregateKind::Std || kind == AggregateKind::Var;
  if (isEmptyNull(kind) && mayBeEmpty) result = types_.optional(result);
  aggregate.result = *columnType(result);
  aggregate.siteFile = call.span.file;
  aggregate.siteBegin = call.span.begin;
  aggregate.siteEnd = call.span.end;
  auto *ref = program_->make<tree::ColumnRef>(result, call.span);
  ref->index = static_cast<uint32_t>(scope.keys.size() + scope.calls.size());
  scope.calls.push_back(aggregate);
  scope.callTypes.push_back(result);
  return ref;
}

} // namespace flow::sema
