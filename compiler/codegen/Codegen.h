#pragma once
// From Fn IR to machine code of this machine. The only part of the compiler that knows LLVM, and its headers
// do not show it.

#include "compiler/codegen/ObjectCache.h"
#include "compiler/ir/Fn.h"
#include "runtime/abi/Host.h"
#include "runtime/abi/KernelProvider.h"

#include <memory>
#include <span>
#include <string>

namespace flow::codegen {

struct CodegenOptions {
  int optLevel = 2; ///< 0: quick and slow; 2: vectorized
  ObjectCache *cache = nullptr;         ///< outlives the code; null: everything is compiled
  unsigned threads = 2;                 ///< that compile
  bool printStats = false;              ///< what was compiled and how long it took, to standard error
  bool perfMap = false;                 ///< tell `perf` the names of functions
  std::span<const abi::Symbol> symbols; ///< the C functions that code may call
};

/// The machine that objects are made for, as text: they run on no other.
std::string machineText();

/// LLVM IR of the groups of host code and the fast kernels, as emitted or as optimized.
std::string emitLlvm(const ir::Module &module, bool optimized);
/// Assembler text of the same.
std::string emitAsm(const ir::Module &module);

/// The code of a module as data: where its objects are in the cache, and what to compile when they are gone.
struct CodeImage {
  /// A function of the module, by number, and a symbol of an object.
  using Name = std::pair<uint32_t, std::string>;
  /// The object of a group of host functions.
  struct Group {
    std::string key;             ///< in the cache
    std::string entry;           ///< the Main or Test function that it has; or empty
    std::vector<Name> functions; ///< that it has and others may call
    std::vector<Name> slots;     ///< for functions that it calls and others have
    std::vector<uint32_t> sites; ///< of the module, by number in the object
  };
  std::vector<Group> groups;
  std::vector<std::pair<std::string, std::string>> kernels; ///< the fast ones: symbol, key in the cache
  std::string ir;                                           ///< text of the module
};

/// Code in this process, for as long as the object lives.
class CompiledModule : public abi::KernelProvider {
public:
  using Main = uint32_t (*)(abi::HostContext *);
  /// The Test function of that name; null when the module has none.
  virtual Main hostFunction(std::string_view symbol) = 0;
  /// The Main function; null when the module has none.
  Main hostMain();
  /// Of code that has a cache.
  virtual CodeImage image() const = 0;
};

/// Begins to compile the host code and the fast kernels of all stages, on other threads; who asks for one that is not
/// ready waits for it. Exact kernels follow when they are asked for. `module` must live as long as the result.
std::unique_ptr<CompiledModule> compile(const ir::Module &module, const CodegenOptions &options);

/// The same code without its module. Each object is loaded when it is first used; what the cache no longer has is
/// compiled then.
std::unique_ptr<CompiledModule> restore(const CodeImage &image, const CodegenOptions &options);

} // namespace flow::codegen
