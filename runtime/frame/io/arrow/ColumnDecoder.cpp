#include "runtime/frame/io/arrow/ColumnDecoder.h"

#include <cstring>

namespace flow::frame {

DefinitionLevels::DefinitionLevels(const ChunkSource &source)
    : name_(source.descriptor().name()), present_(source.descriptor().max_definition_level()) {
  if (present_ > 0 && !source.file->hasNoNulls(source.group, source.column)) levels_.resize(source.blockRows);
}

void DefinitionLevels::spread(DecodedColumn &output, uint32_t first, uint32_t rows, uint32_t values,
                              size_t bytes) const {
  if (values == rows) {
    if (output.hasNulls) std::memset(output.valid + first, 1, rows);
    return;
  }
  if (levels_.empty()) throw ::parquet::ParquetException("a column has fewer values than its footer says");
  if (!output.valid) throw BadValue("column `" + name_ + "` has a null, but its type is not optional");
  if (!output.hasNulls) std::memset(output.valid, 1, first);
  output.hasNulls = true;
  char *data = static_cast<char *>(output.data) + size_t{first} * bytes;
  for (uint32_t row = rows; row-- > 0;) {
    bool isPresent = levels_[row] == present_;
    output.valid[first + row] = isPresent;
    if (isPresent) {
      if (values == 0) throw ::parquet::ParquetException("levels and values of a column do not agree");
      std::memmove(data + row * bytes, data + --values * bytes, bytes);
    } else {
      std::memset(data + row * bytes, 0, bytes);
    }
  }
  if (values != 0) throw ::parquet::ParquetException("levels and values of a column do not agree");
}

namespace {

/// Of a column that has no type, since all of it is null.
class NullDecoder final : public ColumnDecoder {
public:
  void read(uint32_t rows, DecodedColumn &output) override {
    if (!output.valid) throw BadValue("a column has a null, but its type is not optional");
    std::memset(output.data, 0, rows * sizeof(abi::StringView));
    std::memset(output.valid, 0, rows);
    output.hasNulls = true;
  }
};

} // namespace

std::unique_ptr<ColumnDecoder> makeDecoder(const ChunkSource &source) {
  if (source.type().isAllNull) return std::make_unique<NullDecoder>();
  if (abi::isStringLike(source.type().type.kind)) return makeTextDecoder(source);
  return makeFixedDecoder(source);
}

} // namespace flow::frame
