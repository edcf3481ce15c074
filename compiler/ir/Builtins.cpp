#include "compiler/ir/Builtins.h"

#include "runtime/abi/Functions.h"

#include <iterator>

namespace flow::ir {

static constexpr const char *kIds[] = {
#define FLOW_FUNCTION(Id, Name, Signature, Symbol, Flags) #Id,
#include "runtime/abi/Functions.def"
};

uint32_t builtinCount() { return std::size(kIds); }
const char *builtinId(uint32_t line) { return kIds[line]; }

std::optional<uint32_t> builtinNamed(std::string_view id) {
  for (uint32_t line = 0; line < std::size(kIds); ++line)
    if (kIds[line] == id) return line;
  return {};
}

bool builtinMayFail(uint32_t line) { return abi::kFunctions[line].has(abi::kMayFail); }
bool builtinIsPure(uint32_t line) { return abi::kFunctions[line].has(abi::kPure); }

} // namespace flow::ir
