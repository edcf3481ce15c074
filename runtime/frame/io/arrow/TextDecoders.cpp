// Decoders of texts and bytes. A chunk that is a dictionary throughout gives views into a copy of the
// dictionary, made once; of others the bytes of each block are copied in one piece.

#include "runtime/frame/io/arrow/ColumnDecoder.h"

#include <arrow/util/utf8.h>

#include <cstring>

namespace flow::frame {

namespace {

using abi::StringView;

/// Makes views of what the pages hold, in memory of the user.
class ViewMaker {
public:
  explicit ViewMaker(const ChunkSource &source)
      : texts_(source.texts), name_(source.descriptor().name()),
        isText_(source.type().type.kind != abi::ColumnKind::Bytes) {}

  void make(const ::parquet::ByteArray *values, size_t count, StringView *views, bool isDictionary) const {
    size_t outside = 0;
    for (size_t i = 0; i < count; ++i)
      outside += values[i].len > StringView::kInlineBytes ? values[i].len : 0;
    char *at = nullptr;
    if (outside > 0) at = texts_.allocate(texts_.context, outside, isDictionary);
    if (outside > 0 && !at) throw std::bad_alloc();
    for (size_t i = 0; i < count; ++i) {
      const char *bytes = reinterpret_cast<const char *>(values[i].ptr);
      uint32_t length = values[i].len;
      if (isText_ && !::arrow::util::ValidateUTF8(values[i].ptr, length))
        throw BadValue("column `" + name_ + "` has a text that is not UTF-8");
      if (length > StringView::kInlineBytes) {
        std::memcpy(at, bytes, length);
        bytes = at;
        at += length;
      }
      views[i] = StringView(bytes, length);
    }
  }

private:
  ArrowTexts texts_;
  std::string name_;
  bool isText_;
};

class DictionaryDecoder final : public ColumnDecoder {
public:
  DictionaryDecoder(const ChunkSource &source, std::shared_ptr<::parquet::ColumnReader> reader)
      : reader_(std::move(reader)), levels_(source), maker_(source), indices_(source.blockRows) {}

  void read(uint32_t rows, DecodedColumn &output) override {
    auto &typed = static_cast<::parquet::ByteArrayReader &>(*reader_);
    auto *views = static_cast<StringView *>(output.data);
    readRows(rows, levels_, output, sizeof(StringView), [&](uint32_t first, uint32_t count, int64_t &values) {
      const ::parquet::ByteArray *dictionary = nullptr;
      int32_t length = 0;
      int64_t got = typed.ReadBatchWithDictionary(count, levels_.room(), nullptr, indices_.data(), &values,
                                                  &dictionary, &length);
      if (dictionary && !isKnown_) keep(dictionary, static_cast<size_t>(length));
      gather(views + first, static_cast<size_t>(values));
      return got;
    });
  }

private:
  void keep(const ::parquet::ByteArray *dictionary, size_t length) {
    dictionary_.resize(length);
    maker_.make(dictionary, length, dictionary_.data(), true);
    isKnown_ = true;
  }

  void gather(StringView *views, size_t count) const {
    uint32_t largest = 0; // nobody has checked the indices of a damaged page
    for (size_t i = 0; i < count; ++i) largest = std::max(largest, static_cast<uint32_t>(indices_[i]));
    if (count > 0 && largest >= dictionary_.size())
      throw ::parquet::ParquetException("an index beyond its dictionary");
    for (size_t i = 0; i < count; ++i) views[i] = dictionary_[static_cast<size_t>(indices_[i])];
  }

  std::shared_ptr<::parquet::ColumnReader> reader_;
  DefinitionLevels levels_;
  ViewMaker maker_;
  std::vector<int32_t> indices_;
  std::vector<StringView> dictionary_;
  bool isKnown_ = false;
};

/// Values of any encoding.
template <typename DType> class PlainTextDecoder final : public ColumnDecoder {
public:
  PlainTextDecoder(const ChunkSource &source, std::shared_ptr<::parquet::ColumnReader> reader)
      : reader_(std::move(reader)), levels_(source), maker_(source),
        fixedBytes_(static_cast<uint32_t>(source.descriptor().type_length())), raw_(source.blockRows),
        values_(source.blockRows) {}

  void read(uint32_t rows, DecodedColumn &output) override {
    auto &typed = static_cast<::parquet::TypedColumnReader<DType> &>(*reader_);
    auto *views = static_cast<StringView *>(output.data);
    readRows(rows, levels_, output, sizeof(StringView), [&](uint32_t first, uint32_t count, int64_t &values) {
      int64_t got = typed.ReadBatch(count, levels_.room(), nullptr, raw_.data(), &values);
      auto number = static_cast<size_t>(values);
      for (size_t i = 0; i < number; ++i) values_[i] = bytesOf(raw_[i]);
      maker_.make(values_.data(), number, views + first, false);
      return got;
    });
  }

private:
  ::parquet::ByteArray bytesOf(const ::parquet::ByteArray &value) const { return value; }
  ::parquet::ByteArray bytesOf(const ::parquet::FixedLenByteArray &value) const {
    return {fixedBytes_, value.ptr};
  }

  std::shared_ptr<::parquet::ColumnReader> reader_;
  DefinitionLevels levels_;
  ViewMaker maker_;
  uint32_t fixedBytes_;
  std::vector<typename DType::c_type> raw_;
  std::vector<::parquet::ByteArray> values_;
};

} // namespace

std::unique_ptr<ColumnDecoder> makeTextDecoder(const ChunkSource &source) {
  int column = static_cast<int>(source.column);
  switch (source.descriptor().physical_type()) {
  case ::parquet::Type::BYTE_ARRAY: {
    auto reader = source.group->ColumnWithExposeEncoding(column, ::parquet::ExposedEncoding::DICTIONARY);
    if (reader->GetExposedEncoding() == ::parquet::ExposedEncoding::DICTIONARY)
      return std::make_unique<DictionaryDecoder>(source, std::move(reader));
    return std::make_unique<PlainTextDecoder<::parquet::ByteArrayType>>(source, std::move(reader));
  }
  case ::parquet::Type::FIXED_LEN_BYTE_ARRAY:
    return std::make_unique<PlainTextDecoder<::parquet::FLBAType>>(source, source.group->Column(column));
  default:
    throw ::parquet::ParquetException("the type of column `" + source.descriptor().name() +
                                      "` and its form do not agree");
  }
}

} // namespace flow::frame
