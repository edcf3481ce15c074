// Columns and rows: resolving `.name`, null lifting, and the way between Flow types and column types.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/remedies/Remedies.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/verbs/Rows.h"
#include "compiler/types/ColumnTypes.h"

namespace flow::sema {

using diag::Code;

Expr *Rows::columnRef(const Type *row, uint32_t index, Span span, uint32_t side) {
  auto *ref = program_.make<tree::ColumnRef>(row->fields[index].type, span);
  ref->side = side;
  ref->index = index;
  return ref;
}

Expr *Rows::checkColumn(const ast::ColumnExpr &column) {
  if (const Type *row = state_.enclosingRow.row; row && !inRow()) {
    Expr *source = resolveColumn(column.name, column.span, row);
    const auto *ref = tree::dynCast<tree::ColumnRef>(source);
    return ref ? checker_.lambdas().captureColumn(state_, ref->side, ref->index, column.span) : source;
  }
  if (inRow()) return resolveColumn(column.name, column.span, row_.row);
  report(Code::ColumnOutsideVerb, column.span, "`." + column.name.text + "` is a column, but there is no row here")
      .label("columns are known inside the arguments of verbs such as `filter` and `derive`");
  return error(column.span);
}

std::string Rows::columnsText(const Type *row) const {
  constexpr size_t kShown = 24;
  std::string text = "columns: ";
  for (size_t i = 0; i < row->fields.size() && i < kShown; ++i) text += (i ? ", " : "") + row->fields[i].name;
  if (row->fields.size() > kShown) text += ", and " + std::to_string(row->fields.size() - kShown) + " more";
  return row->fields.empty() ? "there are no columns" : text;
}

std::string Rows::columnInRow(const std::string &name, const Type *row) const {
  auto has = [&](const Type *other) { return other && other->fieldIndex(name) >= 0; };
  bool isRight = has(row_.right) && (!has(row_.row) || (row == row_.right && row != row_.row));
  if (isRight) return "right." + name;
  return has(row_.row) ? "." + name : "";
}

bool Rows::reportSide(const std::string &side, const ast::MemberExpr &expr) {
  bool isSide = inRow() && (side == "left" || (side == "right" && !row_.right));
  if (!isSide || checker_.scopes().lookup(side).local) return false;
  std::string column = "." + expr.name.text;
  auto builder = report(Code::UnknownName, expr.base->span, "nothing here is called `" + side + "`");
  if (row_.right)
    builder.fix(expr.span, column, "a column of the left frame is written `" + column + "`");
  else
    builder.fix(expr.span, column, "behind a join its columns are those of one frame: `" + column + "`");
  return true;
}

static std::optional<std::string_view> similarColumn(const std::string &name, const Type *row) {
  std::vector<std::string_view> candidates;
  for (const types::Field &field : row->fields) candidates.push_back(field.name);
  return closestName(name, candidates);
}

std::string Rows::meantColumn(const std::string &name, const Type *row) {
  if (row->fieldIndex(name) >= 0) return name;
  auto similar = similarColumn(name, row);
  return similar ? std::string(*similar) : name;
}

Expr *Rows::resolveColumn(const ast::Name &name, Span span, const Type *row, uint32_t side) {
  int index = row->fieldIndex(name.text);
  if (aggregates_ && row == aggregates_->inputRow && row_.row != aggregates_->inputRow) index = -1;
  if (index >= 0) return columnRef(row, static_cast<uint32_t>(index), span, side);
  if (aggregates_ && aggregates_->inputRow->fieldIndex(name.text) >= 0) {
    report(Code::ColumnNotAggregated, span, "`." + name.text + "` has many values in a group")
        .label("neither a key of the group nor inside an aggregate")
        .help("aggregate it, such as `mean(." + name.text + ")` or `first(." + name.text + ")`, or add it to `by:`");
    return error(span);
  }
  auto near = similarColumn(name.text, row);
  if (near && row->fields[static_cast<size_t>(row->fieldIndex(*near))].type->is(TypeKind::Error))
    return error(span); // a verb before was reported for it
  const char *frame = side ? "the right frame" : "this frame";
  auto builder = report(Code::UnknownColumn, span, "no column `" + name.text + "` in " + frame);
  builder.label(columnsText(row));
  if (row->fields.size() == 1)
    if (size_t at = row->fields[0].name.find_first_of(",;\t|"); at != std::string::npos)
      builder.help("the only column has `" + row->fields[0].name.substr(at, 1) +
                   "` in its name: does the file have another `delimiter:`?");
  const Type *right = !side && !row_.isBesideRight && row == row_.row ? row_.right : nullptr;
  bool isOfRight = right && right->fieldIndex(name.text) >= 0;
  bool isOfBoth = side && span.begin + 1 == name.span.begin; // `on: .a`
  if (isOfBoth && !near)
    builder.help("a key of another name there is compared: `on: ." + name.text + " == right.name`");
  bool isLocal = !side && span.begin + 1 == name.span.begin && checker_.scopes().lookup(name.text).local;
  if (isLocal)
    builder.fix(span, name.text, "a local value is written without the point: " + shownCode(writtenName(name.text)));
  else if (isOfRight)
    builder.fix(span, "right." + writtenName(name.text),
                "a column of the right frame is written " + shownCode("right." + writtenName(name.text)));
  else if (near)
    builder.fix(name.span, writtenName(*near), // the span of `right.x` is longer than `.x`
                "a column with a similar name exists: " +
                    shownCode((side && span.begin + 1 < name.span.begin ? "right." : ".") + writtenName(*near)));
  return error(span);
}

std::optional<abi::ColumnType> Rows::columnType(const Type *type) const { return types::columnTypeOf(type); }

const Type *Rows::rowType(const abi::RowSpec &row) { return types::recordOf(row, types_); }

bool Rows::requireColumns(const Type *row, Span span) {
  for (const types::Field &field : row->fields) {
    if (field.type->is(TypeKind::Error) || columnType(field.type)) continue;
    auto builder = report(Code::NotAColumnType, span, "a column cannot hold " + text(field.type));
    builder.label("`" + field.name + "` would have this type");
    if (field.type->is(TypeKind::None)) {
      std::string fields;
      for (const types::Field &each : row->fields)
        fields += (fields.empty() ? "" : ", ") + each.name + ": " +
                  (each.type->is(TypeKind::None) ? "i64?" : text(each.type));
      builder.help("say the type of the rows: `let rows: List[{ " + fields + " }] = ..`");
      return false;
    }
    builder.note("columns of lists, records and other nested values are not built yet");
    if (field.type->plain()->isEnum()) builder.help("a variant by its name is a text: `str(x)`");
    if (field.type->plain()->is(TypeKind::List))
      builder.help("take out of the list what the column is to hold: `xs[0]`, `xs.len()`, `xs.join(\", \")`");
    return false;
  }
  return true;
}

std::string Rows::columnName(const ast::Expr &expr, const std::string &where, const Type *row) {
  if (const auto *column = ast::dynCast<const ast::ColumnExpr>(&expr)) return column->name.text;
  auto builder = report(Code::UnnamedColumn, expr.span, "this column of " + where + " needs a name");
  const auto *literal = ast::dynCast<const ast::StringLiteral>(&expr);
  bool isPlain = literal && literal->parts.size() == 1 && !literal->parts[0].expr;
  if (isPlain && row->fieldIndex(literal->parts[0].text) >= 0)
    builder.fix(expr.span, "." + literal->parts[0].text,
                "a column is written with a dot: `." + literal->parts[0].text + "`");
  else if (expr.kind == ast::Kind::ListExpr)
    builder.help("columns are listed without brackets");
  else
    builder.label("only a plain column such as `.a` has a name already")
        .help("write a name before it: `name: " + checker_.written(expr.span) + "`");
  return "";
}

Expr *Rows::checkInRow(const ast::Expr &expr, RowScope scope, const Type *expected) {
  RowScope outer = std::exchange(row_, scope);
  row_.firstScope =
      scope.row == outer.row ? outer.firstScope : checker_.scopes().depth(); // a condition in a column expression
  Expr *result = check(expr, expected);
  row_ = outer;
  if (scope.row) program_.columnExprs.emplace_back(expr.span, result->type);
  return result;
}

Expr *Rows::checkCondition(const ast::Expr &expr, RowScope scope, const char *what) {
  Expr *condition = checkInRow(expr, scope, types_.boolean());
  const Type *plain = condition->type->plain();
  if (plain->is(TypeKind::Error)) return condition;
  if (plain->is(TypeKind::Never) || plain->is(TypeKind::Unit)) {
    report(Code::TypeMismatch, expr.span, "this gives no value, so it is no condition");
    return error(expr.span);
  }
  if (!plain->is(TypeKind::Bool)) {
    auto builder = report(Code::TypeMismatch, expr.span,
                          std::string(what) + " must be a bool, but this is " + text(condition->type));
    builder.label("expected `bool`, found `" + text(condition->type) + "`");
    const ir::Constant *known = checker_.constantOf(condition);
    const std::string *name = known ? std::get_if<std::string>(known) : nullptr;
    std::string help = conditionRemedy(condition->type, checker_.written(expr.span));
    if (condition->type->isFunction() && scope.row) help = "call it: `" + checker_.written(expr.span, "f") + "(.a)`";
    if (name && scope.row && scope.row->fieldIndex(*name) >= 0)
      builder.help("a column is written with a dot: `." + *name + "`");
    else if (name && scope.row) // filter("a > 1")
      builder.help("a condition is no text, and its columns have a dot: `.a > 1`");
    else if (!help.empty())
      builder.help(help);
    return error(expr.span);
  }
  if (!condition->type->isOptional()) return condition;
  if (!scope.row) {
    report(Code::OptionalValue, expr.span, std::string(what) + " must be a bool, but this may be none")
        .help("say what none means: `.. ?? false`");
    return error(expr.span);
  }
  auto *truth = program_.make<tree::Truth>(types_.boolean(), expr.span);
  truth->operand = condition;
  return truth;
}

bool Rows::givesNullOnError(const CallSite &call, bool &isOk) {
  const Argument *onError = checker_.calls().namedArgument(call, "on_error");
  auto chosen = onError ? checker_.calls().option(*onError, {"fail", "null"}) : std::optional<std::string>("fail");
  isOk = chosen.has_value();
  return isOk && *chosen == "null";
}

Expr *Rows::castInRow(Expr *value, RowScope scope, const Type *target, Span span, bool orNone) {
  RowScope outer = std::exchange(row_, scope);
  Expr *result = checker_.conversions().castTo(value, target, span, orNone);
  row_ = outer;
  return result;
}

} // namespace flow::sema
