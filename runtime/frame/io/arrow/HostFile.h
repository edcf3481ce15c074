#pragma once
// Files of the user, as Arrow wants them.

#include "runtime/frame/io/ArrowApi.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>
#include <arrow/result.h>

namespace flow::frame {

/// A file that is read at any place by any thread.
class HostFile final : public ::arrow::io::RandomAccessFile {
public:
  HostFile(const ArrowInput &input, ::arrow::MemoryPool *pool) : input_(input), pool_(pool) {}

  ::arrow::Status Close() override { return ::arrow::Status::OK(); }
  bool closed() const override { return false; }
  ::arrow::Result<int64_t> Tell() const override { return position_; }
  ::arrow::Status Seek(int64_t position) override {
    position_ = position;
    return ::arrow::Status::OK();
  }
  ::arrow::Result<int64_t> GetSize() override { return static_cast<int64_t>(input_.bytes); }
  ::arrow::Result<int64_t> Read(int64_t count, void *out) override;
  ::arrow::Result<std::shared_ptr<::arrow::Buffer>> Read(int64_t count) override;
  ::arrow::Result<int64_t> ReadAt(int64_t position, int64_t count, bool mayBeShort, void *out) override;
  ::arrow::Result<int64_t> ReadAt(int64_t position, int64_t count, void *out) override;
  ::arrow::Result<std::shared_ptr<::arrow::Buffer>> ReadAt(int64_t position, int64_t count, bool mayBeShort) override;
  ::arrow::Result<std::shared_ptr<::arrow::Buffer>> ReadAt(int64_t position, int64_t count) override;

private:
  ArrowInput input_;
  ::arrow::MemoryPool *pool_;
  int64_t position_ = 0; // of Read, which readers of ours do not call
};

/// A file that is written from begin to end.
class HostOutput final : public ::arrow::io::OutputStream {
public:
  explicit HostOutput(const ParquetWriterOptions &options) : context_(options.context), write_(options.write) {}

  ::arrow::Status Close() override {
    isClosed_ = true;
    return ::arrow::Status::OK();
  }
  bool closed() const override { return isClosed_; }
  ::arrow::Result<int64_t> Tell() const override { return position_; }
  ::arrow::Status Write(const void *data, int64_t count) override;

private:
  void *context_;
  bool (*write_)(void *, const char *, size_t, FailureText *);
  int64_t position_ = 0;
  bool isClosed_ = false;
};

} // namespace flow::frame
