#pragma once
// Aggregates that the loop of a stage computes itself: no row is written for them. Each is kept in lanes; a row that
// counts changes one lane, and the bits of a float sum depend on the rows of the segment alone. The lanes of one
// segment are folded at its end.
//
// A lane has one or more words of 8 bytes for each accumulation. In StageCall::accumulators are
//  - without groups kLanes lanes, row r of the segment in lane r % kLanes, so that vector code needs no order among
//    them: accumulation by accumulation, word by word, kLanes of each;
//  - by group one lane after the other, all words of it side by side. StageCall::places says for each row of the batch
//    with which word the lane of its group begins.
//
//   Count        how many rows count: i64
//   FloatSum     f64
//   NarrowSum    of integers up to 32 bits: i64
//   WideSum      of 64-bit integers: the sum of the lower 32 bits, and of what is above, i64 both
//   DecimalSum   of 128 bits: the sums of the bits from 0, 32, 64 and 96 on, i64 all
//   Least        the ordered number (below) that is the smallest, i64; INT64_MAX when no row counts
//   Greatest     the same of the largest; INT64_MIN when no row counts
//
// No sum can overflow before a lane has 2^31 rows. (Of a decimal that is known to have 64 bits all that is above 32 of
// them may go to the second word: what counts is the weighted sum of the words.)

#include "runtime/abi/ColumnType.h"

#include <optional>

namespace flow::abi {

enum class AccumulatorKind : uint8_t {
#define FLOW_ACCUMULATOR(Name, Text, Words) Name,
#include "runtime/abi/Accumulators.def"
};

constexpr const char *nameOf(AccumulatorKind kind) {
  constexpr const char *kNames[] = {
#define FLOW_ACCUMULATOR(Name, Text, Words) Text,
#include "runtime/abi/Accumulators.def"
  };
  return kNames[static_cast<size_t>(kind)];
}
/// Words of one lane.
constexpr uint32_t wordsOf(AccumulatorKind kind) {
  constexpr uint32_t kWords[] = {
#define FLOW_ACCUMULATOR(Name, Text, Words) Words,
#include "runtime/abi/Accumulators.def"
  };
  return kWords[static_cast<size_t>(kind)];
}

/// A row counts when it passes the filter, `value` is not null and `where`, a bool, is true. Both are numbers of
/// accumulated values, the last results of a stage.
struct Accumulation {
  AccumulatorKind kind{};
  std::optional<uint32_t> value; ///< of a Count: only its being there matters
  std::optional<uint32_t> where;

  friend bool operator==(const Accumulation &, const Accumulation &) = default;
};

/// How values of a kind are summed; nothing for what has no sum.
std::optional<AccumulatorKind> sumOf(ColumnKind kind);
/// Whether the kind has ordered numbers: 64 bits that are in the order of the values. Integers are their own (u64 with
/// the upper bit flipped); floats are their bits with all but the sign flipped where negative, NaN above all others.
bool hasOrderedNumber(ColumnKind kind);

} // namespace flow::abi
