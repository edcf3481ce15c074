#include "runtime/base/CacheFolder.h"
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

TEST(CacheFolder, KeepsWholeEntriesOfTheirKey) {
  TemporaryFolder folder;
  CacheIn cache(folder);
  EXPECT_FALSE(readCacheEntry("kind", "key"));
  writeCacheEntry("kind", "key", "content");
  EXPECT_EQ(readCacheEntry("kind", "key"), "content");
  EXPECT_FALSE(readCacheEntry("kind", "other"));
  EXPECT_FALSE(readCacheEntry("other", "key"));
}

TEST(CacheFolder, DamagedEntriesCountAsMissing) {
  TemporaryFolder folder;
  CacheIn cache(folder);
  writeCacheEntry("kind", "key", "some content");
  std::string path = std::filesystem::directory_iterator(folder.path("cache/kind"))->path();
  std::string whole = TemporaryFolder::read(path);
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] ^= 1;
    std::ofstream(path, std::ios::binary) << damaged;
    EXPECT_FALSE(readCacheEntry("kind", "key")) << at;
    std::ofstream(path, std::ios::binary) << whole.substr(0, at);
    EXPECT_FALSE(readCacheEntry("kind", "key")) << at;
  }
  writeCacheEntry("kind", "key", "again");
  EXPECT_EQ(readCacheEntry("kind", "key"), "again");
}

TEST(CacheFolder, WorksWithoutAFolder) {
  setenv("FLOW_CACHE_DIR", "/proc/no/such/folder", 1);
  writeCacheEntry("kind", "key", "content");
  EXPECT_FALSE(readCacheEntry("kind", "key"));
  unsetenv("FLOW_CACHE_DIR");
}

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
