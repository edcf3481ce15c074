#pragma once
// The passes over LLVM IR, chosen for kernels: one hot loop, everything inlined already, little time.

#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

namespace flow::codegen {

/// Level 0: only what must be (inlining of leaves); 1: no vectorization, for exact kernels; 2: everything.
/// `accumulates`: there are words in memory that every block of a loop adds to, which are to be kept in registers once
/// a block is a vector.
void optimize(llvm::Module &module, llvm::TargetMachine &machine, int level, bool accumulates);

/// For host code that has loops or calls itself.
void optimizeHost(llvm::Module &module, llvm::TargetMachine &machine);

} // namespace flow::codegen
