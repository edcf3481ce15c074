// select, derive, drop, rename, cast, fill_null: a new row from the old one. All become a ProjectVerb.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/remedies/MissingPipes.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/verbs/Frames.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>
#include <set>

namespace flow::sema {

using diag::Code;

namespace {
/// The row being built, with its expressions.
struct NewRow {
  std::vector<types::Field> fields;
  tree::ProjectVerb verb;

  int indexOf(const std::string &name) const {
    for (size_t i = 0; i < fields.size(); ++i)
      if (fields[i].name == name) return static_cast<int>(i);
    return -1;
  }
  void add(std::string name, tree::Expr *value) {
    fields.push_back({std::move(name), value->type});
    verb.fields.push_back(value);
  }
  /// Of a column that there is, nothing is known any more.
  void forget(const std::string &name, tree::Expr *error) {
    if (indexOf(name) >= 0) set(name, error);
  }
  void set(std::string name, tree::Expr *value) {
    int index = indexOf(name);
    if (index < 0) return add(std::move(name), value);
    fields[static_cast<size_t>(index)].type = value->type;
    verb.fields[static_cast<size_t>(index)] = value;
  }
};
} // namespace

static NewRow copyOf(Checker &checker, const Type *row, Span span) {
  NewRow result;
  for (uint32_t i = 0; i < row->fields.size(); ++i)
    result.add(row->fields[i].name, checker.rows().columnRef(row, i, span));
  return result;
}

static tree::Expr *finish(Checker &checker, const CallSite &call, tree::Expr *input, NewRow row) {
  return frameOf(checker, call, checker.types().record(std::move(row.fields)), {input}, std::move(row.verb));
}

/// The value, unless it is a bare `none`, which has no type a column could have.
static tree::Expr *columnValue(Checker &checker, tree::Expr *value, Span span) {
  if (!value->type->is(TypeKind::None)) return value;
  checker.report(Code::CannotInfer, span, "the type of this `none` is not known")
      .help("convert it: `cast(none, i64?)`");
  return checker.error(span);
}

/// Adds the column that the argument of `select` gives. False when its name is not known, which was reported.
static bool addSelected(Checker &checker, const Argument &argument, const Type *row, NewRow &result) {
  const ast::Expr &expr = *argument.syntax->value;
  if (expr.kind == ast::Kind::ListExpr && argument.name().empty()) {
    checker.report(Code::BadArgument, expr.span, "`select` takes columns, not a list of them")
        .help("leave out the brackets: `select(.a, .b)`");
    return false;
  }
  tree::Expr *value = columnValue(checker, checker.rows().checkInRow(expr, {row, nullptr}), expr.span);
  bool isReported = value->type->is(TypeKind::Error);
  std::string name = argument.name();
  if (name.empty() && isReported) {
    if (writtenName(argument).empty()) return false;
    name = Rows::meantColumn(writtenName(argument), row);
  } else if (name.empty()) {
    name = checker.rows().columnName(expr, "`select`", row);
  }
  if (name.empty()) return false;
  int known = result.indexOf(name);
  if (known < 0) {
    result.add(name, value);
  } else if (!isReported && !result.fields[static_cast<size_t>(known)].type->is(TypeKind::Error)) {
    checker.report(Code::DuplicateColumn, argument.span, "the column `" + name + "` is selected twice");
    result.fields[static_cast<size_t>(known)].type = checker.types().error();
  }
  return true;
}

tree::Expr *checkSelect(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input) return checker.error(call.span);
  const Type *row = input->type->row();
  // Positional and named arguments in the order in which they stand.
  std::vector<const Argument *> arguments;
  for (size_t i = 1; i < call.positional.size(); ++i) arguments.push_back(&call.positional[i]);
  for (const Argument &argument : call.named) arguments.push_back(&argument);
  std::ranges::sort(arguments, {}, [](const Argument *argument) { return argument->span.begin; });
  if (arguments.empty()) {
    checker.report(Code::WrongArgumentCount, call.span, "`select` needs at least one column");
    return checker.error(call.span);
  }
  NewRow result;
  bool isNamed = true, isMeant = true;
  for (const Argument *argument : arguments) {
    if (!argument->syntax) continue;
    isNamed &= addSelected(checker, *argument, row, result);
    std::string column = argument->name().empty() ? writtenName(*argument) : "";
    isMeant &= column.empty() || row->fieldIndex(Rows::meantColumn(column, row)) >= 0;
  }
  for (const types::Field &field : row->fields) // any of them may be the one that is meant
    if (!isMeant && result.indexOf(field.name) < 0) result.add(field.name, checker.error(call.span));
  return isNamed ? finish(checker, call, input, std::move(result)) : checker.error(call.span);
}

