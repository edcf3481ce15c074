#pragma once
// Wide stages: LLVM takes more than linear time for a long loop, so a row function with many results becomes several
// loops, each of which computes some of them. What several slices need is computed by each; what may fail is checked by
// one.

#include "compiler/ir/Fn.h"

namespace flow::codegen {

class RowSlice {
public:
  uint32_t firstResult = 0, endResult = 0; ///< those that this slice gives

  bool needs(ir::ValueId value) const { return values_[value]; }
  bool needsResult(uint32_t result) const { return result >= firstResult && result < endResult; }
  /// Whether it adds to the accumulation: each slice to those of its results, and the first to a count of all rows.
  bool accumulates(const abi::Accumulation &accumulation, const ir::Function &function) const;
  /// Whether the instruction is a part of this slice, and whether its failure is this slice's to tell.
  bool has(const ir::Instruction &instruction) const;
  bool checks(const ir::Instruction &instruction) const;

private:
  friend class RowSlicer;
  std::vector<bool> values_;  // by ValueId: to be computed
  std::vector<bool> checked_; // by ValueId of the instruction's result
  std::vector<bool> slots_;   // that are read
};

/// One slice when the function has few results. Only for functions without loops.
std::vector<RowSlice> sliceRow(const ir::Function &function);

} // namespace flow::codegen
