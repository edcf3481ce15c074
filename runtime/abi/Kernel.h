#pragma once
// What generated code and the runtime agree on. Everything a kernel touches is reached through its StageCall; generated
// code contains no addresses, so that objects can be cached on disk and sent to other machines.
//
// A stage kernel evaluates the filters and expressions between two operators over one dense batch. It comes twice:
//  - the fast one runs over the whole batch, collects failures without branching, and returns nonzero when some row
//    may have failed;
//  - the exact one is compiled only when that happened, evaluates row by row in source order, returns the site that
//    fails first and sets `failedRow`, or 0 when the suspicion was unfounded (then its outputs are right).
// Both add to the accumulators, whatever they return: who calls the exact one gives it those from before the fast one.

#include <cstdint>

namespace flow::abi {

/// Rows of a batch at most, and lanes of an aggregate without groups: row r of a segment adds to lane r % kLanes, so
/// that vector code and any batch size give the same bits. Two vectors of 64-bit numbers at their longest.
constexpr uint32_t kBatchRows = 1024;
constexpr uint32_t kLanes = 16;
/// Rows of a segment of a table; readers choose segments by their file's layout.
constexpr uint32_t kSegmentRows = 65536;

struct KernelContext;

/// Nullable inputs of a stage always have `valid` (a constant array of ones when there are no nulls);
/// inputs of a type that is not optional have none. The same holds for outputs.
/// `valid` holds one byte a row, 1 where there is a value; null when all rows have one. Under a null the data is zero.
struct KernelColumn {
  void *data = nullptr;
  uint8_t *valid = nullptr;
};

struct StageCall {
  KernelContext *context = nullptr;       ///< strings, failure text; see KernelContext.h
  const KernelColumn *inputs = nullptr;   ///< in the order of StageSpec::inputs
  KernelColumn *outputs = nullptr;        ///< in the order of StageSpec::computed; room for kBatchRows each
  uint8_t *mask = nullptr;                ///< written by stages that filter: 1 where the row goes on
  const void *captures = nullptr;         ///< values of host code, laid out as the plan's CaptureSpec says
  void *accumulators = nullptr;           ///< see Accumulation.h; null when there are none
  const uint32_t *places = nullptr;       ///< of a stage that accumulates by group: where each row's group is
  uint64_t firstRow = 0;                  ///< number of row 0 within its segment
  uint32_t rows = 0;
  uint32_t failedRow = 0;                 ///< set by the exact kernel
};

/// 0, or: fast kernel, some row is suspect; exact kernel, the site id (1-based index into the plan's sites).
using StageKernel = uint32_t (*)(StageCall *);

} // namespace flow::abi
