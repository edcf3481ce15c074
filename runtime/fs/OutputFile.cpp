#include "runtime/fs/OutputFile.h"

#include "runtime/fs/FileFailure.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <set>

namespace flow {

namespace {

std::string folderOf(const std::string &path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// A name beside `target` that no other writer uses.
std::string nameBeside(const std::string &target) {
  static std::atomic<uint32_t> counter{0};
  std::string folder = folderOf(target);
  std::string base = target.substr(target.rfind('/') + 1); // npos + 1 is 0
  return folder + "/." + base + "." + std::to_string(getpid()) + "-" + std::to_string(counter++) + ".partial";
}

Failure createFailure(const std::string &path, int error) {
  if (error != ENOENT) return fileFailure("create", path, error);
  Failure failure = fileFailure("create", path, error);
  const std::string folder = folderOf(path);
  struct stat state{};
  // Some file systems, such as that of /proc, say so of what cannot be made.
  const bool isThere = stat(folder.c_str(), &state) == 0;
  failure.message = "cannot create `" + path + "`: " +
                    (isThere ? "the folder `" + folder + "` takes no new files"
                             : "there is no folder `" + folder + "`");
  return failure;
}

/// The open file that a path such as /dev/stdout or /dev/fd/3 names, or none. It is written where it stands: opened
/// anew, a regular file behind it would begin at its start again, or be replaced while the program prints to it.
std::optional<int> descriptorOf(std::string_view path) {
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    int file = -1;
    const char *end = path.data() + path.size();
    auto [at, error] = std::from_chars(path.data() + folder.size(), end, file);
    if (error == std::errc() && at == end && file >= 0) return file;
  }
  return std::nullopt;
}

/// Names that are beside their targets now.
std::mutex namesMutex;
std::set<std::string> &namesBeside() {
  static auto *names = new std::set<std::string>; // never destroyed: see abandonAll
  return *names;
}
void noteBeside(const std::string &name) {
  std::lock_guard lock(namesMutex);
  namesBeside().insert(name);
}
void forgetBeside(const std::string &name) {
  std::lock_guard lock(namesMutex);
  namesBeside().erase(name);
}

/// The name of an open file that has none in any directory.
std::string nameOfDescriptor(int file) { return "/proc/self/fd/" + std::to_string(file); }

} // namespace

Result<std::unique_ptr<OutputFile>> OutputFile::create(const std::string &path) {
  std::unique_ptr<OutputFile> output(new OutputFile(path));
  if (std::optional<int> file = descriptorOf(path)) {
    output->isDirect_ = true;
    output->file_ = fcntl(*file, F_DUPFD_CLOEXEC, 0);
    if (output->file_ < 0) return createFailure(path, errno);
    return output;
  }
  struct stat state{};
  bool exists = stat(path.c_str(), &state) == 0;
  if (exists && S_ISDIR(state.st_mode)) {
    Failure failure = fileFailure("create", path, EISDIR);
    failure.helps = {"name a file in it: `" + path + "/result.csv`"};
    return failure;
  }
  if (exists && !S_ISREG(state.st_mode)) {
    output->isDirect_ = true;
    output->file_ = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (output->file_ < 0) return createFailure(path, errno);
    return output;
  }
  char *resolved = exists ? realpath(path.c_str(), nullptr) : nullptr;
  output->target_ = resolved ? resolved : path;
  std::free(resolved);
  if (exists && access(output->target_.c_str(), W_OK) != 0) return createFailure(path, errno);
  output->file_ = open(folderOf(output->target_).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
  if (output->file_ < 0) FLOW_TRY(output->openBeside());
  if (exists) fchmod(output->file_, state.st_mode & 07777); // else the mask of the process decides
  return output;
}

/// For file systems that have no files without a name.
Status OutputFile::openBeside() {
  beside_ = nameBeside(target_);
  noteBeside(beside_);
  file_ = open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  return file_ < 0 ? Status(createFailure(path_, errno)) : Status();
}

OutputFile::~OutputFile() {
  if (file_ >= 0) close(file_);
  if (beside_.empty()) return;
  unlink(beside_.c_str());
  forgetBeside(beside_);
}

void OutputFile::abandonAll() {
  namesMutex.lock(); // for ever: nothing gets a name any more
  for (const std::string &name : namesBeside()) unlink(name.c_str());
}

Status OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fileFailure("write", path_, errno);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

Status OutputFile::commit() {
  if (!isDirect_ && beside_.empty()) { // only a file with a name can replace another one
    beside_ = nameBeside(target_);
    noteBeside(beside_);
    if (linkat(AT_FDCWD, nameOfDescriptor(file_).c_str(), AT_FDCWD, beside_.c_str(), AT_SYMLINK_FOLLOW) != 0)
      return fileFailure("write", path_, errno);
  }
  int file = std::exchange(file_, -1);
  if (close(file) != 0) return fileFailure("write", path_, errno);
  if (isDirect_) return {};
  if (rename(beside_.c_str(), target_.c_str()) != 0) return fileFailure("write", path_, errno);
  forgetBeside(std::exchange(beside_, {}));
  return {};
}

} // namespace flow
