#include "runtime/frame/io/csv/CsvText.h"

#include "runtime/text/ValueFormat.h"

#include <algorithm>
#include <cstring>

namespace flow::frame {

namespace {

constexpr size_t kFirstBytes = 64 << 10;

/// Room for a text field in quotes, all of whose characters are quotes, and the delimiter.
size_t longestField(size_t bytes) { return 2 * bytes + 3; }

bool needsQuotes(const char *text, size_t bytes) {
  if (bytes == 0) return true; // or it would be a null
  bool special = false;
  for (size_t at = 0; at < bytes; ++at)
    special |= (text[at] == ',') | (text[at] == '"') | (text[at] == '\n') | (text[at] == '\r');
  return special;
}

char *writeField(char *out, std::string_view field) {
  if (!needsQuotes(field.data(), field.size())) {
    std::memcpy(out, field.data(), field.size());
    return out + field.size();
  }
  *out++ = '"';
  for (char byte : field) {
    if (byte == '"') *out++ = '"';
    *out++ = byte;
  }
  *out++ = '"';
  return out;
}

const StringView &textAt(const ColumnView &column, uint32_t row) { return column.as<StringView>()[row]; }

} // namespace

Status CsvText::reserve(size_t more) {
  size_t room = buffer_ ? buffer_->bytes() : 0;
  if (bytes_ + more <= room) return {};
  Result<std::shared_ptr<Buffer>> grown = Buffer::allocate(*pool_, std::max({kFirstBytes, 2 * room, bytes_ + more}));
  if (!grown.ok()) return grown.takeFailure();
  if (bytes_) std::memcpy((*grown)->data(), buffer_->data(), bytes_);
  buffer_ = std::move(*grown);
  return {};
}

Status CsvText::appendHeader(const RowSpec &row) {
  size_t room = 1;
  for (const ColumnSpec &column : row) room += longestField(column.name.size());
  FLOW_TRY(reserve(room));
  char *out = data() + bytes_;
  for (const ColumnSpec &column : row) {
    out = writeField(out, column.name);
    *out++ = ',';
  }
  out[row.empty() ? 0 : -1] = '\n'; // in place of the last delimiter
  bytes_ = static_cast<size_t>(out - data()) + row.empty();
  return {};
}

Status CsvText::appendRows(const Batch &batch) {
  for (uint32_t row = 0; row < batch.rows; ++row) {
    size_t room = 1 + batch.columns.size() * text::kLongestValue;
    for (const ColumnView &column : batch.columns)
      if (abi::isStringLike(column.type.kind)) room += longestField(textAt(column, row).length);
    FLOW_TRY(reserve(room));
    char *out = data() + bytes_;
    for (const ColumnView &column : batch.columns) {
      if (column.isValid(row)) {
        if (abi::isStringLike(column.type.kind))
          out = writeField(out, textAt(column, row).view());
        else
          out = text::writeValue(out, column.type, column.as<char>() + row * abi::bytesOf(column.type.kind));
      }
      *out++ = ',';
    }
    out[batch.columns.empty() ? 0 : -1] = '\n';
    bytes_ = static_cast<size_t>(out - data()) + batch.columns.empty();
  }
  return {};
}

} // namespace flow::frame
