#pragma once
// A set of parts, as bits.

#include "compiler/ownership/CountedParts.h"

namespace flow::ownership {

class PartSet {
public:
  explicit PartSet(size_t parts = 0) : words_((parts + 63) / 64) {}

  bool has(PartId part) const { return (words_[part / 64] >> (part % 64) & 1) != 0; }
  void add(PartId part) { words_[part / 64] |= uint64_t{1} << (part % 64); }
  void remove(PartId part) { words_[part / 64] &= ~(uint64_t{1} << (part % 64)); }
  /// True when something was new.
  bool addAll(const PartSet &other) {
    uint64_t changed = 0;
    for (size_t i = 0; i < words_.size(); ++i) {
      changed |= other.words_[i] & ~words_[i];
      words_[i] |= other.words_[i];
    }
    return changed != 0;
  }
  template <typename Visit> void forEach(Visit &&visit) const {
    for (size_t i = 0; i < words_.size(); ++i)
      for (uint64_t word = words_[i]; word != 0; word &= word - 1)
        visit(static_cast<PartId>(i * 64 + static_cast<size_t>(__builtin_ctzll(word))));
  }

private:
  std::vector<uint64_t> words_;
};

} // namespace flow::ownership
