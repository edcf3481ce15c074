#include "compiler/sema/verbs/Files.h"

#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

std::optional<FilePath> filePath(Checker &checker, const CallSite &call) {
  const Type *type = checker.types().scalar(TypeKind::Path);
  FilePath path;
  tree::Expr *given = checker.checkArgument(call.positional[0], type);
  if (given->type->is(TypeKind::List)) {
    checker
        .report(Code::TypeMismatch, call.positional[0].span, "the path must be Path, but this is " + text(given->type))
        .help("files of one kind are named by a pattern, `\"data/*.csv\"`; others are put together by `union`");
    return std::nullopt;
  }
  path.expr = checker.coerce(given, type, call.positional[0].span, "the path");
  if (path.expr->type->is(TypeKind::Error)) return std::nullopt;
  if (const ir::Constant *known = checker.constantOf(path.expr); known && known->index() == 3)
    path.text = std::get<std::string>(*known);
  const auto *literal = tree::dynCast<tree::Constant>(path.expr);
  if (literal && path.text.empty()) {
    checker.report(Code::BadFile, call.positional[0].span, "this path is empty").help("such as `\"data/trips.csv\"`");
    return std::nullopt;
  }
  return path;
}

tree::Expr *pathNotKnown(Checker &checker, const CallSite &call) {
  const Expr *path = checker.checkArgument(call.positional[0], checker.types().scalar(TypeKind::Path));
  const ir::Constant *known = checker.constantOf(path);
  if (known && known->index() == 3 && std::get<std::string>(*known).empty()) {
    checker.report(Code::PathNotKnown, call.positional[0].span, "the path is empty")
        .help("say which file: `" + call.name->text + "(\"folder/file.csv\")`");
    return checker.error(call.span);
  }
  checker
      .report(Code::PathNotKnown, call.positional[0].span,
              "the path is not known while compiling, so neither are the columns")
      .help("state the row: `" + call.name->text + "[Schema](path)`");
  return checker.error(call.span);
}

std::optional<const Type *> statedRow(Checker &checker, const CallSite &call) {
  if (call.typeArguments.empty()) return nullptr;
  const Type *row = checker.typeNames().resolveTypeExpr(*call.typeArguments[0]);
  if (row->is(TypeKind::Error)) return std::nullopt;
  if (!row->is(TypeKind::Record)) {
    checker.report(Code::TypeMismatch, call.typeArguments[0]->span,
                   "the row of a file is a record or a schema, but this is " + text(row));
    return std::nullopt;
  }
  if (holdsError(row) || !checker.rows().requireColumns(row, call.span)) return std::nullopt;
  return checker.types().record(row->fields);
}

std::optional<abi::RowSpec> wholeRow(Checker &checker, const CallSite &call, const schema::FileSchema &schema) {
  abi::RowSpec row = schema.row;
  for (const abi::ColumnSpec &column : schema.partitions) {
    if (std::ranges::find(schema.row, column.name, &abi::ColumnSpec::name) != schema.row.end()) {
      checker
          .report(Code::DuplicateColumn, call.positional[0].span,
                  "the files and their folders both give a column `" + column.name + "`")
          .help("name the files with a pattern that spells `" + column.name + "=..` out, one folder at a time");
      return std::nullopt;
    }
    row.push_back(column);
  }
  return row;
}

FileOrder inFileOrder(const std::vector<uint32_t> &positions) {
  std::vector<std::pair<uint32_t, uint32_t>> fields; // position in the file, number of the field
  for (uint32_t i = 0; i < positions.size(); ++i) fields.push_back({positions[i], i});
  std::sort(fields.begin(), fields.end());
  FileOrder order;
  order.places.resize(fields.size());
  for (uint32_t i = 0; i < fields.size(); ++i) {
    order.columns.push_back(fields[i].first);
    order.places[fields[i].second] = i;
  }
  return order;
}

tree::Expr *inStatedOrder(Checker &checker, const CallSite &call, const Type *row, const FileOrder &order,
                          tree::FrameVerb verb) {
  if (std::is_sorted(order.places.begin(), order.places.end())) return frameOf(checker, call, row, {}, std::move(verb));
  std::vector<types::Field> fields(row->fields.size());
  for (size_t i = 0; i < fields.size(); ++i) fields[order.places[i]] = row->fields[i];
  const Type *fileRow = checker.types().record(std::move(fields));
  tree::Expr *read = frameOf(checker, call, fileRow, {}, std::move(verb));
  tree::ProjectVerb project;
  for (uint32_t place : order.places) project.fields.push_back(checker.rows().columnRef(fileRow, place, call.span));
  return frameOf(checker, call, row, {read}, std::move(project));
}

/// A column that `columns:` names: `.a` or `"a"`.
static std::optional<uint32_t> namedColumn(Checker &checker, const ast::Expr &expr, const Type *row) {
  ast::Name name;
  if (const auto *column = ast::dynCast<const ast::ColumnExpr>(&expr)) name = column->name;
  if (const auto *literal = ast::dynCast<const ast::StringLiteral>(&expr);
      literal && literal->parts.size() == 1 && !literal->parts[0].expr)
    name = {literal->parts[0].text, expr.span, false};
  if (name.text.empty()) {
    checker.report(Code::BadArgument, expr.span, "`columns:` takes a list of columns")
        .help("such as `columns: [.id, .name]`");
    return std::nullopt;
  }
  const auto *found = tree::dynCast<tree::ColumnRef>(checker.rows().resolveColumn(name, expr.span, row));
  return found ? std::optional(found->index) : std::nullopt;
}

tree::Expr *onlyColumns(Checker &checker, const CallSite &call, tree::Expr *frame) {
  const Argument *columns = checker.calls().namedArgument(call, "columns");
  if (!columns || !frame->type->isFrame()) return frame;
  const Type *row = frame->type->row();
  const auto *list = ast::dynCast<const ast::ListExpr>(columns->syntax->value);
  std::vector<const ast::Expr *> named;
  for (size_t i = 0; list && i < list->elements.size(); ++i) named.push_back(list->elements[i].value);
  if (!list) named.push_back(columns->syntax->value);
  if (named.empty()) {
    checker.report(Code::BadArgument, columns->span, "`columns:` names at least one column");
    return checker.error(call.span);
  }
  tree::ProjectVerb project;
  std::vector<types::Field> fields;
  for (const ast::Expr *each : named) {
    auto column = namedColumn(checker, *each, row);
    if (!column) return checker.error(call.span);
    const types::Field &field = row->fields[*column];
    if (std::ranges::find(fields, field.name, &types::Field::name) != fields.end()) {
      checker.report(Code::DuplicateColumn, each->span, "the column `" + field.name + "` is named twice");
      return checker.error(call.span);
    }
    fields.push_back(field);
    project.fields.push_back(checker.rows().columnRef(row, *column, each->span));
  }
  return frameOf(checker, call, checker.types().record(std::move(fields)), {frame}, std::move(project));
}

} // namespace flow::sema
