#include "runtime/frame/io/csv/CsvRowStream.h"

#include "runtime/frame/io/csv/CsvLayout.h"
#include "test/unit/runtime/frame/io/TemporaryFolder.h"
#include "test/unit/runtime/frame/io/csv/ReferenceCsv.h"

#include <random>

namespace flow::frame {

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Adds the rows of a range of the file.
Status readRange(CsvRowStream &stream, uint64_t begin, uint64_t end, uint32_t columns, uint32_t batchRows,
                 Rows &rows) {
  FLOW_TRY(stream.open(begin, end));
  for (;;) {
    CsvRows batch;
    FLOW_TRY(stream.next(batch, batchRows));
    if (batch.rows == 0) return {};
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

struct Reading {
  TemporaryFolder folder;
  MemoryPool pool;
  std::shared_ptr<const InputFile> file;

  explicit Reading(const std::string &text) { file = *InputFile::open(folder.write("t.csv", text), pool); }
  Status rows(uint32_t columns, uint32_t batch, size_t window, Rows &rows, bool skip = false) {
    CsvRowStream stream(file, {}, columns, skip, pool, window);
    return readRange(stream, 0, file->bytes(), columns, batch, rows);
  }
};

} // namespace

TEST(CsvRowStream, WindowsOfEverySizeGiveTheSameRows) {
  std::string text =
      "a,\"b\nb\"\n\"say \"\"hi\"\"\",\r\n\"\",x\n" + std::string(40, 'y') + ",\"z,\"\"\"\n1,2";
  Reading reading(text);
  Rows expected = regularRows(referenceRows(text, {}), 2);
  ASSERT_EQ(expected.size(), 5u);
  for (size_t window = 2; window < 2 * text.size(); ++window) {
    for (uint32_t batch : {1u, 3u, 1024u}) {
      Rows rows;
      ASSERT_TRUE(reading.rows(2, batch, window, rows).ok());
      ASSERT_EQ(rows, expected) << window;
    }
  }
}

TEST(CsvRowStream, RaggedRowNamesFileLineAndText) {
  Reading reading("a,b\n\"x\ny\",2\n1,2,3\n");
  Rows rows;
  Status status = reading.rows(2, 10, 16, rows);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.failure().kind, FailureKind::BadRow);
  EXPECT_EQ(status.failure().message,
            reading.folder.path("t.csv") + ":4: the row has 3 fields, but the file has 2 columns");
  EXPECT_EQ(status.failure().notes.at(0), "the row is \"1,2,3\"");
  EXPECT_EQ(rows.size(), 2u);
  rows.clear();
  EXPECT_TRUE(reading.rows(2, 10, 16, rows, true).ok());
  EXPECT_EQ(rows.size(), 2u);
}

TEST(CsvRowStream, AQuotedFieldThatNeverEndsIsABadRow) {
  Reading reading("a,b\nc,\"d\ne,f\n");
  Rows rows;
  Status status = reading.rows(2, 10, 4, rows);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.failure().kind, FailureKind::BadRow);
  EXPECT_NE(status.failure().message.find(":2: a quoted field that begins in this row never ends"),
            std::string::npos);
  EXPECT_EQ(rows.size(), 1u);
}

TEST(CsvRowStream, ShrunkFileIsAFailure) {
  Reading reading(std::string(100, 'x') + "\n");
  std::filesystem::resize_file(reading.folder.path("t.csv"), 50);
  Rows rows;
  Status status = reading.rows(1, 10, 64, rows);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.failure().kind, FailureKind::IoError);
  EXPECT_NE(status.failure().message.find("became shorter"), std::string::npos);
}

TEST(CsvLayout, SegmentsOfEverySizeGiveTheSameRows) {
  std::mt19937 random(3);
  const std::string alphabet = "ab,\n\"\"";
  int compared = 0;
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int length = 0; length < 150; ++length) text += alphabet[random() % alphabet.size()];
    ReferenceCsv reference = referenceRows(text, {});
    if (reference.endsInQuotes) continue;
    ++compared;
    Reading reading(text);
    Rows expected = regularRows(reference, 2);
    for (uint64_t size : {1, 2, 7, 64, 65, 100, 1000}) {
      CsvLayout layout({}, text.size(), 0, size);
      CsvRowStream stream(reading.file, {}, 2, true, reading.pool, 32);
      Rows rows;
      uint64_t before = 0;
      for (uint32_t segment = 0; segment < layout.segmentCount(); ++segment) {
        uint64_t begin = 0, end = 0;
        ASSERT_TRUE(layout.find(*reading.file, segment, begin, end).ok());
        ASSERT_EQ(begin, before);
        before = end;
        if (begin < end) ASSERT_TRUE(readRange(stream, begin, end, 2, 5, rows).ok());
      }
      ASSERT_EQ(before, text.size());
      ASSERT_EQ(rows, expected) << "segments of " << size << " bytes\n" << text;
    }
  }
  EXPECT_GT(compared, 50);
}

TEST(CsvLayout, SegmentsDependOnTheFileAlone) {
  EXPECT_EQ(CsvLayout({}, 10, 10).segmentCount(), 0u);
  EXPECT_EQ(CsvLayout({}, 1000, 10).segmentCount(), 1u);
  EXPECT_EQ(CsvLayout({}, 1 << 20, 0).segmentCount(), 4u);
  EXPECT_EQ(CsvLayout({}, 32 << 20, 0).segmentCount(), 16u);
  EXPECT_EQ(CsvLayout({}, uint64_t(1) << 30, 0).segmentCount(), 256u);
}

} // namespace flow::frame