/// `derive(.a * 2)`, `derive("name", .a * 2)`.
static void reportUnnamed(Checker &checker, const CallSite &call, const Type *row) {
  const Argument &first = call.positional[1];
  std::string name = first.syntax ? plainText(*first.syntax->value) : "";
  bool isName = call.positional.size() == 3 && !name.empty() && name.find_first_of(" \"`") == std::string::npos;
  if (isName) {
    std::string named = name + ": " + checker.written(call.positional[2].span);
    checker.report(Code::UnnamedColumn, first.span, "a derived column has its name before it")
        .fix({first.span.file, first.span.begin, call.positional[2].span.begin}, name + ": ", "write `" + named + "`");
    return;
  }
  for (size_t i = 1; i < call.positional.size(); ++i) {
    const Argument &argument = call.positional[i];
    if (!argument.syntax) continue;
    if (checker.rows().checkInRow(*argument.syntax->value, {row, nullptr})->type->is(TypeKind::Error)) continue;
    checker.report(Code::UnnamedColumn, argument.span, "a derived column needs a name")
        .help("write one before it: `name: " + checker.written(argument.span) + "`");
  }
}

tree::Expr *checkDerive(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input) return checker.error(call.span);
  const Type *row = input->type->row();
  if (call.positional.size() > 1) {
    for (const Argument &argument : call.named) checker.rows().checkInRow(*argument.syntax->value, {row, nullptr});
    reportUnnamed(checker, call, row);
    return checker.error(call.span);
  }
  if (call.named.empty()) {
    checker.report(Code::WrongArgumentCount, call.span, "`derive` needs at least one named column");
    return checker.error(call.span);
  }
  NewRow result = copyOf(checker, row, call.span);
  std::set<std::string> seen;
  for (const Argument &argument : call.named) {
    tree::Expr *value = checker.rows().checkInRow(*argument.syntax->value, {row, nullptr});
    value = columnValue(checker, value, argument.span);
    if (!seen.insert(argument.name()).second) {
      checker.report(Code::DuplicateColumn, argument.span, "the column `" + argument.name() + "` is derived twice");
      value = checker.error(argument.span);
    }
    result.set(argument.name(), value); // redefining keeps the place
  }
  return finish(checker, call, input, std::move(result));
}

tree::Expr *checkDrop(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input || !checker.calls().requireArguments(call, 2, kAnyNumber, {})) return checker.error(call.span);
  const Type *row = input->type->row();
  std::vector<bool> dropped(row->fields.size());
  const Type *left = row;
  for (size_t i = 1; i < call.positional.size(); ++i) {
    auto column = columnArgument(checker, call.positional[i], row);
    if (column)
      dropped[*column] = true;
    else
      left = withUnknown(checker, left, writtenName(call.positional[i]));
  }
  NewRow result;
  for (uint32_t i = 0; i < row->fields.size(); ++i)
    if (!dropped[i]) result.add(row->fields[i].name, checker.rows().columnRef(left, i, call.span));
  if (result.fields.empty()) {
    checker.report(Code::BadArgument, call.span, "`drop` would leave no column");
    return checker.error(call.span);
  }
  return finish(checker, call, input, std::move(result));
}

/// `rename(old: .new)`, `rename(columns: [..])`.
static bool reportSwapped(Checker &checker, const Argument &argument, const Type *row) {
  const ast::Expr &value = *argument.syntax->value;
  std::string written = writtenName(argument);
  if (!written.empty() && row->fieldIndex(written) < 0 && row->fieldIndex(argument.name()) >= 0) {
    std::string right = written + ": ." + argument.name();
    checker.report(Code::UnknownColumn, argument.span, "no column `" + written + "` in this frame")
        .label(checker.rows().columnsText(row))
        .fix(merge(argument.syntax->name.span, argument.span), right,
             "the new name stands first, then the column: `rename(" + right + ")`");
    return true;
  }
  if (value.kind != ast::Kind::MapExpr && value.kind != ast::Kind::RecordExpr) return false;
  checker.report(Code::BadArgument, argument.span, "a column such as `.a` is expected here")
      .help("the new name stands first, then the column: `rename(new: .old)`");
  return true;
}

