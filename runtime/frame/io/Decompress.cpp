#include "runtime/frame/io/Decompress.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace flow::frame {

namespace {

constexpr size_t kFirstBytes = 1 << 20;

/// A block of memory that doubles. Its Buffer's size is the room, `used` what is in it.
struct Growing {
  MemoryPool *pool;
  std::shared_ptr<Buffer> buffer;
  size_t used = 0;

  Status room(size_t wanted) {
    if (buffer && buffer->bytes() > used) return {};
    size_t bytes = std::max({wanted, kFirstBytes, used * 2});
    Result<std::shared_ptr<Buffer>> grown = Buffer::allocate(*pool, bytes);
    if (!grown.ok()) return grown.takeFailure();
    if (used) std::memcpy((*grown)->data(), buffer->data(), used);
    buffer = std::move(*grown);
    return {};
  }
  char *next() { return buffer->data() + used; }
  size_t left() const { return buffer->bytes() - used; }
};

Failure damaged(const std::string &path, const char *why) {
  Failure failure;
  failure.kind = FailureKind::IoError;
  failure.message = "cannot decompress `" + path + "`: " + why;
  failure.helps.push_back("the file is damaged or incomplete, or its name ends in the wrong way");
  return failure;
}

Status inflateAll(z_stream &stream, std::string_view bytes, const std::string &path, Growing &out) {
  stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
  size_t left = bytes.size();
  bool ended = false; // at the end of a member
  while (left > 0 || !ended) {
    if (ended && inflateReset(&stream) != Z_OK) return damaged(path, "not a gzip stream");
    FLOW_TRY(out.room(bytes.size() * 4));
    uInt given = static_cast<uInt>(std::min<size_t>(left, std::numeric_limits<uInt>::max()));
    uInt space = static_cast<uInt>(std::min<size_t>(out.left(), std::numeric_limits<uInt>::max()));
    stream.avail_in = given;
    stream.next_out = reinterpret_cast<Bytef *>(out.next());
    stream.avail_out = space;
    int code = inflate(&stream, Z_NO_FLUSH);
    left -= given - stream.avail_in;
    out.used += space - stream.avail_out;
    ended = code == Z_STREAM_END;
    if (code == Z_BUF_ERROR || (code == Z_OK && left == 0 && stream.avail_out > 0))
      return damaged(path, "it ends too early");
    if (code != Z_OK && !ended) return damaged(path, stream.msg ? stream.msg : "not a gzip stream");
  }
  return {};
}

Status gunzip(std::string_view bytes, const std::string &path, Growing &out) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return damaged(path, "zlib cannot start");
  Status status = inflateAll(stream, bytes, path, out);
  inflateEnd(&stream);
  return status;
}

Status unzstd(std::string_view bytes, const std::string &path, Growing &out) {
  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  if (!context) return damaged(path, "zstd cannot start");
  unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  size_t wanted = size < (1ull << 40) ? static_cast<size_t>(size) + 1 : bytes.size() * 4;
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  size_t pending = 1; // bytes that zstd still wants; 0 at the end of a frame
  while (in.pos < in.size || pending != 0) {
    FLOW_TRY(out.room(wanted));
    ZSTD_outBuffer target{out.next(), out.left(), 0};
    size_t before = in.pos;
    pending = ZSTD_decompressStream(context.get(), &target, &in);
    if (ZSTD_isError(pending)) return damaged(path, ZSTD_getErrorName(pending));
    out.used += target.pos;
    if (in.pos == before && target.pos == 0 && pending != 0) return damaged(path, "it ends too early");
  }
  return {};
}

} // namespace

Compression compressionOf(std::string_view path) {
  if (path.ends_with(".gz")) return Compression::Gzip;
  if (path.ends_with(".zst")) return Compression::Zstd;
  return Compression::None;
}

Result<std::shared_ptr<Buffer>> decompress(Compression compression, std::string_view bytes,
                                           const std::string &path, MemoryPool &pool) {
  if (bytes.empty()) return damaged(path, "it is empty");
  Growing out{&pool, nullptr, 0};
  FLOW_TRY(compression == Compression::Gzip ? gunzip(bytes, path, out) : unzstd(bytes, path, out));
  std::shared_ptr<Buffer> whole = out.buffer;
  if (!whole) return Buffer::allocate(pool, 0);
  return Buffer::wrap(whole->data(), out.used, whole);
}

} // namespace flow::frame
