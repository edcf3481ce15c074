#pragma once
// What is known of a CSV column from the values seen so far, as a set of bits: sets of parts of a file are
// simply united.

#include "runtime/abi/ColumnType.h"
#include "runtime/frame/io/csv/CsvTokenizer.h"
#include "runtime/frame/io/csv/NullWords.h"

namespace flow::frame {

enum ColumnFact : uint16_t {
  kSawEmpty = 1 << 0,
  kSawNullWord = 1 << 1,
  kSawBool = 1 << 2,
  kSawInteger = 1 << 3,
  kSawHugeInteger = 1 << 4, ///< digits only, beyond i64
  kSawFloat = 1 << 5,
  kSawDate = 1 << 6,
  kSawTimestamp = 1 << 7,
  kSawText = 1 << 8,
};
using ColumnFacts = uint16_t;

/// The fact about one field. Numbers with leading zeros or a plus sign are text, for they mean more than a
/// number.
ColumnFact factOf(std::string_view raw, char quote, const NullWords &nullWords);

/// Adds the facts about all fields of a column.
void observeColumn(const CsvRows &rows, uint32_t column, bool isLast, char quote, const NullWords &nullWords,
                   ColumnFacts &facts);

/// The narrowest type for the facts.
abi::ColumnType typeOf(ColumnFacts facts, const NullWords &nullWords);

} // namespace flow::frame
