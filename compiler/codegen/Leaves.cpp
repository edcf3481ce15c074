#include "compiler/codegen/Leaves.h"

#include "runtime/abi/Check.h"
#include "runtime/abi/leaf/LeafBitcode.h"

#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Linker/Linker.h>
#include <xxhash.h>

namespace flow::codegen {

void linkLeaves(llvm::Module &module) {
  std::string_view bitcode = abi::leafBitcode();
  llvm::MemoryBufferRef buffer(llvm::StringRef(bitcode), "leaf.bc");
  // Lazily: bodies are read when the linker wants them.
  llvm::Expected<std::unique_ptr<llvm::Module>> leaves = llvm::getLazyBitcodeModule(buffer, module.getContext());
  FLOW_CHECK(static_cast<bool>(leaves), "the embedded bitcode cannot be read");
  (*leaves)->setTargetTriple(module.getTargetTriple());
  (*leaves)->setDataLayout(module.getDataLayout());
  std::vector<std::string> names;
  for (const llvm::Function &function : module)
    if (function.isDeclaration()) names.push_back(function.getName().str());
  bool failed = llvm::Linker::linkModules(module, std::move(*leaves), llvm::Linker::LinkOnlyNeeded);
  FLOW_CHECK(!failed, "leaf functions do not link");
  for (const std::string &name : names) {
    llvm::Function *function = module.getFunction(name);
    if (!function || function->isDeclaration()) continue;
    function->setLinkage(llvm::GlobalValue::InternalLinkage);
    function->addFnAttr(llvm::Attribute::AlwaysInline);
    function->removeFnAttr(llvm::Attribute::NoInline);
    for (const char *ofItsOwn : {"target-cpu", "target-features", "tune-cpu", "frame-pointer"})
      function->removeFnAttr(ofItsOwn);
  }
}

uint64_t leafVersion() {
  static const uint64_t version = [] {
    std::string_view bitcode = abi::leafBitcode();
    return XXH3_64bits(bitcode.data(), bitcode.size());
  }();
  return version;
}

} // namespace flow::codegen
