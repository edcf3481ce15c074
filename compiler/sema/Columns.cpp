// Columns and rows: resolving `.name`, null lifting, and the way between Flow types and column types.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/Checker.h"
#include "compiler/types/ColumnTypes.h"

namespace flow::sema {

using diag::Code;

Expr *Checker::columnRef(const Type *row, uint32_t index, Span span, uint32_t side) {
  auto *ref = program_->make<tree::ColumnRef>(row->fields[index].type, span);
  ref->side = side;
  ref->index = index;
  return ref;
}

std::string Checker::columnsText(const Type *row) const {
  constexpr size_t kShown = 24;
  std::string text = "columns: ";
  for (size_t i = 0; i < row->fields.size() && i < kShown; ++i) text += (i ? ", " : "") + row->fields[i].name;
  if (row->fields.size() > kShown) text += ", and " + std::to_string(row->fields.size() - kShown) + " more";
  return row->fields.empty() ? "there are no columns" : text;
}

Expr *Checker::resolveColumn(const ast::Name &name, Span span, const Type *row, uint32_t side) {
  int index = row->fieldIndex(name.text);
  if (aggregates_ && row == aggregates_->inputRow && row_.row != aggregates_->inputRow) index = -1;
  if (index >= 0) return columnRef(row, static_cast<uint32_t>(index), span, side);
  if (aggregates_ && aggregates_->inputRow->fieldIndex(name.text) >= 0) {
    report(Code::ColumnNotAggregated, span, "`." + name.text + "` has many values in a group")
        .label("neither a key of the group nor inside an aggregate")
        .help("aggregate it, such as `mean(." + name.text + ")` or `first(." + name.text +
              ")`, or add it to `by:`");
    return error(span);
  }
  const char *frame = side ? "the right frame" : "this frame";
  auto builder = report(Code::UnknownColumn, span, "no column `" + name.text + "` in " + frame);
  builder.label(columnsText(row));
  std::vector<std::string_view> candidates;
  for (const types::Field &field : row->fields) candidates.push_back(field.name);
  if (row->fields.size() == 1)
    if (size_t at = row->fields[0].name.find_first_of(",;\t|"); at != std::string::npos)
      builder.help("the only column has `" + row->fields[0].name.substr(at, 1) +
                   "` in its name: does the file have another `delimiter:`?");
  if (auto near = closestName(name.text, candidates))
    builder.fix(name.span, std::string(*near), // the span of `right.x` is longer than `.x`
                "a column with a similar name exists: `" +
                    std::string(side && span.begin + 1 < name.span.begin ? "right." : ".") +
                    std::string(*near) + "`");
  return error(span);
}

std::optional<abi::ColumnType> Checker::columnType(const Type *type) const {
  return types::columnTypeOf(type);
}

const Type *Checker::rowType(const abi::RowSpec &row) { return types::recordOf(row, types_); }

bool Checker::requireColumns(const Type *row, Span span) {
  for (const types::Field &field : row->fields) {
    if (field.type->is(TypeKind::Error)) return false;
    if (columnType(field.type)) continue;
    report(Code::NotAColumnType, span, "a column cannot hold " + text(field.type))
        .label("`" + field.name + "` would have this type")
        .note("columns of lists, records and other nested values are not built yet");
    return false;
  }
  return true;
}

Expr *Checker::lifted(std::vector<Expr *> operands, Span span,
                      const std::function<Expr *(std::vector<Expr *> &)> &build) {
  std::vector<tree::Lifted::Binding> bindings;
  for (Expr *&operand : operands) {
    if (!operand->type->isOptional()) continue;
    Local *local = program_->makeLocal("", operand->type->plain(), operand->span);
    local->depth = state_.depth;
    local->isUsed = true;
    bindings.push_back({local, operand});
    auto *ref = program_->make<tree::LocalRef>(local->type, operand->span);
    ref->local = local;
    operand = ref;
  }
  Expr *body = build(operands);
  if (bindings.empty() || body->type->is(TypeKind::Error)) return body;
  auto *node = program_->make<tree::Lifted>(types_.optional(body->type), span);
  node->bindings = std::move(bindings);
  node->body = body;
  return node;
}

std::string Checker::columnName(const ast::Expr &expr, const std::string &where, const Type *row) {
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
        .help("write a name before it: `name: " + written(expr.span) + "`");
  return "";
}

} // namespace flow::sema
