#pragma once
// The text of every source file of a run, and the way from a byte offset to a line and column.
// Owns the texts; views into them live as long as the manager. Lines and columns count from 1, columns in
// code points. A line ends with "\n"; a "\r" before it belongs to the line break.

#include "compiler/base/Span.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace flow {

/// Where a byte is, as people count.
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1; ///< in code points; a byte inside of a code point counts as its first
  bool operator==(const LineColumn &) const = default;
};

class SourceManager {
public:
  /// Offsets are 32 bits, with room for the end of the last span.
  static constexpr size_t kMaxBytes = UINT32_MAX - 1;

  /// Takes a text; the result is the `file` of its spans. The text has at most kMaxBytes.
  uint32_t add(std::string name, std::string text);

  uint32_t fileCount() const { return static_cast<uint32_t>(files_.size()); }
  std::string_view name(uint32_t file) const;
  std::string_view text(uint32_t file) const;
  /// The bytes of a span, clipped to its file.
  std::string_view text(Span span) const;

  /// In time logarithmic in the number of lines. Offsets behind the end stand for the end.
  LineColumn lineColumn(uint32_t file, uint32_t offset) const;
  LineColumn begin(Span span) const { return lineColumn(span.file, span.begin); }
  LineColumn end(Span span) const { return lineColumn(span.file, span.end); }

  uint32_t lineCount(uint32_t file) const;
  /// The byte offset where a line begins; `line` is 1 to lineCount.
  uint32_t lineBegin(uint32_t file, uint32_t line) const;
  /// The text of a line without its line break; empty for a line that is not there.
  std::string_view lineText(uint32_t file, uint32_t line) const;

private:
  struct File {
    std::string name;
    std::string text;
    std::vector<uint32_t> lineBegins; ///< offsets, ascending, the first is 0
  };
  const File &get(uint32_t file) const;

  std::deque<File> files_; // a deque: views must survive the next add
};

/// The number of code points in valid UTF-8; of anything else, the number of bytes that begin one.
uint32_t countCodePoints(std::string_view utf8);

} // namespace flow
