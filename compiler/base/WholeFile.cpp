#include "compiler/base/WholeFile.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace flow {

bool writeWhole(const std::string &given, const std::string &text, std::string &problem) {
  std::error_code isNew;
  std::string path = std::filesystem::canonical(given, isNew); // a link stays one, what it leads to is written
  if (isNew) path = given;
  std::string temporary = path + ".new." + std::to_string(getpid());
  std::FILE *file = std::fopen(temporary.c_str(), "wb");
  bool isWritten = file && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (file) isWritten &= std::fclose(file) == 0;
  struct stat info;
  if (isWritten && stat(path.c_str(), &info) == 0) chmod(temporary.c_str(), info.st_mode & 07777);
  if (isWritten && std::rename(temporary.c_str(), path.c_str()) == 0) return true;
  problem = std::strerror(errno);
  std::remove(temporary.c_str());
  return false;
}

} // namespace flow
