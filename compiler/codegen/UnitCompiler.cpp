#include "compiler/codegen/UnitCompiler.h"

#include "compiler/codegen/Leaves.h"
#include "compiler/codegen/MachineCode.h"
#include "compiler/codegen/ModuleEmitter.h"
#include "compiler/codegen/Optimize.h"
#include "runtime/abi/Check.h"

#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

#include <algorithm>
#include <ctime>

namespace flow::codegen {

namespace {

/// Of the processor time of this thread, which other processes do not blur.
class Stopwatch {
public:
  double lap() {
    double now = threadTime(), milliseconds = now - last_;
    last_ = now;
    return milliseconds;
  }

private:
  static double threadTime() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
  }
  double last_ = threadTime();
};

std::string textOf(const llvm::Module &module) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream, nullptr);
  return text;
}

/// Register allocation and scheduling of LLVM take more than linear time: beyond so many instructions in one function
/// code is made the quick way. Exact kernels run rarely, and loops of fast ones are cut before (RowSlice.h).
bool isTooLong(const llvm::Module &module, Unit::Kind kind) {
  size_t limit = kind == Unit::Kind::Exact ? 600 : 6000;
  for (const llvm::Function &function : module)
    if (function.getInstructionCount() > limit) return true;
  return false;
}

} // namespace

llvm::TargetMachine &UnitCompiler::machineOf(int level) {
  std::unique_ptr<llvm::TargetMachine> &machine = level == 0 ? quickMachine_ : goodMachine_;
  if (!machine) machine = makeTargetMachine(level);
  return *machine;
}

UnitCompiler::UnitCompiler(const ir::Module &module, const std::vector<FunctionFacts> &facts, int optLevel)
    : module_(module), facts_(facts), optLevel_(optLevel) {}
UnitCompiler::~UnitCompiler() = default;

bool UnitCompiler::runsOnce(const Unit &unit) const {
  if (unit.kind != Unit::Kind::Host) return false;
  return std::ranges::none_of(reachedFrom(unit.function, module_), [&](uint32_t function) {
    return facts_[function].hasLoop || facts_[function].recursive;
  });
}

std::string UnitCompiler::compile(const Unit &unit, Form form) {
  Stopwatch watch;
  times_ = {};
  bool once = runsOnce(unit);
  llvm::TargetMachine &machine = machineOf(once ? 0 : optLevel_);
  times_.start = watch.lap();
  llvm::LLVMContext context;
  ModuleEmitter emitter(context, module_, facts_);
  auto module = std::make_unique<llvm::Module>(symbolOf(unit, module_), context);
  setTarget(*module, machine);
  emitter.emit(unit, *module);
#ifndef NDEBUG
  std::string broken;
  llvm::raw_string_ostream stream(broken);
  FLOW_CHECK(!llvm::verifyModule(*module, &stream), symbolOf(unit, module_), ": ", broken);
#endif
  times_.emit = watch.lap();
  if (form == Form::Llvm) return textOf(*module);
  // Only loops over batches are worth vectorizing.
  int level = once ? 0 : unit.kind == Unit::Kind::Fast ? optLevel_ : std::min(optLevel_, 1);
  if (emitter.callsLeaves() && level >= 1) linkLeaves(*module);
  const ir::Function &function = module_.functions[unit.function];
  bool accumulates = unit.kind == Unit::Kind::Fast && !function.accumulations.empty();
  if (function.accumulatesByGroup) level = std::min(level, 1);
  if (unit.kind == Unit::Kind::Host && level >= 1)
    optimizeHost(*module, machine);
  else
    optimize(*module, machine, level, accumulates);
  times_.optimize = watch.lap();
  if (form == Form::OptimizedLlvm) return textOf(*module);
  llvm::TargetMachine &coder = isTooLong(*module, unit.kind) ? machineOf(0) : machine;
  std::string code = machineCode(*module, coder, form == Form::Assembler);
  times_.machineCode = watch.lap();
  return code;
}

} // namespace flow::codegen
