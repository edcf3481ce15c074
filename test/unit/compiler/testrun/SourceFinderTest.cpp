#include "compiler/testrun/SourceFinder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace flow::testrun {

namespace fs = std::filesystem;

namespace {
class SourceFinder : public ::testing::Test {
protected:
  SourceFinder() {
    fs::remove_all(root_);
    for (const char *file :
         {"b.flow", "a/z.flow", "a/b/c.flow", "a/notes.txt", ".hidden/x.flow", ".x.flow", "d.flow/e.flow"}) {
      fs::create_directories((root_ / file).parent_path());
      std::ofstream(root_ / file) << "print(1)\n";
    }
  }
  ~SourceFinder() override { fs::remove_all(root_); }

  /// Relative to the root.
  std::vector<std::string> found(std::vector<std::string> paths) {
    for (std::string &path : paths) path = (root_ / path).string();
    problem_.clear();
    std::vector<std::string> names;
    for (const std::string &path : findSources(paths, problem_).value_or(std::vector<std::string>()))
      names.push_back(fs::relative(path, root_).string());
    return names;
  }

  fs::path root_ = fs::path(::testing::TempDir()) / "source-finder";
  std::string problem_;
};
} // namespace

TEST_F(SourceFinder, FoldersAreSearchedInOrder) {
  EXPECT_EQ(found({""}), (std::vector<std::string>{"a/b/c.flow", "a/z.flow", "b.flow", "d.flow/e.flow"}));
}

TEST_F(SourceFinder, EachFileOnceAndInTheOrderOfThePaths) {
  EXPECT_EQ(found({"b.flow", "a", "a/../b.flow", "a/z.flow"}),
            (std::vector<std::string>{"b.flow", "a/b/c.flow", "a/z.flow"}));
}

TEST_F(SourceFinder, AFileMayHaveAnyName) {
  EXPECT_EQ(found({"a/notes.txt"}), std::vector<std::string>{"a/notes.txt"});
}

TEST_F(SourceFinder, WhatIsNotThere) {
  EXPECT_TRUE(found({"b.flow", "none"}).empty());
  EXPECT_EQ(problem_, "there is no file or folder " + (root_ / "none").string());
}

TEST_F(SourceFinder, AFolderWithoutSources) {
  fs::create_directories(root_ / "empty");
  EXPECT_TRUE(found({"empty"}).empty());
  EXPECT_EQ(problem_, "there is no .flow file in " + (root_ / "empty").string());
}

} // namespace flow::testrun
