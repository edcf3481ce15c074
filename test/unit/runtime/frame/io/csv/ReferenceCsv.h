#pragma once
// A CSV parser that is as simple as can be, byte by byte, to compare the real one with.

#include "runtime/frame/io/csv/CsvDialect.h"

#include <string>
#include <string_view>
#include <vector>

namespace flow::frame {

struct ReferenceCsv {
  /// Fields as they stand in the text, without the carriage return before a line feed.
  std::vector<std::vector<std::string>> rows;
  bool endsInQuotes = false;
};

/// All rows of a text, empty lines included (they have one empty field).
inline ReferenceCsv referenceRows(std::string_view text, CsvDialect dialect) {
  ReferenceCsv result;
  std::vector<std::string> row;
  std::string field;
  bool quoted = false;
  auto endRow = [&] {
    if (!field.empty() && field.back() == '\r') field.pop_back();
    row.push_back(field);
    field.clear();
    result.rows.push_back(row);
    row.clear();
  };
  for (size_t at = 0; at < text.size(); ++at) {
    char byte = text[at];
    if (quoted) {
      field += byte;
      if (byte != dialect.quote) continue;
      if (at + 1 < text.size() && text[at + 1] == dialect.quote)
        field += text[++at];
      else
        quoted = false;
      continue;
    }
    if (dialect.quote && byte == dialect.quote && field.empty()) {
      quoted = true;
      field += byte;
    } else if (byte == dialect.delimiter) {
      row.push_back(field);
      field.clear();
    } else if (byte == '\n') {
      endRow();
    } else {
      field += byte;
    }
  }
  if (!row.empty() || !field.empty()) endRow();
  result.endsInQuotes = quoted;
  return result;
}

/// What a reader gives of them: rows of `columns` fields; others are left out, and so are empty lines.
inline std::vector<std::vector<std::string>> regularRows(const ReferenceCsv &csv, size_t columns) {
  std::vector<std::vector<std::string>> rows;
  for (const auto &row : csv.rows)
    if (row.size() == columns) rows.push_back(row);
  return rows;
}

} // namespace flow::frame
