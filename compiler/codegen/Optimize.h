#pragma once
// The passes over LLVM IR, chosen for kernels: one hot loop, everything inlined already, little time.

#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

namespace flow::codegen {

/// Level 0: only what must be (inlining of leaves); 1: no vectorization, for exact kernels; 2: everything.
void optimize(llvm::Module &module, llvm::TargetMachine &machine, int level);

} // namespace flow::codegen
