#include "runtime/frame/io/FilesOfPath.h"

#include "runtime/frame/io/InputFile.h"
#include "runtime/fs/FileFailure.h"

#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <utility>

namespace flow::frame {

namespace fs = std::filesystem;

static bool isGlob(std::string_view path) { return path.find_first_of("*?[") != std::string_view::npos; }

/// `year=2024`.
static bool isPartition(std::string_view name) {
  size_t at = name.find('=');
  return at != std::string_view::npos && at > 0;
}

using FolderId = std::pair<dev_t, ino_t>;

/// Adds the files of a folder. Of its sub-folders only those count whose names say what is in them, and what is below
/// such a one. `isPartitioned` becomes true where there is one. `above`: the folders on the way here.
static Status addFolder(const std::string &folder, std::vector<std::string> &files, bool &isPartitioned,
                        std::vector<FolderId> above = {}) {
  const bool isInside = isPartitioned;
  struct stat state{};
  if (stat(folder.c_str(), &state) != 0) return fileFailure("list", folder, errno);
  FolderId id{state.st_dev, state.st_ino};
  if (std::ranges::find(above, id) != above.end()) return fileFailure("list", folder, ELOOP);
  above.push_back(id);
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  if (error) return fileFailure("list", folder, error.value());
  for (const fs::directory_entry &entry : entries) {
    std::string name = entry.path().filename().string();
    if (name.starts_with('.') || name.starts_with('_')) continue;
    if (!entry.is_directory(error)) {
      files.push_back(entry.path().string());
    } else if (isInside || isPartition(name)) {
      isPartitioned = true;
      FLOW_TRY(addFolder(entry.path().string(), files, isPartitioned, above));
    }
  }
  return {};
}

/// What a path without pattern names: a folder whose own name or sub-folders say what is in them stands for its files.
static Status addMatch(const std::string &path, std::vector<std::string> &files) {
  std::error_code error;
  std::vector<std::string> below;
  bool isPartitioned = isPartition(fs::path(path).filename().string());
  if (fs::is_directory(path, error)) FLOW_TRY(addFolder(path, below, isPartitioned));
  if (isPartitioned && !below.empty())
    files.insert(files.end(), below.begin(), below.end());
  else
    files.push_back(path);
  return {};
}

/// The first folder on the way of a pattern that could not be looked into: what lies in it would be passed over.
static thread_local std::optional<Failure> notLookedInto;

static int onFolderError(const char *folder, int error) {
  if (error == ENOENT || error == ENOTDIR) return 0; // nothing lies there
  notLookedInto = fileFailure("list", folder, error);
  return 1;
}

Result<std::vector<std::string>> expandPath(const std::string &path) {
  std::error_code error;
  std::vector<std::string> files;
  if (path.find("**") != std::string::npos && !fs::exists(path, error)) {
    Failure failure;
    failure.kind = FailureKind::IoError;
    failure.message = "`**` in the path `" + path + "` is not built yet";
    failure.helps.push_back("name each level: `*/*.csv`; a folder with parts such as `year=2024` stands for all below");
    return failure;
  }
  if (!isGlob(path) || fs::exists(path, error)) {
    FLOW_TRY(addMatch(path, files));
    std::sort(files.begin(), files.end());
    return files;
  }
  glob_t found{};
  notLookedInto.reset();
  int code = glob(path.c_str(), GLOB_NOSORT, onFolderError, &found);
  std::vector<std::string> matches(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  if (notLookedInto) return *std::exchange(notLookedInto, std::nullopt);
  if (code != 0 && code != GLOB_NOMATCH) return fileFailure("list", path, code == GLOB_NOSPACE ? ENOMEM : EIO);
  if (matches.empty()) {
    Failure failure;
    failure.kind = FailureKind::IoError;
    failure.message = "no file matches `" + path + "`";
    if (!path.starts_with('/')) failure.helps.push_back("relative paths begin at the working directory");
    return failure;
  }
  for (const std::string &match : matches) FLOW_TRY(addMatch(match, files));
  std::sort(files.begin(), files.end());
  return files;
}

static std::vector<std::string_view> partsOf(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    size_t end = std::min(path.find('/'), path.size());
    if (end > 0) parts.push_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return parts;
}

static std::string decoded(std::string_view text) {
  std::string result;
  auto digit = [](char byte) -> int {
    if (byte >= '0' && byte <= '9') return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
  };
  for (size_t at = 0; at < text.size(); ++at) {
    int high = text[at] == '%' && at + 2 < text.size() ? digit(text[at + 1]) : -1;
    int low = high < 0 ? -1 : digit(text[at + 2]);
    if (low < 0) {
      result += text[at];
      continue;
    }
    result += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return result;
}

std::vector<PathPart> openParts(const std::string &path, const std::string &file) {
  std::vector<std::string_view> written = partsOf(path), parts = partsOf(file);
  std::vector<PathPart> result;
  for (size_t i = 0; i + 1 < parts.size(); ++i) { // the last one is the file's own name
    bool isOpen = i >= written.size() || isGlob(written[i]);
    if (!isOpen || !isPartition(parts[i])) continue;
    size_t at = parts[i].find('=');
    PathPart part;
    part.name = decoded(parts[i].substr(0, at));
    part.value = decoded(parts[i].substr(at + 1));
    part.isNull = part.value == "__HIVE_DEFAULT_PARTITION__";
    result.push_back(std::move(part));
  }
  return result;
}

} // namespace flow::frame
