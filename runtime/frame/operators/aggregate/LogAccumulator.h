#pragma once
// Aggregates that need the values themselves: quantiles and count_distinct. In a segment they keep a log of
// (group, value) in the order of rows; logs are merged in the order of segments, and at the end sealed: the
// answer goes to the state row of the group, next to the states of the other accumulators.

#include "runtime/base/PoolArray.h"
#include "runtime/frame/operators/aggregate/Accumulator.h"

namespace flow::frame {

/// Entry i belongs to groups[i] and has `wordsPerValue` words of its own.
struct ValueLog {
  ValueLog(uint32_t wordsPerValue, MemoryPool &pool)
      : groups(pool), words(pool), wordsPerValue(wordsPerValue) {}

  size_t size() const { return groups.size(); }
  void clear() {
    groups.clear();
    words.clear();
  }

  PoolArray<uint32_t> groups;
  PoolArray<uint64_t> words;
  uint32_t wordsPerValue;
};

/// The log of one segment, on one worker.
class LogBuilder {
public:
  virtual ~LogBuilder() = default;
  /// Row r belongs to groups[r]; to group 0 when `groups` is null.
  virtual Status append(const uint32_t *groups, const AccumulatorInput &input) = 0;
  virtual const ValueLog &log() const = 0;
  virtual void clear() = 0;
};

/// The merged log of a partition of all groups.
class LogMerger {
public:
  virtual ~LogMerger() = default;
  /// Entries [begin, end) of a segment's log; entry e belongs to the group groupOf[log.groups[e] -
  /// firstGroup], or to log.groups[e] when `groupOf` is null.
  virtual Status merge(const ValueLog &log, size_t begin, size_t end, const uint32_t *groupOf,
                       uint32_t firstGroup) = 0;
  /// Writes the answers into the state rows of `groupCount` groups.
  virtual Status seal(char *states, uint32_t groupCount) = 0;
};

/// Describes one log; its answer lies at offset() of a state row of rowBytes().
class LogAccumulator {
public:
  explicit LogAccumulator(uint32_t stateBytes) : stateBytes_(stateBytes) {}
  virtual ~LogAccumulator() = default;

  uint32_t stateBytes() const { return stateBytes_; }
  uint32_t offset() const { return offset_; }
  uint32_t rowBytes() const { return rowBytes_; }
  void place(uint32_t offset, uint32_t rowBytes) { offset_ = offset, rowBytes_ = rowBytes; }

  /// Of count_distinct: the type of the values. Without groups there is a faster way for it.
  virtual std::optional<ColumnType> countedType() const { return {}; }
  virtual std::unique_ptr<LogBuilder> makeBuilder(MemoryPool &pool) const = 0;
  virtual std::unique_ptr<LogMerger> makeMerger(MemoryPool &pool) const = 0;

private:
  uint32_t stateBytes_;
  uint32_t offset_ = 0;
  uint32_t rowBytes_ = 0;
};

/// The answer for one quantile; `seen` is 0 when there was no value.
struct QuantileState {
  double value;
  uint64_t seen;
};

/// Quantiles of one column, all from one log; the answers are one QuantileState per element of `quantiles`.
std::unique_ptr<LogAccumulator> makeQuantiles(ColumnKind kind, uint32_t scale, std::vector<double> quantiles);
/// The answer is a CountState.
std::unique_ptr<LogAccumulator> makeDistinctCount(const ColumnType &type);

} // namespace flow::frame
