// The functions of runtime/abi/Host.h.
#include "runtime/frame/CompareTables.h"
#include "runtime/frame/RowLayout.h"
#include "runtime/frame/ShowTable.h"
#include "runtime/base/NewText.h"
#include "runtime/host/HostRuntime.h"
#include "runtime/values/Failure.h"
#include "runtime/values/Lists.h"
#include "runtime/values/Ownership.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

using flow::abi::HostTable;
using flow::abi::ListObject;
using flow::abi::StringView;
using flow::frame::Table;
using flow::host::HostRuntime;

/// Copies the value of one cell to where a record has it; absent values are zero. False when memory for its text was
/// denied.
static bool copyCell(FlowHost *host, const flow::frame::Column &column, uint32_t row,
                     const flow::frame::FieldLayout &field, char *record) {
  const char *value = column.data->data() + size_t{row} * field.valueBytes;
  bool isPresent = !column.valid || column.valid->data()[row] != 0;
  if (column.type.nullable) record[field.presentOffset] = isPresent ? 1 : 0;
  if (!isPresent) {
    std::memset(record + field.offset, 0, field.valueBytes);
    return true;
  }
  std::memcpy(record + field.offset, value, field.valueBytes);
  if (!flow::abi::isStringLike(column.type.kind)) return true;
  auto *text = reinterpret_cast<StringView *>(record + field.offset);
  if (text->isInline()) return true;
  flow::storeText(&host->kernel, text, text->view());
  return text->length != 0;
}

void flow_host_print(FlowHost *, const FlowText *text, uint8_t toErrorOutput) noexcept {
  std::FILE *out = toErrorOutput ? stderr : stdout;
  if (toErrorOutput) std::fflush(stdout);
  std::fwrite(text->data(), 1, text->length, out);
  std::fputc('\n', out);
}

uint32_t flow_host_run_plan(FlowHost *host, uint32_t plan, const void *captures, const flow::abi::ValueShape *shape,
                            HostTable **table) noexcept {
  std::fflush(stdout); // what was printed comes before what the plan writes, to /dev/stdout for example
  return HostRuntime::of(host).runPlan(plan, captures, shape, table) ? 0 : 1;
}

void flow_host_keep(FlowHost *host, uint32_t constant, const flow::abi::ValueShape *shape, const void *value) noexcept {
  HostRuntime::of(host).keep(constant, *shape, value);
}

void flow_host_show_table(FlowHost *, HostTable *table, int64_t rows) noexcept {
  const Table &shown = table->table;
  bool isTerminal = isatty(STDOUT_FILENO) != 0;
  std::string text =
      flow::frame::showTable(shown, static_cast<uint64_t>(std::max<int64_t>(rows, 0)), shown.rows(), isTerminal);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

uint32_t flow_host_table_scalar(FlowHost *host, HostTable *table, void *value) noexcept {
  const Table &source = table->table;
  if (source.rows() != 1) {
    flow::Failure failure;
    failure.message = "`scalar` takes a frame of exactly one row, but this has " + std::to_string(source.rows());
    HostRuntime::of(host).fail(std::move(failure));
    return 1;
  }
  flow::frame::RowLayout layout = flow::frame::layoutOf(source.row);
  for (const flow::frame::Chunk &chunk : source.chunks)
    if (chunk.rows && !copyCell(host, chunk.columns[0], 0, layout.fields[0], static_cast<char *>(value))) return 1;
  return 0;
}

uint32_t flow_host_table_rows(FlowHost *host, HostTable *table, const flow::abi::ValueShape *shape,
                              ListObject **result) noexcept {
  *result = nullptr;
  const Table &source = table->table;
  if (source.rows() == 0) return 0;
  flow::ValueHeap &values = HostRuntime::of(host).values();
  flow::frame::RowLayout layout = flow::frame::layoutOf(source.row);
  ListObject *list = flow::values::newList(values, source.rows(), layout.bytes);
  if (!list) return flow::values::outOfMemory(&host->kernel);
  std::memset(list->elements(), 0, source.rows() * layout.bytes);
  list->length = source.rows();
  char *record = list->elements();
  bool isDenied = false;
  for (const flow::frame::Chunk &chunk : source.chunks)
    for (uint32_t row = 0; row < chunk.rows && !isDenied; ++row, record += layout.bytes)
      for (size_t i = 0; i < layout.fields.size() && !isDenied; ++i)
        isDenied = !copyCell(host, chunk.columns[i], row, layout.fields[i], record);
  if (!isDenied) {
    *result = list;
    return 0;
  }
  flow::values::Releaser(values).values(*shape, list->elements(), list->length);
  values.free(list, list->bytes);
  return 1;
}

uint32_t flow_host_compare_tables(FlowHost *host, HostTable *left, HostTable *right, uint8_t ignoreOrder,
                                  double tolerance) noexcept {
  HostRuntime &runtime = HostRuntime::of(host);
  auto difference = flow::frame::compareTables(left->table, right->table, {ignoreOrder != 0, tolerance});
  if (!difference) return 0;
  flow::Failure failure;
  failure.kind = flow::FailureKind::AssertionFailed;
  failure.message = std::move(difference->message);
  failure.notes = std::move(difference->notes);
  runtime.fail(std::move(failure));
  return 1;
}
