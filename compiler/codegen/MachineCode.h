#pragma once
// LLVM's target for the host: one per thread that compiles.

#include "compiler/codegen/HostTarget.h"

#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include <memory>

namespace flow::codegen {

std::unique_ptr<llvm::TargetMachine> makeTargetMachine(int optimizationLevel);
/// Triple and data layout.
void setTarget(llvm::Module &module, const llvm::TargetMachine &machine);
/// An object file, or assembler text. The module is spent.
std::string machineCode(llvm::Module &module, llvm::TargetMachine &machine, bool asText);

} // namespace flow::codegen
