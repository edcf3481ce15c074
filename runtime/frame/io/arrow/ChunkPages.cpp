#include "runtime/frame/io/arrow/ChunkPages.h"

#include "runtime/frame/io/arrow/SnappyDecoder.h"

#include <parquet/column_page.h>
#include <parquet/exception.h>

#include <algorithm>
#include <cstring>

namespace flow::frame {

namespace {

using ::parquet::ParquetException;

/// Decompresses the pages that another reader gives as they are in the file.
class SnappyPages final : public ::parquet::PageReader {
public:
  SnappyPages(std::unique_ptr<::parquet::PageReader> raw, ::arrow::MemoryPool *pool)
      : raw_(std::move(raw)), pool_(pool) {}

  std::shared_ptr<::parquet::Page> NextPage() override {
    std::shared_ptr<::parquet::Page> page = raw_->NextPage();
    if (!page) return page;
    switch (page->type()) {
    case ::parquet::PageType::DICTIONARY_PAGE: {
      const auto &dictionary = static_cast<const ::parquet::DictionaryPage &>(*page);
      return std::make_shared<::parquet::DictionaryPage>(decompressed(*page, 0), dictionary.num_values(),
                                                         dictionary.encoding(), dictionary.is_sorted());
    }
    case ::parquet::PageType::DATA_PAGE: {
      const auto &data = static_cast<const ::parquet::DataPageV1 &>(*page);
      return std::make_shared<::parquet::DataPageV1>(decompressed(*page, 0), data.num_values(), data.encoding(),
                                                     data.definition_level_encoding(), data.repetition_level_encoding(),
                                                     data.uncompressed_size());
    }
    case ::parquet::PageType::DATA_PAGE_V2: {
      const auto &data = static_cast<const ::parquet::DataPageV2 &>(*page);
      if (!data.is_compressed()) return page;
      int32_t levels = data.definition_levels_byte_length() + data.repetition_levels_byte_length();
      return std::make_shared<::parquet::DataPageV2>(
          decompressed(*page, levels), data.num_values(), data.num_nulls(), data.num_rows(), data.encoding(),
          data.definition_levels_byte_length(), data.repetition_levels_byte_length(), data.uncompressed_size());
    }
    default: return page;
    }
  }
  void set_max_page_header_size(uint32_t size) override { raw_->set_max_page_header_size(size); }

private:
  /// The page's bytes, of which the first `plain` are not compressed.
  std::shared_ptr<::arrow::Buffer> decompressed(const ::parquet::Page &page, int32_t plain) {
    if (plain < 0 || plain > page.size()) throw ParquetException("the levels of a page are longer than the page");
    if (page.size() == plain) return page.buffer();
    auto prefix = static_cast<size_t>(plain);
    const uint8_t *block = page.data() + prefix;
    size_t bytes = static_cast<size_t>(page.size()) - prefix, length = 0;
    if (!snappyLength(block, bytes, length) || length > kLargestPage) throw ParquetException("a page is damaged");
    reserve(prefix + length);
    uint8_t *result = buffer_->mutable_data();
    std::memcpy(result, page.data(), prefix);
    if (!snappyDecompress(block, bytes, result + prefix, length)) throw ParquetException("a page is damaged");
    return std::make_shared<::arrow::Buffer>(result, static_cast<int64_t>(prefix + length));
  }

  /// Grows the buffer without keeping what is in it.
  void reserve(size_t bytes) {
    auto wanted = static_cast<int64_t>(bytes + kSnappySlack);
    if (buffer_ && buffer_->size() >= wanted) return;
    buffer_.reset();
    PARQUET_ASSIGN_OR_THROW(buffer_, ::arrow::AllocateBuffer(wanted, pool_));
  }

  static constexpr size_t kLargestPage = INT32_MAX;
  std::unique_ptr<::parquet::PageReader> raw_;
  ::arrow::MemoryPool *pool_;
  std::unique_ptr<::arrow::Buffer> buffer_; // of the last page
};

struct ByteRange {
  int64_t begin, bytes;
};

/// Where the pages of a chunk are.
ByteRange rangeOf(const ParquetFile &file, const ::parquet::ColumnChunkMetaData &chunk) {
  int64_t begin = chunk.data_page_offset();
  if (chunk.has_dictionary_page() && chunk.dictionary_page_offset() > 0)
    begin = std::min(begin, chunk.dictionary_page_offset());
  int64_t bytes = chunk.total_compressed_size();
  auto size = static_cast<int64_t>(file.input().bytes);
  if (begin < 0 || bytes < 0 || begin > size || bytes > size - begin)
    throw ParquetException("it names a place that lies outside of it");
  // Old versions of parquet-mr leave the header of the dictionary page out of the size (PARQUET-816).
  constexpr int64_t kDictionaryHeader = 100;
  bool isShort =
      file.metadata()->writer_version().VersionLt(::parquet::ApplicationVersion::PARQUET_816_FIXED_VERSION());
  if (isShort) bytes += std::min(kDictionaryHeader, size - begin - bytes);
  return {begin, bytes};
}

} // namespace

std::unique_ptr<::parquet::PageReader> openPages(const ParquetFile &file, uint32_t group, uint32_t column,
                                                 const std::shared_ptr<HostFile> &bytes,
                                                 const ::parquet::ReaderProperties &properties) {
  auto chunk = file.metadata()->RowGroup(static_cast<int>(group))->ColumnChunk(static_cast<int>(column));
  ByteRange range = rangeOf(file, *chunk);
  auto settings = properties;
  auto stream = settings.GetStream(bytes, range.begin, range.bytes);
  bool isSnappy = chunk->compression() == ::parquet::Compression::SNAPPY;
  auto codec = isSnappy ? ::parquet::Compression::UNCOMPRESSED : chunk->compression();
  const ::parquet::ColumnDescriptor &descriptor = *file.metadata()->schema()->Column(static_cast<int>(column));
  auto pages = ::parquet::PageReader::Open(std::move(stream), chunk->num_values(), codec, properties, descriptor);
  if (!isSnappy) return pages;
  return std::make_unique<SnappyPages>(std::move(pages), properties.memory_pool());
}

} // namespace flow::frame
