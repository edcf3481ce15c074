#include "compiler/driver/FileFactory.h"

#include "runtime/frame/io/csv/BadRows.h"
#include "runtime/frame/io/csv/CsvSink.h"
#include "runtime/frame/io/csv/CsvSource.h"
#include "runtime/frame/io/folders/PartitionedSource.h"
#include "runtime/frame/io/parquet/ParquetSink.h"
#include "runtime/frame/io/parquet/ParquetSource.h"

namespace flow::driver {

Result<std::unique_ptr<frame::Source>> FileFactory::open(const abi::CsvSource &spec, const frame::QueryContext &query) {
  if (spec.partitions.empty()) return frame::openCsvSource(spec, query);
  return frame::openPartitioned<abi::CsvSource>(spec, query, frame::openCsvSource);
}

Result<std::unique_ptr<frame::Source>> FileFactory::open(const abi::BadCsvSource &spec,
                                                         const frame::QueryContext &query) {
  return frame::openBadCsvSource(spec, query);
}

Result<std::unique_ptr<frame::Source>> FileFactory::open(const abi::ParquetSource &spec,
                                                         const frame::QueryContext &query) {
  if (spec.partitions.empty()) return frame::openParquetSource(spec, query);
  return frame::openPartitioned<abi::ParquetSource>(spec, query, frame::openParquetSource);
}

Result<std::unique_ptr<frame::Sink>> FileFactory::create(const abi::WriteCsvSink &spec,
                                                         const frame::QueryContext &query) {
  return frame::openCsvSink(spec, query);
}

Result<std::unique_ptr<frame::Sink>> FileFactory::create(const abi::WriteParquetSink &spec,
                                                         const frame::QueryContext &query) {
  return frame::openParquetSink(spec, query);
}

} // namespace flow::driver
