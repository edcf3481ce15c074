// sort, top, take, skip, distinct, union, concat: which rows, and in what order.
#include "compiler/sema/verbs/Rows.h"

#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/types/Generics.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/verbs/Frames.h"

namespace flow::sema {

using diag::Code;

/// `-.a` of what has an order, but no sign.
static bool reportNegatedKey(Checker &checker, const ast::Expr &key, const Type *row) {
  const auto *negated = ast::dynCast<const ast::UnaryExpr>(&key);
  const auto *column = negated ? ast::dynCast<const ast::ColumnExpr>(negated->operand) : nullptr;
  int index = column && negated->op == ast::UnaryOperator::Negate ? row->fieldIndex(column->name.text) : -1;
  const Type *type = index >= 0 ? row->fields[static_cast<size_t>(index)].type->plain() : checker.types().i64();
  if (type->isNumeric() || type->is(TypeKind::Error) || type->is(TypeKind::Duration) || type->is(TypeKind::Size))
    return false;
  std::string descending = "desc(." + column->name.text + ")";
  checker.report(Code::BadOperands, key.span, "`-` does not take " + text(type))
      .fix(key.span, descending, "a descending key is `" + descending + "`");
  return true;
}

/// `.a`, `desc(.a)` or `asc(.a)`.
static bool sortKey(Checker &checker, const ast::Expr &expr, const Type *row, tree::SortVerb &verb) {
  const ast::Expr *key = &expr;
  bool descending = false;
  if (const auto *call = ast::dynCast<const ast::CallExpr>(&expr)) {
    const auto *name = ast::dynCast<const ast::NameExpr>(call->callee);
    if (name && (name->name.text == "desc" || name->name.text == "asc") && call->arguments.size() == 1) {
      descending = name->name.text == "desc";
      key = call->arguments[0].value;
    }
  }
  if (reportNegatedKey(checker, *key, row)) return false;
  tree::Expr *value = checker.rows().checkInRow(*key, {row, nullptr});
  if (value->type->is(TypeKind::Error)) return false;
  if (!checker.rows().columnType(value->type) || value->type->is(TypeKind::None)) {
    checker.report(Code::BadArgument, key->span, "rows cannot be ordered by " + text(value->type));
    return false;
  }
  if (checker.constantOf(value)) {
    auto builder = checker.report(Code::BadArgument, key->span, "this is the same for every row, so it gives no order");
    const std::string *name = std::get_if<std::string>(checker.constantOf(value));
    bool isColumn = name && row->fieldIndex(*name) >= 0;
    builder.help("a column is written with a dot: `." + (isColumn ? *name : row->fields[0].name) + "`");
    return false;
  }
  verb.keys.push_back({value, descending});
  return true;
}

static bool sortKeys(Checker &checker, const ast::Expr &expr, const Type *row, tree::SortVerb &verb) {
  const auto *list = ast::dynCast<const ast::ListExpr>(&expr);
  if (reportTupleOfKeys(checker, expr)) return false;
  if (!list) return sortKey(checker, expr, row, verb);
  bool isOk = !list->elements.empty();
  if (!isOk) checker.report(Code::WrongArgumentCount, expr.span, "at least one column to sort by is needed");
  for (const ast::Expr *key : checker.expressions().plainElements(*list)) isOk &= sortKey(checker, *key, row, verb);
  return isOk;
}

tree::Expr *checkSort(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input) return checker.error(call.span);
  const Type *row = input->type->row();
  const Argument *by = checker.calls().namedArgument(call, "by");
  if (!by) {
    reportWithoutBy(checker, call, row, "sort(by: [desc(.n), .name])");
    return reportedFrame(checker, call, row);
  }
  if (!checker.calls().requireArguments(call, 1, 1, {"by", "nulls"})) return reportedFrame(checker, call, row);
  tree::SortVerb verb;
  bool isOk = sortKeys(checker, *by->syntax->value, row, verb);
  if (const Argument *nulls = checker.calls().namedArgument(call, "nulls")) {
    auto chosen = checker.calls().option(*nulls, {"last", "first"});
    verb.nullsFirst = chosen && *chosen == "first";
  }
  if (!isOk) return reportedFrame(checker, call, row);
  return frameOf(checker, call, row, {input}, std::move(verb));
}

