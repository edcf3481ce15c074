#include "test/unit/compiler/codegen/FakeHost.h"

#include "runtime/abi/Values.h"
#include "runtime/symbols/SymbolTable.h"

#include <cstring>

using flow::codegen::FakeHost;

/// The only table there is.
struct flow::abi::HostTable : flow::abi::FrameObject {};

namespace flow::codegen {

static abi::HostTable theTable() {
  abi::HostTable table;
  table.users = abi::Object::kImmortal;
  return table;
}
static abi::HostTable table = theTable();

FakeHost::FakeHost(size_t memoryBytes) : pool_(memoryBytes), values_(pool_) {
  context_.host.kernel.values = &values_;
  context_.self = this;
  constexpr size_t kStack = 512 * 1024;
  context_.host.kernel.stackLimit = static_cast<const char *>(__builtin_frame_address(0)) - kStack;
}

static void print(FlowHost *host, const FlowText *text, uint8_t) noexcept {
  FakeHost::of(host).printed += std::string(text->view()) + "\n";
}
/// The first capture is an i64; the plan fails when it is negative.
static uint32_t runPlan(FlowHost *host, uint32_t, const void *captures, const abi::ValueShape *,
                        abi::HostTable **result) noexcept {
  int64_t first;
  std::memcpy(&first, captures, sizeof(first));
  FakeHost &fake = FakeHost::of(host);
  ++fake.plansRun;
  fake.captures.assign(static_cast<const char *>(captures), static_cast<const char *>(captures) + 40);
  *result = &table;
  return first < 0 ? 1 : 0;
}

static uint32_t tableScalar(FlowHost *, abi::HostTable *, void *value) noexcept {
  double number = 2.5;
  std::memcpy(value, &number, sizeof(number));
  static_cast<char *>(value)[sizeof(number)] = 1;
  return 0;
}

std::vector<abi::Symbol> FakeHost::symbols() {
  std::span<const abi::Symbol> runtime = symbols::runtimeSymbols();
  std::vector<abi::Symbol> all(runtime.begin(), runtime.end());
  auto add = [&](const char *name, auto *function) { all.push_back({name, reinterpret_cast<const void *>(function)}); };
  add("flow_host_print", &print);
#define FLOW_VALUE_FUNCTION(Symbol) add(#Symbol, &Symbol);
#include "runtime/abi/ValueFunctions.def"
  add("flow_host_run_plan", &runPlan);
  add("flow_host_table_scalar", &tableScalar);
  return all;
}

} // namespace flow::codegen
