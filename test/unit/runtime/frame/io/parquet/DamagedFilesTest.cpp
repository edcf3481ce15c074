// Files that are cut short or changed: a failure that names the file, or values; never a crash.

#include "test/unit/runtime/frame/io/parquet/ReadParquet.h"

#include <random>

namespace flow::frame {

namespace {

std::string problemOf(const std::string &path) {
  Result<ParquetFileSchema> schema = readParquetSchema(path);
  return schema.ok() ? "none" : schema.failure().message;
}

/// A file of three columns, with nulls and a dictionary.
std::string sampleFile(const TemporaryFolder &folder, const char *compression) {
  std::vector<int64_t> numbers(5000);
  std::vector<StringView> words(5000), texts(5000);
  std::vector<uint8_t> valid(5000, 1);
  std::vector<std::string> bytes(5000);
  for (size_t row = 0; row < 5000; ++row) {
    numbers[row] = static_cast<int64_t>(row * row);
    words[row] = StringView(std::string_view(row % 2 ? "odd" : "even, and longer than inline"));
    bytes[row] = "text number " + std::to_string(row);
    valid[row] = row % 5 != 0;
    if (valid[row]) texts[row] = StringView(std::string_view(bytes[row]));
  }
  RowSpec row = {{"n", {ColumnKind::I64}}, {"word", {ColumnKind::Str}}, {"text", {ColumnKind::Str, 0, 0, true}}};
  Batch batch;
  batch.rows = 5000;
  batch.columns = {{row[0].type, numbers.data(), nullptr},
                   {row[1].type, words.data(), nullptr},
                   {row[2].type, texts.data(), valid.data()}};
  EXPECT_TRUE(writeParquet(folder.path("good.parquet"), row, batch, compression).ok());
  return TemporaryFolder::read(folder.path("good.parquet"));
}

/// Reads a file that may be damaged. True when it failed with a message that names it.
bool fails(const std::string &path) {
  Result<ParquetFileSchema> schema = readParquetSchema(path);
  std::optional<Failure> failure;
  if (schema.ok())
    failure = readParquet(specOf(path)).failure;
  else
    failure = schema.takeFailure();
  if (failure) EXPECT_NE(failure->message.find(path), std::string::npos) << failure->message;
  return failure.has_value();
}

} // namespace

TEST(DamagedFiles, AreNamedInPlainWords) {
  TemporaryFolder folder;
  std::string good = sampleFile(folder, "snappy");
  auto named = [&](std::string_view content) {
    std::string problem = problemOf(folder.write("t.parquet", content));
    size_t place = problem.find(folder.path("t.parquet"));
    return place == std::string::npos ? problem : problem.replace(place, folder.path("t.parquet").size(), "F");
  };
  EXPECT_EQ(named(""), "`F` is empty, and so no Parquet file");
  EXPECT_EQ(named("a,b\n1,2\n"), "`F` is no Parquet file");
  EXPECT_EQ(named("PAR1"), "`F` is cut short: the end of the Parquet file is missing");
  EXPECT_EQ(named("PAR1PAR1"), "`F` is cut short: the end of the Parquet file is missing");
  EXPECT_EQ(named(good.substr(0, good.size() - 1)), "`F` is cut short: the end of the Parquet file is missing");
  EXPECT_EQ(named("PARE" + good.substr(4)), "`F` is encrypted, which is not built yet");
  EXPECT_EQ(named("PAR1\xFF\xFF\xFF\x7FPAR1").substr(0, 17), "cannot read `F`: ");
  EXPECT_NE(problemOf(folder.path()), "none") << "a folder";
  EXPECT_NE(problemOf(folder.path("absent.parquet")), "none");
}

TEST(DamagedFiles, AChangedPageIsNoticed) {
  TemporaryFolder folder;
  std::string good = sampleFile(folder, "snappy");
  for (size_t place : {size_t{200}, good.size() / 4, good.size() / 2}) {
    std::string bad = good;
    bad[place] = static_cast<char>(bad[place] ^ 0x10);
    EXPECT_TRUE(fails(folder.write("t.parquet", bad))) << place;
  }
}

TEST(DamagedFiles, NeverCrash) {
  TemporaryFolder folder;
  std::mt19937_64 random(7);
  for (const char *compression : {"snappy", "none"}) {
    std::string good = sampleFile(folder, compression);
    ASSERT_FALSE(fails(folder.path("good.parquet")));
    size_t failures = 0;
    for (int round = 0; round < 300; ++round) {
      std::string bad = good;
      // Half of the changes are in the footer, which no checksum protects.
      size_t begin = round % 2 ? bad.size() - std::min<size_t>(bad.size(), 2000) : 4;
      for (int change = 0; change <= round % 3; ++change)
        bad[begin + random() % (bad.size() - 4 - begin)] = static_cast<char>(random());
      failures += fails(folder.write("t.parquet", bad));
    }
    EXPECT_GT(failures, 150u);
  }
}

TEST(DamagedFiles, CutsAreNoticed) {
  TemporaryFolder folder;
  std::string good = sampleFile(folder, "snappy");
  for (size_t size = 0; size < good.size(); size += good.size() / 50)
    EXPECT_TRUE(fails(folder.write("t.parquet", good.substr(0, size)))) << size;
  std::string hole = good.substr(0, good.size() / 3) + good.substr(good.size() / 2);
  EXPECT_TRUE(fails(folder.write("t.parquet", hole)));
}

} // namespace flow::frame