tree::Expr *checkTop(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input) return checker.error(call.span);
  const Type *row = input->type->row();
  const Argument *by = checker.calls().namedArgument(call, "by");
  if (!by) {
    reportWithoutBy(checker, call, row, "top(10, by: .n)");
    return reportedFrame(checker, call, row);
  }
  if (!checker.calls().requireArguments(call, 2, 2, {"by"})) return reportedFrame(checker, call, row);
  tree::SortVerb verb;
  verb.limit = rowCount(checker, call.positional[1]);
  if (!sortKeys(checker, *by->syntax->value, row, verb)) return reportedFrame(checker, call, row);
  for (tree::SortKeyExpr &key : verb.keys) key.descending = !key.descending; // the largest first
  return frameOf(checker, call, row, {input}, std::move(verb));
}

/// `take(n)`, `skip(n)`.
static tree::Expr *someRows(Checker &checker, const CallSite &call, tree::Expr *tree::TakeVerb::*number) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input) return checker.error(call.span);
  if (!checker.calls().requireArguments(call, 2, 2, {})) return reportedFrame(checker, call, input->type->row());
  tree::TakeVerb verb;
  verb.*number = rowCount(checker, call.positional[1]);
  return frameOf(checker, call, input->type->row(), {input}, verb);
}

tree::Expr *checkTake(Checker &checker, const CallSite &call) {
  return someRows(checker, call, &tree::TakeVerb::count);
}

tree::Expr *checkSkip(Checker &checker, const CallSite &call) {
  return someRows(checker, call, &tree::TakeVerb::skip);
}

tree::Expr *checkDistinct(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input) return checker.error(call.span);
  const Type *row = input->type->row();
  if (!checker.calls().requireArguments(call, 1, 1, {"on", "keep"})) return reportedFrame(checker, call, row);
  tree::DistinctVerb verb;
  if (const Argument *on = checker.calls().namedArgument(call, "on")) {
    verb.keys = columnList(checker, *on->syntax->value, row).value_or(std::vector<uint32_t>());
  } else {
    for (uint32_t i = 0; i < row->fields.size(); ++i) verb.keys.push_back(i);
  }
  if (const Argument *keep = checker.calls().namedArgument(call, "keep")) {
    auto chosen = checker.calls().option(*keep, {"first", "last"});
    verb.keepsLast = chosen && *chosen == "last";
  }
  return frameOf(checker, call, row, {input}, std::move(verb));
}

/// The frame that is the argument, or a report and null.
static tree::Expr *otherFrame(Checker &checker, const CallSite &call, const Argument &argument) {
  tree::Expr *other = checker.checkArgument(argument);
  if (other->type->isFrame()) return other;
  if (!other->type->is(TypeKind::Error))
    checker.report(Code::TypeMismatch, argument.span,
                   "`" + call.name->text + "` takes frames, but this is " + text(other->type))
        .help("frames are listed one by one: `a |> " + call.name->text + "(b, c)`");
  return nullptr;
}

/// The type that takes the values of both columns without loss, or null.
static const Type *widerType(Checker &checker, const Type *a, const Type *b) {
  const Type *x = a->plain(), *y = b->plain();
  const Type *wider = x == y || widensTo(y, x) ? x : widensTo(x, y) ? y : nullptr;
  return wider && (a->isOptional() || b->isOptional()) ? checker.types().optional(wider) : wider;
}

/// Of numbers the type that loses less, of others the text.
static std::string conversionOfColumn(const types::Field &field, const types::Field &other) {
  const Type *here = field.type->plain(), *there = other.type->plain();
  bool isHere = !here->is(TypeKind::Str);
  std::string target = "str";
  if (here->isNumeric() && there->isNumeric()) {
    isHere = there->isFloat() || (there->isDecimal() && !here->isFloat());
    target = text(isHere ? there : here);
  } else if (here->is(TypeKind::Timestamp) || there->is(TypeKind::Timestamp)) {
    isHere = !here->is(TypeKind::Timestamp);
    target = (isHere ? here : there)->is(TypeKind::Date) ? "timestamp" : "str";
  }
  const std::string &name = isHere ? field.name : other.name;
  return std::string("convert it in the ") + (isHere ? "first" : "other") + " frame: `cast(" + name + ": " + target +
         ")`";
}

