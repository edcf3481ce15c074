#pragma once
// A unit is what becomes one LLVM module and one object: the fast or the exact kernel of a stage, or the host
// code. Every unit carries its own copies of the functions that it calls, so units compile in parallel and
// are cached alone.

#include "compiler/ir/Fn.h"

namespace flow::codegen {

struct Unit {
  enum class Kind : uint8_t {
    Fast,  ///< a Stage function, over a whole batch
    Exact, ///< a Stage function, row by row
    Host   ///< a function that the host calls: Main, or a Test
  };
  Kind kind = Kind::Host;
  uint32_t function = 0; ///< index in the module
};

constexpr std::string_view kMainSymbol = "flow_main";
/// The symbol of the exact kernel of a stage; that of the fast one is the stage's name.
inline std::string exactSymbol(std::string_view stage) { return std::string(stage) + ".exact"; }

/// The symbol that the unit's object defines.
std::string symbolOf(const Unit &unit, const ir::Module &module);

} // namespace flow::codegen
