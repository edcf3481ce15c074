// Objects on disk: found again, not believed when damaged, shared by writers.

#include "compiler/codegen/ObjectCache.h"

#include "test/unit/compiler/codegen/StageHarness.h"

#include <filesystem>
#include <fstream>
#include <thread>

namespace flow::codegen {

namespace {

class ObjectCacheTest : public testing::Test {
protected:
  void SetUp() override {
    folder = testing::TempDir() + "flow-cache-" + std::to_string(getpid());
    std::filesystem::remove_all(folder);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  std::vector<std::filesystem::path> files() const {
    std::vector<std::filesystem::path> found;
    for (const auto &entry : std::filesystem::directory_iterator(folder + "/objects")) found.push_back(entry.path());
    return found;
  }

  std::string folder;
};

} // namespace

TEST_F(ObjectCacheTest, GivesWhatWasStored) {
  ObjectCache cache(folder);
  EXPECT_FALSE(cache.load("ab").has_value());
  cache.store("ab", "the object");
  EXPECT_EQ(cache.load("ab"), "the object");
  cache.store("ab", "another");
  EXPECT_EQ(cache.load("ab"), "another");
  EXPECT_EQ(files().size(), 1u) << "nothing is left beside it";
}

TEST_F(ObjectCacheTest, DoesNotBelieveDamage) {
  ObjectCache cache(folder);
  cache.store("ab", "the object");
  std::filesystem::path path = files()[0];
  { std::fstream(path, std::ios::in | std::ios::out | std::ios::binary).seekp(-1, std::ios::end) << 'x'; }
  EXPECT_FALSE(cache.load("ab").has_value());
  cache.store("ab", "the object");
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 3);
  EXPECT_FALSE(cache.load("ab").has_value());
  std::filesystem::resize_file(path, 0);
  EXPECT_FALSE(cache.load("ab").has_value());
}

TEST_F(ObjectCacheTest, AFolderThatCannotBeIsNoError) {
  ObjectCache cache("/dev/null/nowhere");
  cache.store("ab", "the object");
  EXPECT_FALSE(cache.load("ab").has_value());
}

TEST_F(ObjectCacheTest, ManyWritersLeaveWholeFiles) {
  std::string object(100'000, 'o');
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i)
    writers.emplace_back([&] {
      ObjectCache cache(folder);
      for (int round = 0; round < 20; ++round) {
        cache.store("ab", object);
        auto loaded = cache.load("ab");
        EXPECT_TRUE(loaded && *loaded == object);
      }
    });
  for (std::thread &writer : writers) writer.join();
  EXPECT_EQ(files().size(), 1u);
}

static const char *const kText = R"(site 1 = 0:1:2 Overflow
stage @plus(%0: i64, %1: i64) -> i64 {
b0:
  %2: i64 = add %0, %1 !1
  return %2
}
)";

static int64_t sumOf(const std::string &text, const std::string &folder) {
  CodegenOptions options;
  options.cacheDir = folder;
  StageHarness harness(text, options);
  TestColumn two = TestColumn::of(std::vector<int64_t>{2}), three = TestColumn::of(std::vector<int64_t>{3});
  return harness.run({two, three}, 1, /*alwaysExact=*/true).outputs[0].as<int64_t>()[0];
}

TEST_F(ObjectCacheTest, KernelsAreFoundAgain) {
  EXPECT_EQ(sumOf(kText, folder), 5);
  ASSERT_EQ(files().size(), 2u) << "the fast and the exact one";
  auto written = std::filesystem::last_write_time(files()[0]);
  EXPECT_EQ(sumOf(kText, folder), 5);
  EXPECT_EQ(files().size(), 2u);
  EXPECT_EQ(std::filesystem::last_write_time(files()[0]), written);
  // Another function is another object.
  std::string changed = kText;
  changed.replace(changed.find("add"), 3, "sub");
  EXPECT_EQ(sumOf(changed, folder), -1);
  EXPECT_EQ(files().size(), 4u);
}

TEST_F(ObjectCacheTest, DamagedKernelsAreCompiledAgain) {
  EXPECT_EQ(sumOf(kText, folder), 5);
  for (const std::filesystem::path &path : files()) std::filesystem::resize_file(path, 100);
  EXPECT_EQ(sumOf(kText, folder), 5);
  for (const std::filesystem::path &path : files()) EXPECT_GT(std::filesystem::file_size(path), 500u);
}

} // namespace flow::codegen
