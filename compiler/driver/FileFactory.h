#pragma once
// The file formats that flowc links, for the executor.

#include "runtime/abi/Plan.h"
#include "runtime/frame/exec/SourceFactory.h"

namespace flow::driver {

class FileFactory : public frame::SourceFactory {
public:
  Result<std::unique_ptr<frame::Source>> open(const abi::CsvSource &spec, const frame::QueryContext &query) override;
  Result<std::unique_ptr<frame::Source>> open(const abi::BadCsvSource &spec, const frame::QueryContext &query) override;
  Result<std::unique_ptr<frame::Source>> open(const abi::ParquetSource &spec,
                                              const frame::QueryContext &query) override;
  Result<std::unique_ptr<frame::Sink>> create(const abi::WriteCsvSink &spec, const frame::QueryContext &query) override;
  Result<std::unique_ptr<frame::Sink>> create(const abi::WriteParquetSink &spec,
                                              const frame::QueryContext &query) override;
};

} // namespace flow::driver
