#include "test/unit/runtime/frame/exec/PlanTest.h"

#include <bit>
#include <cmath>
#include <cstdio>

namespace flow::frame::test {

namespace {

/// Columns of one batch that own their memory.
struct OwnedBatch {
  std::vector<std::vector<char>> data;
  std::vector<std::vector<uint8_t>> valid;
  HeapList heaps;
  Batch batch;
};

void put(ColumnKind kind, const Value &value, char *to, StringHeap &heap) {
  auto integer = [&] { return std::get<int64_t>(value); };
  auto store = [&](auto number) { std::memcpy(to, &number, sizeof number); };
  switch (kind) {
  case ColumnKind::Bool:
  case ColumnKind::I8:
  case ColumnKind::U8: return store(static_cast<int8_t>(integer()));
  case ColumnKind::I16:
  case ColumnKind::U16: return store(static_cast<int16_t>(integer()));
  case ColumnKind::I32:
  case ColumnKind::U32:
  case ColumnKind::Date: return store(static_cast<int32_t>(integer()));
  case ColumnKind::Decimal128: return store(static_cast<__int128>(integer()));
  case ColumnKind::F32: return store(static_cast<float>(std::get<double>(value)));
  case ColumnKind::F64: return store(std::get<double>(value));
  case ColumnKind::Str:
  case ColumnKind::Bytes:
  case ColumnKind::Path: {
    StringView view;
    FLOW_CHECK(heap.store(std::get<std::string>(value), view));
    return store(view);
  }
  default: return store(integer());
  }
}

OwnedBatch makeBatch(const RowSpec &row, std::span<const Row> rows, MemoryPool &pool) {
  OwnedBatch owned;
  StringHeap heap(pool);
  owned.batch.rows = static_cast<uint32_t>(rows.size());
  owned.data.resize(row.size());
  owned.valid.resize(row.size());
  for (size_t column = 0; column < row.size(); ++column) {
    const size_t width = abi::bytesOf(row[column].type.kind);
    owned.data[column].assign(rows.size() * width + 16, 0);
    owned.valid[column].assign(rows.size() + 1, 1);
    bool hasNulls = false;
    for (size_t index = 0; index < rows.size(); ++index) {
      const Value &value = rows[index][column];
      if (value.index() == 0) {
        EXPECT_TRUE(row[column].type.nullable) << row[column].name;
        owned.valid[column][index] = 0;
        hasNulls = true;
      } else {
        put(row[column].type.kind, value, owned.data[column].data() + index * width, heap);
      }
    }
    owned.batch.columns.push_back(
        {row[column].type, owned.data[column].data(), hasNulls ? owned.valid[column].data() : nullptr});
  }
  owned.heaps = heap.blocks();
  return owned;
}

Value get(const ColumnView &column, size_t row) {
  if (!column.isValid(row)) return {};
  switch (column.type.kind) {
  case ColumnKind::Bool: return int64_t(column.as<uint8_t>()[row]);
  case ColumnKind::I8: return int64_t(column.as<int8_t>()[row]);
  case ColumnKind::U8: return int64_t(column.as<uint8_t>()[row]);
  case ColumnKind::I16: return int64_t(column.as<int16_t>()[row]);
  case ColumnKind::U16: return int64_t(column.as<uint16_t>()[row]);
  case ColumnKind::I32:
  case ColumnKind::Date: return int64_t(column.as<int32_t>()[row]);
  case ColumnKind::U32: return int64_t(column.as<uint32_t>()[row]);
  case ColumnKind::F32: return double(column.as<float>()[row]);
  case ColumnKind::F64: return column.as<double>()[row];
  case ColumnKind::Decimal128: return static_cast<int64_t>(column.as<__int128>()[row]);
  case ColumnKind::Str:
  case ColumnKind::Bytes:
  case ColumnKind::Path: return std::string(column.as<StringView>()[row].view());
  default: return column.as<int64_t>()[row];
  }
}

} // namespace

Table makeTable(const RowSpec &row, const std::vector<Row> &rows, const std::vector<uint32_t> &chunkSizes,
                MemoryPool &pool) {
  Table table{row, {}};
  size_t first = 0;
  for (size_t chunk = 0; first < rows.size(); ++chunk) {
    size_t count = std::min<size_t>(rows.size() - first, chunkSizes[chunk % chunkSizes.size()]);
    OwnedBatch owned = makeBatch(row, std::span(rows).subspan(first, count), pool);
    owned.batch.heaps = &owned.heaps;
    TableBuilder builder(row, pool);
    EXPECT_TRUE(builder.append(owned.batch).ok());
    Result<Table> part = builder.finish();
    for (Chunk &made : part->chunks) table.chunks.push_back(std::move(made));
    first += count;
  }
  return table;
}

std::vector<Row> rowsOf(const Table &table) {
  std::vector<Row> rows;
  for (const Chunk &chunk : table.chunks) {
    EXPECT_EQ(chunk.columns.size(), table.row.size());
    for (uint32_t index = 0; index < chunk.rows; ++index) {
      Row row;
      for (size_t column = 0; column < chunk.columns.size(); ++column) {
        EXPECT_EQ(chunk.columns[column].type.kind, table.row[column].type.kind);
        row.push_back(get(chunk.columns[column].view(), index));
      }
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::string show(const Value &value) {
  if (value.index() == 0) return "null";
  if (const auto *integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto *text = std::get_if<std::string>(&value)) return "\"" + *text + "\"";
  double number = std::get<double>(value);
  if (std::isnan(number)) return "nan";
  char text[80];
  std::snprintf(text, sizeof text, "%.17g/%016llx", number,
                static_cast<unsigned long long>(std::bit_cast<uint64_t>(number)));
  return text;
}

std::string show(const Row &row) {
  std::string text;
  for (const Value &value : row) text += (text.empty() ? "" : " | ") + show(value);
  return text;
}

std::string dump(const Table &table) {
  std::string text;
  for (const Row &row : rowsOf(table)) text += show(row) + "\n";
  return text;
}

abi::InputSource PlanRun::input(const RowSpec &row, const std::vector<Row> &rows,
                                const std::vector<uint32_t> &chunkSizes) {
  abi::InputSource source;
  source.input = static_cast<uint32_t>(inputs.size());
  source.row = row;
  for (uint32_t column = 0; column < row.size(); ++column) source.columns.push_back(column);
  inputs.push_back(makeTable(row, rows, chunkSizes, pool));
  return source;
}

uint32_t PlanRun::table(RowSpec row) {
  plan.tables.push_back(std::move(row));
  return static_cast<uint32_t>(plan.tables.size() - 1);
}

std::vector<const Table *> PlanRun::inputTables() const {
  std::vector<const Table *> tables;
  for (const Table &each : inputs) tables.push_back(&each);
  return tables;
}

Result<Table> PlanRun::run(unsigned threads, uint32_t batchRows, MemoryPool *memory) {
  sched::WorkerPool workers(threads);
  ExecuteOptions options;
  options.workers = &workers;
  options.memory = memory ? memory : &pool;
  options.batchRows = batchRows;
  options.captures = captures.data();
  const std::vector<const Table *> tables = inputTables();
  options.inputs = tables;
  return execute(plan, kernels, options);
}

Table PlanRun::runAll() {
  std::optional<Table> first;
  std::string expected;
  for (unsigned threads : {1u, 2u, 4u}) {
    for (uint32_t batchRows : {1024u, 7u, 3u}) {
      Result<Table> result = run(threads, batchRows);
      if (!result.ok()) {
        ADD_FAILURE() << "threads " << threads << ", batches of " << batchRows << ": "
                      << result.failure().message;
        return {};
      }
      std::string text = dump(*result);
      if (!first) {
        first = std::move(*result);
        expected = text;
      }
      EXPECT_EQ(text, expected) << "threads " << threads << ", batches of " << batchRows;
      if (text != expected) return std::move(*first);
    }
  }
  return std::move(*first);
}

Failure PlanRun::failAll() {
  std::optional<Failure> first;
  for (unsigned threads : {1u, 2u, 4u}) {
    for (uint32_t batchRows : {1024u, 7u, 3u}) {
      for (int repeat = 0; repeat < (threads > 1 ? 5 : 1); ++repeat) {
        Result<Table> result = run(threads, batchRows);
        if (result.ok()) {
          ADD_FAILURE() << "no failure with threads " << threads << ", batches of " << batchRows;
          return {};
        }
        if (!first)
          first = result.takeFailure();
        else {
          EXPECT_EQ(result.failure().site, first->site);
          EXPECT_EQ(result.failure().notes, first->notes) << threads << " threads, batches of " << batchRows;
        }
      }
    }
  }
  return std::move(*first);
}

Value RandomValues::value(const ColumnType &type, uint32_t distinct) {
  if (type.nullable && below(6) == 0) return {};
  const int64_t number = static_cast<int64_t>(below(distinct)) - distinct / 3;
  switch (type.kind) {
  case ColumnKind::Bool: return int64_t(below(2));
  case ColumnKind::F32: return double(float(number) / 4);
  case ColumnKind::F64:
    switch (below(40)) {
    case 0: return std::nan("");
    case 1: return -0.0;
    case 2: return 0.0;
    case 3: return HUGE_VAL;
    default: return static_cast<double>(number) / 7;
    }
  case ColumnKind::Str:
  case ColumnKind::Bytes:
  case ColumnKind::Path:
    switch (below(3)) { // inline, long with the same beginning, with the same first 12 bytes and more
    case 0: return "k" + std::to_string(number);
    case 1: return "a longer common beginning " + std::to_string(number);
    default: return std::string(12, 'x') + std::string(below(2) ? "" : "tail") + std::to_string(number % 5);
    }
  case ColumnKind::U8:
  case ColumnKind::U16:
  case ColumnKind::U32:
  case ColumnKind::U64: return int64_t(below(distinct) % 250);
  case ColumnKind::I8: return number % 120;
  case ColumnKind::I64: return below(50) == 0 ? (below(2) ? INT64_MAX : INT64_MIN) : number;
  default: return number;
  }
}

std::vector<Row> RandomValues::rows(const RowSpec &row, uint32_t count, uint32_t distinct) {
  std::vector<Row> rows(count);
  for (Row &made : rows) {
    for (const ColumnSpec &column : row) made.push_back(value(column.type, distinct));
  }
  return rows;
}

} // namespace flow::frame::test
