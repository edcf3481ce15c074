#include "runtime/frame/io/csv/CsvTokenizer.h"

#include "runtime/abi/Check.h"

#include <algorithm>
#include <bit>

namespace flow::frame {

CsvTokenizer::CsvTokenizer(CsvDialect dialect, uint32_t columns, bool skipRagged)
    : scanner_(dialect), columns_(columns), skipRagged_(skipRagged) {
  FLOW_CHECK_GT(columns, 0u, "a CSV file has columns");
}

void CsvTokenizer::start(const char *text, size_t bytes) {
  FLOW_CHECK_LT(bytes, UINT32_MAX - StructuralScanner::kBlockBytes, "positions have 32 bits");
  text_ = text;
  bytes_ = static_cast<uint32_t>(bytes);
  scanned_ = used_ = filled_ = lineFeeds_ = 0;
  isAscii_ = true;
  ragged_.reset();
  scanner_.beginRow();
  if (cells_.empty()) cells_.resize(4096);
  cells_[0] = UINT32_MAX; // the row before ends right before the text
}

CsvRows CsvTokenizer::next(uint32_t maxRows) {
  for (;;) {
    if (ragged_) return {};
    // What is left over goes to the front, with the end of the row before it.
    std::copy(cells_.begin() + used_, cells_.begin() + filled_ + 1, cells_.begin());
    filled_ -= used_;
    used_ = 0;
    scan(maxRows);
    uint32_t rows = std::min(maxRows, lineFeeds_);
    if (rows == 0) return {};
    if (!areRegular(rows)) {
      CsvRows walked = walk(rows);
      if (walked.rows > 0) return walked;
      continue; // nothing but empty lines and rows that are skipped, or a ragged row
    }
    used_ = rows * columns_;
    lineFeeds_ -= rows;
    return {text_, cells_.data(), columns_, rows, isAscii_};
  }
}

/// Scans until cells_ has `lineFeeds` ends of rows, or to the end of the text.
void CsvTokenizer::scan(uint32_t lineFeeds) {
  while (lineFeeds_ < lineFeeds && scanned_ < bytes_) {
    if (cells_.size() < filled_ + 1 + 2 * StructuralScanner::kBlockBytes) cells_.resize(cells_.size() * 2);
    uint32_t count = std::min(bytes_ - scanned_, StructuralScanner::kBlockBytes);
    append(scanner_.next(text_ + scanned_, count));
    scanned_ += count;
  }
}

/// Writes the positions of the set bits, eight at a time without asking how many there are.
void CsvTokenizer::append(const BlockMasks &masks) {
  constexpr int kStep = 8;
  uint32_t *out = cells_.data() + filled_ + 1;
  uint64_t bits = masks.ends;
  int count = std::popcount(bits);
  for (int done = 0; done < count; done += kStep) {
    for (int index = 0; index < kStep; ++index) {
      out[done + index] = scanned_ + static_cast<uint32_t>(std::countr_zero(bits));
      bits &= bits - 1;
    }
  }
  filled_ += static_cast<uint32_t>(count);
  lineFeeds_ += static_cast<uint32_t>(std::popcount(masks.lineFeeds));
  isAscii_ &= masks.highBytes == 0;
}

/// Whether each of the next rows has columns_ fields: their ends are where they should be, and there are no
/// others.
bool CsvTokenizer::areRegular(uint32_t rows) const {
  size_t cells = size_t(rows) * columns_;
  if (cells > filled_) return false;
  bool regular = true;
  for (size_t at = columns_; at <= cells; at += columns_) regular &= text_[cells_[at]] == '\n';
  uint32_t after = 0;
  for (size_t at = cells + 1; at <= filled_; ++at) after += text_[cells_[at]] == '\n';
  return regular && lineFeeds_ - after == rows;
}

void CsvTokenizer::passRagged() {
  FLOW_CHECK(ragged_.has_value(), "there is a ragged row");
  used_ += ragged_->fields;
  --lineFeeds_;
  ragged_.reset();
}

bool CsvTokenizer::isEmptyLine(uint32_t begin, uint32_t end) const {
  return columns_ > 1 && (begin == end || (begin + 1 == end && text_[begin] == '\r'));
}

/// The next rows one by one, up to a ragged one.
CsvRows CsvTokenizer::walk(uint32_t maxRows) {
  walked_.clear();
  uint32_t rows = 0;
  for (uint32_t seen = 0; seen < maxRows; ++seen) {
    uint32_t last = used_ + 1;
    while (text_[cells_[last]] != '\n') ++last;
    uint32_t fields = last - used_;
    uint32_t begin = cells_[used_] + 1, end = cells_[last];
    if (fields == columns_) {
      walked_.insert(walked_.end(), cells_.begin() + used_, cells_.begin() + last + 1);
      ++rows;
    } else if (!(fields == 1 && isEmptyLine(begin, end)) && !skipRagged_) {
      ragged_ = {begin, end, fields};
      break;
    }
    used_ = last;
    --lineFeeds_;
  }
  return {text_, walked_.data(), columns_ + 1, rows, isAscii_};
}

} // namespace flow::frame