tree::Expr *checkRename(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input || call.positional.size() != 1 || call.named.empty()) {
    if (!input) return checker.error(call.span);
    auto builder = checker.report(Code::WrongArgumentCount, call.span, "`rename` takes new names");
    bool isPair = call.positional.size() == 3 && call.positional[2].syntax && call.named.empty();
    std::string old = isPair ? writtenName(call.positional[1]) : "";
    std::string name = isPair ? plainText(*call.positional[2].syntax->value) : "";
    bool isKnown = !old.empty() && !name.empty() && name.find_first_of(" \"`") == std::string::npos;
    builder.help(isKnown ? "write `rename(" + name + ": ." + old + ")`" : "such as `rename(new: .old)`");
    return checker.error(call.span);
  }
  const Type *row = input->type->row();
  NewRow result = copyOf(checker, row, call.span), unknown;
  for (const Argument &argument : call.named) {
    if (argument.syntax->value->kind != ast::Kind::ColumnExpr && row->fieldIndex(argument.name()) >= 0) {
      const auto *text = ast::dynCast<const ast::StringLiteral>(argument.syntax->value);
      std::string name = checker.written(argument.span, "new_name");
      bool isText = text && name.size() > 2 && name.find_first_of(" $\\") == std::string::npos;
      name = isText ? name.substr(1, name.size() - 2) : "new_name";
      checker.report(Code::BadArgument, argument.span, "a column such as `.a` is expected here")
          .help("the new name stands first, then the column: `rename(" + name + ": ." + argument.name() + ")`");
      return checker.error(call.span);
    }
    if (reportSwapped(checker, argument, row)) {
      unknown.set(argument.name(), checker.error(argument.span));
      continue;
    }
    auto column = columnArgument(checker, argument, row);
    if (!column) {
      unknown.set(argument.name(), checker.error(argument.span));
      continue;
    }
    if (result.fields[*column].name != row->fields[*column].name) {
      checker.report(Code::DuplicateColumn, argument.span,
                     "the column `" + row->fields[*column].name + "` is renamed twice");
      return checker.error(call.span);
    }
    result.fields[*column].name = argument.name();
  }
  for (size_t i = 0; i < result.fields.size(); ++i)
    if (result.indexOf(result.fields[i].name) != static_cast<int>(i)) {
      checker.report(Code::DuplicateColumn, call.span, "two columns would be called `" + result.fields[i].name + "`");
      return checker.error(call.span);
    }
  for (size_t i = 0; i < unknown.fields.size(); ++i) result.set(unknown.fields[i].name, unknown.verb.fields[i]);
  return finish(checker, call, input, std::move(result));
}

/// `cast(.a, i32)` or `cast(a: i32, b: f64)`, with `on_error: null` for null where a value does not fit.
tree::Expr *checkCast(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input) return checker.error(call.span);
  const Type *row = input->type->row();
  bool isOk = true, orNone = checker.rows().givesNullOnError(call, isOk);
  if (!isOk) return checker.error(call.span);
  NewRow result = copyOf(checker, row, call.span);
  auto convert = [&](uint32_t column, const ast::Expr &type, Span span) {
    const Type *target = checker.typeNames().resolveTypeExpr(type);
    tree::Expr *value = checker.rows().columnRef(row, column, span);
    value = target->is(TypeKind::Error) ? checker.error(span)
                                        : checker.rows().castInRow(value, {row, nullptr}, target, span, orNone);
    result.fields[column].type = value->type;
    result.verb.fields[column] = value;
  };
  if (call.positional.size() == 3 && call.positional[2].syntax) {
    auto column = columnArgument(checker, call.positional[1], row);
    if (!column) return reportedFrame(checker, call, withUnknown(checker, row, writtenName(call.positional[1])));
    convert(*column, *call.positional[2].syntax->value, call.span);
  } else if (call.positional.size() != 1) {
    checker.report(Code::WrongArgumentCount, call.span, "`cast` takes a column and a type")
        .help("such as `cast(.a, i32)`, or `cast(a: i32, b: f64)` for several");
    return checker.error(call.span);
  }
  for (const Argument &argument : call.named) {
    if (argument.name() == "on_error") continue;
    tree::Expr *column = checker.rows().resolveColumn(argument.syntax->name, argument.syntax->name.span, row);
    const auto *ref = tree::dynCast<tree::ColumnRef>(column);
    if (ref)
      convert(ref->index, *argument.syntax->value, argument.span);
    else
      result.forget(Rows::meantColumn(argument.name(), row), checker.error(argument.span));
  }
  return finish(checker, call, input, std::move(result));
}

