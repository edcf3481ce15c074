// read_parquet: columns of Parquet files, as they are or as stated.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/verbs/Files.h"
#include "compiler/sema/verbs/Rows.h"
#include "compiler/types/ColumnTypes.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

static bool fitsStated(Checker &checker, const CallSite &call, const types::Field &field, const abi::RowSpec &row) {
  auto found = std::ranges::find(row, field.name, &abi::ColumnSpec::name);
  if (found == row.end()) {
    checker.report(Code::BadFile, call.positional[0].span, "the file has no column `" + field.name + "`")
        .note("its columns: " + checker.rows().columnsText(checker.rows().rowType(row)).substr(9));
    return false;
  }
  const Type *type = types::typeOf(found->type, checker.types());
  if (type->plain() == field.type->plain()) return true;
  checker
      .report(Code::BadFile, call.positional[0].span,
              "the column `" + field.name + "` is " + text(type->plain()) + " in the file, but stated is " +
                  text(field.type->plain()))
      .help("state `" + field.name + ": " + text(type) + "` and convert it: `|> cast(." + field.name + ", " +
            text(field.type) + ")`");
  return false;
}

/// Columns are found by name when the plan runs; a file that is known is looked at now.
static tree::Expr *statedRows(Checker &checker, const CallSite &call, const Type *row, const FilePath &path) {
  tree::ReadParquetVerb verb;
  abi::RowSpec partitions;
  if (!path.text.empty()) {
    auto answer = checker.schemas().parquet(path.text);
    const schema::FileSchema *schema = valueOf(checker, call, answer);
    auto whole = schema ? wholeRow(checker, call, *schema) : std::nullopt;
    if (!whole) return checker.error(call.span);
    for (abi::ColumnSpec &column : *whole) { // the type of a folder's column is what the row states
      int index = row->fieldIndex(column.name);
      bool isOfFolder =
          std::ranges::find(schema->partitions, column.name, &abi::ColumnSpec::name) != schema->partitions.end();
      if (isOfFolder && index >= 0)
        column.type = *checker.rows().columnType(row->fields[static_cast<size_t>(index)].type);
      if (isOfFolder) partitions.push_back(column);
    }
    for (const types::Field &field : row->fields)
      if (!fitsStated(checker, call, field, *whole)) return checker.error(call.span);
    verb.rowCount = schema->rowCount;
  }
  std::vector<uint32_t> positions(row->fields.size());
  for (size_t i = 0; i < positions.size(); ++i) {
    const types::Field &field = row->fields[i];
    if (std::ranges::find(partitions, field.name, &abi::ColumnSpec::name) != partitions.end()) continue;
    positions[i] = static_cast<uint32_t>(verb.source.row.size());
    verb.source.row.push_back({field.name, *checker.rows().columnType(field.type)});
  }
  for (size_t i = 0; i < positions.size(); ++i) {
    auto found = std::ranges::find(partitions, row->fields[i].name, &abi::ColumnSpec::name);
    if (found != partitions.end())
      positions[i] = static_cast<uint32_t>(verb.source.row.size() + static_cast<size_t>(found - partitions.begin()));
  }
  verb.source.partitions = partitions;
  verb.source.stated = true;
  verb.source.path.text = path.text;
  if (path.text.empty()) verb.path = path.expr;
  FileOrder order = inFileOrder(positions);
  verb.source.columns = order.columns;
  return inStatedOrder(checker, call, row, order, std::move(verb));
}

static tree::Expr *inferredRows(Checker &checker, const CallSite &call, const FilePath &path) {
  if (path.text.empty()) return pathNotKnown(checker, call);
  auto answer = checker.schemas().parquet(path.text);
  const schema::FileSchema *schema = valueOf(checker, call, answer);
  auto row = schema ? wholeRow(checker, call, *schema) : std::nullopt;
  if (!row) return checker.error(call.span);
  tree::ReadParquetVerb verb;
  verb.source.path.text = path.text;
  verb.source.row = schema->row;
  verb.source.partitions = schema->partitions;
  verb.rowCount = schema->rowCount;
  for (uint32_t i = 0; i < row->size(); ++i) verb.source.columns.push_back(i);
  return frameOf(checker, call, checker.rows().rowType(*row), {}, std::move(verb));
}

tree::Expr *checkReadParquet(Checker &checker, const CallSite &call) {
  if (!checker.calls().requireArguments(call, 1, 1, {"columns"})) return checker.error(call.span);
  auto path = filePath(checker, call);
  auto row = path ? statedRow(checker, call) : std::nullopt;
  if (!row) return checker.error(call.span);
  tree::Expr *rows = *row ? statedRows(checker, call, *row, *path) : inferredRows(checker, call, *path);
  return onlyColumns(checker, call, rows);
}

} // namespace flow::sema
