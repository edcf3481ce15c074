#pragma once
// All that reading a CSV file once tells about it. Facts are kept for the process and on disk, under a key of
// path, size, times and options, so that a file is not read twice for its schema.

#include "runtime/frame/io/CsvSchema.h"
#include "runtime/frame/io/InputFile.h"
#include "runtime/frame/io/csv/ColumnFacts.h"
#include "runtime/frame/io/csv/CsvHeader.h"

namespace flow::frame {

struct CsvFileFacts {
  CsvHeader header;
  std::vector<ColumnFacts> columns;
  uint64_t rows = 0;
  bool isSampled = false;
  std::vector<uint64_t> segmentBegins; ///< see CsvLayout::restore; empty when sampled
};

/// Reads a file, whole or a sample of it, on several threads.
Result<CsvFileFacts> gatherFacts(const std::shared_ptr<const InputFile> &file, const CsvReadOptions &options,
                                 MemoryPool &pool);

/// The key under which the facts of a file are kept.
std::string factsKey(const InputFile &file, const CsvReadOptions &options);

/// Facts that this process or an earlier one found.
std::optional<CsvFileFacts> recallFacts(const std::string &key);
void rememberFacts(const std::string &key, const InputFile &file, const CsvFileFacts &facts);

} // namespace flow::frame
