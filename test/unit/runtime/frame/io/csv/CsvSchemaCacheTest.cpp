#include "runtime/frame/io/csv/CsvFileFacts.h"
#include "test/unit/runtime/frame/io/TemporaryFolder.h"

#include <cstdlib>

namespace flow::frame {

namespace {

/// Sets the folder of the cache for one test.
struct CacheIn {
  explicit CacheIn(const TemporaryFolder &folder) {
    setenv("FLOW_CACHE_DIR", folder.path("cache").c_str(), 1);
  }
  ~CacheIn() { unsetenv("FLOW_CACHE_DIR"); }
};

} // namespace

TEST(CsvSchemaCache, FactsComeBack) {
  TemporaryFolder folder;
  CacheIn cache(folder);
  MemoryPool pool;
  auto file = *InputFile::open(folder.write("t.csv", "a,b\n1,x\n2,\n"), pool);
  Result<CsvFileFacts> facts = gatherFacts(file, {}, pool);
  ASSERT_TRUE(facts.ok());
  std::string key = factsKey(*file, {});
  EXPECT_FALSE(recallFacts(key));
  rememberFacts(key, *file, *facts); // the file is too young: it may change within the clock's resolution
  EXPECT_FALSE(recallFacts(key));
  struct timespec pause = {0, 150'000'000};
  nanosleep(&pause, nullptr);
  rememberFacts(key, *file, *facts);
  std::optional<CsvFileFacts> known = recallFacts(key);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->columns, facts->columns);
  EXPECT_EQ(known->header.names, facts->header.names);
  EXPECT_EQ(known->rows, 2u);
  EXPECT_EQ(known->segmentBegins, (std::vector<uint64_t>{4, 11}));
}

TEST(CsvSchemaCache, OptionsAndContentMakeTheKey) {
  TemporaryFolder folder;
  MemoryPool pool;
  std::string path = folder.write("t.csv", "a\n1\n");
  auto file = *InputFile::open(path, pool);
  CsvReadOptions other;
  other.nulls = {"-"};
  EXPECT_NE(factsKey(*file, {}), factsKey(*file, other));
  folder.write("t.csv", "a\n12\n");
  EXPECT_NE(factsKey(*file, {}), factsKey(**InputFile::open(path, pool), {}));
}

} // namespace flow::frame
