#include "compiler/codegen/UnitCompiler.h"

#include "compiler/codegen/Leaves.h"
#include "compiler/codegen/MachineCode.h"
#include "compiler/codegen/ModuleEmitter.h"
#include "compiler/codegen/Optimize.h"
#include "runtime/abi/Check.h"

#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

#include <chrono>

namespace flow::codegen {

namespace {

class Stopwatch {
public:
  double lap() {
    auto now = std::chrono::steady_clock::now();
    double milliseconds = std::chrono::duration<double, std::milli>(now - last_).count();
    last_ = now;
    return milliseconds;
  }

private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

std::string textOf(const llvm::Module &module) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream, nullptr);
  return text;
}

} // namespace

UnitCompiler::UnitCompiler(const ir::Module &module, const std::vector<FunctionFacts> &facts, int optLevel)
    : module_(module), facts_(facts), optLevel_(optLevel) {}
UnitCompiler::~UnitCompiler() = default;

std::string UnitCompiler::compile(const Unit &unit, Form form) {
  Stopwatch watch;
  times_ = {};
  if (!machine_) machine_ = makeTargetMachine(optLevel_);
  llvm::LLVMContext context;
  ModuleEmitter emitter(context, module_, facts_);
  std::unique_ptr<llvm::Module> module = emitter.emit(unit);
  setTarget(*module, *machine_);
#ifndef NDEBUG
  std::string broken;
  llvm::raw_string_ostream stream(broken);
  FLOW_CHECK(!llvm::verifyModule(*module, &stream), symbolOf(unit, module_), ": ", broken);
#endif
  times_.emit = watch.lap();
  if (form == Form::Llvm) return textOf(*module);
  // Exact kernels run over a failing batch once.
  int level = unit.kind == Unit::Kind::Exact ? std::min(optLevel_, 1) : optLevel_;
  if (emitter.callsLeaves() && level >= 1) linkLeaves(*module);
  optimize(*module, *machine_, level);
  times_.optimize = watch.lap();
  if (form == Form::OptimizedLlvm) return textOf(*module);
  std::string code = machineCode(*module, *machine_, form == Form::Assembler);
  times_.machineCode = watch.lap();
  return code;
}

} // namespace flow::codegen
