#include "runtime/fs/FileFailure.h"

#include <sys/stat.h>

#include <cctype>
#include <cerrno>
#include <cstring>

namespace flow {

/// What strerror says, as a part of a sentence.
static std::string reasonOf(const std::string &path, int error) {
  struct stat state{};
  if (error == ENOENT) return "there is no such file";
  if (error == EISDIR) return "it is a folder";
  if (error == ENOTDIR && stat(path.c_str(), &state) == 0) return "it is no folder";
  if (error == ENOTDIR) return "a file stands where a folder should";
  std::string reason = std::strerror(error);
  if (reason.size() > 1 && std::islower(static_cast<unsigned char>(reason[1])))
    reason[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(reason[0])));
  return reason;
}

Failure fileFailure(std::string_view action, const std::string &path, int error) {
  Failure failure;
  failure.kind = FailureKind::IoError;
  size_t scheme = path.find("://");
  if (error == ENOENT && scheme != std::string::npos && scheme > 0) {
    failure.message =
        "cannot " + std::string(action) + " `" + path + "`: `" + path.substr(0, scheme) + "://` is not built yet";
    failure.helps.push_back("paths are those of this machine: copy the file here first");
    return failure;
  }
  failure.message = "cannot " + std::string(action) + " `" + path + "`: " + reasonOf(path, error);
  if (error == EISDIR) failure.helps.push_back("name its files with a pattern: `" + path + "/*.csv`");
  if (error == ENOENT && !path.starts_with('/'))
    failure.helps.push_back("relative paths begin at the working directory");
  return failure;
}

} // namespace flow
