#include "runtime/frame/io/csv/CsvText.h"

#include "runtime/text/ValueFormat.h"

#include <algorithm>

namespace flow::frame {

void appendCsvField(std::string &out, std::string_view field) {
  auto isSpecial = [](char byte) { return byte == ',' || byte == '"' || byte == '\n' || byte == '\r'; };
  if (!field.empty() && std::none_of(field.begin(), field.end(), isSpecial)) {
    out += field;
    return;
  }
  out += '"';
  for (char byte : field) {
    if (byte == '"') out += '"';
    out += byte;
  }
  out += '"';
}

void appendCsvHeader(std::string &out, const RowSpec &row) {
  for (const ColumnSpec &column : row) {
    appendCsvField(out, column.name);
    out += ',';
  }
  if (row.empty())
    out += '\n';
  else
    out.back() = '\n';
}

void appendCsvRows(std::string &out, const Batch &batch) {
  for (uint32_t row = 0; row < batch.rows; ++row) {
    for (const ColumnView &column : batch.columns) {
      if (column.isValid(row)) {
        const char *value = column.as<char>() + row * abi::bytesOf(column.type.kind);
        if (abi::isStringLike(column.type.kind))
          appendCsvField(out, reinterpret_cast<const StringView *>(value)->view());
        else
          text::appendValue(out, column.type, value);
      }
      out += ',';
    }
    if (batch.columns.empty())
      out += '\n';
    else
      out.back() = '\n';
  }
}

} // namespace flow::frame
