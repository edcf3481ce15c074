#include "runtime/frame/io/ParquetSchema.h"

#include "runtime/frame/io/FilesOfPath.h"
#include "runtime/frame/io/RowDifference.h"
#include "runtime/frame/io/parquet/ParquetInput.h"

namespace flow::frame {

/// The row of both files: optional where one of them is.
static Status merge(abi::RowSpec &row, const std::string &first, const ParquetInput &other) {
  abi::RowSpec both = row;
  for (size_t index = 0; index < std::min(row.size(), other.facts().row.size()); ++index)
    both[index].type.nullable |= other.facts().row[index].type.nullable;
  std::vector<std::string> differences = rowDifferences(both, other.facts().row);
  if (differences.empty()) {
    row = std::move(both);
    return {};
  }
  Failure failure;
  failure.kind = FailureKind::SchemaDrift;
  failure.message = "`" + other.path() + "` has other columns than `" + first + "`";
  failure.notes = std::move(differences);
  return failure;
}

Result<ParquetFileSchema> readParquetSchema(const std::string &path) {
  Result<std::vector<std::string>> files = expandPath(path);
  if (!files.ok()) return files.takeFailure();
  MemoryPool pool;
  ParquetFileSchema schema;
  for (const std::string &file : *files) {
    Result<std::shared_ptr<const ParquetInput>> input = ParquetInput::open(file, pool);
    if (!input.ok()) return input.takeFailure();
    if (schema.files.empty())
      schema.row = (*input)->facts().row;
    else
      FLOW_TRY(merge(schema.row, schema.files.front(), **input));
    schema.rows += (*input)->rows();
    schema.files.push_back(file);
  }
  return schema;
}

} // namespace flow::frame
