#include "runtime/frame/io/PipeCopies.h"

#include "runtime/fs/FileFailure.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <compare>
#include <cstdlib>
#include <map>
#include <mutex>
#include <utility>

namespace flow::frame {

namespace {

/// What tells one pipe or terminal from another: a number may be used again, but not at the same time.
struct Identity {
  dev_t device;
  ino_t number;
  int64_t bornSeconds, bornNanoseconds; ///< 0 where the file system does not know
  auto operator<=>(const Identity &) const = default;
};

Identity identityOf(const std::string &path, const struct stat &state) {
  struct statx more = {};
  if (statx(AT_FDCWD, path.c_str(), 0, STATX_BTIME, &more) != 0 || !(more.stx_mask & STATX_BTIME)) more.stx_btime = {};
  return {state.st_dev, state.st_ino, more.stx_btime.tv_sec, more.stx_btime.tv_nsec};
}

std::mutex copiesMutex;
/// Open until the process ends: who asks next may be any source.
std::map<Identity, PipeCopy> &copies() {
  static auto *all = new std::map<Identity, PipeCopy>;
  return *all;
}

/// Without a name in any folder; in memory where the folder for temporary files takes none.
int temporaryFile() {
  const char *folder = std::getenv("TMPDIR");
  int file = open(folder && *folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  return file >= 0 ? file : memfd_create("copy of a pipe", MFD_CLOEXEC);
}

Status copyAll(int from, PipeCopy &copy, const std::string &path) {
  static char part[64 << 10]; // under the mutex
  for (;;) {
    ssize_t got = read(from, part, sizeof part);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fileFailure("read", path, errno);
    if (got == 0) return {};
    for (ssize_t written = 0; written < got;) {
      ssize_t more = write(copy.file, part + written, static_cast<size_t>(got - written));
      if (more < 0 && errno != EINTR) return fileFailure("keep a copy of", path, errno);
      if (more > 0) written += more;
    }
    copy.bytes += static_cast<uint64_t>(got);
  }
}

/// Disks and sources without end, such as /dev/zero.
bool isDevice(const struct stat &state, int file) {
  constexpr unsigned kMemoryDevices = 1, kNull = 3;
  if (S_ISBLK(state.st_mode)) return true;
  return S_ISCHR(state.st_mode) && !isatty(file) && state.st_rdev != makedev(kMemoryDevices, kNull);
}

} // namespace

Result<PipeCopy> copyOfPipe(const std::string &path, const struct stat &state) {
  std::lock_guard lock(copiesMutex);
  Identity identity = identityOf(path, state);
  auto known = copies().find(identity);
  if (known == copies().end()) {
    PipeCopy copy;
    int pipe = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (pipe < 0) return fileFailure("open", path, errno);
    if (isDevice(state, pipe)) {
      close(pipe);
      return Status::fail(FailureKind::IoError, "cannot read `" + path + "`: it is a device, not a file").take();
    }
    copy.file = temporaryFile();
    Status status = copy.file < 0 ? Status(fileFailure("keep a copy of", path, errno)) : copyAll(pipe, copy, path);
    close(pipe);
    if (!status.ok()) {
      if (copy.file >= 0) close(copy.file);
      return status.take();
    }
    known = copies().emplace(identity, copy).first;
  }
  PipeCopy copy = known->second;
  copy.file = fcntl(copy.file, F_DUPFD_CLOEXEC, 0);
  if (copy.file < 0) return fileFailure("open", path, errno);
  return copy;
}

} // namespace flow::frame
