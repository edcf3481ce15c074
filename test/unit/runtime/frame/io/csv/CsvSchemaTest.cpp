#include "runtime/frame/io/CsvSchema.h"

#include "test/unit/runtime/frame/io/TemporaryFolder.h"

namespace flow::frame {

namespace {

CsvReadOptions withoutCache() {
  CsvReadOptions options;
  options.useCache = false;
  return options;
}

/// "a:i64 b:str?" of a file with this content.
std::string schemaOf(const std::string &content, const CsvReadOptions &options = withoutCache()) {
  TemporaryFolder folder;
  Result<CsvFileSchema> schema = inferCsvSchema(folder.write("t.csv", content), options);
  if (!schema.ok()) return "failed: " + schema.failure().message;
  std::string text;
  for (const abi::ColumnSpec &column : schema->row)
    text += (text.empty() ? "" : " ") + column.name + ":" + abi::typeText(column.type);
  return text;
}

Failure failureOf(const std::string &content) {
  TemporaryFolder folder;
  Result<CsvFileSchema> schema = inferCsvSchema(folder.write("t.csv", content), withoutCache());
  EXPECT_FALSE(schema.ok()) << content;
  return schema.ok() ? Failure{} : schema.takeFailure();
}

struct ColumnCase {
  const char *values; // of a column x, one a line
  const char *type;
};

class CsvColumnType : public testing::TestWithParam<ColumnCase> {};

} // namespace

TEST_P(CsvColumnType, IsTheNarrowest) {
  // A second column keeps empty values from being empty lines.
  std::string content = "x,y\n", line;
  for (char byte : std::string(GetParam().values) + "\n") {
    if (byte == '\n')
      content += line + ",1\n", line.clear();
    else
      line += byte;
  }
  EXPECT_EQ(schemaOf(content), std::string("x:") + GetParam().type + " y:i64") << content;
}

const ColumnCase kColumnCases[] = {
    {"true\nfalse", "bool"},
    {"True\nFALSE", "bool"},
    {"true\n", "bool?"},
    {"true\n1", "str"},
    {"0\n1", "i64"},
    {"-5\n12345678\n123456789\n9223372036854775807", "i64"},
    {"1\n\n3", "i64?"},
    {"1\nNA\n3", "i64?"},
    {"NA\nN/A\nNULL\nnull\nNaN\n7", "i64?"},
    {"9223372036854775808", "str"},
    {"9223372036854775808\n0.5", "f64"},
    {"1\n2\n2.5", "f64"},
    {"2.5\n1", "f64"},
    {".5\n5.\n-0.25", "f64"},
    {"1e5\n-2.5E-3", "f64"},
    {"1e999", "str"},
    {"inf\n-inf\nnan\n1.5", "f64"},
    {"1.5\nNaN", "f64?"},
    {"0.1\n1234567890.123456789", "f64"},
    {"007", "str"},
    {"00", "str"},
    {"00.5", "str"},
    {"-01", "str"},
    {"0\n10", "i64"},
    {"+5", "str"},
    {"1_000", "str"},
    {"0x1f", "str"},
    {"-", "str"},
    {"1 2", "str"},
    {" 5\n6 ", "i64"},
    {"2024-01-31", "date"},
    {"2024-02-30", "str"},
    {"2024-1-31", "str"},
    {"2024-01-31\n\nNA", "date?"},
    {"2024-01-31T10:00:00Z", "timestamp"},
    {"2024-01-31 10:00", "timestamp"},
    {"2024-01-31 10:00:00.123456+02:00", "timestamp"},
    {"2024-01-31 10:00:00.1234567", "str"},
    {"2024-01-31T24:00:00Z", "str"},
    {"2024-01-31\n2024-01-31T10:00:00Z", "timestamp"},
    {"2024-01-31\n5", "str"},
    {"text", "str"},
    {"text\n", "str?"},
    {"text\nNA", "str"},
    {"\"\"\ntext", "str"},
    {"\"\"\n5", "str"},
    {"\"5\"\n6", "i64"},
    {"\"NA\"\n6", "i64?"},
    {"\"2.5\"\n\"-1\"", "f64"},
    {"\"a\"\"b\"", "str"},
    {"\n", "str?"},
    {"NA\nNA", "str"},
    {"NA\n", "str?"},
};
INSTANTIATE_TEST_SUITE_P(Values, CsvColumnType, testing::ValuesIn(kColumnCases));

TEST(CsvSchema, HeaderOnlyIsAnEmptyFrame) {
  EXPECT_EQ(schemaOf("a,b\n"), "a:str? b:str?");
  EXPECT_EQ(schemaOf("a,b"), "a:str? b:str?");
}

TEST(CsvSchema, ByteOrderMarkCarriageReturnsAndQuotedNames) {
  EXPECT_EQ(schemaOf("\xEF\xBB\xBF"
                     "a,b\r\n1,x\r\n"),
            "a:i64 b:str");
  EXPECT_EQ(schemaOf("\"order id\",\"a\nb\",\"say \"\"x\"\"\"\n1,2,3\n"),
            "order id:i64 a\nb:i64 say \"x\":i64");
  EXPECT_EQ(schemaOf("x,n\r\na,\r\nb,5\r\n"), "x:str n:i64?");
}

TEST(CsvSchema, Options) {
  CsvReadOptions options = withoutCache();
  options.delimiter = ';';
  options.quote = '\'';
  EXPECT_EQ(schemaOf("a;b\n'1;2';3\n", options), "a:str b:i64");
  options = withoutCache();
  options.header = false;
  EXPECT_EQ(schemaOf("1,x\n2,y\n", options), "column_1:i64 column_2:str");
  options = withoutCache();
  options.nulls = {"-", "-999"};
  EXPECT_EQ(schemaOf("a,b,c\n1,-,NA\n-999,x,5\n", options), "a:i64? b:str? c:str");
  options = withoutCache();
  options.skipBadRows = true;
  EXPECT_EQ(schemaOf("a,b\n1,2\nx\n3,4,y\n", options), "a:i64 b:i64");
  options.delimiter = '\n';
  EXPECT_EQ(schemaOf("a\n", options).substr(0, 7), "failed:");
}

TEST(CsvSchema, TheLastRowsCount) {
  std::string content = "n,s,t\n";
  for (int row = 0; row < 100'000; ++row) content += std::to_string(row) + ",text,2013-01-01T10:00:00Z\n";
  for (uint32_t threads : {1u, 2u, 5u}) {
    CsvReadOptions options = withoutCache();
    options.threads = threads;
    EXPECT_EQ(schemaOf(content + "5,x,2013-01-01T10:00:00Z\n", options), "n:i64 s:str t:timestamp");
    EXPECT_EQ(schemaOf(content + "5.25,x,\n", options), "n:f64 s:str t:timestamp?");
    EXPECT_EQ(schemaOf(content + "x,,NA", options), "n:str s:str? t:timestamp?");
  }
}

TEST(CsvSchema, CountsRows) {
  TemporaryFolder folder;
  Result<CsvFileSchema> schema = inferCsvSchema(folder.write("t.csv", "a,b\n1,2\n\n3,4"), withoutCache());
  ASSERT_TRUE(schema.ok());
  EXPECT_EQ(schema->rows, 2u);
  EXPECT_FALSE(schema->isSampled);
}

TEST(CsvSchema, NamesTheDelimiterThatWasMeant) {
  TemporaryFolder folder;
  Result<CsvFileSchema> schema = inferCsvSchema(folder.write("t.csv", "a;b;c\n1;2;3\n"), withoutCache());
  ASSERT_TRUE(schema.ok());
  EXPECT_EQ(schema->likelyDelimiter, ';');
}

TEST(CsvSchema, HeaderProblemsAreFailuresWithARemedy) {
  Failure failure = failureOf("");
  EXPECT_NE(failure.message.find("is empty"), std::string::npos);
  EXPECT_FALSE(failure.helps.empty());
  EXPECT_NE(failureOf("\xEF\xBB\xBF").message.find("is empty"), std::string::npos);
  failure = failureOf("a,b,a\n1,2,3\n");
  EXPECT_NE(failure.message.find("t.csv:1: columns 1 and 3 have the same name `a`"), std::string::npos);
  EXPECT_FALSE(failure.helps.empty());
  failure = failureOf(",a\n0,1\n");
  EXPECT_NE(failure.message.find("column 1 has no name"), std::string::npos);
  EXPECT_NE(failure.helps.at(0).find("index=False"), std::string::npos);
  EXPECT_NE(failureOf("\xFF\xFE"
                      "a")
                .message.find("UTF-16"),
            std::string::npos);
  EXPECT_NE(failureOf(std::string("a\0b\n", 4)).message.find("zero bytes"), std::string::npos);
  EXPECT_NE(failureOf("caf\xE9\n1\n").message.find("not UTF-8"), std::string::npos);
  EXPECT_NE(failureOf("\"a\n").message.find("never ends"), std::string::npos);
}

TEST(CsvSchema, RaggedRowIsNamed) {
  Failure failure = failureOf("a,b\n1,2\n3\n");
  EXPECT_EQ(failure.kind, FailureKind::BadRow);
  EXPECT_NE(failure.message.find("t.csv:3: the row has 1 field, but the file has 2 columns"),
            std::string::npos);
}

TEST(CsvSchema, FilesThatCannotBeRead) {
  TemporaryFolder folder;
  Result<CsvFileSchema> missing = inferCsvSchema(folder.path("none.csv"));
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.failure().kind, FailureKind::IoError);
  EXPECT_EQ(missing.failure().message,
            "cannot open `" + folder.path("none.csv") + "`: there is no such file");
  Result<CsvFileSchema> directory = inferCsvSchema(folder.path());
  ASSERT_FALSE(directory.ok());
  EXPECT_NE(directory.failure().message.find("it is a folder"), std::string::npos);
  EXPECT_NE(directory.failure().helps.at(0).find("*.csv"), std::string::npos);
  Result<CsvFileSchema> nothing = inferCsvSchema(folder.path("*.csv"));
  ASSERT_FALSE(nothing.ok());
  EXPECT_NE(nothing.failure().message.find("no file matches"), std::string::npos);
}

TEST(CsvSchema, FilesOfAPatternAreUnited) {
  TemporaryFolder folder;
  folder.write("b.csv", "x,y\n1.5,\n");
  folder.write("a.csv", "x,y\n1,u\n");
  Result<CsvFileSchema> schema = inferCsvSchema(folder.path("*.csv"), withoutCache());
  ASSERT_TRUE(schema.ok());
  EXPECT_EQ(schema->files, (std::vector<std::string>{folder.path("a.csv"), folder.path("b.csv")}));
  EXPECT_EQ(abi::typeText(schema->row[0].type), "f64");
  EXPECT_EQ(abi::typeText(schema->row[1].type), "str?");
  EXPECT_EQ(schema->rows, 2u);
  folder.write("c.csv", "x,z\n1,2\n");
  schema = inferCsvSchema(folder.path("*.csv"), withoutCache());
  ASSERT_FALSE(schema.ok());
  EXPECT_EQ(schema.failure().kind, FailureKind::SchemaDrift);
}

TEST(CsvSchema, ASampleOfALargeFile) {
  TemporaryFolder folder;
  std::string content = "n,s\n";
  while (content.size() < 3 << 20) content += std::to_string(content.size()) + ",\"a text\nof two lines\"\n";
  CsvReadOptions options = withoutCache();
  options.sampleAboveBytes = 1 << 20;
  Result<CsvFileSchema> schema = inferCsvSchema(folder.write("t.csv", content), options);
  ASSERT_TRUE(schema.ok());
  EXPECT_TRUE(schema->isSampled);
  EXPECT_EQ(abi::typeText(schema->row[0].type), "i64");
  EXPECT_EQ(abi::typeText(schema->row[1].type), "str");
}

TEST(CsvSchema, HeaderAlone) {
  TemporaryFolder folder;
  Result<std::vector<std::string>> names = readCsvHeader(folder.write("t.csv", "a,b\n1,2,3\n"));
  ASSERT_TRUE(names.ok());
  EXPECT_EQ(*names, (std::vector<std::string>{"a", "b"}));
}

} // namespace flow::frame
