#pragma once
// Whether two values are equal, and the hash that equal keys share. Neither recurses but into keys of maps that are
// parts of keys.

#include "runtime/abi/ValueShape.h"

namespace flow::values {

enum class Floats : uint8_t {
  Numbers, ///< IEEE: NaN differs from itself
  Keys     ///< NaN is one value
};
bool areEqual(const abi::ValueShape &shape, const void *a, const void *b, Floats floats);
uint64_t hashOf(const abi::ValueShape &shape, const void *value);

/// Of keys that are kept as one word.
inline uint64_t hashOfWord(uint64_t word) {
  auto product = static_cast<unsigned __int128>(word ^ 0xa0761d6478bd642f) * 0xe7037ed1a0b428db;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

} // namespace flow::values
