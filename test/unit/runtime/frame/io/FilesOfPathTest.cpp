#include "runtime/frame/io/FilesOfPath.h"

#include "test/unit/runtime/frame/io/TemporaryFolder.h"

namespace flow::frame {

namespace {

/// A folder with files in folders that say what is in them.
class Partitioned {
public:
  Partitioned() {
    for (const char *folder : {"year=2023/month=01", "year=2023/month=02", "year=2024", "year=2024/more"})
      std::filesystem::create_directories(folder_.path(folder));
    for (const char *name : {"year=2023/month=01/a", "year=2023/month=02/b", "year=2024/c", "year=2024/more/d",
                             "year=2024/_log", "year=2024/.hidden"})
      folder_.write(name, "x");
  }
  std::string path(std::string_view name = {}) const { return folder_.path(name); }
  /// The files of a path, without the folder's own name.
  std::vector<std::string> files(std::string_view pattern) const {
    Result<std::vector<std::string>> files = expandPath(path(pattern));
    EXPECT_TRUE(files.ok());
    std::vector<std::string> names;
    for (const std::string &file : *files) names.push_back(file.substr(path().size()));
    return names;
  }

private:
  TemporaryFolder folder_;
};

std::string text(const std::vector<PathPart> &parts) {
  std::string result;
  for (const PathPart &part : parts) result += part.name + "=" + (part.isNull ? "null" : part.value) + ";";
  return result;
}

} // namespace

TEST(FilesOfPath, OfFoldersThatSayWhatIsInThem) {
  Partitioned folder;
  using Names = std::vector<std::string>;
  Names all = {"/year=2023/month=01/a", "/year=2023/month=02/b", "/year=2024/c", "/year=2024/more/d"};
  EXPECT_EQ(folder.files(""), all);
  EXPECT_EQ(folder.files("year=*"), all);
  EXPECT_EQ(folder.files("year=2023"), (Names{all[0], all[1]}));
  EXPECT_EQ(folder.files("*/month=*"), (Names{all[0], all[1]}));
  EXPECT_EQ(folder.files("*/month=02/*"), Names{all[1]});
  EXPECT_EQ(folder.files("year=2024/more"), Names{"/year=2024/more"}) << "an ordinary folder is no file";
}

TEST(FilesOfPath, NothingMatches) {
  Partitioned folder;
  Result<std::vector<std::string>> files = expandPath(folder.path("month=*"));
  ASSERT_FALSE(files.ok());
  EXPECT_EQ(files.failure().message, "no file matches `" + folder.path("month=*") + "`");
}

TEST(FilesOfPath, OnlyPartsThatAreLeftOpenCount) {
  EXPECT_EQ(text(openParts("d", "d/year=2023/month=01/a")), "year=2023;month=01;");
  EXPECT_EQ(text(openParts("d/year=2023/", "d/year=2023/month=01/a")), "month=01;");
  EXPECT_EQ(text(openParts("d/*/month=01/a", "d/year=2023/month=01/a")), "year=2023;");
  EXPECT_EQ(text(openParts("d/year=2023/a", "d/year=2023/a")), "");
  EXPECT_EQ(text(openParts("d/*", "d/a=b")), "") << "the name of the file itself";
}

TEST(FilesOfPath, ValuesAreDecoded) {
  EXPECT_EQ(text(openParts("d", "d/k=a%20b%2Fc%zz/f")), "k=a b/c%zz;");
  EXPECT_EQ(text(openParts("d", "d/k=__HIVE_DEFAULT_PARTITION__/n=/f")), "k=null;n=;");
  EXPECT_EQ(text(openParts("d", "d/k=a=b/=c/f")), "k=a=b;");
}

} // namespace flow::frame
