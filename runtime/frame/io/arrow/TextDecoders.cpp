// Decoders of texts and bytes, page by page. Values that are indices into a dictionary become views into one copy of
// the dictionary; the bytes of others are copied, those of a block in one piece.

#include "runtime/frame/io/arrow/ColumnDecoder.h"
#include "runtime/frame/io/arrow/TextViews.h"

#include <parquet/column_page.h>
#include <parquet/encoding.h>

#include <algorithm>

namespace flow::frame {

namespace {

using abi::StringView;
using ::parquet::ByteArray;
using ::parquet::ByteArrayType;
using ::parquet::Encoding;
using ::parquet::ParquetException;

class TextDecoder final : public ColumnDecoder {
public:
  explicit TextDecoder(const ChunkSource &source)
      : pages_(source.pages()), descriptor_(source.descriptor()), pool_(source.properties->memory_pool()),
        levels_(source), views_(source), indices_(source.blockRows), values_(source.blockRows) {}

  void read(uint32_t rows, DecodedColumn &output) override {
    auto *views = static_cast<StringView *>(output.data);
    readRows(rows, levels_, output, sizeof(StringView), [&](uint32_t first, uint32_t count, int64_t &values) {
      while (left_ == 0)
        if (!nextPage()) return int64_t{0};
      count = std::min(count, left_);
      uint32_t present = takeLevels(count);
      if (present > 0) takeValues(views + first, present);
      left_ -= count;
      values = present;
      return int64_t{count};
    });
  }

private:
  bool nextPage() {
    page_ = pages_->NextPage();
    if (!page_) return false;
    switch (page_->type()) {
    case ::parquet::PageType::DICTIONARY_PAGE:
      readDictionary(static_cast<const ::parquet::DictionaryPage &>(*page_));
      return true;
    case ::parquet::PageType::DATA_PAGE: {
      const auto &page = static_cast<const ::parquet::DataPageV1 &>(*page_);
      int32_t levelBytes = 0;
      if (descriptor_.max_definition_level() > 0)
        levelBytes = levelDecoder_.SetData(page.definition_level_encoding(), descriptor_.max_definition_level(),
                                           page.num_values(), page.data(), page.size());
      beginValues(page, levelBytes);
      return true;
    }
    case ::parquet::PageType::DATA_PAGE_V2: {
      const auto &page = static_cast<const ::parquet::DataPageV2 &>(*page_);
      int32_t before = page.repetition_levels_byte_length(), own = page.definition_levels_byte_length();
      if (before < 0 || own < 0 || int64_t{before} + own > page.size())
        throw ParquetException("the levels of a page are longer than the page");
      if (descriptor_.max_definition_level() > 0)
        levelDecoder_.SetDataV2(own, descriptor_.max_definition_level(), page.num_values(), page.data() + before);
      beginValues(page, before + own);
      return true;
    }
    default: return true; // an index or a kind of page that is newer than this
    }
  }

  void readDictionary(const ::parquet::DictionaryPage &page) {
    bool isPlain = page.encoding() == Encoding::PLAIN || page.encoding() == Encoding::PLAIN_DICTIONARY;
    if (hasDictionary_ || !isPlain || page.num_values() < 0) throw ParquetException("a dictionary is damaged");
    hasDictionary_ = true;
    dictionary_.resize(static_cast<size_t>(page.num_values()));
    PlainTexts texts(page.data(), page.data() + page.size());
    views_.take(texts, dictionary_.data(), dictionary_.size(), true);
  }

  void beginValues(const ::parquet::DataPage &page, int32_t begin) {
    if (page.num_values() < 0 || begin > page.size()) throw ParquetException("a page is damaged");
    left_ = static_cast<uint32_t>(page.num_values());
    const uint8_t *data = page.data() + begin;
    int32_t bytes = page.size() - begin;
    encoding_ = page.encoding();
    switch (encoding_) {
    case Encoding::PLAIN_DICTIONARY:
    case Encoding::RLE_DICTIONARY:
      if (!hasDictionary_) throw ParquetException("a page needs a dictionary that is not there");
      if (!indexDecoder_) indexDecoder_ = ::parquet::MakeDictDecoder<ByteArrayType>(&descriptor_, pool_);
      return indexDecoder_->SetData(page.num_values(), data, bytes);
    case Encoding::PLAIN: plain_ = PlainTexts(data, data + bytes); return;
    default:
      otherDecoder_ = ::parquet::MakeTypedDecoder<ByteArrayType>(encoding_, &descriptor_, pool_);
      return otherDecoder_->SetData(page.num_values(), data, bytes);
    }
  }

