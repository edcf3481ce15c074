#pragma once
// From Fn IR to machine code of this machine. The only part of the compiler that knows LLVM, and its headers
// do not show it.

#include "compiler/ir/Fn.h"
#include "runtime/abi/Host.h"
#include "runtime/abi/KernelProvider.h"

#include <memory>
#include <span>
#include <string>

namespace flow::codegen {

struct CodegenOptions {
  int optLevel = 2; ///< 0: quick and slow; 2: vectorized
  bool useCache = true;
  std::string cacheDir;                 ///< empty: a folder of the user's (FLOW_CACHE, XDG_CACHE_HOME, ~/.cache)
  unsigned threads = 2;                 ///< that compile
  bool printStats = false;              ///< what was compiled and how long it took, to standard error
  bool perfMap = false;                 ///< tell `perf` the names of functions
  std::span<const abi::Symbol> symbols; ///< the C functions that code may call
};

/// LLVM IR of the host code and the fast kernels, as emitted or as optimized.
std::string emitLlvm(const ir::Module &module, bool optimized);
/// Assembler text of the same.
std::string emitAsm(const ir::Module &module);

/// Code in this process, for as long as the object lives.
class CompiledModule : public abi::KernelProvider {
public:
  using Main = uint32_t (*)(abi::HostContext *);
  /// The Main function; null when the module has none.
  virtual Main hostMain() = 0;
};

/// Compiles the fast kernels of all stages and the host code; exact kernels follow when they are asked for,
/// so `module` must live as long as the result.
std::unique_ptr<CompiledModule> compile(const ir::Module &module, const CodegenOptions &options);

} // namespace flow::codegen
