// Files that pyarrow wrote.

#include "test/unit/runtime/frame/io/parquet/ReadParquet.h"

namespace flow::frame {

class ForeignFiles : public testing::Test {
protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    std::string command =
        std::string(FLOW_PYTHON) + " test/unit/runtime/frame/io/parquet/make_files.py " + folder_->path();
    ASSERT_EQ(std::system(command.c_str()), 0);
  }
  static void TearDownTestSuite() { delete folder_; }

  static std::string file(const std::string &name) { return folder_->path(name + ".parquet"); }
  static std::string rowsOf(const std::string &name, uint32_t maxRows = 1024) {
    Reading reading = readParquet(specOf(file(name)), maxRows);
    return reading.failure ? "failure: " + reading.failure->message : reading.rows;
  }
  static std::string problemOf(const std::string &name) {
    Result<ParquetFileSchema> schema = readParquetSchema(file(name));
    return schema.ok() ? "none" : schema.failure().message;
  }

  static TemporaryFolder *folder_;
};
TemporaryFolder *ForeignFiles::folder_ = nullptr;

TEST_F(ForeignFiles, Types) {
  EXPECT_EQ(rowText(specOf(file("types")).row), "bool: bool?, i8: i8?, u16: u16?, u32: u32?, i32: i32?, u64: "
                                                "u64?, f32: f32?, f64: f64?, d7: decimal[7,2]?, "
                                                "d30: decimal[30,5]?, str: str?, large: str?, category: "
                                                "str?, bytes: bytes?, fixed: bytes?, date: date?, "
                                                "date64: date?, ms: timestamp?, us: timestamp?, ns: "
                                                "timestamp?, s: timestamp?, dur: duration?, nothing: str?");
  using namespace std::string_literals;
  std::string expected =
      "true|-128|0|0|-2147483648|0|0.1|0.1|-12.50|-12.50000||é|x|\xff\0|ab|1969-12-31|1969-12-31|"
      "1969-12-31T23:59:59.999Z|1969-12-31T23:59:59.999Z|1969-12-31T23:59:59.999Z|2024-01-01T00:00:00Z|"
      "1h30min|null\n"
      "false|127|65535|4294967295|2147483647|18446744073709551615|-0.0|inf|99999.99|99999.99000|"
      "a text that is longer than inline|another text that is longer than inline|y||cd|2024-02-29|2024-02-29|"
      "2024-02-29T12:00:00.001Z|2024-02-29T12:00:00.001Z|2024-02-29T12:00:00.001Z|2024-01-01T00:00:00Z|0s|null\n"s;
  std::string nulls = "null";
  for (int i = 1; i < 23; ++i) nulls += "|null";
  EXPECT_EQ(rowsOf("types"), expected + nulls + "\n");
}

TEST_F(ForeignFiles, OldFormsOfTypes) {
  std::string types = rowsOf("types"), old = rowsOf("types_old");
  EXPECT_EQ(std::count(old.begin(), old.end(), '|'), 21 * 3);
  EXPECT_NE(old.find("|99999.99|99999.99000|a text that is longer"), std::string::npos) << old;
  EXPECT_EQ(rowsOf("int96"), "1969-12-31T23:59:59.999Z\n2024-02-29T12:00:00.001Z\nnull\n");
}

TEST_F(ForeignFiles, OtherEncodings) {
  std::string expected;
  for (int i = 0; i < 1000; ++i) expected += std::to_string(i) + "|text number " + std::to_string(i) + "\n";
  EXPECT_EQ(rowsOf("delta"), expected);
  expected.clear();
  for (int i = 0; i < 500; ++i) expected += "1.5\n2.5\n";
  EXPECT_EQ(rowsOf("split"), expected);
}

