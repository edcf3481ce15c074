// filter(condition): the rows for which the condition is true. drop_null(.a, ..): the rows with values there.
#include "compiler/ast/Walk.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/verbs/Frames.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

/// The columns that the predicate, when true, has shown to have values: `not is_null(.x)`, `.x != none`, and
/// what stands beside them in an `and`.
static void columnsWithValues(const tree::Expr *predicate, std::vector<uint32_t> &out) {
  if (const auto *truth = tree::dynCast<tree::Truth>(predicate)) return columnsWithValues(truth->operand, out);
  if (const auto *logic = tree::dynCast<tree::Logic>(predicate)) {
    if (!logic->isAnd) return;
    columnsWithValues(logic->left, out);
    return columnsWithValues(logic->right, out);
  }
  const auto *negated = tree::dynCast<tree::Unary>(predicate);
  const auto *isNone = negated && negated->op == ir::Op::Not ? tree::dynCast<tree::IsNone>(negated->operand) : nullptr;
  const auto *column = isNone ? tree::dynCast<tree::ColumnRef>(isNone->operand) : nullptr;
  if (column) out.push_back(column->index);
}

/// The row with those columns plain.
static const Type *plainIn(Checker &checker, const Type *row, const std::vector<uint32_t> &columns) {
  std::vector<types::Field> fields = row->fields;
  for (uint32_t column : columns) fields[column].type = fields[column].type->plain();
  return fields == row->fields ? row : checker.types().record(std::move(fields));
}

/// The frame with those columns plain; every row has values there.
static tree::Expr *withPlainColumns(Checker &checker, const CallSite &call, tree::Expr *frame,
                                    const std::vector<uint32_t> &columns) {
  const Type *row = frame->type->row(), *plain = plainIn(checker, row, columns);
  if (plain == row) return frame;
  tree::ProjectVerb project;
  for (uint32_t i = 0; i < row->fields.size(); ++i) {
    tree::Expr *value = checker.rows().columnRef(row, i, call.span);
    if (const Type *type = plain->fields[i].type; type != value->type) {
      auto *get = checker.program().make<tree::Convert>(type, call.span);
      get->how = tree::ConvertKind::Reinterpret;
      get->operand = value;
      value = get;
    }
    project.fields.push_back(value);
  }
  return frameOf(checker, call, plain, {frame}, std::move(project));
}

/// After a condition that was reported nobody knows which of its columns have values in all rows.
static const Type *withoutKnownNulls(Checker &checker, const Type *row, const ast::Expr &condition) {
  class Columns : public ast::Walker {
  public:
    std::vector<std::string> names;
    using ast::Walker::enter;
    bool enter(const ast::Expr &expr) override {
      if (const auto *column = ast::dynCast<const ast::ColumnExpr>(&expr)) names.push_back(column->name.text);
      return true;
    }
  };
  Columns columns;
  columns.walk(&condition);
  for (const std::string &name : columns.names) {
    int index = row->fieldIndex(Rows::meantColumn(name, row));
    if (index >= 0 && row->fields[static_cast<size_t>(index)].type->isOptional())
      row = withUnknown(checker, row, name);
  }
  return row;
}

tree::Expr *checkFilter(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input) return checker.error(call.span);
  const Type *row = input->type->row();
  if (!checker.calls().requireArguments(call, 2, 2, {})) return reportedFrame(checker, call, row);
  if (!call.positional[1].syntax) return checker.error(call.span);
  const ast::Expr &condition = *call.positional[1].syntax->value;
  tree::Expr *predicate = checker.rows().checkCondition(condition, {row, nullptr}, "the condition of `filter`");
  if (predicate->type->is(TypeKind::Error))
    return reportedFrame(checker, call, withoutKnownNulls(checker, row, condition));
  tree::Expr *kept = frameOf(checker, call, row, {input}, tree::FilterVerb{predicate});
  std::vector<uint32_t> columns;
  columnsWithValues(predicate, columns);
  return kept->type->isFrame() ? withPlainColumns(checker, call, kept, columns) : kept;
}

tree::Expr *checkDropNull(Checker &checker, const CallSite &call) {
  tree::Expr *input = inputFrame(checker, call);
  if (!input) return checker.error(call.span);
  if (!checker.calls().requireArguments(call, 1, kAnyNumber, {}))
    return reportedFrame(checker, call, input->type->row());
  const Type *row = input->type->row();
  std::vector<uint32_t> columns;
  std::vector<std::string> unknown;
  for (size_t i = 1; i < call.positional.size(); ++i) {
    auto column = columnArgument(checker, call.positional[i], row);
    if (column)
      columns.push_back(*column);
    else
      unknown.push_back(writtenName(call.positional[i]));
  }
  if (!unknown.empty()) {
    row = plainIn(checker, row, columns);
    for (const std::string &name : unknown) row = withUnknown(checker, row, name);
    return reportedFrame(checker, call, row);
  }
  if (columns.empty())
    for (uint32_t i = 0; i < row->fields.size(); ++i) columns.push_back(i);
  types::TypeContext &types = checker.types();
  tree::Expr *predicate = nullptr;
  for (uint32_t column : columns) {
    if (!row->fields[column].type->isOptional()) continue;
    auto *isNone = checker.program().make<tree::IsNone>(types.boolean(), call.span);
    isNone->operand = checker.rows().columnRef(row, column, call.span);
    auto *isPresent = checker.program().make<tree::Unary>(types.boolean(), call.span);
    isPresent->op = ir::Op::Not;
    isPresent->operand = isNone;
    if (!predicate) {
      predicate = isPresent;
      continue;
    }
    auto *both = checker.program().make<tree::Logic>(types.boolean(), call.span);
    both->isAnd = true;
    both->left = predicate;
    both->right = isPresent;
    predicate = both;
  }
  if (!predicate) return input;
  tree::Expr *kept = frameOf(checker, call, row, {input}, tree::FilterVerb{predicate});
  return withPlainColumns(checker, call, kept, columns);
}

} // namespace flow::sema
