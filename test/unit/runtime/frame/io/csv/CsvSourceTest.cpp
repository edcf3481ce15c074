#include "runtime/frame/io/csv/CsvSource.h"

#include "runtime/frame/io/CsvSchema.h"
#include "runtime/text/ValueFormat.h"
#include "test/unit/runtime/frame/io/TemporaryFolder.h"

#include <thread>

namespace flow::frame {

namespace {

using abi::CsvSource;

/// What a source gives: a line per row, fields separated by bars; and the failure that ended it.
struct Reading {
  std::string rows;
  std::optional<Failure> failure;
  uint32_t segments = 0;
};

std::string textOf(const Batch &batch) {
  std::string out;
  for (uint32_t row = 0; row < batch.rows; ++row) {
    for (size_t index = 0; index < batch.columns.size(); ++index) {
      const ColumnView &column = batch.columns[index];
      if (index) out += '|';
      size_t width = abi::bytesOf(column.type.kind);
      const char *value = column.as<char>() + row * width;
      if (column.isValid(row))
        text::appendValue(out, column.type, value);
      else
        out += std::string(value, width).find_first_not_of('\0') == std::string::npos ? "null"
                                                                                      : "(null is not zero)";
    }
    out += '\n';
  }
  return out;
}

std::string readSegment(Source &source, uint32_t segment, uint32_t maxRows, std::optional<Failure> &failure) {
  std::string out;
  Result<std::unique_ptr<SegmentReader>> reader = source.open(segment);
  if (!reader.ok()) {
    failure = reader.takeFailure();
    return out;
  }
  for (;;) {
    Batch batch;
    if (Status status = (*reader)->next(batch, maxRows); !status.ok()) {
      failure = status.take();
      return out;
    }
    EXPECT_LE(batch.rows, maxRows);
    if (batch.rows == 0) return out;
    if (batch.badFields) { // as for who reads all columns: the first one ends the segment
      const BadField &bad = batch.badFields->front();
      failure = bad.fault->failure();
      batch.rows = bad.row;
      return out + textOf(batch);
    }
    out += textOf(batch);
  }
}

Reading read(const CsvSource &spec, uint32_t maxRows = 1024, uint32_t workers = 1,
             const void *captures = nullptr) {
  Reading reading;
  MemoryPool pool;
  QueryContext context;
  context.memory = &pool;
  context.batchRows = maxRows;
  context.captures = captures;
  {
    Result<std::unique_ptr<Source>> source = openCsvSource(spec, context);
    if (!source.ok()) {
      reading.failure = source.takeFailure();
      return reading;
    }
    reading.segments = (*source)->segmentCount();
    std::vector<std::string> rows(reading.segments);
    std::vector<std::optional<Failure>> failures(reading.segments);
    std::atomic<uint32_t> next{0};
    auto work = [&] {
      for (uint32_t segment = next++; segment < reading.segments; segment = next++)
        rows[segment] = readSegment(**source, segment, maxRows, failures[segment]);
    };
    std::vector<std::thread> threads;
    for (uint32_t worker = 1; worker < workers; ++worker) threads.emplace_back(work);
    work();
    for (std::thread &thread : threads) thread.join();
    for (uint32_t segment = 0; segment < reading.segments && !reading.failure; ++segment) {
      reading.rows += rows[segment];
      reading.failure = failures[segment];
    }
  }
  EXPECT_EQ(pool.usedBytes(), 0u);
  return reading;
}

ColumnType type(ColumnKind kind, bool nullable = false, uint8_t precision = 0, uint8_t scale = 0) {
  return {kind, precision, scale, nullable};
}

/// All columns of a file, with these types.
CsvSource spec(const std::string &path, RowSpec row) {
  CsvSource source;
  source.path.text = path;
  source.row = std::move(row);
  for (uint32_t index = 0; index < source.row.size(); ++index) source.columns.push_back(index);
  source.site = 7;
  return source;
}

/// One column x of a type.
Reading readColumn(const std::string &values, ColumnType columnType) {
  TemporaryFolder folder;
  CsvSource source = spec(folder.write("t.csv", "x\n" + values), {{"x", columnType}});
  source.stated = true;
  return read(source);
}

} // namespace

TEST(CsvSource, ReadsEveryType) {
  EXPECT_EQ(readColumn("true\nFalse\n", type(ColumnKind::Bool)).rows, "true\nfalse\n");
  EXPECT_EQ(readColumn("-128\n127\n", type(ColumnKind::I8)).rows, "-128\n127\n");
  EXPECT_EQ(readColumn("65535\n", type(ColumnKind::U16)).rows, "65535\n");
  EXPECT_EQ(readColumn("18446744073709551615\n", type(ColumnKind::U64)).rows, "18446744073709551615\n");
  EXPECT_EQ(readColumn("1\n-12345678\n123456789\n-1234567890123456\n9223372036854775807\n 5\n\"7\"\n",
                       type(ColumnKind::I64))
                .rows,
            "1\n-12345678\n123456789\n-1234567890123456\n9223372036854775807\n5\n7\n");
  EXPECT_EQ(readColumn("1\n-2.5\n10.357019999999999\n1e300\n.5\n-0.0\n", type(ColumnKind::F64)).rows,
            "1.0\n-2.5\n10.357019999999999\n1e+300\n0.5\n-0.0\n");
  EXPECT_EQ(readColumn("0.1\n16777217\n", type(ColumnKind::F32)).rows, "0.1\n16777216.0\n");
  EXPECT_EQ(readColumn("1\n-2.5\n12345678.99\n", type(ColumnKind::Decimal64, false, 10, 2)).rows,
            "1.00\n-2.50\n12345678.99\n");
  EXPECT_EQ(readColumn("1\n123456789012345678901234.5\n", type(ColumnKind::Decimal128, false, 30, 1)).rows,
            "1.0\n123456789012345678901234.5\n");
  EXPECT_EQ(readColumn("2024-01-31\n2024-01-31\n1969-12-31\n", type(ColumnKind::Date)).rows,
            "2024-01-31\n2024-01-31\n1969-12-31\n");
  EXPECT_EQ(
      readColumn("2024-01-31T10:00:00Z\n2024-01-31 10:00+02:00\n2024-01-31\n", type(ColumnKind::Timestamp))
          .rows,
      "2024-01-31T10:00:00Z\n2024-01-31T08:00:00Z\n2024-01-31T00:00:00Z\n");
  EXPECT_EQ(readColumn("1h30min\n", type(ColumnKind::Duration)).rows, "1h30min\n");
  EXPECT_EQ(readColumn("4GiB\n1500\n", type(ColumnKind::Size)).rows, "4GiB\n1500B\n");
  std::string texts = "a\ntwelve bytes\nthirteen byte\n" + std::string(100, 'x') + "\n\xC3\xA4\n";
  for (ColumnKind kind : {ColumnKind::Str, ColumnKind::Path, ColumnKind::Bytes})
    EXPECT_EQ(readColumn(texts, type(kind)).rows, texts);
  EXPECT_EQ(
      readColumn("\"a, \"\"b\"\"\"\n\"\"\n\"a longer text, in quotes\"\n\"with \"\"quotes\"\" inside\"\n",
                 type(ColumnKind::Str))
          .rows,
      "a, \"b\"\n\na longer text, in quotes\nwith \"quotes\" inside\n");
}

TEST(CsvSource, NullsDependOnTheType) {
  EXPECT_EQ(readColumn("1\n\nNA\n\"NaN\"\n2\n", type(ColumnKind::I64, true)).rows,
            "1\nnull\nnull\nnull\n2\n");
  EXPECT_EQ(readColumn("a\n\nNA\n\"\"\n", type(ColumnKind::Str, true)).rows, "a\nnull\nNA\n\n");
  EXPECT_EQ(readColumn("nan\nNaN\n", type(ColumnKind::F64, true)).rows, "nan\nnull\n");
}

TEST(CsvSource, UsersNullsReplaceTheOthers) {
  TemporaryFolder folder;
  CsvSource source = spec(folder.write("t.csv", "a,b\n-999,-\n,x\n"),
                          {{"a", type(ColumnKind::I64, true)}, {"b", type(ColumnKind::Str, true)}});
  source.nulls = {"-999", "-"};
  EXPECT_EQ(read(source).rows, "null|null\nnull|x\n");
}

TEST(CsvSource, BatchesAndWorkersGiveTheSameRows) {
  TemporaryFolder folder;
  std::string content = "number,text,note\r\n";
  for (int row = 0; row < 60'000; ++row) {
    content += row % 7 ? std::to_string(row) : "";
    content += row % 5 ? ",a text of some length " + std::to_string(row % 100)
                       : ",\"in \"\"quotes\"\",\r\nof two lines\"";
    content += row % 3 ? ",short\r\n" : ",\r\n";
  }
  CsvSource source = spec(folder.write("t.csv", content), {{"number", type(ColumnKind::I32, true)},
                                                           {"text", type(ColumnKind::Str)},
                                                           {"note", type(ColumnKind::Str, true)}});
  Reading whole = read(source);
  ASSERT_FALSE(whole.failure) << whole.failure->message;
  EXPECT_GT(whole.segments, 3u);
  EXPECT_EQ(std::count(whole.rows.begin(), whole.rows.end(), '|'), 120'000);
  EXPECT_EQ(read(source, 3).rows, whole.rows);
  EXPECT_EQ(read(source, 1024, 2).rows, whole.rows);
  EXPECT_EQ(read(source, 100, 3).rows, whole.rows);
  source.columns = {1};
  std::string text = read(source).rows;
  EXPECT_EQ(text.substr(0, text.find("a text")), "in \"quotes\",\r\nof two lines\n");
  source.columns = {};
  EXPECT_EQ(read(source).rows, std::string(60'000, '\n'));
}

TEST(CsvSource, HeapsKeepTextsAlive) {
  TemporaryFolder folder;
  std::string content = "x\n", expected;
  for (int row = 0; row < 5000; ++row)
    expected += "a text of more than twelve bytes " + std::to_string(row) + "\n";
  CsvSource source = spec(folder.write("t.csv", content + expected), {{"x", type(ColumnKind::Str)}});
  MemoryPool pool;
  QueryContext context;
  context.memory = &pool;
  Table table;
  {
    auto files = std::move(*openCsvSource(source, context));
    auto reader = std::move(*files->open(0));
    TableBuilder builder(source.row, pool);
    for (;;) {
      Batch batch;
      ASSERT_TRUE(reader->next(batch, 100).ok());
      if (batch.rows == 0) break;
      ASSERT_TRUE(builder.append(batch).ok());
    }
    table = std::move(*builder.finish());
  }
  std::string rows;
  for (const Chunk &chunk : table.chunks) rows += textOf({chunk.rows, {chunk.columns[0].view()}, nullptr});
  EXPECT_EQ(rows, expected);
  EXPECT_LT(pool.usedBytes(), 2 * expected.size() + (1 << 20));
}

TEST(CsvSource, AMisfitNamesItsPlaceAndEndsTheRowsThere) {
  TemporaryFolder folder;
  std::string content = "id,name\n";
  for (int row = 0; row < 100; ++row) content += std::to_string(row) + ",x\n";
  content += "1x,y\n,z\n";
  std::string path = folder.write("t.csv", content);
  CsvSource source = spec(path, {{"id", type(ColumnKind::I64)}, {"name", type(ColumnKind::Str)}});
  for (uint32_t batch : {1u, 3u, 1024u}) {
    Reading reading = read(source, batch);
    ASSERT_TRUE(reading.failure);
    EXPECT_EQ(std::count(reading.rows.begin(), reading.rows.end(), '\n'), 100);
    EXPECT_EQ(reading.failure->kind, FailureKind::BadRow);
    EXPECT_EQ(reading.failure->message, path + ":102: column `id`: \"1x\" is not an i64");
    EXPECT_EQ(reading.failure->notes.at(0), "the row is \"1x,y\"");
    EXPECT_NE(reading.failure->helps.at(0).find("read_csv[Row]"), std::string::npos);
    EXPECT_EQ(reading.failure->site, 7u);
    EXPECT_EQ(reading.failure->row, 100u);
  }
  source.columns = {1}; // a column that nobody reads does not fail
  EXPECT_FALSE(read(source).failure);
}

TEST(CsvSource, MisfitsOfEveryKind) {
  auto message = [](const std::string &values, ColumnType columnType) {
    Reading reading = readColumn(values, columnType);
    EXPECT_TRUE(reading.failure) << values;
    return reading.failure ? reading.failure->message.substr(reading.failure->message.find("column")) : "";
  };
  EXPECT_EQ(message("128\n", type(ColumnKind::I8)), "column `x`: \"128\" does not fit i8");
  EXPECT_EQ(message("-1\n", type(ColumnKind::U32)), "column `x`: \"-1\" does not fit u32");
  EXPECT_EQ(message("1.5\n", type(ColumnKind::I64)), "column `x`: \"1.5\" is not an i64");
  EXPECT_EQ(message("1e999\n", type(ColumnKind::F64)), "column `x`: \"1e999\" does not fit f64");
  EXPECT_EQ(message("1.005\n", type(ColumnKind::Decimal64, false, 5, 2)),
            "column `x`: \"1.005\" has more digits after the point than decimal[5,2] keeps");
  EXPECT_EQ(message("12345678\n", type(ColumnKind::Decimal64, false, 8, 2)),
            "column `x`: \"12345678\" does not fit decimal[8,2]");
  EXPECT_EQ(message("2024-02-30\n", type(ColumnKind::Date)), "column `x`: \"2024-02-30\" is not a date");
  EXPECT_EQ(message("\n", type(ColumnKind::I64)), "column `x`: the field is empty, but i64 is not optional");
  EXPECT_EQ(message("NA\n", type(ColumnKind::I64)), "column `x`: \"NA\" is null, but i64 is not optional");
  EXPECT_EQ(message("\"a\"b\n", type(ColumnKind::Str)),
            "column `x`: \"\\\"a\\\"b\" goes on after its closing quote");
  EXPECT_EQ(message("caf\xE9\n", type(ColumnKind::Str)), "column `x`: \"caf\\xe9\" is not UTF-8");
  EXPECT_FALSE(readColumn("caf\xE9\n", type(ColumnKind::Bytes)).failure);
}

TEST(CsvSource, TheFirstBadRowOfTheFileIsTheOneReported) {
  TemporaryFolder folder;
  CsvSource source = spec(folder.write("t.csv", "a,b\n1,2\n3,x\nx,4\n5\n"),
                          {{"a", type(ColumnKind::I64)}, {"b", type(ColumnKind::I64)}});
  EXPECT_NE(read(source).failure->message.find(":3: column `b`"), std::string::npos);
  source.columns = {0};
  EXPECT_NE(read(source).failure->message.find(":4: column `a`"), std::string::npos);
  source.columns = {};
  EXPECT_NE(read(source).failure->message.find(":5: the row has 1 field"), std::string::npos);
}

TEST(CsvSource, SkippedRowsDoNotDependOnTheColumnsRead) {
  TemporaryFolder folder;
  CsvSource source = spec(folder.write("t.csv", "a,b\n1,2\n3,x\nx,4\n5\n6,7\n,8\n"),
                          {{"a", type(ColumnKind::I64)}, {"b", type(ColumnKind::I64, true)}});
  source.badRows = CsvSource::BadRows::Skip;
  for (uint32_t batch : {1u, 2u, 1024u}) EXPECT_EQ(read(source, batch).rows, "1|2\n6|7\n");
  source.columns = {1};
  EXPECT_EQ(read(source).rows, "2\n7\n");
}

TEST(CsvSource, HeaderOnlyAndNoLastLineFeed) {
  TemporaryFolder folder;
  RowSpec row = {{"a", type(ColumnKind::Str, true)}};
  EXPECT_EQ(read(spec(folder.write("t.csv", "a\n"), row)).rows, "");
  EXPECT_EQ(read(spec(folder.write("t.csv", "a"), row)).rows, "");
  EXPECT_EQ(read(spec(folder.write("t.csv", "a\nb"), row)).rows, "b\n");
  EXPECT_EQ(read(spec(folder.write("t.csv", "\xEF\xBB\xBF"
                                            "a\r\nb\r\n"),
                      row))
                .rows,
            "b\n");
  CsvSource source = spec(folder.write("t.csv", "1,2\n"),
                          {{"column_1", type(ColumnKind::I64)}, {"column_2", type(ColumnKind::I64)}});
  source.header = false;
  EXPECT_EQ(read(source).rows, "1|2\n");
}

TEST(CsvSource, APatternReadsItsFilesInOrder) {
  TemporaryFolder folder;
  folder.write("b.csv", "x\n2\n");
  folder.write("a.csv", "x\n1\n");
  folder.write("c.csv", "x\n3\n");
  EXPECT_EQ(read(spec(folder.path("*.csv"), {{"x", type(ColumnKind::I64)}})).rows, "1\n2\n3\n");
}

TEST(CsvSource, APathFromTheCaptures) {
  TemporaryFolder folder;
  std::string path = folder.write("t.csv", "x\n1\n");
  StringView captures[2] = {StringView(), StringView(path)};
  CsvSource source = spec("", {{"x", type(ColumnKind::I64)}});
  source.path.capture = 16;
  EXPECT_EQ(read(source, 10, 1, captures).rows, "1\n");
}

TEST(CsvSource, AnInferredRowHasToBeThatOfTheFile) {
  TemporaryFolder folder;
  CsvSource source = spec(folder.write("t.csv", "a,extra,b\n1,2,3\n"),
                          {{"b", type(ColumnKind::I64)}, {"a", type(ColumnKind::I64)}});
  Reading reading = read(source);
  ASSERT_TRUE(reading.failure);
  EXPECT_EQ(reading.failure->kind, FailureKind::SchemaDrift);
  EXPECT_EQ(reading.failure->notes.at(0), "column 1: expected `b`, the file has `a`");
  EXPECT_EQ(reading.failure->notes.at(2), "column 3: expected nothing, the file has `b`");
  source.stated = true; // a stated one is found by name
  EXPECT_EQ(read(source).rows, "3|1\n");
  source.row[0].name = "missing";
  EXPECT_EQ(read(source).failure->kind, FailureKind::SchemaDrift);
}

TEST(CsvSource, MissingFile) {
  Reading reading = read(spec("no/such/file.csv", {{"x", type(ColumnKind::I64)}}));
  ASSERT_TRUE(reading.failure);
  EXPECT_EQ(reading.failure->kind, FailureKind::IoError);
  EXPECT_EQ(reading.failure->site, 7u);
}

TEST(CsvSource, MemoryLimitIsAFailure) {
  TemporaryFolder folder;
  CsvSource source =
      spec(folder.write("t.csv", "x\n" + std::string(100'000, 'y') + "\n"), {{"x", type(ColumnKind::Str)}});
  MemoryPool pool(130'000);
  QueryContext context;
  context.memory = &pool;
  auto files = std::move(*openCsvSource(source, context));
  Result<std::unique_ptr<SegmentReader>> reader = files->open(0);
  Batch batch;
  Status status = reader.ok() ? (*reader)->next(batch, 1024) : Status(reader.takeFailure());
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.failure().kind, FailureKind::OutOfMemory);
}

TEST(CsvSource, ReadsWhatInferenceSaw) {
  TemporaryFolder folder;
  std::string path =
      folder.write("t.csv", "n,f,d,t,b,s\n1,2.5,2024-01-31,2024-01-31T10:00:00Z,true,x\n,1,,NA,,\"\"\n");
  CsvReadOptions options;
  options.useCache = false;
  Result<CsvFileSchema> schema = inferCsvSchema(path, options);
  ASSERT_TRUE(schema.ok());
  EXPECT_EQ(read(spec(path, schema->row)).rows,
            "1|2.5|2024-01-31|2024-01-31T10:00:00Z|true|x\nnull|1.0|null|null|null|\n");
}

TEST(CsvSource, FieldsThatDoNotFitAreListedAndZero) {
  TemporaryFolder folder;
  CsvSource source = spec(folder.write("t.csv", "x,y\n1,2024-01-01\nz,2024-01-02\n3,no\n,2024-01-04\n"),
                          {{"x", type(ColumnKind::I64)}, {"y", type(ColumnKind::Date)}});
  MemoryPool pool;
  QueryContext context;
  context.memory = &pool;
  {
    Result<std::unique_ptr<Source>> opened = openCsvSource(source, context);
    ASSERT_TRUE(opened.ok());
    Result<std::unique_ptr<SegmentReader>> reader = (*opened)->open(0);
    ASSERT_TRUE(reader.ok());
    Batch batch;
    ASSERT_TRUE((*reader)->next(batch, 1024).ok());
    EXPECT_EQ(textOf(batch), "1|2024-01-01\n0|2024-01-02\n3|1970-01-01\n0|2024-01-04\n");
    ASSERT_TRUE(batch.badFields);
    std::string told;
    for (const BadField &field : *batch.badFields)
      told += std::to_string(field.row) + "," + std::to_string(field.column) + " " +
              std::string(field.fault->message()) + "\n";
    EXPECT_EQ(told, "1,0 column `x`: \"z\" is not an i64\n2,1 column `y`: \"no\" is not a date\n"
                    "3,0 column `x`: the field is empty, but i64 is not optional\n");
    Failure failure = (*batch.badFields)[1].fault->failure();
    EXPECT_EQ(failure.row, 2u);
    EXPECT_EQ(failure.site, 7u);
    EXPECT_NE(failure.message.find("t.csv:4: "), std::string::npos) << failure.message;
  }
  EXPECT_EQ(pool.usedBytes(), 0u);
}

} // namespace flow::frame
