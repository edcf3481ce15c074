#pragma once
// What Fn IR can say and codegen cannot write yet: to be refused before a module is compiled.

#include "compiler/ir/Fn.h"

namespace flow::codegen {

struct NotBuilt {
  std::string what;  ///< "`map.set` in compiled code"
  uint32_t site = 0; ///< of the operation, or of one near it; 0 when there is none
};

std::optional<NotBuilt> findNotBuilt(const ir::Module &module);

} // namespace flow::codegen
