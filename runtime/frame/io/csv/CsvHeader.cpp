#include "runtime/frame/io/csv/CsvHeader.h"

#include "runtime/frame/io/csv/CsvField.h"
#include "runtime/frame/io/csv/CsvRowStream.h"
#include "runtime/frame/io/csv/FieldParser.h"

#include <algorithm>
#include <bit>

namespace flow::frame {

namespace {

constexpr size_t kFirstPart = 64 << 10;
constexpr size_t kLongestHeader = 64 << 20;

Failure atLine(const InputFile &file, uint64_t offset, const std::string &message, const std::string &help) {
  Failure failure = badRow(file, offset, message);
  failure.notes.clear(); // the header is better shown by the names in the message
  if (!help.empty()) failure.helps.push_back(help);
  return failure;
}

/// The first record that is not an empty line: where its fields end, and the line feed.
struct FirstRecord {
  std::string text; // padded for the scanner
  uint64_t begin = 0;
  std::vector<size_t> ends; // in the text
};

/// Ends of the fields of the record at the beginning of `text`; false when the record does not end in it.
bool findEnds(const std::string &text, size_t bytes, bool isWhole, CsvDialect dialect,
              std::vector<size_t> &ends) {
  StructuralScanner scanner(dialect);
  ends.clear();
  for (size_t at = 0; at < bytes; at += StructuralScanner::kBlockBytes) {
    uint32_t count = static_cast<uint32_t>(std::min<size_t>(bytes - at, StructuralScanner::kBlockBytes));
    BlockMasks masks = scanner.next(text.data() + at, count);
    for (uint64_t bits = masks.ends; bits != 0; bits &= bits - 1) {
      unsigned index = static_cast<unsigned>(std::countr_zero(bits));
      ends.push_back(at + index);
      if (masks.lineFeeds >> index & 1) return true;
    }
  }
  if (!isWhole || scanner.isInQuotes()) return false;
  ends.push_back(bytes);
  return true;
}

Status readRecord(const InputFile &file, CsvDialect dialect, uint64_t offset, FirstRecord &record) {
  for (size_t wanted = kFirstPart;; wanted *= 8) {
    size_t bytes = std::min<uint64_t>(wanted, file.bytes() - offset);
    record.text.assign(bytes + StructuralScanner::kBlockBytes, '\0');
    FLOW_TRY(file.read(offset, record.text.data(), bytes));
    record.begin = offset;
    bool isWhole = offset + bytes == file.bytes();
    if (findEnds(record.text, bytes, isWhole, dialect, record.ends)) return {};
    if (isWhole || wanted > kLongestHeader)
      return atLine(file, offset, "a quoted name in the header never ends",
                    "a quote inside a quoted field has to be doubled; `quote:` names another character");
  }
}

/// Skips a byte order mark; refuses what is no text.
Status findBegin(const InputFile &file, uint64_t &offset) {
  std::string start(std::min<uint64_t>(file.bytes(), 4096), '\0');
  FLOW_TRY(file.read(0, start.data(), start.size()));
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF"))
    return atLine(file, 0, "the file is in UTF-16, not in UTF-8", "convert it: `iconv -f UTF-16 -t UTF-8`");
  if (size_t zero = start.find('\0'); zero != std::string::npos)
    return atLine(file, zero, "the file is not text: it holds zero bytes", "is this a CSV file?");
  offset = start.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (offset < start.size() && (start[offset] == '\n' || start[offset] == '\r')) ++offset;
  if (offset == file.bytes()) {
    Failure failure;
    failure.kind = FailureKind::BadRow;
    failure.message = "`" + file.path() + "` is empty: it has no line with the names of the columns";
    failure.helps.push_back("a file without rows still needs its header line");
    return failure;
  }
  return {};
}

/// Lines that end in a carriage return alone would all be one.
Status checkLineEnds(const InputFile &file, CsvDialect dialect, const FirstRecord &record) {
  if (record.text[record.ends.back()] == '\n') return {};
  std::string_view text = std::string_view(record.text).substr(0, record.ends.back());
  bool isInQuotes = false;
  for (size_t at = 0; at < text.size(); ++at) {
    if (dialect.quote != '\0' && text[at] == dialect.quote) isInQuotes = !isInQuotes;
    if (text[at] != '\r' || isInQuotes) continue;
    if (at + 1 == text.size() || text[at + 1] == '\r') continue; // of the end of this line
    return atLine(file, record.begin, "the lines end in a carriage return alone (`\\r`), as on old Macs",
                  "convert the file: `tr '\\r' '\\n' < old.csv > new.csv`");
  }
  return {};
}

Status readNames(const InputFile &file, CsvDialect dialect, const FirstRecord &record, CsvHeader &header) {
  size_t begin = 0;
  std::string scratch;
  for (size_t end : record.ends) {
    std::string_view text = std::string_view(record.text).substr(begin, end - begin);
    if (end == record.ends.back() && text.ends_with('\r')) text.remove_suffix(1);
    if (isQuotedField(text, dialect.quote) && !unquoteField(text, dialect.quote, text, scratch))
      return atLine(file, record.begin,
                    "the quotes of column " + std::to_string(header.names.size() + 1) +
                        " of the header are wrong",
                    "a quote inside a quoted name has to be doubled");
    header.names.emplace_back(text);
    begin = end + 1;
  }
  return {};
}

Status checkNames(const InputFile &file, uint64_t offset, const std::vector<std::string> &names) {
  std::vector<size_t> order(names.size());
  for (size_t index = 0; index < names.size(); ++index) {
    order[index] = index;
    std::string number = std::to_string(index + 1);
    if (!isUtf8(names[index]))
      return atLine(file, offset, "the name of column " + number + " is not UTF-8",
                    "convert the file: `iconv -f LATIN1 -t UTF-8`");
    if (names[index].empty())
      return atLine(file, offset, "column " + number + " has no name",
                    index == 0
                        ? "name it in the first line; pandas writes such a column for its index, which "
                          "`to_csv(.., index=False)` leaves out"
                        : "name it in the first line of the file");
  }
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return names[a] != names[b] ? names[a] < names[b] : a < b; });
  for (size_t at = 1; at < order.size(); ++at) {
    if (names[order[at]] != names[order[at - 1]]) continue;
    return atLine(file, offset,
                  "columns " + std::to_string(order[at - 1] + 1) + " and " + std::to_string(order[at] + 1) +
                      " have the same name `" + names[order[at]] + "`",
                  "rename one of them in the first line of the file");
  }
  return {};
}

