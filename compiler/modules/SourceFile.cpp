#include "compiler/modules/SourceFile.h"

#include "compiler/parse/Parser.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace flow::modules {

std::optional<std::string> readSource(const std::string &path, std::string &problem) {
  auto failed = [&](const char *why) {
    problem = why;
    return std::nullopt;
  };
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return failed(std::strerror(errno));
  struct stat info;
  bool isFolder = fstat(file, &info) == 0 && S_ISDIR(info.st_mode);
  std::string text;
  char block[65536];
  ssize_t got = 0;
  while (!isFolder && text.size() <= parse::kMaxSourceBytes && (got = read(file, block, sizeof block)) > 0)
    text.append(block, static_cast<size_t>(got));
  int error = errno;
  close(file);
  if (isFolder) return failed("it is a folder");
  if (got < 0) return failed(std::strerror(error));
  return text;
}

} // namespace flow::modules
