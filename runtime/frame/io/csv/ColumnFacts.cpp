#include "runtime/frame/io/csv/ColumnFacts.h"

#include "runtime/frame/io/csv/CsvField.h"
#include "runtime/frame/io/csv/FieldParser.h"
#include "runtime/frame/io/csv/ShortDigits.h"

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

/// Calls `slow` for the fields that `fast` does not settle; a field that is as the one before is settled too.
template <typename Fast, typename Slow>
void forEachField(const CsvRows &rows, uint32_t column, bool isLast, Fast fast, Slow slow) {
  std::optional<std::string_view> before;
  for (uint32_t row = 0; row < rows.rows; ++row) {
    const char *text = rows.text + rows.begin(row, column);
    uint32_t length = rows.end(row, column) - rows.begin(row, column);
    if (isLast && length > 0 && text[length - 1] == '\r') --length;
    if (fast(text, length)) continue;
    std::string_view raw(text, length);
    if (raw == before) continue;
    slow(raw);
    before = raw;
  }
}

bool isPlainInteger(const char *text, uint32_t length) {
  bool negative = *text == '-';
  text += negative;
  length -= negative;
  uint64_t value;
  return length - 1 < 8 && (length == 1 || *text != '0') && parseShortInteger(text, length, value);
}

bool isPlainDecimal(const char *text, uint32_t length) {
  bool negative = *text == '-';
  text += negative;
  length -= negative;
  uint64_t value;
  uint32_t fraction;
  if (length - 1 >= 8 || (length > 1 && *text == '0' && text[1] != '.')) return false;
  return parseShortDecimal(text, length, value, fraction);
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
  if (isDigit(first) || first == '-' || first == '.' || text == "inf" || text == "nan")
    return factOfNumber(text);
  uint8_t boolean = 0;
  return parseBool(text, boolean) == Parsed::Value ? kSawBool : kSawText;
}

void observeColumn(const CsvRows &rows, uint32_t column, bool isLast, char quote, const NullWords &nullWords,
                   ColumnFacts &facts) {
  auto slow = [&](std::string_view raw) { facts |= factOf(raw, quote, nullWords); };
  auto never = [](const char *, uint32_t) { return false; };
  if (facts & kSawText) {
    // What is left to know of a text column is whether there are nulls.
    if (nullWords.applyToText()) return forEachField(rows, column, isLast, never, slow);
    if (facts & kSawEmpty) return;
    bool empty = false;
    forEachField(
        rows, column, isLast, [&](const char *, uint32_t length) { return empty |= length == 0, true; },
        slow);
    if (empty) facts |= kSawEmpty;
    return;
  }
  if (nullWords.lookLikeValues() || facts & (kSawDate | kSawTimestamp | kSawBool))
    return forEachField(rows, column, isLast, never, slow);
  if (facts & kSawFloat) return forEachField(rows, column, isLast, isPlainDecimal, slow);
  bool any = false;
  auto integer = [&](const char *text, uint32_t length) {
    bool plain = isPlainInteger(text, length);
    any |= plain;
    return plain;
  };
  forEachField(rows, column, isLast, integer, slow);
  if (any) facts |= kSawInteger;
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
