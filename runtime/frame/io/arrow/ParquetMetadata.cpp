#include "runtime/frame/io/arrow/ParquetMetadata.h"

#include "runtime/frame/io/arrow/HostFile.h"

#include <arrow/util/key_value_metadata.h>
#include <parquet/arrow/schema.h>
#include <parquet/exception.h>
#include <parquet/statistics.h>

#include <cmath>
#include <limits>

namespace flow::frame {

namespace {

using abi::ColumnKind;

/// The fields of the file, one for each column of ours.
std::vector<std::shared_ptr<::arrow::Field>> fieldsOf(const ::parquet::FileMetaData &metadata) {
  std::shared_ptr<::arrow::Schema> schema;
  ::parquet::ArrowReaderProperties properties;
  PARQUET_THROW_NOT_OK(
      ::parquet::arrow::FromParquetSchema(metadata.schema(), properties, metadata.key_value_metadata(), &schema));
  for (const auto &field : schema->fields()) {
    if (field->type()->num_fields() > 0)
      throw ::parquet::ParquetException("column `" + field->name() + "` is nested (" + field->type()->ToString() +
                                        "), and nested columns are not built yet");
  }
  if (schema->num_fields() != metadata.num_columns())
    throw ::parquet::ParquetException("its schema and its columns do not agree");
  return schema->fields();
}

/// An integer in the unit of the column, when it is one there.
bool scaled(const ParquetColumnType &column, int64_t value, bool roundsUp, int64_t &result) {
  if (__builtin_mul_overflow(value, column.multiplier, &result)) return false;
  if (column.divisor == 1) return true;
  int64_t rest = result % column.divisor;
  result /= column.divisor;
  if (rest > 0 && roundsUp) ++result;
  if (rest < 0 && !roundsUp) --result;
  return true;
}

void setIntegers(ParquetRange &range, const ParquetColumnType &column, int64_t least, int64_t most) {
  if (!scaled(column, least, false, range.least) || !scaled(column, most, true, range.most)) return;
  range.kind = ParquetRange::Kind::Integer;
}

template <typename T> void setFloats(ParquetRange &range, T least, T most) {
  if (std::isnan(least) || std::isnan(most)) return;
  range.leastFloat = least;
  range.mostFloat = most;
  range.kind = ParquetRange::Kind::Float;
}

bool isUnsigned(ColumnKind kind) {
  return kind == ColumnKind::U8 || kind == ColumnKind::U16 || kind == ColumnKind::U32 || kind == ColumnKind::U64;
}

template <typename Statistics> const Statistics &as(const ::parquet::Statistics &statistics) {
  return dynamic_cast<const Statistics &>(statistics);
}

void setRange(ParquetRange &range, const ParquetColumnType &column, const ::parquet::Statistics &statistics) {
  switch (statistics.physical_type()) {
  case ::parquet::Type::INT32: {
    const auto &typed = as<::parquet::Int32Statistics>(statistics);
    if (isUnsigned(column.type.kind))
      return setIntegers(range, column, static_cast<uint32_t>(typed.min()), static_cast<uint32_t>(typed.max()));
    return setIntegers(range, column, typed.min(), typed.max());
  }
  case ::parquet::Type::INT64: {
    const auto &typed = as<::parquet::Int64Statistics>(statistics);
    if (isUnsigned(column.type.kind) && typed.max() < 0) return; // beyond what a range can say
    return setIntegers(range, column, typed.min(), typed.max());
  }
  case ::parquet::Type::FLOAT: {
    const auto &typed = as<::parquet::FloatStatistics>(statistics);
    return setFloats(range, typed.min(), typed.max());
  }
  case ::parquet::Type::DOUBLE: {
    const auto &typed = as<::parquet::DoubleStatistics>(statistics);
    return setFloats(range, typed.min(), typed.max());
  }
  case ::parquet::Type::BYTE_ARRAY: {
    if (!abi::isStringLike(column.type.kind)) return;
    const auto &typed = as<::parquet::ByteArrayStatistics>(statistics);
    range.leastText = std::string_view(typed.min());
    range.mostText = std::string_view(typed.max());
    range.kind = ParquetRange::Kind::Text;
    return;
  }
  default: return;
  }
}

} // namespace

ParquetFile::ParquetFile(const ArrowInput &input) : input_(input) {
  auto file = std::make_shared<HostFile>(input, ::arrow::default_memory_pool());
  metadata_ = ::parquet::ParquetFileReader::Open(file)->metadata();
  auto fields = fieldsOf(*metadata_);
  for (int i = 0; i < metadata_->num_columns(); ++i) {
    const ::parquet::ColumnDescriptor &column = *metadata_->schema()->Column(i);
    const ::arrow::Field &field = *fields[static_cast<size_t>(i)];
    try {
      columns_.push_back(flowType(field, column));
    } catch (const ::parquet::ParquetException &exception) {
      throw ::parquet::ParquetException("column `" + field.name() + "`: " + exception.what());
    }
    ParquetColumnType &type = columns_.back();
    type.type.nullable = type.isAllNull;
    for (int group = 0; group < metadata_->num_row_groups(); ++group)
      type.type.nullable |= !hasNoNulls(static_cast<uint32_t>(group), static_cast<uint32_t>(i));
  }
}

bool ParquetFile::hasNoNulls(uint32_t group, uint32_t column) const {
  if (metadata_->schema()->Column(static_cast<int>(column))->max_definition_level() == 0) return true;
  auto chunk = metadata_->RowGroup(static_cast<int>(group))->ColumnChunk(static_cast<int>(column));
  std::shared_ptr<::parquet::Statistics> statistics = chunk->statistics();
  return statistics && statistics->HasNullCount() && statistics->null_count() == 0;
}

ParquetFacts ParquetFile::facts() const {
  ParquetFacts facts;
  for (size_t i = 0; i < columns_.size(); ++i)
    facts.row.push_back({metadata_->schema()->Column(static_cast<int>(i))->name(), columns_[i].type});
  for (int group = 0; group < metadata_->num_row_groups(); ++group)
    facts.groupRows.push_back(static_cast<uint64_t>(metadata_->RowGroup(group)->num_rows()));
  return facts;
}

ParquetRange ParquetFile::range(uint32_t group, uint32_t column) const {
  ParquetRange range;
  auto rows = metadata_->RowGroup(static_cast<int>(group));
  auto chunk = rows->ColumnChunk(static_cast<int>(column));
  std::shared_ptr<::parquet::Statistics> statistics = chunk->statistics();
  if (!statistics) return range;
  if (statistics->HasNullCount() && statistics->null_count() == rows->num_rows() && rows->num_rows() > 0)
    range.kind = ParquetRange::Kind::AllNull;
  else if (statistics->HasMinMax())
    setRange(range, columns_[column], *statistics);
  return range;
}

} // namespace flow::frame
