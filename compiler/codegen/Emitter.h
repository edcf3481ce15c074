#pragma once
// Writes the body of one ir::Function into an LLVM function. When a body is inlined into another, each has
// its own Emitter; what belongs to the LLVM function is in their common Scope.
//
// A body comes out in one of two ways:
//  - straight: no branches at all. Every block is evaluated, values are chosen by selects, and the path
//  (whether this
//    block is really reached) guards failures and stores. Loops around such bodies vectorize.
//  - branching: one LLVM block for each block, phis for block parameters.

#include "compiler/codegen/Failures.h"
#include "compiler/codegen/ModuleEmitter.h"
#include "compiler/codegen/RowSlice.h"
#include "runtime/abi/Check.h"

#include <llvm/ADT/STLFunctionalExtras.h>

namespace flow::codegen {

/// The LLVM function that is being written.
struct Scope {
  ModuleEmitter &module;
  llvm::IRBuilder<> &builder;
  llvm::Function *function = nullptr;
  llvm::BasicBlock *entry = nullptr; ///< where stack slots are made; has its terminator already
  Failures *failures = nullptr;
  llvm::Value *context = nullptr; ///< KernelContext *

  /// Memory of the stack frame, made once however often the code runs.
  llvm::AllocaInst *stackSlot(llvm::Type *type, const llvm::Twine &name = "");
};

class Emitter {
public:
  Emitter(Scope &scope, uint32_t functionIndex);

  /// Writes the body at the builder's place and leaves the builder behind it; gives the results. `path` (i1,
  /// null: always) says whether the body is really run; only straight bodies take one.
  /// With a slice, which only straight bodies take, arguments and results that it does not need are empty.
  std::vector<Value> emitBody(llvm::ArrayRef<Value> arguments, llvm::Value *path, const RowSlice *slice = nullptr);
  /// Writes a branching body whose returns end their block by `onReturn`.
  using OnReturn = llvm::function_ref<void(llvm::ArrayRef<Value>)>;
  void emitReturning(llvm::ArrayRef<Value> arguments, OnReturn onReturn);

  // ---- for the families of operations
  Scope &scope;
  llvm::IRBuilder<> &builder;
  const ir::Function &function;

  const Value &value(ir::ValueId id) const { return values_[id]; }
  /// Of a handler: the site that failed (i32).
  llvm::Value *failedSite() const { return handlers_.lookup(block_).site; }
  llvm::Value *scalar(ir::ValueId id) const { return values_[id][0]; }
  const types::Type *typeOf(ir::ValueId id) const { return function.valueTypes[id]; }
  TypeMap &types() { return scope.module.types(); }
  bool isFast() const { return scope.failures->isFast(); }

  /// Path and guard together; null: always.
  llvm::Value *guardOf(const ir::Instruction &instruction);
  /// Fails when `condition` and the guard hold; an operation on numbers names them.
  void failIf(const ir::Instruction &instruction, llvm::Value *condition, abi::FailureKind kind);
  /// The same, with a reason of its own.
  void failIf(const ir::Instruction &instruction, llvm::Value *condition, abi::FailureKind kind, Failures::Tell tell);
  /// Fails when the sign bit of `word` is set and the guard holds; only when isFast().
  void failIfNegative(const ir::Instruction &instruction, llvm::Value *word);
  Value loadSlot(uint32_t slot);
  /// Does nothing where the path does not lead.
  void storeSlot(uint32_t slot, const Value &value);
  /// Runs `body` only when the guard holds, else the leaves are zero. A null guard always holds.
  Value underGuard(llvm::Value *guard, llvm::function_ref<Value()> body);
  /// i1 false in code that does not count texts: there they are views of memory that others keep.
  bool countsTexts() const { return scope.module.countsTexts(); }
  /// The address of stack memory that holds the value as it lies in memory.
  llvm::Value *spill(const types::Type *type, const Value &value);

private:
  void begin(llvm::ArrayRef<Value> arguments);
  /// Of functions that fast code does not contain: the exact one is called.
  std::vector<Value> callExactBody(llvm::ArrayRef<Value> arguments);
  void emitInstruction(const ir::Instruction &instruction);
  /// Failures of the instruction give back what it says.
  void setCleanup(const ir::Instruction &instruction);
  void emitOfSlice(const ir::Instruction &instruction);
  std::vector<Value> valuesOf(const std::vector<ir::ValueId> &ids) const;

  // ---- StraightBody.cpp
  struct Edge {
    llvm::Value *taken;
    const ir::Target *target;
  };
  std::vector<Value> emitStraight(llvm::ArrayRef<Value> arguments, llvm::Value *path);
  void enterStraight(ir::BlockId block, const std::vector<Edge> &edges);
  // ---- BranchingBody.cpp
  struct LlvmBlock {
    llvm::BasicBlock *entry = nullptr;
    std::vector<llvm::SmallVector<llvm::PHINode *, 2>> phis;
  };
  void makeBlocks(const std::vector<ir::BlockId> &order);
  void jumpTo(const ir::Target &target);
  llvm::BasicBlock *edgeTo(const ir::Target &target);
  void makeHandlers(const std::vector<ir::BlockId> &order);
  /// Failures go where the block says.
  void enterBlock(ir::BlockId block);
  void leaveHandlers();
  void endBlock(const ir::Instruction &terminator, OnReturn onReturn);

  std::vector<Value> values_;
  std::vector<llvm::SmallVector<llvm::AllocaInst *, 2>> slots_;
  std::vector<LlvmBlock> blocks_;
  llvm::Value *path_ = nullptr;
  const RowSlice *slice_ = nullptr;
  llvm::DenseMap<ir::BlockId, ReturnedFailures::Handler> handlers_;
  std::unique_ptr<ReturnedFailures> handled_; // of fast code whose block has a handler: tests are exact there
  Failures *unhandled_ = nullptr;             // of blocks without
  ir::BlockId block_ = 0;                     // that is being written
  uint32_t index_;
};

/// a and b, or a or b, where null is true.
llvm::Value *bothOf(llvm::IRBuilderBase &builder, llvm::Value *a, llvm::Value *b);
llvm::Value *eitherOf(llvm::IRBuilderBase &builder, llvm::Value *a, llvm::Value *b);

} // namespace flow::codegen
