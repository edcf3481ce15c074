#include "test/unit/runtime/frame/io/parquet/ReadParquet.h"

#include <thread>

namespace flow::frame {

namespace {

ColumnType typed(ColumnKind kind, bool nullable = false, uint8_t precision = 0, uint8_t scale = 0) {
  return {kind, precision, scale, nullable};
}

const RowSpec kNumbers = {{"n", typed(ColumnKind::I64)}, {"name", typed(ColumnKind::Str, true)}};

/// A thousand rows that begin with number `first`.
struct Numbers {
  std::vector<int64_t> numbers = std::vector<int64_t>(1000);
  std::vector<StringView> texts =
      std::vector<StringView>(1000, StringView(std::string_view("a longer text than inline")));
  std::vector<uint8_t> valid = std::vector<uint8_t>(1000, 1);
  Batch batch;

  explicit Numbers(int64_t first) {
    std::iota(numbers.begin(), numbers.end(), first);
    for (size_t row = 0; row < 1000; row += 3) {
      valid[row] = 0;
      texts[row] = StringView();
    }
    batch.rows = 1000;
    batch.columns = {{kNumbers[0].type, numbers.data(), nullptr}, {kNumbers[1].type, texts.data(), valid.data()}};
  }
};

abi::WriteParquetSink numbersSpec(const std::string &path) {
  abi::WriteParquetSink spec;
  spec.path.text = path;
  spec.row = kNumbers;
  spec.site = 3;
  return spec;
}

} // namespace

TEST(ParquetSink, EachTypeComesBack) {
  struct {
    RowSpec row;
    Batch batch;
    std::vector<std::vector<char>> data;
    void add(const char *name, ColumnType type, std::vector<char> bytes, const uint8_t *valid) {
      row.push_back({name, type});
      data.push_back(std::move(bytes));
      batch.columns.push_back({type, data.back().data(), valid});
    }
  } table;
  table.data.reserve(64);
  table.batch.rows = 3;
  static const uint8_t kValid[] = {1, 0, 1};
  auto bytesOf = [](auto a, auto b, auto c) {
    decltype(a) values[] = {a, b, c};
    return std::vector<char>(reinterpret_cast<char *>(values), reinterpret_cast<char *>(values) + sizeof values);
  };
  for (bool nullable : {false, true}) {
    const uint8_t *valid = nullable ? kValid : nullptr;
    auto add = [&](const char *name, ColumnType type, auto a, auto b, auto c) {
      type.nullable = nullable;
      table.add(name, type, bytesOf(a, nullable ? decltype(a){} : b, c), valid);
    };
    auto text = [](const char *value) { return StringView(std::string_view(value)); };
    add("bool", typed(ColumnKind::Bool), uint8_t{1}, uint8_t{0}, uint8_t{1});
    add("i8", typed(ColumnKind::I8), int8_t{-128}, int8_t{1}, int8_t{127});
    add("i16", typed(ColumnKind::I16), int16_t{-32768}, int16_t{1}, int16_t{32767});
    add("i32", typed(ColumnKind::I32), INT32_MIN, 1, INT32_MAX);
    add("i64", typed(ColumnKind::I64), INT64_MIN, int64_t{1}, INT64_MAX);
    add("u8", typed(ColumnKind::U8), uint8_t{0}, uint8_t{1}, uint8_t{255});
    add("u16", typed(ColumnKind::U16), uint16_t{0}, uint16_t{1}, uint16_t{65535});
    add("u32", typed(ColumnKind::U32), 0u, 1u, UINT32_MAX);
    add("u64", typed(ColumnKind::U64), uint64_t{0}, uint64_t{1}, UINT64_MAX);
    add("f32", typed(ColumnKind::F32), 0.1f, -1.0f, 1e30f);
    add("f64", typed(ColumnKind::F64), 0.1, -1.0, 1e300);
    add("d9", typed(ColumnKind::Decimal64, false, 9, 2), int64_t{-999999999}, int64_t{1}, int64_t{1250});
    add("d18", typed(ColumnKind::Decimal64, false, 18, 4), int64_t{-999999999999999999}, int64_t{1}, int64_t{12500});
    add("d38", typed(ColumnKind::Decimal128, false, 38, 10), static_cast<__int128>(-1) << 120, __int128{1},
        __int128{7});
    add("str", typed(ColumnKind::Str), text(""), text("é"), text("a text that is longer than inline"));
    add("bytes", typed(ColumnKind::Bytes), text("\xFF"), text("b"), text("bytes that are longer than inline"));
    add("path", typed(ColumnKind::Path), text("/a"), text("/b"), text("/c"));
    add("date", typed(ColumnKind::Date), -719162, 0, 19753);
    add("ts", typed(ColumnKind::Timestamp), int64_t{-1}, int64_t{0}, int64_t{1706695200123456});
    add("dur", typed(ColumnKind::Duration), int64_t{-1}, int64_t{1}, int64_t{5'400'000'000'000});
    add("size", typed(ColumnKind::Size), int64_t{0}, int64_t{1}, int64_t{4096});
  }
  for (size_t i = table.row.size() / 2; i < table.row.size(); ++i) table.row[i].name += "_n";
  TemporaryFolder folder;
  for (const char *compression : {"", "snappy", "zstd", "gzip", "lz4", "none"}) {
    ASSERT_TRUE(writeParquet(folder.path("t.parquet"), table.row, table.batch, compression).ok()) << compression;
    abi::ParquetSource spec = specOf(folder.path("t.parquet"));
    EXPECT_EQ(rowText(spec.row), rowText(table.row));
    Reading reading = readParquet(spec);
    ASSERT_FALSE(reading.failure) << reading.failure->message;
    EXPECT_EQ(reading.rows, textOf(table.batch));
  }
}

TEST(ParquetSink, OptionalColumnsWithoutNullsComeBackPlain) {
  int64_t numbers[] = {1, 2};
  uint8_t valid[] = {1, 1};
  RowSpec row = {{"a", typed(ColumnKind::I64, true)}, {"b", typed(ColumnKind::I64, true)}};
  Batch batch{2, {{row[0].type, numbers, valid}, {row[1].type, numbers, nullptr}}, nullptr};
  TemporaryFolder folder;
  ASSERT_TRUE(writeParquet(folder.path("t.parquet"), row, batch).ok());
  EXPECT_EQ(rowText(specOf(folder.path("t.parquet")).row), "a: i64, b: i64");
}

TEST(ParquetSink, KeepsSourceOrderWithSeveralWorkers) {
  TemporaryFolder folder;
  MemoryPool pool;
  QueryContext context;
  context.memory = &pool;
  std::string expected;
  for (int64_t first = 0; first < 400'000; first += 1000) expected += textOf(Numbers(first).batch);
  for (unsigned workers : {1u, 2u, 4u}) {
    std::string path = folder.path("t.parquet");
    abi::WriteParquetSink spec = numbersSpec(path);
    auto sink = std::move(*openParquetSink(spec, context));
    std::atomic<uint32_t> next{0};
    auto work = [&] {
      auto local = sink->makeLocal();
      for (uint32_t segment = next++; segment < 20; segment = next++) {
        ASSERT_TRUE(local->beginSegment(segment).ok());
        for (int part = 0; part < 20; ++part)
          ASSERT_TRUE(local->push(Numbers((segment * 20 + part) * 1000).batch).ok());
        ASSERT_TRUE(local->endSegment().ok());
      }
    };
    std::vector<std::thread> threads;
    for (unsigned worker = 0; worker < workers; ++worker) threads.emplace_back(work);
    for (std::thread &thread : threads) thread.join();
    EXPECT_FALSE(std::filesystem::exists(path));
    ASSERT_TRUE(sink->finish().ok());
    sink.reset();
    EXPECT_EQ(pool.usedBytes(), 0u);
    Reading reading = readParquet(specOf(path));
    ASSERT_FALSE(reading.failure) << reading.failure->message;
    EXPECT_EQ(reading.segments, 4u) << "row groups of 122,880 rows";
    ASSERT_TRUE(reading.rows == expected);
    std::filesystem::remove(path);
  }
}

TEST(ParquetSink, ATableWithoutRowsIsAFile) {
  TemporaryFolder folder;
  Batch batch;
  batch.columns = {{kNumbers[0].type, nullptr, nullptr}, {kNumbers[1].type, nullptr, nullptr}};
  ASSERT_TRUE(writeParquet(folder.path("t.parquet"), kNumbers, batch).ok());
  Reading reading = readParquet(specOf(folder.path("t.parquet")));
  EXPECT_FALSE(reading.failure);
  EXPECT_EQ(reading.rows, "");
}

TEST(ParquetSink, AFailureLeavesNothing) {
  TemporaryFolder folder;
  MemoryPool pool;
  QueryContext context;
  context.memory = &pool;
  abi::WriteParquetSink spec = numbersSpec(folder.path("t.parquet"));
  {
    auto sink = std::move(*openParquetSink(spec, context));
    auto local = sink->makeLocal();
    ASSERT_TRUE(local->beginSegment(0).ok());
    ASSERT_TRUE(local->push(Numbers(0).batch).ok());
    ASSERT_TRUE(local->endSegment().ok());
  }
  std::atomic<bool> cancelled{true};
  context.cancelled = &cancelled;
  {
    auto sink = std::move(*openParquetSink(spec, context));
    EXPECT_EQ(sink->finish().failure().kind, FailureKind::Cancelled);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_EQ(pool.usedBytes(), 0u);
}

TEST(ParquetSink, FailuresNameThePathAndTheSite) {
  Status full = writeParquet("/dev/full", kNumbers, Numbers(0).batch);
  ASSERT_FALSE(full.ok());
  EXPECT_EQ(full.failure().kind, FailureKind::IoError);
  EXPECT_NE(full.failure().message.find("`/dev/full`"), std::string::npos) << full.failure().message;
  EXPECT_EQ(full.failure().site, 3u);
  Status nowhere = writeParquet("no/such/folder/t.parquet", kNumbers, Numbers(0).batch);
  EXPECT_EQ(nowhere.failure().site, 3u);
  TemporaryFolder folder;
  Status compression = writeParquet(folder.path("t.parquet"), kNumbers, Numbers(0).batch, "zip");
  EXPECT_EQ(compression.failure().message,
            "cannot write `" + folder.path("t.parquet") +
                "`: there is no compression `zip`; there are snappy, zstd, gzip, lz4, none");
}

TEST(ParquetSink, KeepsToTheMemoryLimit) {
  TemporaryFolder folder;
  MemoryPool pool(4 << 20);
  QueryContext context;
  context.memory = &pool;
  abi::WriteParquetSink spec = numbersSpec(folder.path("t.parquet"));
  auto sink = std::move(*openParquetSink(spec, context));
  auto local = sink->makeLocal();
  ASSERT_TRUE(local->beginSegment(1).ok()); // not its turn: rows are kept
  Status status;
  for (int64_t part = 0; part < 10'000 && status.ok(); ++part) status = local->push(Numbers(part).batch);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.failure().kind, FailureKind::OutOfMemory);
}

} // namespace flow::frame
