#include "runtime/frame/io/csv/CsvColumn.h"

#include "runtime/frame/io/csv/ColumnFacts.h"

#include <gtest/gtest.h>

#include <random>

namespace flow::frame {

namespace {

MemoryPool pool;

/// Fields, one a row, as tokens.
struct Fields {
  std::string text;
  std::vector<uint32_t> cells{UINT32_MAX};

  explicit Fields(const std::vector<std::string> &fields) {
    for (const std::string &field : fields) {
      text += field;
      cells.push_back(static_cast<uint32_t>(text.size()));
      text += '\n';
    }
    text.resize(text.size() + 64, '7');
  }
  CsvRows rows(uint32_t first, uint32_t count) const { return {text.data(), cells.data() + first, 1, count, true}; }
  uint32_t count() const { return static_cast<uint32_t>(cells.size()) - 1; }
};

/// The values and the dropped rows, `step` rows at a time.
std::string readAll(const Fields &fields, ColumnType type, uint32_t step) {
  CsvColumn column(type, 0, 1);
  EXPECT_TRUE(column.allocate(pool, fields.count()).ok());
  FieldRules rules{'"', NullWords(std::nullopt)};
  StringHeap heap(pool);
  std::vector<uint8_t> dropped(fields.count());
  for (uint32_t at = 0; at < fields.count(); at += step) {
    uint32_t count = std::min(step, fields.count() - at);
    EXPECT_FALSE(column.read(fields.rows(at, count), rules, heap, at, {dropped.data() + at}));
  }
  size_t width = abi::bytesOf(type.kind);
  std::string result(dropped.begin(), dropped.end());
  for (uint32_t row = 0; row < fields.count(); ++row) {
    if (dropped[row]) continue;
    result.append(column.view().as<char>() + row * width, width);
    result += column.view().isValid(row) ? 'v' : 'n';
  }
  return result;
}

/// Texts that look like numbers, near the borders of what is read without a loop.
std::vector<std::string> numberTexts(size_t count) {
  std::mt19937 random(17);
  std::vector<std::string> texts;
  const std::string odd = "x. -+e";
  while (texts.size() < count) {
    std::string text(random() % 4 ? "" : "-");
    for (uint32_t digits = random() % (texts.size() % 50 ? 7 : 20); digits > 0; --digits)
      text += static_cast<char>('0' + random() % 10);
    if (random() % 3 == 0) text.insert(random() % (text.size() + 1), ".");
    if (random() % 20 == 0) text.insert(random() % (text.size() + 1), 1, odd[random() % odd.size()]);
    if (random() % 40 == 0) text = "NA";
    texts.push_back(text);
  }
  return texts;
}

} // namespace

TEST(CsvColumn, GroupsOfRowsAreReadLikeSingleOnes) {
  Fields fields(numberTexts(20'000));
  for (ColumnKind kind : {ColumnKind::I8, ColumnKind::I16, ColumnKind::I32, ColumnKind::I64, ColumnKind::U8,
                          ColumnKind::U16, ColumnKind::U32, ColumnKind::U64, ColumnKind::F32, ColumnKind::F64,
                          ColumnKind::Decimal64, ColumnKind::Decimal128}) {
    for (bool nullable : {false, true}) {
      ColumnType type{kind, 12, 3, nullable};
      std::string single = readAll(fields, type, 1);
      EXPECT_TRUE(readAll(fields, type, 33) == single) << abi::typeText(type);
      EXPECT_TRUE(readAll(fields, type, fields.count()) == single) << abi::typeText(type);
    }
  }
}

TEST(CsvColumn, ShortFormsOfNumbersMeanWhatTheLongWaySays) {
  std::vector<std::string> texts = numberTexts(20'000);
  Fields fields(texts);
  std::string expected, rest;
  for (const std::string &text : texts) {
    double value = 0;
    bool isNull = text.empty() || text == "NA";
    bool fits = isNull || parseDouble(text, value) == Parsed::Value;
    expected += static_cast<char>(!fits);
    if (!fits) continue;
    rest.append(reinterpret_cast<const char *>(&value), sizeof value);
    rest += isNull ? 'n' : 'v';
  }
  EXPECT_TRUE(readAll(fields, {ColumnKind::F64, 0, 0, true}, 1000) == expected + rest);
}

TEST(CsvColumn, ShortFormsOfTimesMeanWhatTheLongWaySays) {
  std::mt19937 random(23);
  std::vector<std::string> texts;
  std::string expected, rest, characters = "0123456789-:TZ. x";
  for (int row = 0; row < 20'000; ++row) {
    std::string text = "2024-0" + std::to_string(1 + random() % 9) + "-1" + std::to_string(random() % 10) + "T0" +
                       std::to_string(random() % 10) + ":30:00Z";
    if (random() % 2) text[random() % text.size()] = characters[random() % characters.size()];
    if (random() % 10 == 0) text.pop_back();
    texts.push_back(text);
    int64_t value = 0;
    bool fits = parseTimestamp(text, value) == Parsed::Value;
    expected += static_cast<char>(!fits);
    if (!fits) continue;
    rest.append(reinterpret_cast<const char *>(&value), sizeof value);
    rest += 'v';
  }
  EXPECT_TRUE(readAll(Fields(texts), {ColumnKind::Timestamp, 0, 0, false}, 1000) == expected + rest);
}

TEST(CsvColumn, ShortFormsOfDatesMeanWhatTheLongWaySays) {
  std::mt19937 random(29);
  std::vector<std::string> texts;
  std::string expected, rest, characters = "0123456789-./ x";
  auto digits = [&](uint32_t below) {
    std::string text = std::to_string(random() % below);
    return std::string(text.size() < 2, '0') + text;
  };
  for (int row = 0; row < 50'000; ++row) {
    std::string text = (random() % 2 ? "19" : "20") + digits(100) + "-" + digits(14) + "-" + digits(33);
    if (random() % 4 == 0) text[random() % text.size()] = characters[random() % characters.size()];
    texts.push_back(text);
    int32_t value = 0;
    bool fits = parseDate(text, value) == Parsed::Value;
    expected += static_cast<char>(!fits);
    if (!fits) continue;
    rest.append(reinterpret_cast<const char *>(&value), sizeof value);
    rest += 'v';
  }
  EXPECT_TRUE(readAll(Fields(texts), {ColumnKind::Date, 0, 0, false}, 1000) == expected + rest);
}

TEST(ColumnFacts, GroupsOfRowsAreSeenLikeSingleOnes) {
  std::vector<std::string> texts = numberTexts(20'000);
  NullWords nullWords(std::nullopt);
  auto isText = [&](const std::string &text) { return factOf(text, '"', nullWords) == kSawText; };
  texts.erase(std::remove_if(texts.begin() + 10'000, texts.end(), isText), texts.end());
  for (uint32_t begin = 0; begin < texts.size(); begin += 64) {
    Fields fields({texts.begin() + begin, texts.begin() + std::min<size_t>(begin + 64, texts.size())});
    ColumnFacts expected = 0, facts = 0;
    for (uint32_t row = 0; row < fields.count(); ++row)
      expected |= factOf(fields.rows(row, 1).raw(0, 0), '"', nullWords);
    // From numbers on, a group at a time; what else is seen is left to single rows.
    for (ColumnFacts before : {ColumnFacts(0), ColumnFacts(kSawFloat)}) {
      facts = before;
      observeColumn(fields.rows(0, fields.count()), 0, true, '"', nullWords, facts);
      EXPECT_EQ(typeOf(facts, nullWords), typeOf(expected | before, nullWords)) << begin;
    }
  }
}

} // namespace flow::frame
