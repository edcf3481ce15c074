#pragma once
// What compiled host code (the statements of the file that is run, and the functions that they call) asks of the
// runtime. All functions are extern "C" noexcept; runtime/host implements them. A function that returns uint32_t
// returns 0, or 1 when it failed: then the whole failure is kept in the host context, and the code returns the site of
// the operation.
//
// The entry is `uint32_t flow_main(HostContext *)`: 0, or the site that failed.

#include "runtime/abi/KernelContext.h"
#include "runtime/abi/ValueShape.h"

namespace flow::abi {

/// The first member is what builtins take; what follows belongs to runtime/host.
struct HostContext {
  KernelContext kernel;
  /// The values of the program's constants, each null until it is computed (flow_host_keep).
  const void *const *constants = nullptr;
  uint64_t constantCount = 0; ///< how many of them there are so far
};

/// A table that a plan gave, a FrameObject; it belongs to the host context.
struct HostTable;

} // namespace flow::abi

extern "C" {
using FlowHost = flow::abi::HostContext;
using FlowText = flow::abi::StringView;
void flow_host_print(FlowHost *host, const FlowText *text, uint8_t toErrorOutput) noexcept;
/// `captures` is the struct of the plan's captures; `shape` is its, null when nothing in it is counted.
uint32_t flow_host_run_plan(FlowHost *host, uint32_t plan, const void *captures, const flow::abi::ValueShape *shape,
                            flow::abi::HostTable **table) noexcept;
/// Keeps the value of a constant, with one user of each object in it, until the program ends.
void flow_host_keep(FlowHost *host, uint32_t constant, const flow::abi::ValueShape *shape, const void *value) noexcept;
void flow_host_show_table(FlowHost *host, flow::abi::HostTable *table, int64_t rows) noexcept;
/// The value of the only row and column, laid out as in captures (an optional: the value, then its byte). Texts in it
/// are objects, here and in lists.
uint32_t flow_host_table_scalar(FlowHost *host, flow::abi::HostTable *table, void *value) noexcept;
/// The rows as a list of records of that shape.
uint32_t flow_host_table_rows(FlowHost *host, flow::abi::HostTable *table, const flow::abi::ValueShape *record,
                              flow::abi::ListObject **list) noexcept;
/// Whether both have the same rows (runtime/frame/CompareTables.h); else it fails with what differs.
uint32_t flow_host_compare_tables(FlowHost *host, flow::abi::HostTable *left, flow::abi::HostTable *right,
                                  uint8_t ignoreOrder, double tolerance) noexcept;
}
