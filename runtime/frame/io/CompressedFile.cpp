#include "runtime/frame/io/CompressedFile.h"

#include <zlib.h>
#include <zstd.h>

namespace flow::frame {

namespace {

constexpr size_t kBlockBytes = 256 << 10; // compressed at a time, whatever the writes are
constexpr size_t kRoomBytes = 64 << 10;

class GzipCompressor final : public Compressor {
public:
  GzipCompressor() {
    constexpr int kGzip = 15 + 16, kMemoryLevel = 8;
    int code = deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzip, kMemoryLevel, Z_DEFAULT_STRATEGY);
    isOpen_ = code == Z_OK;
  }
  ~GzipCompressor() override {
    if (isOpen_) deflateEnd(&stream_);
  }
  GzipCompressor(const GzipCompressor &) = delete;
  GzipCompressor &operator=(const GzipCompressor &) = delete;

  bool compress(std::string_view bytes, bool isLast, std::string &out) override {
    if (!isOpen_) return false;
    stream_.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    for (;;) {
      const size_t used = out.size();
      out.resize(used + kRoomBytes);
      stream_.next_out = reinterpret_cast<Bytef *>(out.data() + used);
      stream_.avail_out = kRoomBytes;
      int code = deflate(&stream_, isLast ? Z_FINISH : Z_NO_FLUSH);
      out.resize(used + kRoomBytes - stream_.avail_out);
      if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) return false;
      if (isLast ? code == Z_STREAM_END : stream_.avail_out > 0) return true;
    }
  }

private:
  z_stream stream_{};
  bool isOpen_ = false;
};

class ZstdCompressor final : public Compressor {
public:
  bool compress(std::string_view bytes, bool isLast, std::string &out) override {
    if (!context_) return false;
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    for (;;) {
      const size_t used = out.size();
      out.resize(used + kRoomBytes);
      ZSTD_outBuffer room{out.data() + used, kRoomBytes, 0};
      size_t left = ZSTD_compressStream2(context_.get(), &room, &in, isLast ? ZSTD_e_end : ZSTD_e_continue);
      out.resize(used + room.pos);
      if (ZSTD_isError(left)) return false;
      if (isLast ? left == 0 : in.pos == in.size) return true;
    }
  }

private:
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context_{ZSTD_createCCtx(), ZSTD_freeCCtx};
};

std::unique_ptr<Compressor> compressorFor(const std::string &path) {
  switch (compressionOf(path)) {
  case Compression::None: return nullptr;
  case Compression::Gzip: return std::make_unique<GzipCompressor>();
  case Compression::Zstd: return std::make_unique<ZstdCompressor>();
  }
  FLOW_UNREACHABLE("a compression");
}

} // namespace

Result<std::unique_ptr<CompressedFile>> CompressedFile::create(const std::string &path) {
  Result<std::unique_ptr<OutputFile>> file = OutputFile::create(path);
  if (!file.ok()) return file.takeFailure();
  std::unique_ptr<CompressedFile> made(new CompressedFile(std::move(*file)));
  made->compressor_ = compressorFor(path);
  return made;
}

Status CompressedFile::write(std::string_view bytes) {
  if (!compressor_) return file_->write(bytes);
  while (!bytes.empty()) {
    std::string_view part = bytes.substr(0, kBlockBytes - pending_.size());
    pending_ += part;
    bytes.remove_prefix(part.size());
    if (pending_.size() == kBlockBytes) FLOW_TRY(compressPending(false));
  }
  return {};
}

Status CompressedFile::compressPending(bool isLast) {
  if (!compressor_->compress(pending_, isLast, compressed_))
    return Status::fail(FailureKind::IoError, "cannot compress `" + file_->path() + "`");
  pending_.clear();
  Status status = file_->write(compressed_);
  compressed_.clear();
  return status;
}

Status CompressedFile::commit() {
  if (compressor_) FLOW_TRY(compressPending(true));
  return file_->commit();
}

} // namespace flow::frame
