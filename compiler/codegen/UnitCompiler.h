#pragma once
// From a unit to an object, with LLVM. One per thread that compiles; the target machine is made with the
// first unit, so that a warm cache never initialises it.

#include "compiler/codegen/GroupModule.h"
#include "compiler/codegen/Unit.h"

#include <functional>
#include <memory>
#include <string>

namespace llvm {
class Module;
class TargetMachine;
}

namespace flow::codegen {

class ModuleEmitter;

/// Where the processor's time went, in milliseconds; `start` is the making of the target machine, with the
/// first unit.
struct CompileTimes {
  double start = 0, emit = 0, optimize = 0, machineCode = 0;
};

class UnitCompiler {
public:
  UnitCompiler(const ir::Module &module, const std::vector<FunctionFacts> &facts, int optLevel);
  ~UnitCompiler();

  enum class Form : uint8_t { Object, Assembler, Llvm, OptimizedLlvm };
  std::string compile(const Unit &unit, Form form = Form::Object);
  /// Needs nothing of the module that the compiler was made with.
  std::string compile(const GroupModule &group, Form form = Form::Object);
  const CompileTimes &times() const { return times_; }

private:
  /// What differs from unit to unit.
  struct Task {
    std::string name;
    const ir::Module &module;
    const std::vector<FunctionFacts> &facts;
    std::function<void(ModuleEmitter &, llvm::Module &)> emit;
    bool isHost = false;
    bool accumulates = false; ///< in lanes
    int level = 0;            ///< of the passes
    int machineLevel = 0;
    size_t longest = 0; ///< instructions of a function that the machine of that level is for
  };
  std::string compile(const Task &task, Form form);
  /// 0: LLVM's quick and linear way to machine code; 2: its good one.
  llvm::TargetMachine &machineOf(int level);

  const ir::Module &module_;
  const std::vector<FunctionFacts> &facts_;
  int optLevel_;
  std::unique_ptr<llvm::TargetMachine> quickMachine_, goodMachine_;
  CompileTimes times_; ///< of the last unit
};

} // namespace flow::codegen
