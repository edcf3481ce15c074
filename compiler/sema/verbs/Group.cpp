// group(by:) and agg(..): one row a group. The typing rule: keys in order, then one column per named
// argument.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/verbs/Frames.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

/// `by: .day.month`: a key alone that needs a name, which stands in brackets.
static bool reportUnnamedKey(Checker &checker, const ast::Expr &key, const Type *row) {
  bool isOther = key.kind != ast::Kind::MemberExpr && key.kind != ast::Kind::CallExpr &&
                 key.kind != ast::Kind::BinaryExpr && key.kind != ast::Kind::IfExpr;
  if (isOther || checker.rows().checkInRow(key, {row, nullptr})->type->is(TypeKind::Error)) return !isOther;
  const auto *member = ast::dynCast<const ast::MemberExpr>(&key);
  std::string named = "[" + (member ? member->name.text : "name") + ": " + checker.written(key.span) + "]";
  checker.report(Code::UnnamedColumn, key.span, "this column of `by:` needs a name")
      .label("only a plain column such as `.a` has a name already")
      .help("write a name before it, in brackets: `by: " + named + "`");
  return true;
}

tree::Expr *checkGroup(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input) return checker.error(call.span);
  const Argument *by = checker.calls().namedArgument(call, "by");
  if (!by) {
    reportWithoutBy(checker, call, input->type->row(), "group(by: [.a, hour: .ts.hour])");
    bool areColumns = call.positional.size() > 1; // which are meant as the keys
    for (size_t i = 1; i < call.positional.size(); ++i) areColumns &= !writtenName(call.positional[i]).empty();
    if (!areColumns) return checker.error(call.span);
  } else if (!checker.calls().requireArguments(call, 1, 1, {"by"})) {
    return checker.error(call.span);
  }
  const Type *row = input->type->row();
  tree::AggregateVerb verb;
  std::vector<types::Field> keys;
  bool isOk = true;
  auto add = [&](const ast::Expr &expr, const ast::Name &name) {
    tree::Expr *key = checker.rows().checkInRow(expr, {row, nullptr});
    const auto *column = ast::dynCast<const ast::ColumnExpr>(&expr);
    bool isUnknown = key->type->is(TypeKind::Error) && name.empty();
    std::string keyName = isUnknown      ? (column ? Rows::meantColumn(column->name.text, row) : "")
                          : name.empty() ? checker.rows().columnName(expr, "`by:`", row)
                                         : name.text;
    for (const types::Field &field : keys)
      if (field.name == keyName && !keyName.empty()) {
        checker.report(Code::DuplicateColumn, expr.span, "two keys are called `" + keyName + "`");
        isOk = false;
      }
    keys.push_back({keyName, keyName.empty() ? checker.types().error() : key->type});
    verb.keys.push_back(key);
  };
  if (!by) {
    for (size_t i = 1; i < call.positional.size(); ++i) add(*call.positional[i].syntax->value, ast::Name{});
  } else if (const auto *list = ast::dynCast<const ast::ListExpr>(by->syntax->value)) {
    for (const ast::ListElement &element : list->elements) add(*element.value, element.name);
  } else if (const auto *named = ast::dynCast<const ast::MapExpr>(by->syntax->value)) {
    for (const ast::MapEntry &entry : named->entries) {
      const auto *name = ast::dynCast<const ast::NameExpr>(entry.key);
      if (name) add(*entry.value, name->name);
      if (!name) checker.report(Code::BadArgument, entry.key->span, "the name of a key is a plain word");
      isOk &= name != nullptr;
    }
  } else if (!reportTupleOfKeys(checker, *by->syntax->value) && !reportUnnamedKey(checker, *by->syntax->value, row)) {
    add(*by->syntax->value, ast::Name{});
  } else {
    keys.push_back({"", checker.types().error()});
  }
  if (!isOk || !checker.rows().requireColumns(checker.types().record(keys), call.span)) return checker.error(call.span);
  auto *group = checker.program().make<tree::Frame>(checker.types().grouped(row, keys), call.span);
  group->inputs = {input};
  group->verb = std::move(verb);
  return group;
}

static bool isKey(const AggregateScope &scope, const std::string &name) {
  return std::ranges::find(scope.keys, name, &types::Field::name) != scope.keys.end();
}