  /// Reads the levels of rows when they matter; gives how many of the rows have a value.
  uint32_t takeLevels(uint32_t rows) {
    int16_t *levels = levels_.room();
    if (!levels) return rows;
    if (levelDecoder_.Decode(static_cast<int>(rows), levels) != static_cast<int>(rows))
      throw ParquetException("a page has fewer levels than rows");
    return static_cast<uint32_t>(std::count(levels, levels + rows, descriptor_.max_definition_level()));
  }

  void takeValues(StringView *views, uint32_t count) {
    switch (encoding_) {
    case Encoding::PLAIN_DICTIONARY:
    case Encoding::RLE_DICTIONARY: return gather(views, count);
    case Encoding::PLAIN: return views_.take(plain_, views, count, false);
    default:
      if (otherDecoder_->Decode(values_.data(), static_cast<int>(count)) != static_cast<int>(count))
        throw ParquetException("a page has fewer values than it says");
      return views_.take(values_.data(), views, count);
    }
  }

  void gather(StringView *views, uint32_t count) {
    if (indexDecoder_->DecodeIndices(static_cast<int>(count), indices_.data()) != static_cast<int>(count))
      throw ParquetException("a page has fewer values than it says");
    uint32_t largest = 0; // nobody has checked the indices of a damaged page
    for (uint32_t i = 0; i < count; ++i) largest = std::max(largest, static_cast<uint32_t>(indices_[i]));
    if (largest >= dictionary_.size()) throw ParquetException("a page has an index beyond its dictionary");
    for (uint32_t i = 0; i < count; ++i) views[i] = dictionary_[static_cast<size_t>(indices_[i])];
  }

  std::unique_ptr<::parquet::PageReader> pages_;
  const ::parquet::ColumnDescriptor &descriptor_;
  ::arrow::MemoryPool *pool_;
  DefinitionLevels levels_;
  TextViews views_;
  std::vector<int32_t> indices_;
  std::vector<ByteArray> values_;
  std::vector<StringView> dictionary_;
  bool hasDictionary_ = false;

  std::shared_ptr<::parquet::Page> page_; // the one that is being read, and how
  uint32_t left_ = 0;                     // its rows that were not read
  Encoding::type encoding_ = Encoding::PLAIN;
  ::parquet::LevelDecoder levelDecoder_;
  PlainTexts plain_;
  std::unique_ptr<::parquet::DictDecoder<ByteArrayType>> indexDecoder_;
  std::unique_ptr<::parquet::TypedDecoder<ByteArrayType>> otherDecoder_;
};

/// Bytes of one length.
class FixedBytesDecoder final : public ColumnDecoder {
public:
  explicit FixedBytesDecoder(const ChunkSource &source)
      : reader_(source.reader()), levels_(source), views_(source),
        bytes_(static_cast<uint32_t>(source.descriptor().type_length())), raw_(source.blockRows),
        values_(source.blockRows) {}

  void read(uint32_t rows, DecodedColumn &output) override {
    auto &typed = static_cast<::parquet::FixedLenByteArrayReader &>(*reader_);
    auto *views = static_cast<StringView *>(output.data);
    readRows(rows, levels_, output, sizeof(StringView), [&](uint32_t first, uint32_t count, int64_t &values) {
      int64_t got = typed.ReadBatch(count, levels_.room(), nullptr, raw_.data(), &values);
      auto number = static_cast<size_t>(values);
      for (size_t i = 0; i < number; ++i) values_[i] = {bytes_, raw_[i].ptr};
      views_.take(values_.data(), views + first, number);
      return got;
    });
  }

private:
  std::shared_ptr<::parquet::ColumnReader> reader_;
  DefinitionLevels levels_;
  TextViews views_;
  uint32_t bytes_;
  std::vector<::parquet::FixedLenByteArray> raw_;
  std::vector<ByteArray> values_;
};

} // namespace

std::unique_ptr<ColumnDecoder> makeTextDecoder(const ChunkSource &source) {
  switch (source.descriptor().physical_type()) {
  case ::parquet::Type::BYTE_ARRAY: return std::make_unique<TextDecoder>(source);
  case ::parquet::Type::FIXED_LEN_BYTE_ARRAY: return std::make_unique<FixedBytesDecoder>(source);
  default: throw ParquetException("the type of column `" + source.descriptor().name() + "` and its form do not agree");
  }
}

} // namespace flow::frame
