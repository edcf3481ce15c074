#pragma once
// Cuts CSV text into rows and fields without touching the fields themselves: it gives their places.
//
// For a batch of rows there is one array of positions, `cells`, with `stride` entries per row: field c of row
// r is the text after position cells[r * stride + c] up to position cells[r * stride + c + 1]. Where all rows
// have the right number of fields the stride is that number, and the end of a row is what comes before the
// next one.

#include "runtime/frame/io/csv/StructuralScanner.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace flow::frame {

struct CsvRows {
  const char *text = nullptr;
  const uint32_t *cells = nullptr;
  uint32_t stride = 0;
  uint32_t rows = 0;
  bool isAscii = true; ///< whether all bytes of these rows are ASCII (may be false without need)

  uint32_t begin(uint32_t row, uint32_t column) const { return cells[row * size_t(stride) + column] + 1; }
  uint32_t end(uint32_t row, uint32_t column) const { return cells[row * size_t(stride) + column + 1]; }
  /// The field as it stands in the file, quotes included; of the last column perhaps with a carriage return.
  std::string_view raw(uint32_t row, uint32_t column) const {
    return {text + begin(row, column), end(row, column) - begin(row, column)};
  }
};

class CsvTokenizer {
public:
  /// A row with another number of fields than it should have.
  struct Ragged {
    uint32_t begin = 0, end = 0; ///< in the text; `end` is its line feed
    uint32_t fields = 0;
  };

  /// With `skipRagged` such rows are left out, otherwise they end the reading.
  CsvTokenizer(CsvDialect dialect, uint32_t columns, bool skipRagged);

  /// Begins with new text, which begins a row. `bytes` is less than 2^32 - 64, and
  /// StructuralScanner::kBlockBytes more are readable.
  void start(const char *text, size_t bytes);

  /// The next complete rows, at most `maxRows`. No rows: there are no more, or a ragged one comes next. Empty
  /// lines are no rows unless there is only one column.
  CsvRows next(uint32_t maxRows);

  const std::optional<Ragged> &ragged() const { return ragged_; }
  /// Goes on behind the ragged row.
  void passRagged();
  /// Position behind the rows that were given so far.
  size_t consumed() const { return cells_[used_] + uint32_t(1); }
  bool isInQuotes() const { return scanner_.isInQuotes(); }

private:
  void scan(uint32_t lineFeeds);
  void append(const BlockMasks &masks);
  bool areRegular(uint32_t rows) const;
  CsvRows walk(uint32_t maxRows);
  bool isEmptyLine(uint32_t begin, uint32_t end) const;

  StructuralScanner scanner_;
  uint32_t columns_;
  bool skipRagged_;
  const char *text_ = nullptr;
  uint32_t bytes_ = 0;
  uint32_t scanned_ = 0; // bytes that the scanner has seen
  // Ends of fields. cells_[used_] is the end of the last row given; what is before is no longer needed.
  std::vector<uint32_t> cells_;
  uint32_t used_ = 0, filled_ = 0;
  uint32_t lineFeeds_ = 0; // of cells_ after used_
  bool isAscii_ = true;
  std::vector<uint32_t> walked_; // cells of rows that were picked one by one
  std::optional<Ragged> ragged_;
};

} // namespace flow::frame
