#pragma once
// What a stage does with a row that it accumulates: runtime/abi/Accumulation.h in code.

#include "compiler/codegen/Failures.h"
#include "compiler/codegen/RowSlice.h"
#include "runtime/abi/ColumnType.h"

#include <functional>

namespace flow::codegen {

class LaneAccumulators {
public:
  /// `memory` is StageCall::accumulators; `mark` is told of every access to it.
  LaneAccumulators(const ir::Function &row, llvm::IRBuilderBase &builder, llvm::Value *memory,
                   std::function<void(llvm::Instruction *)> mark)
      : row_(row), builder_(builder), memory_(memory), mark_(std::move(mark)) {}

  /// Adds a row, given by its results, to a lane: `lane` (i64) is its number, or by group its place. In fast code
  /// `fast` takes suspicion; in exact code it is null. With a slice only what that slice accumulates.
  void add(llvm::ArrayRef<Value> results, llvm::Value *lane, Failures *fast, const RowSlice *slice);

private:
  /// The row that is being added.
  struct Row {
    llvm::ArrayRef<Value> results;
    llvm::Value *lane;
    Failures *fast;
  };

  void add(const abi::Accumulation &accumulation, uint32_t firstWord, const Row &row);
  /// i1, or null when every row counts.
  llvm::Value *counts(const abi::Accumulation &accumulation, const Row &row);
  /// The value as 64 bits, or zero when the row does not count.
  llvm::Value *counted(llvm::Value *value, llvm::Value *counts);
  /// Zero- or sign-extended to 64 bits.
  llvm::Value *extended(llvm::Value *value, abi::ColumnKind kind);
  llvm::Value *orderedNumber(llvm::Value *value, abi::ColumnKind kind);
  void addDecimal(llvm::Value *value, llvm::Value *counts, uint32_t firstWord, const Row &row);
  void addHalves(llvm::Value *value, bool isSigned, uint32_t firstWord, const Row &row);
  /// word = change(word), in the row's lane.
  void change(uint32_t word, llvm::Type *type, const Row &row, llvm::function_ref<llvm::Value *(llvm::Value *)> change);
  void plus(uint32_t word, const Row &row, llvm::Value *value);

  const ir::Function &row_;
  llvm::IRBuilderBase &builder_;
  llvm::Value *memory_;
  std::function<void(llvm::Instruction *)> mark_;
};

} // namespace flow::codegen
