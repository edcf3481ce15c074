#include "compiler/testrun/SourceFinder.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace flow::testrun {

namespace fs = std::filesystem;

/// Adds the sources in a folder and its folders; links to folders are not followed, so there is an end.
static bool addFolder(const fs::path &folder, std::vector<std::string> &found, std::string &problem) {
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error), end;
  while (!error && at != end) {
    std::string name = at->path().filename().string();
    bool isHidden = name.starts_with('.');
    if (isHidden && at->is_directory(error)) at.disable_recursion_pending();
    if (!isHidden && name.ends_with(".flow") && !at->is_directory(error)) found.push_back(at->path().string());
    at.increment(error);
  }
  if (error) problem = "cannot read the folder " + folder.string() + ": " + error.message();
  return !error;
}

std::optional<std::vector<std::string>> findSources(const std::vector<std::string> &paths, std::string &problem) {
  std::vector<std::string> sources;
  std::set<std::string> known; // by what they are, however they are written
  for (const std::string &path : paths) {
    std::vector<std::string> found{path};
    std::error_code error;
    if (fs::is_directory(path, error)) {
      found.clear();
      if (!addFolder(path, found, problem)) return std::nullopt;
      std::ranges::sort(found);
      if (found.empty()) problem = "there is no .flow file in " + path;
    } else if (!fs::exists(path, error)) {
      problem = "there is no file or folder " + path;
    }
    if (!problem.empty()) return std::nullopt;
    for (std::string &source : found) {
      fs::path whole = fs::weakly_canonical(source, error);
      if (known.insert(error ? source : whole.string()).second) sources.push_back(std::move(source));
    }
  }
  return sources;
}

} // namespace flow::testrun
