#include "compiler/codegen/MachineCode.h"

#include "compiler/base/WithoutMemory.h"
#include "runtime/abi/Check.h"

#include <llvm/IR/LegacyPassManager.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/ErrorHandling.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>

#include <mutex>

namespace flow::codegen {

/// Addresses are base plus row times size, which x86 has as one operand: reducing them costs a tenth of the
/// time for no better code. The option has no other door.
static void skipStrengthReduction() {
  auto &options = llvm::cl::getRegisteredOptions();
  auto found = options.find("disable-lsr");
  if (found != options.end()) static_cast<llvm::cl::opt<bool> *>(found->second)->setValue(true);
}

static const llvm::Target &nativeTarget(const std::string &triple) {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::install_bad_alloc_error_handler([](void *, const char *, bool) { leaveWithoutMemory(); });
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    skipStrengthReduction();
  });
  std::string message;
  const llvm::Target *target = llvm::TargetRegistry::lookupTarget(triple, message);
  FLOW_CHECK(target, message);
  return *target;
}

std::unique_ptr<llvm::TargetMachine> makeTargetMachine(int optimizationLevel) {
  const HostTarget &host = hostTarget();
  llvm::TargetOptions options;
  options.AllowFPOpFusion = llvm::FPOpFusion::Strict; // results do not depend on what could be fused
  options.EmitAddrsig = false;
  auto level = optimizationLevel == 0 ? llvm::CodeGenOptLevel::None : llvm::CodeGenOptLevel::Default;
  std::unique_ptr<llvm::TargetMachine> machine(nativeTarget(host.triple)
                                                   .createTargetMachine(host.triple, host.cpu, host.features, options,
                                                                        llvm::Reloc::PIC_, llvm::CodeModel::Small,
                                                                        level, /*JIT=*/true));
  FLOW_CHECK(machine != nullptr, host.triple);
  if (optimizationLevel == 0) machine->setFastISel(true);
  return machine;
}

void setTarget(llvm::Module &module, const llvm::TargetMachine &machine) {
  module.setTargetTriple(machine.getTargetTriple().str());
  module.setDataLayout(machine.createDataLayout());
}

std::string machineCode(llvm::Module &module, llvm::TargetMachine &machine, bool asText) {
  llvm::SmallString<0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  llvm::legacy::PassManager passes;
  auto kind = asText ? llvm::CodeGenFileType::AssemblyFile : llvm::CodeGenFileType::ObjectFile;
  bool unable = machine.addPassesToEmitFile(passes, stream, nullptr, kind, /*DisableVerify=*/true);
  FLOW_CHECK(!unable, "no machine code for ", machine.getTargetTriple().str());
  passes.run(module);
  return std::string(bytes.str());
}

} // namespace flow::codegen
