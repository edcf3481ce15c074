#pragma once
// Numbers of at most eight characters, a group of rows at a time: first each field is loaded into a word,
// then loops that the compiler turns into vector code check and combine the digits of all of them.

#include "runtime/frame/io/csv/CsvTokenizer.h"
#include "runtime/frame/io/csv/ShortDigits.h"

namespace flow::frame {

struct ShortFields {
  static constexpr uint32_t kRows = 32;

  uint64_t words[kRows];    ///< values of digits, see short_digits
  uint64_t negative[kRows]; ///< all ones behind a minus sign, else zero
  uint64_t wrong[kRows];    ///< not zero where the field is no such number
  double powers[kRows];     ///< ten to the number of digits after the point (loadDecimals only)

  /// Loads kRows fields of digits behind an optional minus sign. `kPlain` refuses leading zeros.
  template <bool kPlain = false>
  void loadIntegers(const CsvRows &rows, uint32_t first, uint32_t column, bool isLast);
  /// The same with at most one point among the digits.
  template <bool kPlain = false>
  void loadDecimals(const CsvRows &rows, uint32_t first, uint32_t column, bool isLast);
  /// Marks words with other characters than digits; whether any field is wrong.
  bool check();
  /// The numbers of all words, without point and sign.
  void combine(uint64_t *values) const;

private:
  struct Text {
    const char *begin;
    uint32_t length;
  };
  static Text textAt(const CsvRows &rows, uint32_t row, uint32_t column, bool isLast) {
    const char *text = rows.text + rows.begin(row, column);
    uint32_t length = rows.end(row, column) - rows.begin(row, column);
    return {text, length - (isLast && length > 0 && text[length - 1] == '\r')};
  }
  Text takeSign(Text text, uint32_t index) {
    bool sign = *text.begin == '-';
    negative[index] = -uint64_t(sign);
    return {text.begin + sign, text.length - sign};
  }
};

template <bool kPlain>
void ShortFields::loadIntegers(const CsvRows &rows, uint32_t first, uint32_t column, bool isLast) {
  for (uint32_t index = 0; index < kRows; ++index) {
    Text text = takeSign(textAt(rows, first + index, column, isLast), index);
    uint64_t word;
    std::memcpy(&word, text.begin, 8);
    words[index] = (word ^ ('0' * short_digits::kEach)) << ((64 - 8 * text.length) & 63);
    wrong[index] = text.length - 1 >= 8;
    if (kPlain) wrong[index] |= (text.length > 1) & (*text.begin == '0');
  }
}

template <bool kPlain>
void ShortFields::loadDecimals(const CsvRows &rows, uint32_t first, uint32_t column, bool isLast) {
  using namespace short_digits;
  static constexpr double kPowers[] = {1, 10, 100, 1000, 10'000, 100'000, 1'000'000, 10'000'000};
  for (uint32_t index = 0; index < kRows; ++index) {
    Text text = takeSign(textAt(rows, first + index, column, isLast), index);
    uint64_t word;
    std::memcpy(&word, text.begin, 8);
    word <<= (64 - 8 * text.length) & 63;
    uint64_t differs = word ^ ('.' * kEach);
    uint64_t points = (differs - kEach) & ~differs & (0x80 * kEach); // the lowest set bit is right
    uint64_t lowest = points & -points;
    uint64_t before = (lowest >> 7) - 1; // bits before the point; all when there is none
    uint64_t after = ~before & ~(lowest | (lowest - (lowest >> 7)));
    uint32_t hasPoint = points != 0;
    words[index] = ((word & before) << (8 * hasPoint)) | (word & after);
    uint32_t digits = text.length - hasPoint;
    words[index] ^= ('0' * kEach) << ((64 - 8 * digits) & 63);
    powers[index] = kPowers[hasPoint ? 7 - static_cast<uint32_t>(__builtin_ctzll(points)) / 8 : 0];
    wrong[index] = (text.length - 1 >= 8) | (digits - 1 >= 8);
    if (kPlain) wrong[index] |= (text.length > 1) & (*text.begin == '0') & (text.begin[1] != '.');
  }
}

inline bool ShortFields::check() {
  using namespace short_digits;
  uint64_t any = 0;
  for (uint32_t index = 0; index < kRows; ++index) {
    wrong[index] |= ((words[index] + 0x76 * kEach) | words[index]) & (0x80 * kEach);
    any |= wrong[index];
  }
  return any != 0;
}

inline void ShortFields::combine(uint64_t *values) const {
  for (uint32_t index = 0; index < kRows; ++index) {
    uint64_t pairs = words[index] * 10 + (words[index] >> 8); // in every other byte
    values[index] = (pairs & 0xFF) * 1'000'000 + ((pairs >> 16) & 0xFF) * 10'000 +
                    ((pairs >> 32) & 0xFF) * 100 + ((pairs >> 48) & 0xFF);
  }
}

} // namespace flow::frame