/// `fill_null(0)`, `fill_null(.a, 0)`: which columns are filled is said by their names.
static void reportUnnamedFill(Checker &checker, const CallSite &call, const Type *row) {
  bool hasAny = call.positional.size() > 1;
  const Argument &last = call.positional.back();
  ast::Kind kind = hasAny && last.syntax ? last.syntax->value->kind : ast::Kind::IntLiteral;
  std::string value = hasAny && writtenName(last).empty() ? checker.written(last.span) : "0";
  auto mayBeMeant = [&](const types::Field &field) {
    const Type *plain = field.type->plain();
    bool fits = kind == ast::Kind::StringLiteral  ? plain->is(TypeKind::Str)
                : kind == ast::Kind::FloatLiteral ? plain->isFloat()
                                                  : plain->isNumeric();
    return field.type->isOptional() && fits;
  };
  auto first = std::ranges::find_if(row->fields, mayBeMeant);
  std::string name = hasAny ? writtenName(call.positional[1]) : "";
  if (name.empty()) name = first != row->fields.end() ? first->name : "a";
  checker.report(Code::UnnamedColumn, hasAny ? call.positional[1].span : call.span, "`fill_null` takes named values")
      .help("such as `fill_null(" + name + ": " + value + ")`");
}

/// A value for null that differs from row to row, or is an aggregate.
static void reportColumnAsFill(Checker &checker, const Argument &argument) {
  const ast::Expr &value = *argument.syntax->value;
  const std::string &name = argument.name(), written = checker.written(value.span);
  std::string other = value.kind == ast::Kind::BinaryExpr ? "(" + written + ")" : written;
  const auto *call = ast::dynCast<const ast::CallExpr>(&value);
  const auto *callee = call ? ast::dynCast<const ast::NameExpr>(call->callee) : nullptr;
  static constexpr std::string_view kAggregates[] = {"mean", "median", "min", "max", "sum", "quantile"};
  bool isAggregate = callee && std::ranges::find(kAggregates, callee->name.text) != std::end(kAggregates);
  auto builder = checker.report(Code::BadArgument, value.span,
                                isAggregate ? "`fill_null` takes a value, not an aggregate"
                                            : "`fill_null` takes a value, not a column");
  if (isAggregate)
    builder.help("compute it before: `let x = frame |> agg(x: " + other + ") |> scalar()`");
  else
    builder.help("from another column it is taken by `derive(" + name + ": ." + name + " ?? " + other + ")`");
}

tree::Expr *checkFillNull(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input) return checker.error(call.span);
  const Type *row = input->type->row();
  if (call.positional.size() > 1 || call.named.empty()) {
    reportUnnamedFill(checker, call, row);
    return reportedFrame(checker, call, row);
  }
  NewRow result = copyOf(checker, row, call.span);
  for (const Argument &argument : call.named) {
    tree::Expr *column = checker.rows().resolveColumn(argument.syntax->name, argument.syntax->name.span, row);
    const auto *ref = tree::dynCast<tree::ColumnRef>(column);
    if (!ref) result.forget(Rows::meantColumn(argument.name(), row), checker.error(argument.span));
    if (!ref || !column->type->isOptional()) continue;
    if (MissingPipes::holdsColumn(*argument.syntax->value)) {
      reportColumnAsFill(checker, argument);
      result.set(argument.name(), checker.error(argument.span));
      continue;
    }
    tree::Expr *value = checker.checkAs(*argument.syntax->value, column->type->plain(), "the value for null");
    auto *filled = checker.program().make<tree::Coalesce>(column->type->plain(), argument.span);
    filled->left = column;
    filled->right = value;
    result.set(argument.name(), filled);
  }
  return finish(checker, call, input, std::move(result));
}

} // namespace flow::sema
