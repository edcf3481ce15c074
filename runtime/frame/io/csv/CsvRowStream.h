#pragma once
// The rows in a range of a CSV file, batch by batch, through a window of the file that stays in the
// processor's cache. Positions of a batch are valid until the next one.

#include "runtime/frame/io/InputFile.h"
#include "runtime/frame/io/csv/CsvTokenizer.h"

#include <algorithm>

namespace flow::frame {

class CsvRowStream {
public:
  static constexpr size_t kWindowBytes = 256 << 10;

  /// Rows whose positions and text stay in the first-level cache while their columns are read one by one.
  static uint32_t cachedRows(uint32_t columns) {
    constexpr uint32_t kGroup = 32; // rows that are read together
    return std::clamp(4096 / columns / kGroup * kGroup, kGroup, 1024u);
  }

  CsvRowStream(std::shared_ptr<const InputFile> file, CsvDialect dialect, uint32_t columns, bool skipRagged,
               MemoryPool &pool, size_t windowBytes = kWindowBytes)
      : file_(std::move(file)), tokenizer_(dialect, columns, skipRagged), columns_(columns), pool_(&pool),
        windowBytes_(windowBytes) {}

  /// Goes to the bytes [begin, end) of the file; `begin` begins a row, `end` another one or is the end of the
  /// file.
  Status open(uint64_t begin, uint64_t end);

  /// The next rows, at most `maxRows`; none at the end of the range. Fails with a ragged row (unless they are
  /// skipped), with a quoted field that does not end, or when the file cannot be read.
  Status next(CsvRows &rows, uint32_t maxRows);

  /// When next() has failed with a ragged row: its place in the file, its number of fields.
  struct Ragged {
    uint64_t begin = 0, end = 0;
    uint32_t fields = 0;
  };
  std::optional<Ragged> ragged() const;
  /// Goes on behind that row.
  void passRagged() { tokenizer_.passRagged(); }

  const InputFile &file() const { return *file_; }
  const std::shared_ptr<const InputFile> &sharedFile() const { return file_; }
  uint32_t columns() const { return columns_; }
  /// Offset in the file of a position in the text of the present rows.
  uint64_t offsetOf(uint32_t position) const { return windowBegin_ + position; }

private:
  Status fill();
  Status grow(size_t bytes);
  Failure raggedFailure(const CsvTokenizer::Ragged &ragged) const;
  Failure unclosedFailure(uint64_t rowOffset) const;

  std::shared_ptr<const InputFile> file_;
  CsvTokenizer tokenizer_;
  uint32_t columns_;
  MemoryPool *pool_;
  size_t windowBytes_;             // at first; longer rows make it grow
  std::shared_ptr<Buffer> window_; // has StructuralScanner::kBlockBytes readable bytes after its end
  uint64_t windowBegin_ = 0;       // offset in the file of the window's first byte
  uint64_t end_ = 0;               // of the range
  size_t filled_ = 0;              // bytes of the window that hold text
  bool started_ = false;           // whether the tokenizer has the window's text
};

/// "the row has 2 fields, but the file has 3 columns".
std::string raggedText(uint32_t fields, uint32_t columns);

/// The number of the line (from 1) that holds the byte at `offset`, counting line feeds; 0 when the file
/// cannot be read.
uint64_t lineAt(const InputFile &file, uint64_t offset);

/// A BadRow failure "PATH:LINE: MESSAGE", with the beginning of the line as a note.
Failure badRow(const InputFile &file, uint64_t rowOffset, const std::string &message);

/// A text as it is shown in a message: in quotes, not too long, control characters escaped.
std::string shownText(std::string_view text);

} // namespace flow::frame
