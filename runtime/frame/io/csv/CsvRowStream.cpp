#include "runtime/frame/io/csv/CsvRowStream.h"

#include "runtime/text/ValueParser.h"

#include <algorithm>
#include <cstring>

namespace flow::frame {

namespace {

constexpr size_t kCountedBytes = 256 << 10; // at a time
constexpr size_t kLongestRowBytes = size_t(1) << 30;

} // namespace

Status CsvRowStream::open(uint64_t begin, uint64_t end) {
  windowBegin_ = begin;
  end_ = end;
  filled_ = 0;
  started_ = false;
  if (!window_) FLOW_TRY(grow(std::min<uint64_t>(windowBytes_, end - begin + 1)));
  return {};
}

Status CsvRowStream::next(CsvRows &rows, uint32_t maxRows) {
  for (;;) {
    if (!started_) FLOW_TRY(fill());
    if (filled_ == 0) {
      rows = {};
      return {};
    }
    rows = tokenizer_.next(maxRows);
    if (rows.rows > 0) return {};
    if (tokenizer_.ragged()) return raggedFailure(*tokenizer_.ragged());
    started_ = false;
  }
}

std::optional<CsvRowStream::Ragged> CsvRowStream::ragged() const {
  const std::optional<CsvTokenizer::Ragged> &row = tokenizer_.ragged();
  if (!row) return std::nullopt;
  return Ragged{offsetOf(row->begin), offsetOf(row->end), row->fields};
}

/// Moves what the tokenizer left over to the front and reads on. A last row without line feed gets one.
Status CsvRowStream::fill() {
  size_t done = filled_ ? tokenizer_.consumed() : 0;
  bool atEnd = windowBegin_ + filled_ >= end_; // also when the line feed was added
  if (atEnd && filled_ > 0 && done < filled_) {
    FLOW_CHECK(tokenizer_.isInQuotes(), "a range of rows ends within a row");
    return unclosedFailure(windowBegin_ + done);
  }
  filled_ -= done;
  windowBegin_ += done;
  if (filled_ == window_->bytes() - 1) FLOW_TRY(grow(window_->bytes() * 2));
  if (done && filled_) std::memmove(window_->data(), window_->data() + done, filled_);
  if (atEnd) {
    filled_ = 0;
    return {};
  }
  uint64_t from = windowBegin_ + filled_;
  size_t count = std::min<uint64_t>(end_ - from, window_->bytes() - 1 - filled_);
  FLOW_TRY(file_->read(from, window_->data() + filled_, count));
  filled_ += count;
  if (from + count == file_->bytes() && filled_ > 0 && window_->data()[filled_ - 1] != '\n')
    window_->data()[filled_++] = '\n'; // the window keeps a byte free for it
  tokenizer_.start(window_->data(), filled_);
  started_ = true;
  return {};
}

Status CsvRowStream::grow(size_t bytes) {
  if (bytes > kLongestRowBytes) return unclosedFailure(windowBegin_);
  Result<std::shared_ptr<Buffer>> grown = Buffer::allocate(*pool_, std::max<size_t>(bytes, 2));
  if (!grown.ok()) return grown.takeFailure();
  if (filled_) std::memcpy((*grown)->data(), window_->data(), filled_);
  window_ = std::move(*grown);
  return {};
}

Failure CsvRowStream::raggedFailure(const CsvTokenizer::Ragged &ragged) const {
  Failure failure = badRow(*file_, offsetOf(ragged.begin), raggedText(ragged.fields, columns_));
  if (ragged.fields > columns_)
    failure.helps.push_back("a field that holds the delimiter has to be in quotes");
  failure.helps.push_back("`bad_rows: skip` leaves such rows out");
  return failure;
}

Failure CsvRowStream::unclosedFailure(uint64_t rowOffset) const {
  Failure failure = badRow(*file_, rowOffset, "a quoted field that begins in this row never ends");
  failure.helps.push_back(
      "a quote inside a quoted field has to be doubled; `quote:` names another character");
  return failure;
}

std::string raggedText(uint32_t fields, uint32_t columns) {
  return "the row has " + std::to_string(fields) + (fields == 1 ? " field" : " fields") + ", but the file has " +
         std::to_string(columns) + (columns == 1 ? " column" : " columns");
}

uint64_t lineAt(const InputFile &file, uint64_t offset) {
  std::string part;
  uint64_t line = 1;
  for (uint64_t at = 0; at < offset; at += part.size()) {
    part.resize(std::min<uint64_t>(kCountedBytes, offset - at));
    if (!file.read(at, part.data(), part.size()).ok()) return 0;
    line += static_cast<uint64_t>(std::count(part.begin(), part.end(), '\n'));
  }
  return line;
}

std::string shownText(std::string_view text) {
  constexpr size_t kShownBytes = 60;
  std::string shown = "\"";
  size_t end = std::min(text.size(), kShownBytes);
  while (end < text.size() && end > 0 && (text[end] & 0xC0) == 0x80) --end; // not within a character
  // Bytes that are no text are shown as numbers: neither a terminal nor JSON takes them.
  bool isText = text::isUtf8(text.substr(0, end));
  for (char byte : text.substr(0, end)) {
    static constexpr char kHex[] = "0123456789abcdef";
    unsigned char code = static_cast<unsigned char>(byte);
    if (byte == '\n')
      shown += "\\n";
    else if (byte == '\r')
      shown += "\\r";
    else if (byte == '\t')
      shown += "\\t";
    else if (byte == '"')
      shown += "\\\"";
    else if (code < 32 || code == 127 || (code >= 0x80 && !isText))
      shown += {'\\', 'x', kHex[code >> 4], kHex[code & 15]};
    else
      shown += byte;
  }
  return shown + (end < text.size() ? "...\"" : "\"");
}

Failure badRow(const InputFile &file, uint64_t rowOffset, const std::string &message) {
  constexpr size_t kReadBytes = 200;
  Failure failure;
  failure.kind = FailureKind::BadRow;
  failure.message = file.path() + ":" + std::to_string(lineAt(file, rowOffset)) + ": " + message;
  std::string line(std::min<uint64_t>(kReadBytes, file.bytes() - rowOffset), '\0');
  if (!file.read(rowOffset, line.data(), line.size()).ok()) return failure;
  size_t end = line.find('\n');
  if (end != std::string::npos) line.resize(end);
  if (line.ends_with('\r')) line.pop_back();
  failure.notes.push_back("the row is " + shownText(line));
  return failure;
}

} // namespace flow::frame
