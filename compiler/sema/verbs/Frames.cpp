#include "compiler/sema/verbs/Frames.h"

#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/remedies/MissingPipes.h"
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
  if (!checker.rows().requireColumns(row, call.span)) return reportedFrame(checker, call, row);
  auto *frame = checker.program().make<tree::Frame>(checker.types().frame(row), call.span);
  frame->inputs = std::move(inputs);
  frame->verb = std::move(verb);
  return frame;
}

tree::Expr *reportedFrame(Checker &checker, const CallSite &call, const Type *row) {
  std::vector<types::Field> fields = row->fields;
  for (types::Field &field : fields)
    if (!checker.rows().columnType(field.type)) field.type = checker.types().error();
  return checker.program().make<tree::Frame>(checker.types().frame(checker.types().record(std::move(fields))),
                                             call.span);
}

bool isReported(const tree::Expr *frame) {
  const auto *node = tree::dynCast<tree::Frame>(frame);
  return node && std::holds_alternative<std::monostate>(node->verb);
}

const Type *withUnknown(Checker &checker, const Type *row, const std::string &name) {
  int index = row->fieldIndex(Rows::meantColumn(name, row));
  if (index < 0) return row;
  std::vector<types::Field> fields = row->fields;
  fields[static_cast<size_t>(index)].type = checker.types().error();
  return checker.types().record(std::move(fields));
}

std::string plainText(const ast::Expr &expr) {
  const auto *literal = ast::dynCast<const ast::StringLiteral>(&expr);
  bool isPlain = literal && literal->parts.size() == 1 && !literal->parts[0].expr;
  return isPlain ? literal->parts[0].text : "";
}

/// How the expression is written as a key, where it may be meant as one: `.a` for `by .a`, "a" and a. Else empty.
static std::string keyText(Checker &checker, const ast::Expr &expr, const Type *row) {
  const auto *member = ast::dynCast<const ast::MemberExpr>(&expr); // `by .a` is read as a member of `by`
  const auto *by = member ? ast::dynCast<const ast::NameExpr>(member->base) : nullptr;
  if (by && by->name.text == "by") return "." + member->name.text;
  const auto *name = ast::dynCast<const ast::NameExpr>(&expr);
  std::string column = name ? name->name.text : plainText(expr);
  if (row->fieldIndex(column) >= 0) return "." + column;
  return MissingPipes::holdsColumn(expr) ? checker.written(expr.span) : "";
}

void reportWithoutBy(Checker &checker, const CallSite &call, const Type *row, const char *example) {
  auto builder = checker.report(Code::MissingArgument, call.span, "`" + call.name->text + "` needs `by:`");
  std::string keys;
  Span span;
  size_t count = 0;
  bool isLast = true;
  auto add = [&](const Argument &argument) {
    std::string key = argument.syntax ? keyText(checker, *argument.syntax->value, row) : "";
    isLast &= count == 0 || !key.empty();
    if (key.empty()) return;
    keys += (count++ == 0 ? "" : ", ") + key;
    span = merge(span, argument.name().empty() ? argument.span : merge(argument.syntax->name.span, argument.span));
  };
  for (size_t i = 1; i < call.positional.size(); ++i) add(call.positional[i]);
  if (count == 0) // `sort(key: .a)`
    for (const Argument &argument : call.named) add(argument);
  if (count == 0 || !isLast) {
    builder.help(std::string("such as `") + example + "`");
    return;
  }
  bool isList = keys.starts_with('['); // `group([.a, .b])`
  std::string by = "by: " + (count == 1 || isList ? keys : "[" + keys + "]");
  builder.fix(span, by, std::string("the ") + (count == 1 && !isList ? "key is" : "keys are") + " named: `" + by + "`");
}

bool reportTupleOfKeys(Checker &checker, const ast::Expr &keys) {
  const auto *tuple = ast::dynCast<const ast::TupleExpr>(&keys);
  if (!tuple || tuple->elements.empty()) return false;
  std::string list = checker.written(keys.span);
  auto builder = checker.report(Code::BadArgument, keys.span, "several keys stand in square brackets");
  if (list.starts_with('(')) builder.fix(keys.span, list = "[" + list.substr(1, list.size() - 2) + "]");
  builder.help("write `by: " + list + "`");
  return true;
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

tree::Expr *rowCount(Checker &checker, const Argument &argument) {
  const std::string what = "the number of rows";
  tree::Expr *count =
      argument.piped ? argument.piped : checker.rows().checkInRow(*argument.syntax->value, {}, checker.types().i64());
  count = checker.coerce(count, checker.types().i64(), argument.span, what);
  const ir::Constant *known = checker.constantOf(count);
  if (!known) return count;
  if (std::get<__int128>(*known) < 0) {
    checker.report(Code::BadArgument, argument.span, what + " is negative");
    return checker.error(argument.span);
  }
  auto *constant = checker.program().make<tree::Constant>(checker.types().i64(), argument.span);
  constant->value = *known;
  return constant;
}

std::string writtenName(const Argument &argument) {
  const auto *column = argument.syntax ? ast::dynCast<const ast::ColumnExpr>(argument.syntax->value) : nullptr;
  return column ? column->name.text : "";
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
