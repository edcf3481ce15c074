#pragma once
// The pages of one column of one row group, decompressed: by ourselves when they are Snappy's, else by Arrow.

#include "runtime/frame/io/arrow/HostFile.h"
#include "runtime/frame/io/arrow/ParquetMetadata.h"

#include <parquet/column_reader.h>

namespace flow::frame {

/// Throws ParquetException. A page is valid until the next one is asked for. The file and the pool outlive the pages.
std::unique_ptr<::parquet::PageReader> openPages(const ParquetFile &file, uint32_t group, uint32_t column,
                                                 const std::shared_ptr<HostFile> &bytes,
                                                 const ::parquet::ReaderProperties &properties);

} // namespace flow::frame
