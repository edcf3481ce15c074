#pragma once
// What aggregates are made of. Several aggregates of the same column share accumulators: sum(.x), mean(.x)
// and count(.x) need one sum and one count.
//
// The states of one group lie side by side in a state row; an accumulator knows its offset in it and the size
// of rows. All-zero bytes are the state of no rows. States are made per segment, with the rows in their
// order, and merged in the order of segments, so that float results depend neither on threads nor on the size
// of batches.

#include "runtime/base/Memory.h"
#include "runtime/frame/Column.h"

namespace flow::frame {

/// Rows that come to an accumulator.
struct AccumulatorInput {
  const void *values = nullptr;  ///< of the argument; null for counts
  const uint8_t *mask = nullptr; ///< 1 where the row counts; null when all do
  uint32_t rows = 0;
};

class Accumulator {
public:
  Accumulator(uint32_t stateBytes, uint32_t alignment) : stateBytes_(stateBytes), alignment_(alignment) {}
  virtual ~Accumulator() = default;

  uint32_t stateBytes() const { return stateBytes_; }
  uint32_t alignment() const { return alignment_; }
  uint32_t offset() const { return offset_; }
  void place(uint32_t offset, uint32_t rowBytes) { offset_ = offset, rowBytes_ = rowBytes; }

  /// Row r counts for the group groups[r], whose state row is number groups[r] of `states`.
  virtual void update(char *states, const uint32_t *groups, const AccumulatorInput &input) const = 0;
  /// All rows count for one group. `firstRow` numbers the rows of the segment that came before; `lanes` are
  /// laneBytes().
  virtual void updateOne(char *state, char *lanes, uint64_t firstRow,
                         const AccumulatorInput &input) const = 0;
  /// Merges `count` state rows of a later segment, number r into the group groups[r]. Texts are copied into
  /// `heap`; false when it was denied memory.
  virtual bool merge(char *states, const uint32_t *groups, const char *from, uint32_t count,
                     StringHeap &heap) const = 0;

  /// As update(), into merged states, which own their texts: those are copied into `heap`; false when it was
  /// denied memory.
  virtual bool take(char *states, const uint32_t *groups, const AccumulatorInput &input, StringHeap &) const {
    update(states, groups, input);
    return true;
  }

  /// Copies the text that the state at hand refers to, if any, into `heap`; false when it was denied memory.
  virtual bool ownText(char *, StringHeap &) const { return true; }

  /// Working space of updateOne() for one segment, zero at its beginning.
  virtual uint32_t laneBytes() const { return 0; }
  /// At the end of the segment: what is in the lanes goes to the state.
  virtual void foldLanes(char *, const char *) const {}

  template <typename State> State *stateOf(char *states, uint32_t group) const {
    return reinterpret_cast<State *>(states + size_t(group) * rowBytes_ + offset_);
  }
  template <typename State> const State *stateOf(const char *states, uint32_t group) const {
    return reinterpret_cast<const State *>(states + size_t(group) * rowBytes_ + offset_);
  }

private:
  uint32_t stateBytes_;
  uint32_t alignment_;
  uint32_t offset_ = 0;
  uint32_t rowBytes_ = 0;
};

// ---- states, as the finishing code reads them

struct CountState {
  uint64_t count;
};
/// Of integers: exact whatever their number.
struct IntegerSumState {
  __int128 sum;
};
struct FloatSumState {
  double sum;
};
/// Of decimals of more than 18 digits; `overflowed` is not 0 once the sum has left 128 bits.
struct DecimalSumState {
  __int128 sum;
  uint64_t overflowed;
};
/// Count, mean and sum of squared differences from it.
struct MomentState {
  double count;
  double mean;
  double squares;
};
/// Of min, max, first, last; `seen` is 0 when there was no value.
template <typename T> struct ValueState {
  T value;
  uint8_t seen;
};
/// Of any and all.
struct BoolState {
  uint8_t sawTrue;
  uint8_t sawFalse;
};

// ---- makers; `kind` is that of the argument

std::unique_ptr<Accumulator> makeCount();
std::unique_ptr<Accumulator> makeSum(ColumnKind kind);
std::unique_ptr<Accumulator> makeMoments(ColumnKind kind, uint32_t scale);
std::unique_ptr<Accumulator> makeMinimum(ColumnKind kind);
std::unique_ptr<Accumulator> makeMaximum(ColumnKind kind);
std::unique_ptr<Accumulator> makeFirst(ColumnKind kind);
std::unique_ptr<Accumulator> makeLast(ColumnKind kind);
std::unique_ptr<Accumulator> makeBools();

} // namespace flow::frame
