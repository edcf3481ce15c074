// The first bytes of an input choose how it is read; the rest is the text of a CSV file.

#include "runtime/frame/io/csv/CsvColumn.h"
#include "runtime/frame/io/csv/CsvFileFacts.h"
#include "runtime/frame/io/csv/CsvLayout.h"
#include "runtime/frame/io/csv/CsvRowStream.h"
#include "test/unit/runtime/frame/io/csv/ReferenceCsv.h"

#include <cstdint>
#include <cstring>

using namespace flow;
using namespace flow::frame;

namespace {

using Rows = std::vector<std::vector<std::string>>;
MemoryPool pool;

struct Choice {
  uint32_t columns, batchRows;
  size_t windowBytes;
  uint64_t segmentBytes;
  CsvDialect dialect;
};

std::shared_ptr<const InputFile> fileOf(std::string_view text) {
  std::shared_ptr<Buffer> content = *Buffer::allocate(pool, text.size());
  std::memcpy(content->data(), text.data(), text.size());
  return InputFile::inMemory("fuzz.csv", content);
}

/// The rows of the file, segment by segment; false when a quoted field does not end.
bool readRows(const std::shared_ptr<const InputFile> &file, const Choice &choice, Rows &rows) {
  CsvLayout layout(choice.dialect, file->bytes(), 0, choice.segmentBytes);
  CsvRowStream stream(file, choice.dialect, choice.columns, true, pool, choice.windowBytes);
  for (uint32_t segment = 0; segment < layout.segmentCount(); ++segment) {
    uint64_t begin = 0, end = 0;
    FLOW_CHECK(layout.find(*file, segment, begin, end).ok());
    if (begin == end) continue;
    FLOW_CHECK(stream.open(begin, end).ok());
    for (;;) {
      CsvRows batch;
      if (!stream.next(batch, choice.batchRows).ok()) return false;
      if (batch.rows == 0) break;
      for (uint32_t row = 0; row < batch.rows; ++row) {
        rows.emplace_back();
        for (uint32_t column = 0; column < choice.columns; ++column) {
          std::string_view field = batch.raw(row, column);
          if (column + 1 == choice.columns && field.ends_with('\r')) field.remove_suffix(1);
          rows.back().emplace_back(field);
        }
      }
    }
  }
  return true;
}

void compareWithReference(std::string_view text, const Choice &choice) {
  ReferenceCsv reference = referenceRows(text, choice.dialect);
  Rows rows;
  bool ended = readRows(fileOf(text), choice, rows);
  FLOW_CHECK_EQ(ended, !reference.endsInQuotes);
  if (ended) FLOW_CHECK(rows == regularRows(reference, choice.columns), "rows differ from the reference");
}

/// What inference saw can be read with the type that it gave, and the other way round no row is lost.
void readWhatWasInferred(std::string_view text, const Choice &choice) {
  CsvReadOptions options;
  options.delimiter = choice.dialect.delimiter;
  options.quote = choice.dialect.quote;
  options.threads = 1;
  options.skipBadRows = true;
  std::shared_ptr<const InputFile> file = fileOf(text);
  Result<CsvFileFacts> facts = gatherFacts(file, options, pool);
  if (!facts.ok()) return;
  FieldRules rules{options.quote, NullWords(options.nulls)};
  uint32_t columns = static_cast<uint32_t>(facts->columns.size());
  CsvRowStream stream(file, choice.dialect, columns, true, pool, choice.windowBytes);
  FLOW_CHECK(stream.open(facts->header.firstRow, file->bytes()).ok());
  StringHeap heap(pool);
  uint64_t count = 0;
  for (;;) {
    CsvRows rows;
    FLOW_CHECK(stream.next(rows, choice.batchRows).ok());
    if (rows.rows == 0) break;
    count += rows.rows;
    for (uint32_t index = 0; index < columns; ++index) {
      CsvColumn column(typeOf(facts->columns[index], rules.nullWords), index, columns);
      FLOW_CHECK(column.allocate(pool, rows.rows).ok());
      std::optional<Misfit> misfit = column.read(rows, rules, heap, 0, {});
      bool isFitting =
          !misfit || misfit->reason == Misfit::Reason::Quotes || misfit->reason == Misfit::Reason::Utf8;
      FLOW_CHECK(isFitting, "column ", index, " does not take ", column.raw(rows, misfit->row));
    }
  }
  FLOW_CHECK_EQ(count, facts->rows);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 5) return 0;
  Choice choice;
  choice.columns = 1 + data[0] % 4;
  choice.batchRows = 1 + data[1] % 40;
  choice.windowBytes = 2 + data[2];
  choice.segmentBytes = 1 + data[3];
  if (data[4] & 1) choice.dialect = {';', '\''};
  if (data[4] & 2) choice.dialect.quote = '\0';
  std::string_view text(reinterpret_cast<const char *>(data) + 5, size - 5);
  compareWithReference(text, choice);
  readWhatWasInferred(text, choice);
  return 0;
}
