#include "test/unit/compiler/codegen/FakeHost.h"

#include "runtime/symbols/SymbolTable.h"

#include <cstring>

using flow::codegen::FakeHost;

namespace flow::codegen {

FakeHost::FakeHost() : heap_(pool_) {
  context_.host.kernel.heap = &heap_;
  context_.self = this;
  constexpr size_t kStack = 512 * 1024;
  context_.host.kernel.stackLimit = static_cast<const char *>(__builtin_frame_address(0)) - kStack;
}

static void print(FlowHost *host, const FlowText *text, uint8_t) noexcept {
  FakeHost::of(host).printed += std::string(text->view()) + "\n";
}
/// The first capture is an i64; the plan fails when it is negative. Its table is the address of the host.
static uint32_t runPlan(FlowHost *host, uint32_t, const void *captures, abi::HostTable **table) noexcept {
  int64_t first;
  std::memcpy(&first, captures, sizeof(first));
  FakeHost &fake = FakeHost::of(host);
  ++fake.plansRun;
  fake.captures.assign(static_cast<const char *>(captures), static_cast<const char *>(captures) + 40);
  *table = reinterpret_cast<abi::HostTable *>(host);
  return first < 0 ? 1 : 0;
}

static int64_t tableLength(FlowHost *host, abi::HostTable *table) noexcept {
  return table == reinterpret_cast<abi::HostTable *>(host) ? 42 : -1;
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
  add("flow_list_allocate", &flow_list_allocate);
  add("flow_list_append", &flow_list_append);
  add("flow_list_set", &flow_list_set);
  add("flow_host_run_plan", &runPlan);
  add("flow_host_table_length", &tableLength);
  add("flow_host_table_scalar", &tableScalar);
  return all;
}

} // namespace flow::codegen
