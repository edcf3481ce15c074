#pragma once
// The source of a pipeline that reads CSV files: the files of a pattern one after the other, each in segments
// of at most about 4 MiB that begin at a row. Decompressed files are one segment.

#include "runtime/abi/Plan.h"
#include "runtime/frame/Operator.h"

namespace flow::frame {

/// Opens the files and checks their headers against the row that the program was compiled with: SchemaDrift
/// when they differ, IoError when a file cannot be read.
Result<std::unique_ptr<Source>> openCsvSource(const abi::CsvSource &spec, const QueryContext &context);

} // namespace flow::frame
