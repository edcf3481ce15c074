#pragma once
// The sink of a pipeline that writes a CSV file as RFC 4180 says, with line feeds: a line of names, then the
// rows in source order, whatever the workers do. Nulls are empty, empty texts `""`, values as Flow prints
// them.

#include "runtime/abi/Plan.h"
#include "runtime/frame/Operator.h"

namespace flow::frame {

/// Creates the file, which appears under its name only when the sink is finished; IoError when it cannot be
/// created.
Result<std::unique_ptr<Sink>> openCsvSink(const abi::WriteCsvSink &spec, const QueryContext &context);

} // namespace flow::frame
