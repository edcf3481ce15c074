#include "runtime/frame/ShowTable.h"

#include <gtest/gtest.h>

namespace flow::frame {

namespace {

MemoryPool pool;

/// A table of a number, which is null where it is negative, and a text.
Table numbersAndTexts(std::vector<int64_t> numbers, const std::vector<std::string> &texts) {
  RowSpec row = {{"n", {ColumnKind::I64, 0, 0, true}}, {"text", {ColumnKind::Str, 0, 0, false}}};
  StringHeap heap(pool);
  std::vector<StringView> views(texts.size());
  std::vector<uint8_t> valid;
  for (size_t index = 0; index < texts.size(); ++index) {
    EXPECT_TRUE(heap.store(texts[index], views[index]));
    valid.push_back(numbers[index] >= 0);
    if (!valid.back()) numbers[index] = 0;
  }
  TableBuilder builder(row, pool);
  Batch batch{static_cast<uint32_t>(texts.size()),
              {{row[0].type, numbers.data(), valid.data()}, {row[1].type, views.data(), nullptr}},
              &heap.blocks()};
  EXPECT_TRUE(builder.append(batch).ok());
  return std::move(*builder.finish());
}

} // namespace

TEST(ShowTable, ABoxWithNamesTypesAndRows) {
  Table table = numbersAndTexts({5, -1, 1234}, {"short", "", "two\nlines"});
  EXPECT_EQ(showTable(table, 20, 3, false), "┌──────┬────────────┐\n"
                                            "│    n ┆ text       │\n"
                                            "│ i64? ┆ str        │\n"
                                            "╞══════╪════════════╡\n"
                                            "│    5 ┆ short      │\n"
                                            "│ null ┆            │\n"
                                            "│ 1234 ┆ two\\nlines │\n"
                                            "└──────┴────────────┘\n");
}

TEST(ShowTable, SaysHowManyRowsAreNotShown) {
  Table table = numbersAndTexts({1, 2, 3}, {"a", "b", "c"});
  std::string text = showTable(table, 2, 1000, false);
  EXPECT_NE(text.find("│    2 ┆ b    │\n└"), std::string::npos) << text;
  EXPECT_EQ(text.substr(text.find("...")), "... 998 more rows\n");
  EXPECT_NE(showTable(table, 2, 3, false).find("... 1 more row\n"), std::string::npos);
  EXPECT_EQ(showTable(table, 3, 3, false).find("..."), std::string::npos);
}

TEST(ShowTable, AnEmptyFrame) {
  Table table;
  table.row = {{"a", {ColumnKind::F64, 0, 0, false}}};
  EXPECT_EQ(showTable(table, 20, 0, false), "┌─────┐\n│   a │\n│ f64 │\n╞═════╡\n└─────┘\n");
  table.row.clear();
  EXPECT_EQ(showTable(table, 20, 7, false), "no columns, 7 rows\n");
}

TEST(ShowTable, TextsTakeTheWidthTheyHaveOnATerminal) {
  Table table = numbersAndTexts({1, 2, 3}, {"日本", "e\xCC\x81", std::string(100, 'x')});
  std::string text = showTable(table, 20, 3, false);
  EXPECT_NE(text.find("│    1 ┆ 日本" + std::string(36, ' ') + " │\n"), std::string::npos) << text;
  EXPECT_NE(text.find("│    2 ┆ e\xCC\x81" + std::string(39, ' ') + " │\n"), std::string::npos) << text;
  EXPECT_NE(text.find("│    3 ┆ " + std::string(39, 'x') + "… │\n"), std::string::npos) << text;
}

TEST(ShowTable, ColumnsThatDoNotFitAreNamedBelow) {
  Table table = numbersAndTexts({1}, {"a long text that takes some room"});
  ShowOptions options;
  options.width = 20;
  std::string text = showTable(table, options);
  EXPECT_NE(text.find("│    1 ┆ … │\n"), std::string::npos) << text;
  EXPECT_NE(text.find("... 1 more column: text\n"), std::string::npos) << text;
  options.width = 80;
  EXPECT_EQ(showTable(table, options).find("…"), std::string::npos);
}

TEST(ShowTable, ColourChangesNoWidth) {
  Table table = numbersAndTexts({-1, 2}, {"a", "b"});
  std::string coloured = showTable(table, 20, 2, true), without;
  for (size_t at = 0; at < coloured.size(); ++at) {
    if (coloured[at] == '\x1b')
      at = coloured.find('m', at);
    else
      without += coloured[at];
  }
  EXPECT_NE(coloured, without);
  EXPECT_EQ(without, showTable(table, 20, 2, false));
}

} // namespace flow::frame
