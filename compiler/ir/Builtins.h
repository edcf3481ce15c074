#pragma once
// What Op::CallBuiltin names: a line of runtime/abi/Functions.def. In the text of the IR it is the line's
// id, `builtin @StrLower %1`.

#include "compiler/ir/Fn.h"

namespace flow::ir {

uint32_t builtinCount();
/// The id of the line.
const char *builtinId(uint32_t line);
std::optional<uint32_t> builtinNamed(std::string_view id);
bool builtinMayFail(uint32_t line);
/// The same arguments give the same result, and nothing else happens.
bool builtinIsPure(uint32_t line);

} // namespace flow::ir
