#include "runtime/frame/io/csv/CsvLayout.h"

#include "runtime/frame/io/csv/StructuralScanner.h"

#include <algorithm>
#include <bit>

namespace flow::frame {

namespace {

constexpr uint64_t kSmallestSegment = 256 << 10;
constexpr uint64_t kLargestSegment = 4 << 20;
constexpr uint64_t kWantedSegments = 16; // of files that are not too small or large for it
constexpr uint64_t kUnit = 64 << 10;
constexpr size_t kPartBytes = 128 << 10; // stays in the second-level cache

} // namespace

CsvLayout::CsvLayout(CsvDialect dialect, uint64_t bytes, uint64_t firstRow, uint64_t segmentBytes)
    : dialect_(dialect), bytes_(bytes) {
  uint64_t rounded = (bytes_ / kWantedSegments + kUnit - 1) / kUnit * kUnit;
  segmentBytes_ = segmentBytes ? segmentBytes : std::clamp(rounded, kSmallestSegment, kLargestSegment);
  segments_ = static_cast<uint32_t>((bytes_ - firstRow + segmentBytes_ - 1) / segmentBytes_);
  begins_.push_back(firstRow);
}

uint64_t CsvLayout::borderOf(uint32_t segment) const {
  return std::min(begins_[0] + segment * segmentBytes_, bytes_);
}

Status CsvLayout::find(const InputFile &file, uint32_t segment, uint64_t &begin, uint64_t &end) {
  FLOW_CHECK_LT(segment, segments_, "segment of ", file.path());
  std::lock_guard lock(mutex_);
  while (begins_.size() < size_t(segment) + 2) FLOW_TRY(extend(file));
  begin = begins_[segment];
  end = begins_[segment + 1];
  return {};
}

/// Finds the next beginning: the first row that begins at its border or behind it.
Status CsvLayout::extend(const InputFile &file) {
  uint64_t border = borderOf(static_cast<uint32_t>(begins_.size()));
  uint64_t at = begins_.back();
  if (at >= border || begins_.size() == segments_) {
    begins_.push_back(begins_.size() == segments_ ? bytes_ : at);
    return {};
  }
  StructuralScanner scanner(dialect_);
  std::vector<char> part(kPartBytes + StructuralScanner::kBlockBytes);
  while (at < bytes_) {
    size_t count = std::min<uint64_t>(kPartBytes, bytes_ - at);
    FLOW_TRY(file.read(at, part.data(), count));
    for (size_t index = 0; index < count; index += StructuralScanner::kBlockBytes) {
      uint32_t bytes = static_cast<uint32_t>(std::min<size_t>(count - index, StructuralScanner::kBlockBytes));
      uint64_t lineFeeds = scanner.next(part.data() + index, bytes).lineFeeds;
      uint64_t block = at + index;
      if (block + StructuralScanner::kBlockBytes < border) continue;
      if (block + 1 < border) lineFeeds &= ~uint64_t(0) << std::min<uint64_t>(border - block - 1, 63);
      if (lineFeeds == 0) continue;
      begins_.push_back(block + static_cast<uint64_t>(std::countr_zero(lineFeeds)) + 1);
      return {};
    }
    at += count;
  }
  begins_.push_back(bytes_);
  return {};
}

std::vector<uint64_t> CsvLayout::begins() const {
  std::lock_guard lock(mutex_);
  return begins_;
}

void CsvLayout::restore(std::vector<uint64_t> begins) {
  std::lock_guard lock(mutex_);
  if (begins.size() != size_t(segments_) + 1 || begins[0] != begins_[0] || begins.back() != bytes_) return;
  if (std::is_sorted(begins.begin(), begins.end())) begins_ = std::move(begins);
}

} // namespace flow::frame