/// `agg(sum(.x))`, `agg(.key, ..)`.
static void reportUnnamed(Checker &checker, const Argument &argument, AggregateScope &scope) {
  tree::Expr *value = argument.syntax ? checker.rows().checkAggregates(*argument.syntax->value, scope) : nullptr;
  if (!value || value->type->is(TypeKind::Error)) return;
  auto builder = checker.report(Code::UnnamedColumn, argument.span, "an aggregate needs a name");
  if (isKey(scope, writtenName(argument)))
    builder.help("leave it out: the keys of a group are columns of the result already");
  else
    builder.help("write `name: ` before it");
}

tree::Expr *checkAgg(Checker &checker, const CallSite &call) {
  tree::Expr *input = call.positional.empty() ? nullptr : checker.checkArgument(call.positional[0]);
  if (!input || input->type->is(TypeKind::Error)) return checker.error(call.span);
  AggregateScope scope;
  tree::AggregateVerb verb;
  tree::Expr *source = input;
  if (auto *group = tree::dynCast<tree::Frame>(input); group && input->type->is(TypeKind::Grouped)) {
    verb = std::get<tree::AggregateVerb>(group->verb);
    scope.keys = input->type->fields;
    source = group->inputs[0];
  }
  scope.inputRow = source->type->row();
  for (size_t i = 1; i < call.positional.size(); ++i) reportUnnamed(checker, call.positional[i], scope);
  if (call.named.empty() && call.positional.size() == 1) {
    checker.report(Code::WrongArgumentCount, call.span, "`agg` needs at least one named aggregate")
        .help("such as `agg(n: count())`");
    return checker.error(call.span);
  }
  std::vector<types::Field> fields = scope.keys;
  for (const Argument &argument : call.named) {
    tree::Expr *value = checker.rows().checkAggregates(*argument.syntax->value, scope);
    auto known = std::ranges::find(fields, argument.name(), &types::Field::name);
    if (known == fields.end()) {
      fields.push_back({argument.name(), value->type});
      verb.results.push_back(value);
      continue;
    }
    if (!holdsError(known->type) && !holdsError(value->type)) {
      auto builder = checker.report(Code::DuplicateColumn, argument.syntax->name.span,
                                    "two columns would be called `" + known->name + "`");
      if (isKey(scope, known->name)) builder.help("the keys of a group are columns of the result already");
    }
    known->type = checker.types().error();
  }
  // A name that is not known yet may be that of any column behind.
  bool areNamed = call.positional.size() == 1 && std::ranges::find(fields, "", &types::Field::name) == fields.end();
  if (!areNamed) return checker.error(call.span);
  verb.calls = std::move(scope.calls);
  return frameOf(checker, call, checker.types().record(std::move(fields)), {source}, std::move(verb));
}

/// `value_counts(.x)`: the values of a column and how many rows have each, most first.
tree::Expr *checkValueCounts(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input || !checker.calls().requireArguments(call, 2, 2, {})) return checker.error(call.span);
  const Type *row = input->type->row();
  auto column = columnArgument(checker, call.positional[1], row);
  if (!column) {
    std::string name = Rows::meantColumn(writtenName(call.positional[1]), row);
    if (name.empty()) return checker.error(call.span);
    return reportedFrame(
        checker, call, checker.types().record({{name, checker.types().error()}, {"count", checker.types().i64()}}));
  }
  const types::Field value = row->fields[*column];
  if (value.name == "count") {
    checker.report(Code::DuplicateColumn, call.positional[1].span, "two columns would be called `count`")
        .help("rename it first: `|> rename(value: .count)`");
    return checker.error(call.span);
  }
  const Type *counts = checker.types().record({value, {"count", checker.types().i64()}});
  tree::AggregateVerb aggregate;
  aggregate.keys = {checker.rows().columnRef(row, *column, call.span)};
  tree::AggregateCall count;
  count.kind = abi::AggregateKind::Count;
  count.result = *checker.rows().columnType(checker.types().i64());
  aggregate.calls = {count};
  aggregate.results = {checker.rows().columnRef(counts, 1, call.span)};
  tree::Expr *counted = frameOf(checker, call, counts, {input}, std::move(aggregate));
  tree::SortVerb most;
  most.keys = {{checker.rows().columnRef(counts, 1, call.span), true}};
  return frameOf(checker, call, counts, {counted}, std::move(most));
}

} // namespace flow::sema
