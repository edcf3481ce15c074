#pragma once
// Views of the texts of a page, with their bytes copied to memory of the user.

#include "runtime/abi/ColumnType.h"
#include "runtime/abi/StringView.h"
#include "runtime/frame/io/arrow/ColumnDecoder.h"

namespace flow::frame {

/// Texts as Parquet's plain encoding has them: a length of four bytes, then the bytes.
class PlainTexts {
public:
  PlainTexts() = default;
  PlainTexts(const uint8_t *begin, const uint8_t *end) : at_(begin), end_(end) {}

  const uint8_t *at() const { return at_; }
  const uint8_t *end() const { return end_; }
  /// The next text, in the page; throws when it goes beyond the end.
  abi::StringView next() {
    uint32_t length;
    if (end_ - at_ < 4) tooShort();
    std::memcpy(&length, at_, 4);
    if (length > static_cast<size_t>(end_ - at_) - 4) tooShort();
    abi::StringView view(reinterpret_cast<const char *>(at_ + 4), length);
    at_ += 4 + length;
    return view;
  }

private:
  [[noreturn, gnu::cold]] static void tooShort();

  const uint8_t *at_ = nullptr;
  const uint8_t *end_ = nullptr;
};

class TextViews {
public:
  explicit TextViews(const ChunkSource &source)
      : texts_(source.texts), name_(source.descriptor().name()),
        isText_(source.type().type.kind != abi::ColumnKind::Bytes) {}

  /// The next `count` texts.
  void take(PlainTexts &texts, abi::StringView *views, size_t count, bool isDictionary) const;
  void take(const ::parquet::ByteArray *values, abi::StringView *views, size_t count) const;

private:
  void checkUtf8(const abi::StringView *views, size_t count) const;
  void keep(abi::StringView *views, size_t count, size_t bytes, bool isDictionary, const uint8_t *readableEnd) const;

  ArrowTexts texts_;
  std::string name_;
  bool isText_;
};

} // namespace flow::frame
