// The functions of runtime/abi/Host.h.
#include "runtime/frame/RowLayout.h"
#include "runtime/frame/ShowTable.h"
#include "runtime/host/HostRuntime.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

using flow::abi::HostTable;
using flow::abi::ListObject;
using flow::frame::Table;
using flow::host::HostRuntime;

/// Copies the value of one cell to where a record has it; absent values are zero.
static void copyCell(const flow::frame::Column &column, uint32_t row, const flow::frame::FieldLayout &field,
                     char *record) {
  const char *value = column.data->data() + size_t{row} * field.valueBytes;
  bool isPresent = !column.valid || column.valid->data()[row] != 0;
  if (isPresent)
    std::memcpy(record + field.offset, value, field.valueBytes);
  else
    std::memset(record + field.offset, 0, field.valueBytes);
  if (column.type.nullable) record[field.presentOffset] = isPresent ? 1 : 0;
}

static uint32_t outOfMemory(FlowHost *host) {
  flow::Failure failure;
  failure.kind = flow::FailureKind::OutOfMemory;
  failure.message = "the memory limit is reached";
  failure.helps.push_back("give more with `--memory`");
  HostRuntime::of(host).fail(std::move(failure));
  return 1;
}

void flow_host_print(FlowHost *host, const FlowText *text, uint8_t toErrorOutput) noexcept {
  if (HostRuntime::of(host).isOutOfMemory()) return; // the text may be wrong; the run ends with that failure
  std::FILE *out = toErrorOutput ? stderr : stdout;
  if (toErrorOutput) std::fflush(stdout);
  std::fwrite(text->data(), 1, text->length, out);
  std::fputc('\n', out);
}

uint32_t flow_host_run_plan(FlowHost *host, uint32_t plan, const void *captures, HostTable **table) noexcept {
  std::fflush(stdout); // what was printed comes before what the plan writes, to /dev/stdout for example
  return HostRuntime::of(host).runPlan(plan, captures, table) ? 0 : 1;
}

void flow_host_show_table(FlowHost *host, HostTable *table, int64_t rows) noexcept {
  const Table shown = HostRuntime::of(host).take(table);
  bool isTerminal = isatty(STDOUT_FILENO) != 0;
  std::string text =
      flow::frame::showTable(shown, static_cast<uint64_t>(std::max<int64_t>(rows, 0)), shown.rows(), isTerminal);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

int64_t flow_host_table_length(FlowHost *host, HostTable *table) noexcept {
  return static_cast<int64_t>(HostRuntime::of(host).take(table).rows());
}

uint32_t flow_host_table_scalar(FlowHost *host, HostTable *table, void *value) noexcept {
  const Table source = HostRuntime::of(host).take(table);
  if (source.rows() != 1) {
    flow::Failure failure;
    failure.message = "`scalar` takes a frame of exactly one row, but this has " + std::to_string(source.rows());
    HostRuntime::of(host).fail(std::move(failure));
    return 1;
  }
  flow::frame::RowLayout layout = flow::frame::layoutOf(source.row);
  for (const flow::frame::Chunk &chunk : source.chunks)
    if (chunk.rows) {
      copyCell(chunk.columns[0], 0, layout.fields[0], static_cast<char *>(value));
      HostRuntime::of(host).keep(chunk.columns[0].heaps);
    }
  return 0;
}

uint32_t flow_host_table_rows(FlowHost *host, HostTable *table, const ListObject **result) noexcept {
  const Table source = HostRuntime::of(host).take(table);
  flow::frame::RowLayout layout = flow::frame::layoutOf(source.row);
  ListObject *list = flow_list_new(&host->kernel, source.rows(), layout.bytes);
  if (!list) return outOfMemory(host);
  char *record = list->elements;
  for (const flow::frame::Chunk &chunk : source.chunks) {
    for (uint32_t row = 0; row < chunk.rows; ++row, record += layout.bytes)
      for (size_t i = 0; i < layout.fields.size(); ++i) copyCell(chunk.columns[i], row, layout.fields[i], record);
    for (const flow::frame::Column &column : chunk.columns) HostRuntime::of(host).keep(column.heaps);
  }
  *result = list;
  return 0;
}
