#include "runtime/frame/Column.h"

#include "runtime/abi/Kernel.h"

#include <gtest/gtest.h>

#include <numeric>
#include <string>

namespace flow::frame {

namespace {

const RowSpec kRow = {{"n", {ColumnKind::I64, 0, 0, false}}, {"s", {ColumnKind::Str, 0, 0, true}}};

/// `rows` rows that begin with number `first`; every third text is null when `nulls` is set.
struct Rows {
  std::vector<int64_t> numbers;
  std::vector<StringView> texts;
  std::vector<uint8_t> valid;
  HeapList heaps;
  Batch batch;

  Rows(MemoryPool &pool, int64_t first, uint32_t rows, bool nulls)
      : numbers(rows), texts(rows), valid(rows, 1) {
    StringHeap heap(pool);
    std::iota(numbers.begin(), numbers.end(), first);
    for (uint32_t row = 0; row < rows; ++row) {
      valid[row] = !nulls || row % 3 != 0;
      if (valid[row]) EXPECT_TRUE(heap.store("text number " + std::to_string(numbers[row]), texts[row]));
    }
    heaps = heap.blocks();
    batch.rows = rows;
    batch.columns = {{kRow[0].type, numbers.data(), nullptr},
                     {kRow[1].type, texts.data(), nulls ? valid.data() : nullptr}};
    batch.heaps = &heaps;
  }
};

std::string textAt(const Chunk &chunk, size_t row) {
  ColumnView view = chunk.columns[1].view(row);
  return view.isValid(0) ? std::string(view.as<StringView>()->view()) : "null";
}

} // namespace

TEST(TableBuilder, CutsChunksAndKeepsStringsAlive) {
  MemoryPool pool;
  TableBuilder builder(kRow, pool);
  constexpr int64_t kTotal = 150 * 1000;
  for (int64_t first = 0; first < kTotal; first += 1000) {
    Rows rows(pool, first, 1000, false);
    ASSERT_TRUE(builder.append(rows.batch).ok());
  }
  Table table = std::move(*builder.finish());
  ASSERT_EQ(table.rows(), 150000u);
  ASSERT_EQ(table.chunks.size(), 3u);
  EXPECT_EQ(table.chunks[0].rows, abi::kSegmentRows);
  EXPECT_EQ(table.chunks[2].rows, 150000 - 2 * abi::kSegmentRows);
  int64_t number = 0;
  for (const Chunk &chunk : table.chunks) {
    EXPECT_EQ(chunk.columns[1].valid, nullptr);
    for (uint32_t row = 0; row < chunk.rows; ++row, ++number) {
      ASSERT_EQ(chunk.columns[0].view().as<int64_t>()[row], number);
      ASSERT_EQ(textAt(chunk, row), "text number " + std::to_string(number));
    }
  }
}

TEST(TableBuilder, ValidityBeginsWithTheFirstNull) {
  MemoryPool pool;
  TableBuilder builder(kRow, pool);
  Rows plain(pool, 0, 100, false), nulls(pool, 100, 100, true), after(pool, 200, 2000, false);
  ASSERT_TRUE(builder.append(plain.batch).ok());
  ASSERT_TRUE(builder.append(nulls.batch).ok());
  ASSERT_TRUE(builder.append(after.batch).ok());
  Table table = std::move(*builder.finish());
  ASSERT_EQ(table.chunks.size(), 1u);
  const Chunk &chunk = table.chunks[0];
  EXPECT_EQ(chunk.columns[0].valid, nullptr);
  EXPECT_EQ(textAt(chunk, 0), "text number 0");
  EXPECT_EQ(textAt(chunk, 100), "null");
  EXPECT_EQ(textAt(chunk, 101), "text number 101");
  EXPECT_EQ(textAt(chunk, 2199), "text number 2199");
}

TEST(TableBuilder, GathersRowsAcrossChunks) {
  MemoryPool pool;
  TableBuilder builder(kRow, pool);
  std::vector<uint32_t> picked;
  for (uint32_t row = 999; row > 0; row -= 3) picked.push_back(row);
  for (int64_t first = 0; first < 300 * 1000; first += 1000) {
    Rows rows(pool, first, 1000, true);
    ASSERT_TRUE(builder.appendRows(rows.batch, picked).ok());
  }
  Table table = std::move(*builder.finish());
  ASSERT_EQ(table.rows(), 300 * picked.size());
  ASSERT_EQ(table.chunks.size(), 2u);
  size_t at = abi::kSegmentRows + 5;
  int64_t expected = static_cast<int64_t>(at / picked.size() * 1000 + picked[at % picked.size()]);
  EXPECT_EQ(table.chunks[1].columns[0].view(5).as<int64_t>()[0], expected);
  EXPECT_EQ(textAt(table.chunks[1], 5), "null"); // every picked row is divisible by three
}

TEST(TableBuilder, DenialIsAStatus) {
  MemoryPool source, pool(64 << 10);
  TableBuilder builder(kRow, pool);
  Rows rows(source, 0, 1000, false);
  Status status;
  for (int round = 0; round < 10 && status.ok(); ++round) status = builder.append(rows.batch);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.failure().kind, FailureKind::OutOfMemory);
}

TEST(MergeHeaps, RepeatsNothing) {
  MemoryPool pool;
  HeapList buffers;
  for (int index = 0; index < 4; ++index) buffers.push_back(*Buffer::allocate(pool, 10));
  HeapList merged = {buffers[0], buffers[1]};
  mergeHeaps(merged, {buffers[0], buffers[1]});
  EXPECT_EQ(merged.size(), 2u);
  mergeHeaps(merged, {buffers[1], buffers[2], buffers[3], buffers[0]});
  EXPECT_EQ(merged, (HeapList{buffers[0], buffers[1], buffers[2], buffers[3]}));
}

} // namespace flow::frame
