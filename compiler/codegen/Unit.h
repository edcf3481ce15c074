#pragma once
// A unit is what becomes one LLVM module and one object: the fast or the exact kernel of a stage, or a group of host
// functions (GroupModule.h). Kernels carry their own copies of the functions that they call, so units compile in
// parallel and are cached alone.

#include "compiler/ir/Fn.h"

namespace flow::codegen {

struct Unit {
  enum class Kind : uint8_t {
    Fast, ///< a Stage function, over a whole batch
    Exact ///< a Stage function, row by row
  };
  Kind kind = Kind::Fast;
  uint32_t function = 0; ///< index in the module
};

/// The symbol of the exact kernel of a stage; that of the fast one is the stage's name.
inline std::string exactSymbol(std::string_view stage) { return std::string(stage) + ".exact"; }

/// The symbol that the unit's object defines.
inline std::string symbolOf(const Unit &unit, const ir::Module &module) {
  const std::string &name = module.functions[unit.function].name;
  return unit.kind == Unit::Kind::Fast ? name : exactSymbol(name);
}

/// The symbol of what the host calls, in the object of a group that has an entry.
constexpr std::string_view kEntrySymbol = "flow_main";

} // namespace flow::codegen
