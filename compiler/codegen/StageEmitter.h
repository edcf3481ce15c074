#pragma once
// Writes the kernels of a stage: `uint32_t name(StageCall *)`.
//
//  - The fast kernel is one loop over the rows of the batch with the row function inside. Rows are independent, which
//    the loop says of itself (one access group), so it vectorizes; suspicion is gathered in words outside of it.
//  - A fast kernel that accumulates goes through the batch in blocks of kLanes rows, a row to a lane. Within a block
//    rows are independent again, so that LLVM makes one vector of it: a loop with accumulators in registers. What does
//    not fill a block, at both ends of the batch, is done row by row in a function apart. So is the whole batch when
//    the row function calls something, which no vector can.
//  - A kernel that accumulates by group goes row by row; what one row adds to lies side by side. It has no exact twin.
//  - The exact kernel calls the exact row function row by row and stops at the first that fails.

#include "compiler/codegen/Emitter.h"
#include "compiler/codegen/LaneAccumulators.h"

namespace flow::codegen {

class StageEmitter {
public:
  /// With a slice the fast kernel computes only that part.
  StageEmitter(ModuleEmitter &module, uint32_t functionIndex, llvm::Function *kernel, const RowSlice *slice = nullptr);
  void emitFast();
  void emitExact();

private:
  struct Loop {
    llvm::BasicBlock *body = nullptr, *done = nullptr;
    llvm::PHINode *at = nullptr; ///< i64
    llvm::Value *end = nullptr;
  };
  struct Column {
    const types::Type *type = nullptr;
    llvm::Value *data = nullptr;  ///< null: the slice has no use for the column
    llvm::Value *valid = nullptr; ///< of optional types
  };

  llvm::Value *field(size_t offset, llvm::Type *type, const char *name);
  using TypeList = llvm::ArrayRef<const types::Type *>;
  std::vector<Column> loadColumns(size_t offset, TypeList types, const char *name,
                                  llvm::function_ref<bool(uint32_t)> isUsed);
  void loadCaptures();
  void makeAccessKinds();

  // ---- StageLoops.cpp
  void begin();
  void emitPlain();
  void emitGrouped();
  void emitBlocks(llvm::Function *edge);
  /// The fast kernel's `uint32_t edge(StageCall *, uint64_t from, uint64_t to)`.
  llvm::Function *makeEdge();
  void emitEdge();
  llvm::Value *callEdge(llvm::Function *edge, llvm::Value *from, llvm::Value *to);
  /// Row by row; leaves the builder behind the loop.
  void emitRows(llvm::Value *from, llvm::Value *to, llvm::function_ref<void()> body, llvm::MDNode *loopKind);
  /// Leaves the builder in the body of the loop over [from, to), of which there is at least one.
  Loop beginLoop(llvm::Value *from, llvm::Value *to, const llvm::Twine &name);
  /// Leaves it behind the loop.
  void endLoop(Loop &loop, uint64_t step, llvm::MDNode *kind);
  llvm::MDNode *loopKind(llvm::ArrayRef<llvm::Metadata *> properties);
  llvm::MDNode *independentRows(unsigned vectorWidth);
  llvm::MDNode *rowByRow();
  llvm::Value *laneOf(llvm::Value *row);
  /// The body of fast code, for the row at hand.
  void emitFastRow(GatheredFailures &failures, llvm::Value *lane, bool isIndependent);
  std::vector<Value> emitExactRow();
  void accumulate(llvm::ArrayRef<Value> results, llvm::Value *lane, Failures *fast, bool isIndependent);

  // ---- StageEmitter.cpp
  llvm::Value *elementOf(const Column &column, const types::Leaf &leaf);
  /// `fast`: what is suspect, or null in exact code.
  std::vector<Value> loadRow(Failures *fast);
  void storeRow(llvm::ArrayRef<Value> results);
  llvm::Value *upperHalf(llvm::Value *address);
  llvm::Value *loadHalves(llvm::Value *address, Failures &failures);
  void storeHalves(llvm::Value *address, llvm::Value *narrow);
  void storeOutput(const Column &column, const Value &value);
  void markRead(llvm::Instruction *access);
  void markWritten(llvm::Instruction *access);
  void markAccumulated(llvm::Instruction *access, bool isIndependent);
  void markScopes(llvm::Instruction *access, llvm::MDNode *own, llvm::ArrayRef<llvm::Metadata *> others);

  ModuleEmitter &module_;
  uint32_t index_;
  const ir::Function &row_;
  llvm::Function *kernel_;
  llvm::IRBuilder<> builder_;
  const RowSlice *slice_;
  llvm::Value *call_;
  llvm::Value *context_ = nullptr;
  llvm::Value *rows_ = nullptr; ///< i64
  llvm::Value *mask_ = nullptr;
  llvm::Value *firstRow_ = nullptr, *accumulators_ = nullptr; ///< when it accumulates
  llvm::Value *current_ = nullptr;                            ///< i64, the row at hand
  llvm::BasicBlock *entry_ = nullptr;
  std::vector<Column> inputs_, outputs_;
  std::vector<Value> captures_;
  llvm::MDNode *readScope_ = nullptr, *writtenScope_ = nullptr, *accumulatedScope_ = nullptr, *rowAccess_ = nullptr;
};

} // namespace flow::codegen
