#include "runtime/frame/io/arrow/HostFile.h"

#include <algorithm>

namespace flow::frame {

static ::arrow::Status ioError(const FailureText &failure) {
  return ::arrow::Status::IOError(std::string(failure.view()));
}

::arrow::Result<int64_t> HostFile::ReadAt(int64_t position, int64_t count, bool mayBeShort, void *out) {
  auto size = static_cast<int64_t>(input_.bytes);
  bool isInside = position >= 0 && count >= 0 && position <= size && (mayBeShort || count <= size - position);
  if (!isInside) return ::arrow::Status::IOError("it names a place that lies outside of it");
  count = std::min(count, size - position);
  FailureText failure;
  if (!input_.read(input_.context, static_cast<uint64_t>(position), static_cast<char *>(out),
                   static_cast<size_t>(count), &failure))
    return ioError(failure);
  return count;
}
::arrow::Result<int64_t> HostFile::ReadAt(int64_t position, int64_t count, void *out) {
  return ReadAt(position, count, true, out);
}

::arrow::Result<std::shared_ptr<::arrow::Buffer>> HostFile::ReadAt(int64_t position, int64_t count, bool mayBeShort) {
  // The length that a damaged file names is not allocated.
  auto left = std::max<int64_t>(0, static_cast<int64_t>(input_.bytes) - position);
  if (count > left && !mayBeShort) return ::arrow::Status::IOError("it names a place that lies outside of it");
  count = std::clamp<int64_t>(count, 0, left);
  ARROW_ASSIGN_OR_RAISE(auto buffer, ::arrow::AllocateBuffer(count, pool_));
  ARROW_RETURN_NOT_OK(ReadAt(position, count, mayBeShort, buffer->mutable_data()));
  return std::shared_ptr<::arrow::Buffer>(std::move(buffer));
}
::arrow::Result<std::shared_ptr<::arrow::Buffer>> HostFile::ReadAt(int64_t position, int64_t count) {
  return ReadAt(position, count, true);
}

::arrow::Result<int64_t> HostFile::Read(int64_t count, void *out) {
  ARROW_ASSIGN_OR_RAISE(int64_t got, ReadAt(position_, count, out));
  position_ += got;
  return got;
}

::arrow::Result<std::shared_ptr<::arrow::Buffer>> HostFile::Read(int64_t count) {
  ARROW_ASSIGN_OR_RAISE(auto buffer, ReadAt(position_, count));
  position_ += buffer->size();
  return buffer;
}

::arrow::Status HostOutput::Write(const void *data, int64_t count) {
  FailureText failure;
  if (!write_(context_, static_cast<const char *>(data), static_cast<size_t>(count), &failure)) return ioError(failure);
  position_ += count;
  return ::arrow::Status::OK();
}

} // namespace flow::frame
