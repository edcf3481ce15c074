#pragma once
// Writes the kernels of a stage: `uint32_t name(StageCall *)`.
//
//  - The fast kernel is one loop over the rows of the batch with the row function inside. Rows are
//  independent, which
//    the loop says of itself (one access group), so it vectorizes; suspicion is gathered in words outside of
//    it.
//  - The exact kernel calls the exact row function row by row and stops at the first that fails.

#include "compiler/codegen/Emitter.h"

namespace flow::codegen {

class StageEmitter {
public:
  /// With a slice the fast kernel computes only that part.
  StageEmitter(ModuleEmitter &module, uint32_t functionIndex, llvm::Function *kernel, const RowSlice *slice = nullptr);
  void emitFast();
  void emitExact();

private:
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
  void begin();
  /// Leaves the builder in the body of the loop.
  void beginLoop();
  void endLoop();
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
  llvm::PHINode *current_ = nullptr; ///< i64, the row at hand
  llvm::BasicBlock *entry_ = nullptr, *loop_ = nullptr, *done_ = nullptr;
  std::vector<Column> inputs_, outputs_;
  std::vector<Value> captures_;
  llvm::MDNode *readScope_ = nullptr, *writtenScope_ = nullptr, *rowAccess_ = nullptr;
};

} // namespace flow::codegen
