#include "runtime/fs/FileFunctions.h"

#include "runtime/base/GrowingText.h"
#include "runtime/base/NewText.h"
#include "runtime/fs/FileFailure.h"
#include "runtime/fs/OutputFile.h"
#include "runtime/text/ValueParser.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace {

using flow::Failure;
using flow::GrowingText;
using flow::abi::FailureKind;
using flow::abi::kDone;

uint32_t failWith(FlowContext *context, const Failure &failure) {
  return flow::abi::fail(context, failure.kind, failure.message);
}

std::string pathOf(const FlowText *path) { return std::string(path->view()); }

/// All bytes of the open file; the value of errno when it cannot be read. Ends early when memory is denied.
int readAll(int file, GrowingText &bytes) {
  struct stat state{};
  if (fstat(file, &state) != 0) return errno;
  if (S_ISDIR(state.st_mode)) return EISDIR;
  if (static_cast<uint64_t>(state.st_size) > flow::kTextBytesMax) return EFBIG;
  constexpr size_t kPart = size_t{1} << 16; // of what does not say its size
  size_t expected = static_cast<size_t>(state.st_size) + 1;
  for (;;) {
    size_t known = bytes.view().size(), part = known < expected ? expected - known : kPart;
    char *to = bytes.room(part);
    if (!to) return 0;
    ssize_t got = read(file, to, part);
    if (got < 0 && errno != EINTR) return errno;
    if (got == 0) return 0;
    if (got > 0) bytes.added(static_cast<size_t>(got));
  }
}

} // namespace

uint32_t flow_fs_read(FlowContext *context, FlowText *out, const FlowText *path) noexcept {
  *out = FlowText();
  std::string name = pathOf(path);
  flow::GrowingText bytes(context);
  int file = open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return failWith(context, flow::fileFailure("open", name, errno));
  int error = readAll(file, bytes);
  close(file);
  if (error == EFBIG)
    return flow::abi::fail(context, FailureKind::IoError,
                           "cannot read `" + name + "`: it is larger than 4 GiB, the most that a text can hold");
  if (error != 0) return failWith(context, flow::fileFailure("read", name, error));
  if (!bytes.isDenied() && !flow::text::isUtf8(bytes.view()))
    return flow::abi::fail(context, FailureKind::IoError, "cannot read `" + name + "`: it is no UTF-8 text");
  bytes.finish(out);
  return kDone;
}

uint32_t flow_fs_write(FlowContext *context, int64_t *out, const FlowText *path, const FlowText *text) noexcept {
  *out = text->length;
  auto file = flow::OutputFile::create(pathOf(path));
  if (!file.ok()) return failWith(context, file.failure());
  flow::Status written = (*file)->write(text->view());
  if (written.ok()) written = (*file)->commit();
  return written.ok() ? kDone : failWith(context, written.failure());
}

uint8_t flow_fs_exists(const FlowText *path) noexcept {
  struct stat state{};
  return stat(pathOf(path).c_str(), &state) == 0;
}

uint32_t flow_fs_list(FlowContext *context, FlowText *out, const FlowText *path) noexcept {
  *out = FlowText();
  std::string folder = pathOf(path), all;
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator at(folder.empty() ? "." : folder, error), end;
  for (; !error && at != end; at.increment(error)) names.push_back(at->path().filename().string());
  if (error) return failWith(context, flow::fileFailure("list", folder, error.value()));
  std::ranges::sort(names);
  for (const std::string &name : names) {
    if (!flow::text::isUtf8(name))
      return flow::abi::fail(context, FailureKind::IoError,
                             "cannot list `" + folder + "`: a name in it is no UTF-8 text");
    all.append(name).push_back('\0');
  }
  flow::storeText(context, out, all);
  return kDone;
}

uint32_t flow_fs_remove(FlowContext *context, int64_t *out, const FlowText *path) noexcept {
  *out = 1;
  std::string name = pathOf(path);
  if (std::remove(name.c_str()) == 0) return kDone;
  return failWith(context, flow::fileFailure("remove", name, errno));
}
