#include "compiler/sema/verbs/Frames.h"

#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;

tree::Expr *inputFrame(Checker &checker, const CallSite &call) {
  tree::Expr *frame = call.positional.empty() ? nullptr : checker.checkArgument(call.positional[0]);
  if (frame && frame->type->isFrame()) return frame;
  if (frame && frame->type->is(TypeKind::Grouped))
    checker.report(Code::UnfinishedGroup, call.span, "`" + call.name->text + "` takes a frame, but this is a group")
        .help("aggregate it first: `|> agg(..)`");
  else if (!frame || !frame->type->is(TypeKind::Error))
    checker.report(Code::TypeMismatch, call.span, "`" + call.name->text + "` takes a frame");
  return nullptr;
}

tree::Expr *frameOf(Checker &checker, const CallSite &call, const Type *row, std::vector<tree::Expr *> inputs,
                    tree::FrameVerb verb) {
  if (!checker.rows().requireColumns(row, call.span)) return checker.error(call.span);
  auto *frame = checker.program().make<tree::Frame>(checker.types().frame(row), call.span);
  frame->inputs = std::move(inputs);
  frame->verb = std::move(verb);
  return frame;
}

/// A text as it is written, without anything that would have to be computed; else empty.
static std::string plainText(const ast::Expr &expr) {
  const auto *literal = ast::dynCast<const ast::StringLiteral>(&expr);
  bool isPlain = literal && literal->parts.size() == 1 && !literal->parts[0].expr;
  return isPlain ? literal->parts[0].text : "";
}

static std::optional<uint32_t> columnOf(Checker &checker, const ast::Expr &expr, const Type *row, const CallSite *) {
  const auto *column = ast::dynCast<const ast::ColumnExpr>(&expr);
  if (!column) {
    auto builder = checker.report(Code::BadArgument, expr.span, "a column such as `.a` is expected here");
    const auto *plain = ast::dynCast<const ast::NameExpr>(&expr);
    std::string name = plain ? plain->name.text : plainText(expr);
    if (row->fieldIndex(name) >= 0)
      builder.fix(expr.span, "." + name, "a column is written with a dot: `." + name + "`");
    else if (expr.kind == ast::Kind::ListExpr)
      builder.help("leave out the brackets: `(.a, .b)`");
    return std::nullopt;
  }
  tree::Expr *resolved = checker.rows().resolveColumn(column->name, expr.span, row);
  const auto *ref = tree::dynCast<tree::ColumnRef>(resolved);
  return ref ? std::optional(ref->index) : std::nullopt;
}

std::optional<uint32_t> columnArgument(Checker &checker, const Argument &argument, const Type *row) {
  if (argument.syntax) return columnOf(checker, *argument.syntax->value, row, nullptr);
  checker.report(Code::BadArgument, argument.span, "a column such as `.a` is expected here");
  return std::nullopt;
}

std::optional<std::vector<uint32_t>> columnList(Checker &checker, const ast::Expr &expr, const Type *row) {
  std::vector<uint32_t> columns;
  const auto *list = ast::dynCast<const ast::ListExpr>(&expr);
  if (!list) {
    auto column = columnOf(checker, expr, row, nullptr);
    return column ? std::optional(std::vector<uint32_t>{*column}) : std::nullopt;
  }
  bool isOk = true;
  for (const ast::Expr *element : checker.expressions().plainElements(*list)) {
    auto column = columnOf(checker, *element, row, nullptr);
    if (column) columns.push_back(*column);
    isOk &= column.has_value();
  }
  return isOk ? std::optional(columns) : std::nullopt;
}

} // namespace flow::sema
