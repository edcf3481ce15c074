#include "runtime/frame/io/arrow/ParquetWriting.h"

#include "runtime/frame/io/arrow/ArrayBuilding.h"
#include "runtime/frame/io/arrow/HostFile.h"
#include "runtime/frame/io/arrow/ParquetTypes.h"

#include <arrow/record_batch.h>
#include <arrow/util/compression.h>

#include <algorithm>

namespace flow::frame {

namespace {

/// Rows that become Arrow arrays at once.
constexpr uint64_t kRowsAtOnce = 16'384;

::arrow::Compression::type compressionNamed(const std::string &name) {
  if (name.empty() || name == "snappy") return ::arrow::Compression::SNAPPY;
  if (name == "none") return ::arrow::Compression::UNCOMPRESSED;
  if (name == "zstd") return ::arrow::Compression::ZSTD;
  if (name == "gzip") return ::arrow::Compression::GZIP;
  if (name == "lz4") return ::arrow::Compression::LZ4;
  throw ::parquet::ParquetException("there is no compression `" + name + "`; there are snappy, zstd, gzip, lz4, none");
}

} // namespace

ParquetWriter::ParquetWriter(const ParquetWriterOptions &options) : memory_(options.memory), row_(options.row) {
  ::arrow::FieldVector fields;
  for (const abi::ColumnSpec &column : row_) fields.push_back(arrowField(column));
  schema_ = ::arrow::schema(fields);
  auto properties = ::parquet::WriterProperties::Builder()
                        .memory_pool(&memory_)
                        ->compression(compressionNamed(options.compression))
                        ->max_row_group_length(static_cast<int64_t>(options.groupRows))
                        ->enable_store_decimal_as_integer()
                        ->enable_page_checksum()
                        ->build();
  auto arrowProperties = ::parquet::ArrowWriterProperties::Builder().store_schema()->build();
  auto output = std::make_shared<HostOutput>(options);
  PARQUET_ASSIGN_OR_THROW(writer_,
                          ::parquet::arrow::FileWriter::Open(*schema_, &memory_, output, properties, arrowProperties));
}

void ParquetWriter::write(const WrittenColumn *columns, uint64_t rows) {
  for (uint64_t first = 0; first < rows;) first += writeSome(columns, first, rows - first);
}

/// Writes some of the rows, so that the texts of each column fit one array; gives how many.
uint64_t ParquetWriter::writeSome(const WrittenColumn *columns, uint64_t first, uint64_t rows) {
  rows = std::min(rows, kRowsAtOnce);
  for (size_t i = 0; i < row_.size(); ++i) {
    if (!abi::isStringLike(row_[i].type.kind)) continue;
    const auto *texts = static_cast<const abi::StringView *>(columns[i].data) + first;
    uint64_t bytes = 0, fitting = 0;
    while (fitting < rows && bytes + texts[fitting].length <= kTextBytes) bytes += texts[fitting++].length;
    if (fitting == 0) throw ::parquet::ParquetException("a text of column `" + row_[i].name + "` is longer than 1 GiB");
    rows = fitting;
  }
  ::arrow::ArrayVector arrays;
  for (size_t i = 0; i < row_.size(); ++i)
    arrays.push_back(
        makeArray(row_[i].type, schema_->field(static_cast<int>(i))->type(), columns[i], first, rows, &memory_));
  auto batch = ::arrow::RecordBatch::Make(schema_, static_cast<int64_t>(rows), std::move(arrays));
  PARQUET_THROW_NOT_OK(writer_->WriteRecordBatch(*batch));
  return rows;
}

void ParquetWriter::finish() { PARQUET_THROW_NOT_OK(writer_->Close()); }

} // namespace flow::frame
