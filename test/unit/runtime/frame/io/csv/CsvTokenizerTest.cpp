#include "runtime/frame/io/csv/CsvTokenizer.h"

#include "test/unit/runtime/frame/io/csv/ReferenceCsv.h"

#include <gtest/gtest.h>

#include <random>

namespace flow::frame {

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// All rows of `text`, in batches of `batchRows`.
Rows tokenize(std::string text, uint32_t columns, uint32_t batchRows, bool skipRagged = false,
              CsvDialect dialect = {}) {
  size_t bytes = text.size();
  text.resize(bytes + 64, '"'); // what is behind the text must not matter
  CsvTokenizer tokenizer(dialect, columns, skipRagged);
  tokenizer.start(text.data(), bytes);
  Rows rows;
  for (;;) {
    CsvRows batch = tokenizer.next(batchRows);
    if (batch.rows == 0) return rows;
    EXPECT_LE(batch.rows, batchRows);
    for (uint32_t row = 0; row < batch.rows; ++row) {
      rows.emplace_back();
      for (uint32_t column = 0; column < columns; ++column) {
        std::string_view field = batch.raw(row, column);
        if (column + 1 == columns && field.ends_with('\r')) field.remove_suffix(1);
        rows.back().emplace_back(field);
      }
    }
  }
}

} // namespace

TEST(CsvTokenizer, PlainRows) {
  Rows expected = {{"a", "bb", ""}, {"", "", "c"}};
  for (uint32_t batch : {1u, 2u, 1000u}) EXPECT_EQ(tokenize("a,bb,\n,,c\n", 3, batch), expected);
}

TEST(CsvTokenizer, QuotesHideDelimitersAndLineFeeds) {
  Rows expected = {{"\"a,b\"", "x"}, {"\"line\nfeed\"", "\"say \"\"hi\"\"\""}, {"\"\"", "\"\"\"\""}};
  EXPECT_EQ(tokenize("\"a,b\",x\n\"line\nfeed\",\"say \"\"hi\"\"\"\n\"\",\"\"\"\"\n", 2, 2), expected);
}

TEST(CsvTokenizer, QuotesAtEveryPlaceOfABlock) {
  for (size_t before = 0; before < 200; ++before) {
    std::string filler(before, 'x');
    std::string text = filler + ",\"q\n,\"\"\"\n\"" + filler + "\"\"\",b\n";
    Rows expected = {{filler, "\"q\n,\"\"\""}, {"\"" + filler + "\"\"\"", "b"}};
    for (uint32_t batch : {1u, 7u}) ASSERT_EQ(tokenize(text, 2, batch), expected) << before;
  }
}

TEST(CsvTokenizer, AQuoteInsideAnUnquotedFieldIsACharacter) {
  for (size_t before = 0; before < 150; ++before) {
    std::string filler(before, 'x');
    std::string text = filler + ",5'10\"\n\"quoted, again\",6\"\"\n";
    Rows expected = {{filler, "5'10\""}, {"\"quoted, again\"", "6\"\""}};
    ASSERT_EQ(tokenize(text, 2, 100), expected) << before;
  }
}

TEST(CsvTokenizer, CarriageReturnsEndTheLastField) {
  Rows expected = {{"a", "b"}, {"c\r", ""}, {"\"d\r\n\"", "e"}};
  EXPECT_EQ(tokenize("a,b\r\nc\r,\r\n\"d\r\n\",e\r\n", 2, 10), expected);
}

TEST(CsvTokenizer, EmptyLinesAreNoRowsButNullsOfASingleColumn) {
  EXPECT_EQ(tokenize("a,b\n\n\r\nc,d\n\n", 2, 10), (Rows{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(tokenize("a\n\nb\n", 1, 10), (Rows{{"a"}, {""}, {"b"}}));
}

TEST(CsvTokenizer, ARaggedRowEndsTheReadingWhereItStands) {
  std::string text = "1,2\n3,4\n5,6,7\n8,9\n";
  std::string padded = text + std::string(64, ' ');
  for (uint32_t batch : {1u, 2u, 3u, 10u}) {
    CsvTokenizer tokenizer({}, 2, false);
    tokenizer.start(padded.data(), text.size());
    uint32_t rows = 0;
    while (uint32_t some = tokenizer.next(batch).rows) rows += some;
    EXPECT_EQ(rows, 2u);
    ASSERT_TRUE(tokenizer.ragged());
    EXPECT_EQ(tokenizer.ragged()->fields, 3u);
    EXPECT_EQ(tokenizer.ragged()->begin, 8u);
    EXPECT_EQ(tokenizer.ragged()->end, 13u);
  }
}

TEST(CsvTokenizer, RaggedRowsThatAddUpAreSeen) {
  EXPECT_EQ(tokenize("a\nb\nc,d\ne,f\n", 2, 2, true), (Rows{{"c", "d"}, {"e", "f"}}));
  EXPECT_EQ(tokenize("a,b,c\nd\ne,f\n", 2, 10, true), (Rows{{"e", "f"}}));
}

TEST(CsvTokenizer, OtherDialects) {
  EXPECT_EQ(tokenize("a;'b;c'\n\"d;e\n", 2, 10, false, {';', '\''}), (Rows{{"a", "'b;c'"}, {"\"d", "e"}}));
  EXPECT_EQ(tokenize("\"a\t\"b\n", 2, 10, false, {'\t', '\0'}), (Rows{{"\"a", "\"b"}}));
}

TEST(CsvTokenizer, SaysWhereItStopped) {
  std::string text = "a,b\nc,\"d\n" + std::string(64, 'x');
  CsvTokenizer tokenizer({}, 2, false);
  tokenizer.start(text.data(), text.size() - 64);
  EXPECT_EQ(tokenizer.next(10).rows, 1u);
  EXPECT_EQ(tokenizer.next(10).rows, 0u);
  EXPECT_EQ(tokenizer.consumed(), 4u);
  EXPECT_TRUE(tokenizer.isInQuotes());
}

TEST(CsvTokenizer, AgreesWithTheReferenceOnRandomText) {
  std::mt19937 random(7);
  const std::string alphabet = "aab,,\n\n\"\"\r\xC3";
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (size_t length = random() % (1 + round / 100); length > 0; --length)
      text += alphabet[random() % alphabet.size()];
    text += '\n';
    ReferenceCsv reference = referenceRows(text, {});
    if (reference.endsInQuotes) continue;
    uint32_t columns = 2 + random() % 2;
    uint32_t batch = 1 + random() % 5;
    ASSERT_EQ(tokenize(text, columns, batch, true), regularRows(reference, columns)) << text;
  }
}

} // namespace flow::frame
