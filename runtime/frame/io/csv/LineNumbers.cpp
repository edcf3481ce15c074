#include "runtime/frame/io/csv/LineNumbers.h"

#include <algorithm>

namespace flow::frame {

Result<uint64_t> LineNumbers::lineOf(const InputFile &file, uint64_t offset) {
  constexpr uint64_t kPartBytes = 256 << 10;
  constexpr uint64_t kApartBytes = 64 << 10; // of places that are kept
  std::lock_guard lock(mutex_);
  auto [from, line] = *std::prev(known_.upper_bound(offset));
  std::string part;
  for (uint64_t at = from; at < offset; at += part.size()) {
    part.resize(std::min(kPartBytes, offset - at));
    FLOW_TRY(file.read(at, part.data(), part.size()));
    line += static_cast<uint64_t>(std::count(part.begin(), part.end(), '\n'));
  }
  if (offset - from >= kApartBytes) known_.emplace(offset, line);
  return line;
}

} // namespace flow::frame
