#include "runtime/frame/io/arrow/TextViews.h"

#include <arrow/util/utf8.h>

#include <new>

namespace flow::frame {

using abi::StringView;

namespace {

constexpr size_t kCopiedAtOnce = 32;

bool isAscii(const uint8_t *begin, const uint8_t *end) {
  uint64_t high = 0;
  for (; end - begin >= 8; begin += 8) {
    uint64_t word;
    std::memcpy(&word, begin, 8);
    high |= word;
  }
  for (; begin < end; ++begin) high |= *begin;
  return (high & 0x8080808080808080) == 0;
}

size_t outsideBytes(const StringView &view) { return view.isInline() ? 0 : view.length; }

} // namespace

void PlainTexts::tooShort() { throw ::parquet::ParquetException("a text goes beyond the end of its page"); }

void TextViews::take(PlainTexts &texts, StringView *views, size_t count, bool isDictionary) const {
  const uint8_t *begin = texts.at();
  size_t bytes = 0;
  for (size_t i = 0; i < count; ++i) {
    views[i] = texts.next();
    bytes += outsideBytes(views[i]);
  }
  // Lengths between the texts are below 128 when all of it is ASCII.
  if (isText_ && !isAscii(begin, texts.at())) checkUtf8(views, count);
  keep(views, count, bytes, isDictionary, texts.end());
}

void TextViews::take(const ::parquet::ByteArray *values, StringView *views, size_t count) const {
  size_t bytes = 0;
  for (size_t i = 0; i < count; ++i) {
    views[i] = StringView(reinterpret_cast<const char *>(values[i].ptr), values[i].len);
    bytes += outsideBytes(views[i]);
  }
  if (isText_) checkUtf8(views, count);
  keep(views, count, bytes, false, nullptr);
}

void TextViews::checkUtf8(const StringView *views, size_t count) const {
  for (size_t i = 0; i < count; ++i)
    if (!::arrow::util::ValidateUTF8(views[i].view()))
      throw BadValue("column `" + name_ + "` has a text that is not UTF-8");
}

/// Copies the texts that are not inline, of `bytes` bytes together. Up to `readableEnd` their page can be read.
void TextViews::keep(StringView *views, size_t count, size_t bytes, bool isDictionary,
                     const uint8_t *readableEnd) const {
  if (bytes == 0) return;
  char *at = texts_.allocate(texts_.context, bytes + kCopiedAtOnce, isDictionary);
  if (!at) throw std::bad_alloc();
  for (size_t i = 0; i < count; ++i) {
    if (views[i].isInline()) continue;
    uint32_t length = views[i].length;
    const char *from = views[i].outside.pointer;
    bool mayReadOn = readableEnd && readableEnd - reinterpret_cast<const uint8_t *>(from) >= ptrdiff_t{kCopiedAtOnce};
    if (length <= kCopiedAtOnce && mayReadOn)
      std::memcpy(at, from, kCopiedAtOnce); // in registers
    else
      std::memcpy(at, from, length);
    views[i].outside.pointer = at;
    at += length;
  }
}

} // namespace flow::frame
