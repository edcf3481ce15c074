#include "runtime/base/DiskCache.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

namespace flow {

namespace {

namespace fs = std::filesystem;

class DiskCacheTest : public testing::Test {
protected:
  void SetUp() override {
    folder = testing::TempDir() + "flow-cache-" + std::to_string(getpid());
    fs::remove_all(folder);
  }
  void TearDown() override { fs::remove_all(folder); }

  std::vector<fs::path> files(const std::string &kind) const {
    std::vector<fs::path> found;
    for (const auto &entry : fs::directory_iterator(folder + "/" + kind)) found.push_back(entry.path());
    return found;
  }
  static std::string read(const fs::path &path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string folder;
};

} // namespace

TEST_F(DiskCacheTest, KeepsWholeEntriesOfTheirKey) {
  DiskCache cache("kind", folder);
  EXPECT_FALSE(cache.load("key"));
  cache.store("key", "content");
  EXPECT_EQ(cache.load("key"), "content");
  EXPECT_FALSE(cache.load("other"));
  EXPECT_FALSE(DiskCache("other", folder).load("key"));
  cache.store("key", "");
  EXPECT_EQ(cache.load("key"), "");
  EXPECT_EQ(files("kind").size(), 1u) << "nothing is left beside it";
}

TEST_F(DiskCacheTest, DamagedEntriesCountAsMissing) {
  DiskCache cache("kind", folder);
  cache.store("key", "some content");
  fs::path path = files("kind")[0];
  std::string whole = read(path);
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] ^= 1;
    std::ofstream(path, std::ios::binary) << damaged;
    EXPECT_FALSE(cache.load("key")) << at;
    std::ofstream(path, std::ios::binary) << whole.substr(0, at);
    EXPECT_FALSE(cache.load("key")) << at;
  }
  cache.store("key", "again");
  EXPECT_EQ(cache.load("key"), "again");
}

TEST_F(DiskCacheTest, WorksWithoutAFolder) {
  DiskCache cache("kind", "/dev/null/nowhere");
  cache.store("key", "content");
  EXPECT_FALSE(cache.load("key"));
}

TEST_F(DiskCacheTest, TheUsersFolderIsOneOfThree) {
  for (const char *name : {"FLOW_CACHE_DIR", "XDG_CACHE_HOME", "HOME"}) unsetenv(name);
  DiskCache("kind").store("key", "content");
  EXPECT_FALSE(DiskCache("kind").load("key"));
  auto lies = [&](const char *variable, const std::string &path) {
    setenv(variable, folder.c_str(), 1);
    DiskCache("kind").store(variable, "content");
    EXPECT_EQ(DiskCache("kind", folder + path).load(variable), "content") << variable;
  };
  lies("HOME", "/.cache/flow");
  lies("XDG_CACHE_HOME", "/flow");
  lies("FLOW_CACHE_DIR", "");
}

TEST_F(DiskCacheTest, ManyWritersLeaveWholeFiles) {
  std::string content(100'000, 'o');
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i)
    writers.emplace_back([&] {
      DiskCache cache("kind", folder);
      for (int round = 0; round < 20; ++round) {
        cache.store("key", content);
        EXPECT_EQ(cache.load("key"), content);
      }
    });
  for (std::thread &writer : writers) writer.join();
  EXPECT_EQ(files("kind").size(), 1u);
}

TEST_F(DiskCacheTest, WhatWasUsedLeastLatelyGoes) {
  constexpr uint64_t kLimit = 100'000;
  DiskCache cache("kind", folder, kLimit);
  auto hoursAgo = [](int hours) { return fs::file_time_type::clock::now() - std::chrono::hours(hours); };
  std::string content(1000, 'o');
  cache.store("old", content);
  fs::last_write_time(files("kind")[0], hoursAgo(1000));
  cache.store("used", content);
  for (const fs::path &path : files("kind"))
    if (fs::last_write_time(path) > hoursAgo(1)) fs::last_write_time(path, hoursAgo(900));
  EXPECT_TRUE(cache.load("used")) << "and from now on it is young";
  for (int i = 0; i < 1000; ++i) cache.store("entry " + std::to_string(i), content);
  uint64_t bytes = 0;
  for (const fs::path &path : files("kind")) bytes += fs::file_size(path);
  EXPECT_LT(bytes, 2 * kLimit) << "only some stores look";
  EXPECT_FALSE(cache.load("old"));
  EXPECT_TRUE(cache.load("entry 999"));
}

} // namespace flow
