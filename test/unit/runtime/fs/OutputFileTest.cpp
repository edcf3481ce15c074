#include "runtime/fs/OutputFile.h"

#include "test/unit/runtime/frame/io/TemporaryFolder.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace flow {

using frame::TemporaryFolder;

namespace {

size_t entriesOf(const std::string &folder) {
  return static_cast<size_t>(
      std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

} // namespace

TEST(OutputFile, AppearsWhenItIsCommitted) {
  TemporaryFolder folder;
  auto file = std::move(*OutputFile::create(folder.path("t.csv")));
  ASSERT_TRUE(file->write("content").ok());
  EXPECT_FALSE(std::filesystem::exists(folder.path("t.csv")));
  ASSERT_TRUE(file->commit().ok());
  EXPECT_EQ(TemporaryFolder::read(folder.path("t.csv")), "content");
  EXPECT_EQ(entriesOf(folder.path()), 1u);
}

TEST(OutputFile, LeavesNothingWhenItIsNot) {
  TemporaryFolder folder;
  folder.write("t.csv", "old");
  {
    auto file = std::move(*OutputFile::create(folder.path("t.csv")));
    ASSERT_TRUE(file->write("new").ok());
  }
  EXPECT_EQ(TemporaryFolder::read(folder.path("t.csv")), "old");
  EXPECT_EQ(entriesOf(folder.path()), 1u);
}

TEST(OutputFile, ReplacesAFileAndKeepsItsMode) {
  TemporaryFolder folder;
  folder.write("t.csv", "old");
  chmod(folder.path("t.csv").c_str(), 0640);
  std::filesystem::create_symlink("t.csv", folder.path("link.csv"));
  auto file = std::move(*OutputFile::create(folder.path("link.csv")));
  ASSERT_TRUE(file->write("new").ok());
  ASSERT_TRUE(file->commit().ok());
  EXPECT_EQ(TemporaryFolder::read(folder.path("t.csv")), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path("link.csv")));
  struct stat state{};
  stat(folder.path("t.csv").c_str(), &state);
  EXPECT_EQ(state.st_mode & 0777, 0640u);
}

TEST(OutputFile, PlacesThatCannotBeWritten) {
  TemporaryFolder folder;
  auto missing = OutputFile::create(folder.path("no/t.csv"));
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.failure().kind, FailureKind::IoError);
  EXPECT_EQ(missing.failure().message, "cannot create `" + folder.path("no/t.csv") +
                                           "`: there is no folder `" + folder.path("no") + "`");
  auto directory = OutputFile::create(folder.path());
  ASSERT_FALSE(directory.ok());
  EXPECT_NE(directory.failure().message.find("it is a folder"), std::string::npos);
  auto proc = OutputFile::create("/proc/t.csv");
  ASSERT_FALSE(proc.ok());
  EXPECT_EQ(proc.failure().kind, FailureKind::IoError);
}

TEST(OutputFile, WhatIsNoFileIsWrittenDirectly) {
  auto null = OutputFile::create("/dev/null");
  ASSERT_TRUE(null.ok());
  EXPECT_TRUE((*null)->write("text").ok());
  EXPECT_TRUE((*null)->commit().ok());
}

TEST(OutputFile, AFullDiskIsAFailure) {
  auto full = OutputFile::create("/dev/full");
  ASSERT_TRUE(full.ok());
  Status status = (*full)->write("text");
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.failure().kind, FailureKind::IoError);
  EXPECT_NE(status.failure().message.find("cannot write `/dev/full`"), std::string::npos);
  EXPECT_NE(status.failure().message.find("no space left"), std::string::npos);
}

} // namespace flow
