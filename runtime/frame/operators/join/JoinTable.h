#pragma once
// The build side of a join, ready to be probed: its rows, and an index of their keys. Immutable, shared by
// all workers and by all probes of a plan.

#include "runtime/frame/operators/join/JoinIndex.h"

namespace flow::frame {

struct JoinTable {
  JoinTable(KeyLayout keys, StoredRows rows, MemoryPool &pool)
      : keys(std::move(keys)), rows(std::move(rows)), index(this->keys, pool) {}
  JoinTable(const JoinTable &) = delete;
  JoinTable &operator=(const JoinTable &) = delete;

  KeyLayout keys; ///< of both sides; nulls match nothing, so keys have none
  StoredRows rows;
  JoinIndex index;
};

/// The layout of join keys of these types.
KeyLayout joinKeyLayout(std::span<const ColumnType> types);
/// Writes 1 for the rows whose keys can match at all: no null and no NaN among them. False, and nothing
/// written, when all can.
bool findMatchable(std::span<const ColumnView> keys, uint32_t rows, uint8_t *mask);

} // namespace flow::frame
