#pragma once
// Whole streams from memory to memory: gzip (several members too) and Zstandard (several frames too).

#include "runtime/base/Memory.h"

#include <string>
#include <string_view>

namespace flow::frame {

enum class Compression : uint8_t { None, Gzip, Zstd };

/// By the end of the name.
Compression compressionOf(std::string_view path);

/// The content of `bytes`; `path` is for messages.
Result<std::shared_ptr<Buffer>> decompress(Compression compression, std::string_view bytes,
                                           const std::string &path, MemoryPool &pool);

} // namespace flow::frame
