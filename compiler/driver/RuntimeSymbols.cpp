#include "compiler/driver/RuntimeSymbols.h"

#include "runtime/abi/Host.h"
#include "runtime/abi/Values.h"
#include "runtime/symbols/SymbolTable.h"

#include <vector>

namespace flow::driver {

static std::vector<abi::Symbol> collect() {
  std::span<const abi::Symbol> functions = symbols::runtimeSymbols();
  std::vector<abi::Symbol> all(functions.begin(), functions.end());
#define FLOW_HOST(Symbol) all.push_back({#Symbol, reinterpret_cast<const void *>(&Symbol)});
  FLOW_HOST(flow_host_print)
  FLOW_HOST(flow_host_run_plan)
  FLOW_HOST(flow_host_keep)
  FLOW_HOST(flow_host_show_table)
  FLOW_HOST(flow_host_table_scalar)
  FLOW_HOST(flow_host_table_rows)
  FLOW_HOST(flow_host_compare_tables)
#define FLOW_VALUE_FUNCTION(Symbol) FLOW_HOST(Symbol)
#include "runtime/abi/ValueFunctions.def"
#undef FLOW_HOST
  return all;
}

std::span<const abi::Symbol> runtimeSymbols() {
  static const std::vector<abi::Symbol> kSymbols = collect();
  return kSymbols;
}

} // namespace flow::driver
