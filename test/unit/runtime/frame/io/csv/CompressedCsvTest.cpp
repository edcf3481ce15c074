#include "runtime/frame/io/CsvSchema.h"
#include "runtime/frame/io/csv/CsvSource.h"
#include "test/unit/runtime/frame/io/TemporaryFolder.h"

#include <zlib.h>
#include <zstd.h>

namespace flow::frame {

namespace {

std::string gzipped(const std::string &text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef *>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(const std::string &text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

CsvReadOptions withoutCache() {
  CsvReadOptions options;
  options.useCache = false;
  return options;
}

/// Number of rows and sum of column x, read as i64.
std::pair<uint64_t, int64_t> rowsAndSum(const std::string &path) {
  MemoryPool pool;
  QueryContext context;
  context.memory = &pool;
  abi::CsvSource spec;
  spec.path.text = path;
  spec.row = {{"x", {ColumnKind::I64, 0, 0, false}}};
  spec.columns = {0};
  auto source = openCsvSource(spec, context);
  EXPECT_TRUE(source.ok());
  std::pair<uint64_t, int64_t> result;
  for (uint32_t segment = 0; segment < (*source)->segmentCount(); ++segment) {
    auto reader = (*source)->open(segment);
    EXPECT_TRUE(reader.ok());
    for (Batch batch;;) {
      EXPECT_TRUE((*reader)->next(batch, 1000).ok());
      if (batch.rows == 0) break;
      for (uint32_t row = 0; row < batch.rows; ++row) result.second += batch.columns[0].as<int64_t>()[row];
      result.first += batch.rows;
    }
  }
  return result;
}

std::string numbers(int count) {
  std::string text = "x\n";
  for (int number = 1; number <= count; ++number) text += std::to_string(number) + "\n";
  return text;
}

} // namespace

TEST(CompressedCsv, IsReadLikeOthers) {
  TemporaryFolder folder;
  std::string text = numbers(400'000);
  std::pair<uint64_t, int64_t> expected = {400'000, int64_t(400'000) * 400'001 / 2};
  for (const std::string &path :
       {folder.write("t.csv.gz", gzipped(text)), folder.write("t.csv.zst", zstd(text))}) {
    Result<CsvFileSchema> schema = inferCsvSchema(path, withoutCache());
    ASSERT_TRUE(schema.ok()) << schema.failure().message;
    EXPECT_EQ(schema->rows, 400'000u);
    EXPECT_EQ(rowsAndSum(path), expected);
  }
}

TEST(CompressedCsv, PartsThatFollowEachOtherAreOneFile) {
  TemporaryFolder folder;
  std::string first = "x\n1\n", second = "2\n3\n";
  EXPECT_EQ(rowsAndSum(folder.write("a.csv.gz", gzipped(first) + gzipped(second))),
            (std::pair<uint64_t, int64_t>(3, 6)));
  EXPECT_EQ(rowsAndSum(folder.write("a.csv.zst", zstd(first) + zstd(second))),
            (std::pair<uint64_t, int64_t>(3, 6)));
}

TEST(CompressedCsv, DamagedFilesAreFailures) {
  TemporaryFolder folder;
  std::string gz = gzipped(numbers(1000)), zst = zstd(numbers(1000));
  for (const auto &[name, bytes] :
       {std::pair<std::string, std::string>{"cut.csv.gz", gz.substr(0, gz.size() / 2)},
        {"cut.csv.zst", zst.substr(0, zst.size() / 2)},
        {"plain.csv.gz", "x\n1\n"},
        {"plain.csv.zst", "x\n1\n"},
        {"empty.csv.gz", ""},
        {"tail.csv.gz", gz + "garbage"}}) {
    Result<CsvFileSchema> schema = inferCsvSchema(folder.write(name, bytes), withoutCache());
    ASSERT_FALSE(schema.ok()) << name;
    EXPECT_EQ(schema.failure().kind, FailureKind::IoError) << name;
    EXPECT_NE(schema.failure().message.find("cannot decompress"), std::string::npos)
        << schema.failure().message;
  }
}

} // namespace flow::frame