TEST_F(ForeignFiles, ManyPagesAndRowGroups) {
  abi::ParquetSource spec = specOf(file("large"));
  EXPECT_EQ(rowText(spec.row), "n: i64, maybe: i64?, word: str, mixed: str?, flag: bool, late: str?");
  const char *words[] = {"one", "two", "a third that is longer than inline"};
  std::string expected;
  for (int i = 0; i < 50'000; ++i) {
    std::string number = std::to_string(i);
    expected += number + "|" + (i % 7 == 0 ? "null" : std::to_string(i * 2)) + "|" + words[i % 3] + "|" +
                (i % 11 == 0 ? "null" : "number " + number + " of a text that is not repeated") + "|" +
                (i % 3 == 0 ? "true" : "false") + "|" + (i == 49'999 ? "x" : "null") + "\n";
  }
  for (uint32_t maxRows : {1024u, 1000u, 3u}) {
    Reading reading = readParquet(spec, maxRows);
    ASSERT_FALSE(reading.failure) << reading.failure->message;
    EXPECT_EQ(reading.segments, 3u);
    ASSERT_TRUE(reading.rows == expected) << maxRows;
  }
}

TEST_F(ForeignFiles, SomeColumnsOrNone) {
  abi::ParquetSource spec = specOf(file("large"));
  spec.columns = {2, 4};
  Reading some = readParquet(spec);
  EXPECT_EQ(some.rows.substr(0, 19), "one|true\ntwo|false\n");
  spec.columns.clear();
  EXPECT_EQ(readParquet(spec).rowCount, 50'000u);
}

TEST_F(ForeignFiles, RowsOutliveTheReader) {
  MemoryPool pool;
  QueryContext context;
  context.memory = &pool;
  abi::ParquetSource spec = specOf(file("large"));
  spec.columns = {2, 3};
  Table table;
  {
    auto source = std::move(*openParquetSource(spec, context));
    TableBuilder builder({spec.row[2], spec.row[3]}, pool);
    for (uint32_t segment = 0; segment < source->segmentCount(); ++segment) {
      auto reader = std::move(*source->open(segment));
      for (Batch batch; reader->next(batch, 1024).ok() && batch.rows > 0;) ASSERT_TRUE(builder.append(batch).ok());
    }
    table = std::move(*builder.finish());
  }
  ASSERT_EQ(table.rows(), 50'000u);
  uint64_t row = 0;
  for (const Chunk &chunk : table.chunks) {
    for (uint32_t i = 0; i < chunk.rows; ++i, ++row) {
      if (row % 11 == 0) continue;
      ASSERT_EQ(chunk.columns[1].view().as<StringView>()[i].view(),
                "number " + std::to_string(row) + " of a text that is not repeated");
    }
  }
}

TEST_F(ForeignFiles, Patterns) {
  Result<ParquetFileSchema> schema = readParquetSchema(folder_->path("part*.parquet"));
  ASSERT_TRUE(schema.ok());
  EXPECT_EQ(rowText(schema->row), "a: i64, b: str?");
  EXPECT_EQ(schema->rows, 3u);
  EXPECT_EQ(schema->files, (std::vector<std::string>{file("part1"), file("part2")}));
  Reading reading = readParquet(specOf(folder_->path("part*.parquet")));
  EXPECT_EQ(reading.rows, "1|x\n2|null\n3|y\n");
  EXPECT_EQ(reading.segments, 2u);
}

TEST_F(ForeignFiles, PatternsOfFilesThatDiffer) {
  Result<ParquetFileSchema> wide = readParquetSchema(folder_->path("[pw]*1.parquet"));
  ASSERT_FALSE(wide.ok());
  EXPECT_EQ(wide.failure().kind, FailureKind::SchemaDrift);
  EXPECT_EQ(wide.failure().message, "`" + file("wide1") + "` has other columns than `" + file("part1") + "`");
  EXPECT_EQ(wide.failure().notes, std::vector<std::string>{"column 3: expected no column, the file has `c: i64`"});
}

TEST_F(ForeignFiles, DriftSinceCompiling) {
  abi::ParquetSource spec = specOf(file("part1"));
  spec.path.text = file("other1");
  Reading reading = readParquet(spec);
  ASSERT_TRUE(reading.failure);
  EXPECT_EQ(reading.failure->kind, FailureKind::SchemaDrift);
  EXPECT_EQ(reading.failure->notes, std::vector<std::string>{"column 1: expected `a: i64`, the file has `a: str`"});
  EXPECT_EQ(reading.failure->site, 7u);
  spec.path.text = file("part2"); // has no nulls, which is no drift
  EXPECT_EQ(readParquet(spec).rows, "3|y\n");
  abi::ParquetSource plain = specOf(file("part2"));
  plain.path.text = file("part1");
  EXPECT_EQ(readParquet(plain).failure->notes,
            std::vector<std::string>{"column 2: expected `b: str`, the file has `b: str?`"});
  plain.columns = {0}; // nulls of a column that nobody reads do not matter
  EXPECT_EQ(readParquet(plain).rows, "1\n2\n");
}

TEST_F(ForeignFiles, WhatIsNotBuiltYetIsNamed) {
  EXPECT_NE(problemOf("nested").find("column `tags` is nested (list<"), std::string::npos) << problemOf("nested");
  EXPECT_NE(problemOf("time").find("column `t`: columns of the type time64[us] are not built yet"), std::string::npos)
      << problemOf("time");
  EXPECT_NE(problemOf("time").find(file("time")), std::string::npos);
}

TEST_F(ForeignFiles, ValuesThatFlowDoesNotHave) {
  EXPECT_EQ(rowsOf("nanos"),
            "failure: `" + file("nanos") + "`: column `t`: a timestamp has nanoseconds, which Flow's do not have");
  EXPECT_EQ(rowsOf("latin"), "failure: `" + file("latin") + "`: column `s` has a text that is not UTF-8");
  Reading reading = readParquet(specOf(file("latin")));
  EXPECT_EQ(reading.failure->kind, FailureKind::BadRow);
  EXPECT_EQ(reading.failure->site, 7u);
}

TEST_F(ForeignFiles, IndicesBeyondTheDictionaryAreNoticed) {
  std::string good = TemporaryFolder::read(file("bare"));
  bool isNoticed = false;
  for (size_t place = 4; place < good.size() / 2; ++place) {
    std::string bad = good;
    bad[place] = '\xFF'; // of three words, index 3 is none
    abi::ParquetSource spec = specOf(file("bare"));
    spec.path.text = folder_->write("damaged.parquet", bad);
    Reading reading = readParquet(spec);
    isNoticed |= reading.failure && reading.failure->message.ends_with("a page has an index beyond its dictionary");
  }
  EXPECT_TRUE(isNoticed);
}

TEST_F(ForeignFiles, MemoryLimit) {
  Reading reading = readParquet(specOf(file("large")), 1024, 300'000);
  ASSERT_TRUE(reading.failure);
  EXPECT_EQ(reading.failure->kind, FailureKind::OutOfMemory);
}

TEST_F(ForeignFiles, BoundsSkipRowGroups) {
  using Bound = abi::ColumnBound;
  using Op = Bound::Op;
  abi::ParquetSource spec = specOf(file("bounds"));
  auto rowsWith = [&](std::vector<Bound> bounds) {
    spec.bounds = std::move(bounds);
    Reading reading = readParquet(spec);
    EXPECT_EQ(reading.segments, 10u) << "also those that are skipped";
    return reading.rowCount;
  };
  int64_t day = 19723; // 2024-01-01
  EXPECT_EQ(rowsWith({}), 100u);
  EXPECT_EQ(rowsWith({{0, Op::Less, int64_t{10}}}), 10u);
  EXPECT_EQ(rowsWith({{0, Op::LessEqual, int64_t{10}}}), 20u);
  EXPECT_EQ(rowsWith({{0, Op::Greater, int64_t{89}}}), 10u);
  EXPECT_EQ(rowsWith({{0, Op::GreaterEqual, int64_t{89}}}), 20u);
  EXPECT_EQ(rowsWith({{0, Op::Equal, int64_t{55}}}), 10u);
  EXPECT_EQ(rowsWith({{0, Op::Equal, int64_t{100}}}), 0u);
  EXPECT_EQ(rowsWith({{0, Op::GreaterEqual, int64_t{20}}, {0, Op::Less, int64_t{40}}}), 20u);
  EXPECT_EQ(rowsWith({{1, Op::Less, 5.0}}), 10u);
  EXPECT_EQ(rowsWith({{2, Op::Equal, std::string("055")}}), 10u);
  EXPECT_EQ(rowsWith({{2, Op::Greater, std::string("0995")}}), 0u);
  EXPECT_EQ(rowsWith({{3, Op::GreaterEqual, day + 95}}), 10u);
  EXPECT_EQ(rowsWith({{4, Op::Less, int64_t{1000}}}), 10u) << "decimals at their scale";
  EXPECT_EQ(rowsWith({{5, Op::GreaterEqual, int64_t{0}}}), 90u) << "a row group of nulls";
  EXPECT_EQ(rowsWith({{0, Op::Equal, 1.5}}), 100u) << "a value of another kind says nothing";
}

} // namespace flow::frame
