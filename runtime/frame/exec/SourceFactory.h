#pragma once
// Files, as the executor sees them. The driver makes a factory of the readers and writers that it links, so
// that the executor depends on no file format.

#include "runtime/abi/Plan.h"
#include "runtime/frame/Operator.h"

namespace flow::frame {

class SourceFactory {
public:
  virtual ~SourceFactory() = default;
  // A failure without a site gets the one of the spec. The specs outlive what is made of them.
  virtual Result<std::unique_ptr<Source>> open(const abi::CsvSource &spec, const QueryContext &query) = 0;
  virtual Result<std::unique_ptr<Source>> open(const abi::BadCsvSource &spec, const QueryContext &query) = 0;
  virtual Result<std::unique_ptr<Source>> open(const abi::ParquetSource &spec, const QueryContext &query) = 0;
  virtual Result<std::unique_ptr<Sink>> create(const abi::WriteCsvSink &spec, const QueryContext &query) = 0;
  virtual Result<std::unique_ptr<Sink>> create(const abi::WriteParquetSink &spec,
                                               const QueryContext &query) = 0;
};

} // namespace flow::frame
