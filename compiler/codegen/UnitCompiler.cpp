#include "compiler/codegen/UnitCompiler.h"

#include "compiler/codegen/Leaves.h"
#include "compiler/codegen/MachineCode.h"
#include "compiler/codegen/ModuleEmitter.h"
#include "compiler/codegen/Optimize.h"
#include "runtime/abi/Check.h"

#include <llvm/IR/DiagnosticInfo.h>
#include <llvm/IR/DiagnosticPrinter.h>
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
constexpr size_t kLongest = 6000, kLongestExact = 600;

bool hasLongerThan(size_t limit, const llvm::Module &module) {
  return std::ranges::any_of(
      module, [&](const llvm::Function &function) { return function.getInstructionCount() > limit; });
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

std::string UnitCompiler::compile(const Unit &unit, Form form) {
  const ir::Function &function = module_.functions[unit.function];
  bool isFast = unit.kind == Unit::Kind::Fast;
  Task task{symbolOf(unit, module_), module_, facts_, {}};
  task.emit = [&](ModuleEmitter &emitter, llvm::Module &module) { emitter.emit(unit, module); };
  // Only loops over batches are worth vectorizing.
  task.level = isFast && !function.accumulatesByGroup ? optLevel_ : std::min(optLevel_, 1);
  task.accumulates = isFast && !function.accumulations.empty();
  task.machineLevel = optLevel_;
  task.longest = isFast ? kLongest : kLongestExact;
  return compile(task, form);
}

/// What runs about as often as it is written costs more to optimize than that saves.
std::string UnitCompiler::compile(const GroupModule &group, Form form) {
  Task task{group.module.functions[0].name, group.module, group.facts, {}};
  task.emit = [&](ModuleEmitter &emitter, llvm::Module &module) { emitter.emit(group, module); };
  task.isHost = true;
  task.level = group.runsSeldom ? 0 : std::min(optLevel_, 1);
  task.machineLevel = group.runsSeldom ? 0 : optLevel_;
  task.longest = kLongest;
  return compile(task, form);
}

/// What LLVM says of loops that it does not vectorize is nothing for users; an error is ours.
static void checkDiagnostic(const llvm::DiagnosticInfo *info, void *) {
  if (info->getSeverity() != llvm::DS_Error) return;
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::DiagnosticPrinterRawOStream printer(stream);
  info->print(printer);
  FLOW_UNREACHABLE("code generation: ", text);
}

std::string UnitCompiler::compile(const Task &task, Form form) {
  Stopwatch watch;
  times_ = {};
  llvm::TargetMachine &machine = machineOf(task.machineLevel);
  times_.start = watch.lap();
  llvm::LLVMContext context;
  context.setDiagnosticHandlerCallBack(checkDiagnostic);
  ModuleEmitter emitter(context, task.module, task.facts);
  auto module = std::make_unique<llvm::Module>(task.name, context);
  setTarget(*module, machine);
  task.emit(emitter, *module);
#ifndef NDEBUG
  std::string broken;
  llvm::raw_string_ostream stream(broken);
  FLOW_CHECK(!llvm::verifyModule(*module, &stream), task.name, ": ", broken);
#endif
  times_.emit = watch.lap();
  if (form == Form::Llvm) return textOf(*module);
  if (emitter.callsLeaves() && task.level >= 1) linkLeaves(*module);
  if (task.isHost && task.level >= 1)
    optimizeHost(*module, machine);
  else
    optimize(*module, machine, task.level, task.accumulates);
  times_.optimize = watch.lap();
  if (form == Form::OptimizedLlvm) return textOf(*module);
  llvm::TargetMachine &coder = hasLongerThan(task.longest, *module) ? machineOf(0) : machine;
  std::string code = machineCode(*module, coder, form == Form::Assembler);
  times_.machineCode = watch.lap();
  return code;
}

} // namespace flow::codegen
