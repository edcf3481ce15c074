#include "compiler/driver/RuntimeSymbols.h"

#include "runtime/abi/Functions.h"
#include "runtime/abi/Host.h"

#include <vector>

// Declared under other names, since all that is wanted are addresses. A function that this build does not have is weak
// and null; programs that call it are refused while compiling.
#define FLOW_FUNCTION(Id, Name, Signature, Symbol, Flags)                                                      \
  extern "C" void flowFunction##Id() __asm__(#Symbol) __attribute__((weak));
#include "runtime/abi/Functions.def"
#define FLOW_HELPER(Id, Signature, Symbol, Flags)                                                              \
  extern "C" void flowHelper##Id() __asm__(#Symbol) __attribute__((weak));
#include "runtime/abi/Helpers.def"

namespace flow::driver {

static std::vector<abi::Symbol> collect() {
  using namespace abi; // the flags
  std::vector<abi::Symbol> symbols;
  auto add = [&](const char *name, const void *address) {
    if (address) symbols.push_back({name, address});
  };
#define FLOW_FUNCTION(Id, Name, Signature, Symbol, Flags)                                                      \
  if (((Flags) & kIntrinsic) == 0) add(#Symbol, reinterpret_cast<const void *>(&flowFunction##Id));
#include "runtime/abi/Functions.def"
#define FLOW_HELPER(Id, Signature, Symbol, Flags) add(#Symbol, reinterpret_cast<const void *>(&flowHelper##Id));
#include "runtime/abi/Helpers.def"
#define FLOW_HOST(Symbol) add(#Symbol, reinterpret_cast<const void *>(&Symbol));
  FLOW_HOST(flow_host_print)
  FLOW_HOST(flow_host_run_plan)
  FLOW_HOST(flow_host_show_table)
  FLOW_HOST(flow_host_table_length)
  FLOW_HOST(flow_host_table_scalar)
  FLOW_HOST(flow_host_table_rows)
  FLOW_HOST(flow_host_allocate)
  FLOW_HOST(flow_host_list_append)
  FLOW_HOST(flow_host_list_set)
#undef FLOW_HOST
  return symbols;
}

std::span<const abi::Symbol> runtimeSymbols() {
  static const std::vector<abi::Symbol> kSymbols = collect();
  return kSymbols;
}

} // namespace flow::driver