/// Where the columns of another frame are, by those of `fields`, which become as wide as both need. False after a
/// report.
template <typename ColumnOf>
static bool placeColumns(Checker &checker, const Argument &argument, const Type *otherRow,
                         std::vector<types::Field> &fields, ColumnOf columnOf, std::vector<uint32_t> &places) {
  bool isOk = true;
  for (size_t number = 0; number < fields.size(); ++number) {
    types::Field &field = fields[number];
    int index = columnOf(field, number, otherRow);
    if (index < 0) {
      checker.report(Code::RowMismatch, argument.span, "the other frame has no column `" + field.name + "`")
          .label(checker.rows().columnsText(otherRow))
          .help("`select` or `derive` makes the rows alike");
      return false;
    }
    const Type *otherType = otherRow->fields[static_cast<size_t>(index)].type;
    bool isKnown = !field.type->is(TypeKind::Error) && !otherType->is(TypeKind::Error);
    const Type *wider = isKnown ? widerType(checker, field.type, otherType) : checker.types().error();
    if (!wider) {
      checker
          .report(Code::RowMismatch, argument.span,
                  "the column `" + field.name + "` is " + text(field.type) + " here and " + text(otherType) + " there")
          .help(conversionOfColumn(field, otherRow->fields[static_cast<size_t>(index)]));
      field.type = checker.types().error();
      isOk = false;
    }
    if (wider) field.type = wider;
    places.push_back(static_cast<uint32_t>(index));
  }
  if (otherRow->fields.size() == fields.size()) return isOk;
  checker.report(Code::RowMismatch, argument.span, "the other frame has further columns")
      .label(checker.rows().columnsText(otherRow));
  return false;
}

/// The frame with the columns at `places`, as the row has them.
static tree::Expr *asRow(Checker &checker, const CallSite &call, tree::Expr *frame, const Type *row,
                         const std::vector<uint32_t> &places) {
  const Type *own = frame->type->row();
  if (own == row) return frame; // then the columns are in place, too
  tree::ProjectVerb project;
  for (size_t i = 0; i < places.size(); ++i) {
    tree::Expr *column = checker.rows().columnRef(own, places[i], call.span);
    project.fields.push_back(checker.rows().castInRow(column, {own, nullptr}, row->fields[i].type, call.span, false));
  }
  return frameOf(checker, call, row, {frame}, std::move(project));
}

/// The rows of all frames one after the other. `columnOf(field, number, row)` is where another frame's row has a field
/// of this one's, or -1.
template <typename ColumnOf>
static tree::Expr *oneAfterTheOther(Checker &checker, const CallSite &call, ColumnOf columnOf) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input) return checker.error(call.span);
  if (!checker.calls().requireArguments(call, 2, kAnyNumber, {}))
    return reportedFrame(checker, call, input->type->row());
  std::vector<types::Field> fields = input->type->row()->fields;
  std::vector<tree::Expr *> frames{input};
  bool isOk = true;
  std::vector<std::vector<uint32_t>> places(call.positional.size());
  for (uint32_t i = 0; i < fields.size(); ++i) places[0].push_back(i);
  for (size_t i = 1; i < call.positional.size(); ++i) {
    const Argument &argument = call.positional[i];
    tree::Expr *other = otherFrame(checker, call, argument);
    isOk &= other && placeColumns(checker, argument, other->type->row(), fields, columnOf, places[i]);
    frames.push_back(other);
  }
  if (!isOk) return reportedFrame(checker, call, checker.types().record(std::move(fields)));
  const Type *row = fields == input->type->row()->fields ? input->type->row() : checker.types().record(fields);
  for (size_t i = 0; i < frames.size(); ++i) frames[i] = asRow(checker, call, frames[i], row, places[i]);
  return frameOf(checker, call, row, std::move(frames), tree::UnionVerb{});
}

/// By name.
tree::Expr *checkUnion(Checker &checker, const CallSite &call) {
  return oneAfterTheOther(
      checker, call, [](const types::Field &field, size_t, const Type *row) { return row->fieldIndex(field.name); });
}

/// By position; names are those of the first frame.
tree::Expr *checkConcat(Checker &checker, const CallSite &call) {
  return oneAfterTheOther(checker, call, [](const types::Field &, size_t number, const Type *row) {
    return number < row->fields.size() ? static_cast<int>(number) : -1;
  });
}

} // namespace flow::sema