/// A single column whose line holds another usual delimiter was probably meant to be several.
char likelyDelimiterOf(const FirstRecord &record) {
  if (record.ends.size() != 1) return '\0';
  std::string_view line = std::string_view(record.text).substr(0, record.ends[0]);
  for (char candidate : {';', '\t', '|', ','})
    if (line.find(candidate) != std::string_view::npos) return candidate;
  return '\0';
}

} // namespace

Result<CsvHeader> readHeader(const InputFile &file, CsvDialect dialect, bool hasHeader) {
  CsvHeader header;
  uint64_t offset = 0;
  FirstRecord record;
  FLOW_TRY(findBegin(file, offset));
  FLOW_TRY(readRecord(file, dialect, offset, record));
  FLOW_TRY(checkLineEnds(file, dialect, record));
  header.likelyDelimiter = likelyDelimiterOf(record);
  header.firstRow = offset;
  if (!hasHeader) {
    for (size_t index = 1; index <= record.ends.size(); ++index)
      header.names.push_back("column_" + std::to_string(index));
    return header;
  }
  FLOW_TRY(readNames(file, dialect, record, header));
  FLOW_TRY(checkNames(file, offset, header.names));
  header.firstRow = std::min<uint64_t>(offset + record.ends.back() + 1, file.bytes());
  return header;
}

} // namespace flow::frame
