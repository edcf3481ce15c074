// Aggregate calls inside `agg`: what they take, what they give.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/remedies/ForeignNames.h"
#include "compiler/sema/remedies/MissingPipes.h"
#include "compiler/sema/verbs/Rows.h"
#include "compiler/sema/verbs/Verbs.h"
#include "compiler/types/AggregateTyping.h"

namespace flow::sema {

using abi::AggregateKind;
using diag::Code;

std::optional<AggregateKind> aggregateNamed(std::string_view name) {
  if (name == "median") return AggregateKind::Quantile;
#define FLOW_AGGREGATE(Name, Text, TakesArgument)                                                                      \
  if (name == Text) return AggregateKind::Name;
#include "runtime/abi/Aggregates.def"
  return std::nullopt;
}

Expr *Rows::checkAggregates(const ast::Expr &expr, AggregateScope &scope) {
  AggregateScope *outer = std::exchange(aggregates_, &scope);
  RowScope outerRow = std::exchange(row_, RowScope{types_.record(scope.keys), nullptr, checker_.scopes().depth()});
  Expr *result = check(expr);
  row_ = outerRow;
  aggregates_ = outer;
  program_.columnExprs.emplace_back(expr.span, result->type);
  return result;
}

bool Rows::reportNoAggregate(const CallSite &call) {
  const char *help = isLaterFunction(call.name->text) ? nullptr : foreignCallHelp(call.name->text, "group");
  const ast::Argument *first = help && !call.positional.empty() ? call.positional[0].syntax : nullptr;
  if (!first || !MissingPipes::holdsColumn(*first->value)) return false;
  report(Code::MisplacedAggregate, call.span, "`" + call.name->text + "` is no aggregate").help(help);
  return true;
}

Expr *Rows::reportMisplaced(const std::string &name, Span span) {
  if (!row_.aggregate.empty()) {
    std::string outer(row_.aggregate);
    report(Code::MisplacedAggregate, span, "the aggregate `" + name + "` stands inside of `" + outer + "`")
        .label("`" + outer + "` takes a value of each row, but this is one value of all of them")
        .help("one after the other: `|> group(by: .key) |> agg(x: " + checker_.written(span) + ") |> agg(y: " + outer +
              "(.x))`");
    return error(span);
  }
  report(Code::MisplacedAggregate, span, "the aggregate `" + name + "` stands outside of `agg`")
      .label("there is one row here, not a group of rows")
      .help("compute it first: `let total = frame |> agg(x: " + name +
            "(..)) |> scalar()`; of groups, `agg` and then `join`");
  return error(span);
}

Expr *Rows::callAggregate(const CallSite &call, AggregateKind kind) {
  AggregateScope &scope = *aggregates_;
  const std::string &name = call.name->text;
  bool isQuantile = name == "quantile";
  size_t least = kind == AggregateKind::Count ? 0 : isQuantile ? 2 : 1;
  size_t most = kind == AggregateKind::Count ? 1 : least;
  if (const Argument *approx = checker_.calls().namedArgument(call, "approx"); approx && name == "count_distinct")
    return notBuilt(approx->span, "`approx:` of `count_distinct`");
  if (!checker_.calls().requireArguments(call, least, most, {"where"})) return error(call.span);
  if (kind == AggregateKind::Count && call.positional.size() == 1) kind = AggregateKind::CountValid;

  // The arguments see the rows of the group, and no further aggregates.
  AggregateScope *outer = std::exchange(aggregates_, nullptr);
  RowScope outerRow = std::exchange(row_, RowScope{scope.inputRow, nullptr, checker_.scopes().depth(), name});
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
    const ir::Constant *value = checker_.constantOf(q);
    if (value && value->index() == 2 && std::get<double>(*value) >= 0 && std::get<double>(*value) <= 1)
      aggregate.parameter = std::get<double>(*value);
    else if (!q->type->is(TypeKind::Error))
      report(Code::BadArgument, call.positional[1].span,
             "`quantile` takes a number from 0 to 1 that is known while compiling")
          .help("such as `quantile(.x, 0.95)`");
  }
  if (const Argument *where = checker_.calls().namedArgument(call, "where"); where && isOk) {
    aggregate.where = checkCondition(*where->syntax->value, row_, "`where:`");
    isOk = !aggregate.where->type->is(TypeKind::Error);
  }
  row_ = outerRow;
  aggregates_ = outer;
  if (!isOk) return error(call.span);

  const Type *argument = aggregate.argument ? aggregate.argument->type : nullptr;
  bool mayBeEmpty = scope.keys.empty() || aggregate.where;
  const Type *result = types::aggregateType(kind, argument, mayBeEmpty, types_);
  if (!result || (argument && !columnType(argument))) {
    auto builder = report(Code::BadArgument, call.positional[0].span, "`" + name + "` does not take " + text(argument));
    builder.label("has the type `" + text(argument) + "`");
    const ir::Constant *known = checker_.constantOf(aggregate.argument);
    const std::string *column = known ? std::get_if<std::string>(known) : nullptr;
    const Type *plain = argument->plain();
    bool isAmount = plain->is(TypeKind::Duration) || plain->is(TypeKind::Size);
    if (isAmount && kind != AggregateKind::Sum)
      builder.help("of the number of " + std::string(plain->is(TypeKind::Size) ? "bytes: `" : "seconds: `") + name +
                   "(" + checker_.written(call.positional[0].span) + (plain->is(TypeKind::Size) ? " / 1B" : " / 1s") +
                   (isQuantile ? ", 0.5)`" : ")`"));
    if (plain->is(TypeKind::Bool))
      builder.help("rows for which it is true are counted by `count(where: " +
                   checker_.written(call.positional[0].span) + ")`");
    if (column && scope.inputRow->fieldIndex(*column) >= 0)
      builder.help("a column is written with a dot: `." + *column + "`");
    return error(call.span);
  }
  aggregate.result = *columnType(result);
  aggregate.siteFile = call.span.file;
  aggregate.siteBegin = call.span.begin;
  aggregate.siteEnd = call.span.end;
  auto *ref = program_.make<tree::ColumnRef>(result, call.span);
  ref->index = static_cast<uint32_t>(scope.keys.size() + scope.calls.size());
  scope.calls.push_back(aggregate);
  scope.callTypes.push_back(result);
  return ref;
}

} // namespace flow::sema
