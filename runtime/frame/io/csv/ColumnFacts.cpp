#include "runtime/frame/io/csv/ColumnFacts.h"

#include "runtime/frame/io/csv/ColumnValues.h"
#include "runtime/frame/io/csv/CsvField.h"
#include "runtime/frame/io/csv/FieldParser.h"

namespace flow::frame {

namespace {

bool isDigit(char byte) { return static_cast<unsigned char>(byte - '0') <= 9; }

ColumnFact factOfNumber(std::string_view text) {
  std::string_view digits = text.substr(text[0] == '-');
  if (digits.size() > 1 && digits[0] == '0' && isDigit(digits[1])) return kSawText; // 007 is a name
  int64_t integer = 0;
  Parsed parsed = parseInteger(text, integer);
  if (parsed == Parsed::Value) return kSawInteger;
  if (parsed == Parsed::OutOfRange) return kSawHugeInteger;
  double number = 0;
  return parseDouble(text, number) == Parsed::Value ? kSawFloat : kSawText;
}

ColumnFact factOfTime(std::string_view text) {
  int32_t days = 0;
  if (parseDate(text, days) == Parsed::Value) return kSawDate;
  int64_t micros = 0;
  return parseTimestamp(text, micros) == Parsed::Value ? kSawTimestamp : kSawText;
}

std::string_view fieldAt(const CsvRows &rows, uint32_t row, uint32_t column, bool isLast) {
  std::string_view raw = rows.raw(row, column);
  if (isLast && raw.ends_with('\r')) raw.remove_suffix(1);
  return raw;
}

/// Adds the facts about some fields of a column, one by one.
class FieldObserver {
public:
  FieldObserver(const CsvRows &rows, uint32_t column, bool isLast, char quote, const NullWords &nullWords)
      : rows_(rows), column_(column), isLast_(isLast), quote_(quote), nullWords_(nullWords) {}

  void observe(uint32_t row, ColumnFacts &facts) {
    std::string_view raw = fieldAt(rows_, row, column_, isLast_);
    if (raw == before_) return; // values come in runs
    facts |= factOf(raw, quote_, nullWords_);
    before_ = raw;
  }
  void observeFrom(uint32_t first, ColumnFacts &facts) {
    for (uint32_t row = first; row < rows_.rows; ++row) observe(row, facts);
  }

private:
  const CsvRows &rows_;
  uint32_t column_;
  bool isLast_;
  char quote_;
  const NullWords &nullWords_;
  std::optional<std::string_view> before_;
};

bool hasEmptyField(const CsvRows &rows, uint32_t column, bool isLast) {
  bool empty = false;
  for (uint32_t row = 0; row < rows.rows; ++row) empty |= fieldAt(rows, row, column, isLast).empty();
  return empty;
}

/// A column that holds times so far.
template <typename Values>
void observeTimes(const CsvRows &rows, uint32_t column, bool isLast, FieldObserver &observer, ColumnFacts &facts) {
  Values values({});
  typename Values::Value value = 0;
  for (uint32_t row = 0; row < rows.rows; ++row) {
    std::string_view raw = fieldAt(rows, row, column, isLast);
    if (!values.fast(raw.data(), static_cast<uint32_t>(raw.size()), value)) observer.observe(row, facts);
  }
}

} // namespace

ColumnFact factOf(std::string_view raw, char quote, const NullWords &nullWords) {
  if (raw.empty()) return kSawEmpty;
  std::string_view text = raw;
  std::string scratch;
  if (isQuotedField(raw, quote) && !unquoteField(raw, quote, text, scratch)) return kSawText;
  text = withoutBlanks(text);
  if (text.empty()) return kSawText;
  if (nullWords.contains(text)) return kSawNullWord;
  char first = text[0];
  if (text.size() >= 10 && text[4] == '-' && isDigit(first)) return factOfTime(text);
  if (isDigit(first) || first == '-' || first == '.' || text == "inf" || text == "nan") return factOfNumber(text);
  uint8_t boolean = 0;
  return parseBool(text, boolean) == Parsed::Value ? kSawBool : kSawText;
}

void observeColumn(const CsvRows &rows, uint32_t column, bool isLast, char quote, const NullWords &nullWords,
                   ColumnFacts &facts) {
  FieldObserver observer(rows, column, isLast, quote, nullWords);
  if ((facts & kSawText) && !nullWords.applyToText()) {
    // What is left to know of a text column is whether there are nulls.
    if (!(facts & kSawEmpty) && hasEmptyField(rows, column, isLast)) facts |= kSawEmpty;
    return;
  }
  bool onlyTimes = !(facts & ~(kSawDate | kSawTimestamp | kSawEmpty | kSawNullWord));
  if (onlyTimes && !nullWords.lookLikeValues()) {
    if (facts & kSawTimestamp) return observeTimes<TimestampValues>(rows, column, isLast, observer, facts);
    if (facts & kSawDate) return observeTimes<DateValues>(rows, column, isLast, observer, facts);
  }
  if (nullWords.lookLikeValues() || facts & (kSawDate | kSawTimestamp | kSawBool | kSawText))
    return observer.observeFrom(0, facts);
  // Perhaps a column of numbers: whole groups of short ones are seen at once.
  bool decimals = facts & kSawFloat;
  ShortFields fields;
  uint32_t first = 0;
  for (; first + ShortFields::kRows <= rows.rows; first += ShortFields::kRows) {
    if (decimals)
      fields.loadDecimals<true>(rows, first, column, isLast);
    else
      fields.loadIntegers<true>(rows, first, column, isLast);
    uint32_t wrong = 0;
    if (fields.check()) {
      for (uint32_t index = 0; index < ShortFields::kRows; ++index) {
        if (!fields.wrong[index]) continue;
        ++wrong;
        observer.observe(first + index, facts);
      }
    }
    if (!decimals && wrong < ShortFields::kRows) facts |= kSawInteger;
  }
  observer.observeFrom(first, facts);
}

abi::ColumnType typeOf(ColumnFacts facts, const NullWords &nullWords) {
  using abi::ColumnKind;
  abi::ColumnType type;
  ColumnFacts values = facts & ~(kSawEmpty | kSawNullWord);
  type.nullable = facts & (kSawEmpty | kSawNullWord);
  if (values == kSawBool)
    type.kind = ColumnKind::Bool;
  else if (values == kSawInteger)
    type.kind = ColumnKind::I64;
  else if ((values & kSawFloat) && !(values & ~(kSawInteger | kSawHugeInteger | kSawFloat)))
    type.kind = ColumnKind::F64;
  else if (values == kSawDate)
    type.kind = ColumnKind::Date;
  else if ((values & kSawTimestamp) && !(values & ~(kSawDate | kSawTimestamp)))
    type.kind = ColumnKind::Timestamp;
  else {
    type.kind = ColumnKind::Str;
    bool wordsAreNull = nullWords.applyToText();
    bool noValue = values == 0 && (wordsAreNull || !(facts & kSawNullWord));
    type.nullable = noValue || (facts & kSawEmpty) || (wordsAreNull && (facts & kSawNullWord));
  }
  return type;
}

} // namespace flow::frame
