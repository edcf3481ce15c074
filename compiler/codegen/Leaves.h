#pragma once
// The leaf functions (runtime/abi/leaf) as LLVM bitcode, to be inlined.

#include <llvm/IR/Module.h>

#include <cstdint>

namespace flow::codegen {

/// Links those that the module calls, and nothing else; they become internal and are inlined by optimize().
void linkLeaves(llvm::Module &module);
/// Changes when they do.
uint64_t leafVersion();

} // namespace flow::codegen
