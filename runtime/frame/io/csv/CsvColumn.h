#pragma once
// One column of the batches that a CSV reader gives: reads its field of every row of a batch, column by
// column, so that each loop knows its type.

#include "runtime/frame/Column.h"
#include "runtime/frame/io/csv/CsvTokenizer.h"
#include "runtime/frame/io/csv/FieldParser.h"
#include "runtime/frame/io/csv/NullWords.h"

namespace flow::frame {

/// Why a field does not fit its column.
struct Misfit {
  enum class Reason : uint8_t {
    Value,   ///< see `parsed`
    Missing, ///< null, in a column that is not optional
    Quotes,  ///< text after the closing quote
    Utf8,    ///< no UTF-8
    Memory,  ///< denied; not the field's fault
  };
  Reason reason = Reason::Value;
  Parsed parsed = Parsed::NotOne;
  uint32_t row = 0;
};

/// What becomes of fields that do not fit. Without either, reading ends at the first.
struct MisfitUse {
  uint8_t *dropped = nullptr;           ///< a byte for each of the rows: theirs are marked
  std::vector<Misfit> *found = nullptr; ///< takes them; their values are zero

  /// False when reading ends.
  bool take(const Misfit &misfit) const {
    if (misfit.reason == Misfit::Reason::Memory || (!dropped && !found)) return false;
    if (dropped) dropped[misfit.row] = 1;
    if (found) found->push_back(misfit);
    return true;
  }
};

/// What is the same for all columns of a file.
struct FieldRules {
  char quote = '"';
  NullWords nullWords;
};

class CsvColumn {
public:
  /// Column `number` of the file, of `columns`.
  CsvColumn(ColumnType type, uint32_t number, uint32_t columns)
      : type_(type), number_(number), isLast_(number + 1 == columns) {}

  Status allocate(MemoryPool &pool, uint32_t rows);
  /// Reads the fields of all rows into those of the column from `at` on, which are allocated. Returns the one (rows
  /// are counted from `at`) that ended that; what follows it is then undefined. Long texts go into `heap`.
  std::optional<Misfit> read(const CsvRows &rows, const FieldRules &rules, StringHeap &heap, uint32_t at,
                             const MisfitUse &use);
  /// Keeps the rows that are not marked.
  void compact(const uint8_t *dropped, uint32_t rows);

  ColumnView view() const;
  const ColumnType &type() const { return type_; }
  uint32_t number() const { return number_; }
  /// The field as it stands in the file, without a carriage return.
  std::string_view raw(const CsvRows &rows, uint32_t row) const;

private:
  template <typename Values> class Loop;
  class TextLoop;
  template <typename Values>
  std::optional<Misfit> readValues(const CsvRows &rows, const FieldRules &rules, uint32_t at, const MisfitUse &use);

  ColumnType type_;
  uint32_t number_;
  bool isLast_;
  bool hasNulls_ = false;
  std::shared_ptr<Buffer> data_;
  std::shared_ptr<Buffer> valid_; // of optional columns
};

} // namespace flow::frame
