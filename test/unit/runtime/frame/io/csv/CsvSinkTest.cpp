#include "runtime/frame/io/csv/CsvSink.h"

#include "runtime/frame/io/csv/CsvText.h"
#include "test/unit/runtime/frame/io/TemporaryFolder.h"

#include <numeric>
#include <thread>

namespace flow::frame {

namespace {

const RowSpec kRow = {{"n", {ColumnKind::I64, 0, 0, true}}, {"a name", {ColumnKind::Str, 0, 0, true}}};

abi::WriteCsvSink specFor(const std::string &path) {
  abi::WriteCsvSink spec;
  spec.path.text = path;
  spec.row = kRow;
  spec.site = 3;
  return spec;
}

/// A thousand rows that begin with number `first`.
struct Numbers {
  std::vector<int64_t> numbers = std::vector<int64_t>(1000);
  std::vector<StringView> texts = std::vector<StringView>(1000, StringView(std::string_view("text")));
  Batch batch;

  explicit Numbers(int64_t first) {
    std::iota(numbers.begin(), numbers.end(), first);
    batch.rows = 1000;
    batch.columns = {{kRow[0].type, numbers.data(), nullptr}, {kRow[1].type, texts.data(), nullptr}};
  }
};

} // namespace

TEST(CsvText, QuotesWhatNeedsThem) {
  MemoryPool pool;
  auto field = [&](const char *name) {
    CsvText text(pool);
    EXPECT_TRUE(text.appendHeader({{name, {}}}).ok());
    return std::string(text.view().substr(0, text.view().size() - 1));
  };
  EXPECT_EQ(field("plain text"), "plain text");
  EXPECT_EQ(field(""), "\"\"");
  EXPECT_EQ(field("a,b"), "\"a,b\"");
  EXPECT_EQ(field("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(field("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(field("return\r"), "\"return\r\"");
}

TEST(CsvText, NullsAreEmptyAndEmptyTextsAreNot) {
  int64_t numbers[] = {5, 0};
  uint8_t valid[] = {1, 0};
  StringView texts[] = {StringView(), StringView()};
  Batch batch{2, {{kRow[0].type, numbers, valid}, {kRow[1].type, texts, valid}}, nullptr};
  MemoryPool pool;
  CsvText text(pool);
  ASSERT_TRUE(text.appendHeader({{"n", kRow[0].type}, {"a,b", kRow[1].type}}).ok());
  ASSERT_TRUE(text.appendRows(batch).ok());
  EXPECT_EQ(text.view(), "n,\"a,b\"\n5,\"\"\n,\n");
}

TEST(CsvSink, KeepsSourceOrderWithSeveralWorkers) {
  TemporaryFolder folder;
  MemoryPool pool;
  QueryContext context;
  context.memory = &pool;
  std::string expected = "n,a name\n";
  for (int number = 0; number < 400'000; ++number) expected += std::to_string(number) + ",text\n";
  for (unsigned workers : {1u, 2u, 4u}) {
    std::string path = folder.path("t.csv");
    auto sink = std::move(*openCsvSink(specFor(path), context));
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
    ASSERT_EQ(TemporaryFolder::read(path), expected);
    EXPECT_EQ(pool.usedBytes(), 0u);
    std::filesystem::remove(path);
  }
}

TEST(CsvSink, SegmentsMayBeMissing) {
  TemporaryFolder folder;
  MemoryPool pool;
  QueryContext context;
  context.memory = &pool;
  auto sink = std::move(*openCsvSink(specFor(folder.path("t.csv")), context));
  auto local = sink->makeLocal();
  for (uint32_t segment : {5u, 2u}) {
    ASSERT_TRUE(local->beginSegment(segment).ok());
    ASSERT_TRUE(local->push(Numbers(segment * 1000).batch).ok());
    ASSERT_TRUE(local->endSegment().ok());
  }
  ASSERT_TRUE(sink->finish().ok());
  std::string text = TemporaryFolder::read(folder.path("t.csv"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2001);
  EXPECT_EQ(text.substr(9, 10), "2000,text\n");
}

TEST(CsvSink, AFailureLeavesNothing) {
  TemporaryFolder folder;
  MemoryPool pool;
  QueryContext context;
  context.memory = &pool;
  {
    auto sink = std::move(*openCsvSink(specFor(folder.path("t.csv")), context));
    auto local = sink->makeLocal();
    ASSERT_TRUE(local->beginSegment(0).ok());
    ASSERT_TRUE(local->push(Numbers(0).batch).ok());
  }
  std::atomic<bool> cancelled{true};
  context.cancelled = &cancelled;
  {
    auto sink = std::move(*openCsvSink(specFor(folder.path("t.csv")), context));
    EXPECT_EQ(sink->finish().failure().kind, FailureKind::Cancelled);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(CsvSink, FailuresNameThePathAndTheSite) {
  MemoryPool pool;
  QueryContext context;
  context.memory = &pool;
  Result<std::unique_ptr<Sink>> full = openCsvSink(specFor("/dev/full"), context);
  ASSERT_FALSE(full.ok());
  EXPECT_EQ(full.failure().kind, FailureKind::IoError);
  EXPECT_EQ(full.failure().site, 3u);
  EXPECT_NE(full.failure().message.find("`/dev/full`"), std::string::npos);
  EXPECT_FALSE(openCsvSink(specFor("no/such/folder/t.csv"), context).ok());
}

} // namespace flow::frame
