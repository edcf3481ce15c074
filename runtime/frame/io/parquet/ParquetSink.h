#pragma once
// The sink of a pipeline that writes a Parquet file: row groups of 122,880 rows in source order, whatever the
// workers do.

#include "runtime/abi/Plan.h"
#include "runtime/frame/Operator.h"

namespace flow::frame {

/// Creates the file, which appears under its name only when the sink is finished; IoError when it cannot be
/// created.
Result<std::unique_ptr<Sink>> openParquetSink(const abi::WriteParquetSink &spec, const QueryContext &context);

} // namespace flow::frame
