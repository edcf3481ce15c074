#pragma once
// Reads Parquet files as a pipeline does, and shows rows as text; writes files by the sink.

#include "runtime/abi/Plan.h"
#include "runtime/frame/io/ParquetSchema.h"
#include "runtime/frame/io/parquet/ParquetSink.h"
#include "runtime/frame/io/parquet/ParquetSource.h"
#include "runtime/text/ValueFormat.h"
#include "test/unit/runtime/frame/io/TemporaryFolder.h"

#include <numeric>

namespace flow::frame {

/// What a source gives: a line per row, fields separated by bars; and the failure that ended it.
struct Reading {
  std::string rows;
  uint64_t rowCount = 0;
  uint32_t segments = 0;
  std::optional<Failure> failure;
};

inline std::string textOf(const Batch &batch) {
  std::string out;
  for (uint32_t row = 0; row < batch.rows; ++row) {
    for (size_t index = 0; index < batch.columns.size(); ++index) {
      const ColumnView &column = batch.columns[index];
      if (index) out += '|';
      size_t width = abi::bytesOf(column.type.kind);
      const char *value = column.as<char>() + row * width;
      bool isZero = std::string(value, width).find_first_not_of('\0') == std::string::npos;
      if (column.isValid(row))
        text::appendValue(out, column.type, value);
      else
        out += isZero ? "null" : "(null is not zero)";
    }
    out += '\n';
  }
  return out;
}

inline void readSegment(Source &source, uint32_t segment, uint32_t maxRows, Reading &reading) {
  Result<std::unique_ptr<SegmentReader>> reader = source.open(segment);
  if (!reader.ok()) {
    reading.failure = reader.takeFailure();
    return;
  }
  for (;;) {
    Batch batch;
    if (Status status = (*reader)->next(batch, maxRows); !status.ok()) {
      reading.failure = status.take();
      return;
    }
    EXPECT_LE(batch.rows, maxRows);
    if (batch.rows == 0) return;
    reading.rows += textOf(batch);
    reading.rowCount += batch.rows;
  }
}

inline Reading readParquet(const abi::ParquetSource &spec, uint32_t maxRows = 1024,
                           size_t memoryLimit = MemoryPool::kNoLimit) {
  MemoryPool pool(memoryLimit);
  Reading reading;
  {
    QueryContext context;
    context.memory = &pool;
    Result<std::unique_ptr<Source>> source = openParquetSource(spec, context);
    if (!source.ok()) {
      reading.failure = source.takeFailure();
    } else {
      reading.segments = (*source)->segmentCount();
      for (uint32_t segment = 0; segment < reading.segments && !reading.failure; ++segment)
        readSegment(**source, segment, maxRows, reading);
    }
  }
  EXPECT_EQ(pool.usedBytes(), 0u);
  return reading;
}

/// A spec that reads all columns, as the compiler makes it.
inline abi::ParquetSource specOf(const std::string &path) {
  abi::ParquetSource spec;
  spec.path.text = path;
  spec.site = 7;
  Result<ParquetFileSchema> schema = readParquetSchema(path);
  EXPECT_TRUE(schema.ok()) << schema.failure().message;
  if (schema.ok()) spec.row = schema->row;
  spec.columns.resize(spec.row.size());
  std::iota(spec.columns.begin(), spec.columns.end(), 0u);
  return spec;
}

inline std::string rowText(const abi::RowSpec &row) {
  std::string text;
  for (const abi::ColumnSpec &column : row)
    text += (text.empty() ? "" : ", ") + column.name + ": " + abi::typeText(column.type);
  return text;
}

/// Writes one segment of one batch.
inline Status writeParquet(const std::string &path, const RowSpec &row, const Batch &batch,
                           const std::string &compression = {}) {
  abi::WriteParquetSink spec;
  spec.path.text = path;
  spec.row = row;
  spec.compression = compression;
  spec.site = 3;
  MemoryPool pool;
  QueryContext context;
  context.memory = &pool;
  Result<std::unique_ptr<Sink>> sink = openParquetSink(spec, context);
  if (!sink.ok()) return sink.takeFailure();
  std::unique_ptr<SinkLocal> local = (*sink)->makeLocal();
  FLOW_TRY(local->beginSegment(0));
  FLOW_TRY(local->push(batch));
  FLOW_TRY(local->endSegment());
  return (*sink)->finish();
}

} // namespace flow::frame
