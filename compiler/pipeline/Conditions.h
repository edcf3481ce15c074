#pragma once
// Conditions over values of one block. Only single values are negated, so that what one condition says of another is
// seen by comparing their parts.

#include "compiler/ir/Fn.h"

#include <map>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace flow::pipeline {

struct Condition {
  uint32_t index = 0;
  friend bool operator==(Condition, Condition) = default;
};

class Conditions {
public:
  static constexpr Condition kAlways{0}, kNever{1};
  enum class Kind : uint8_t { Always, Never, Holds, Not, And, Or };
  struct Node {
    Kind kind = Kind::Always;
    ir::ValueId value = ir::kNoValue; ///< of Holds: a bool
    Condition first, second;
  };

  Conditions();
  const Node &node(Condition condition) const { return nodes_[condition.index]; }

  Condition holds(ir::ValueId value) { return add({Kind::Holds, value, {}, {}}); }
  Condition opposite(Condition condition);
  Condition both(Condition a, Condition b);
  Condition either(Condition a, Condition b);
  /// Whether `b` is known to hold where `a` does: true only when their parts say so.
  bool implies(Condition a, Condition b) const;

  /// So many that it is time to take what is left as it is.
  bool areMany() const { return nodes_.size() > 2000; }

private:
  bool findImplied(Condition a, Condition b) const;
  Condition add(const Node &node);
  bool isOpposite(Condition a, Condition b) const;

  std::vector<Node> nodes_;
  std::map<std::tuple<Kind, ir::ValueId, uint32_t, uint32_t>, Condition> known_;
  mutable std::unordered_map<uint64_t, bool> implied_; ///< by both conditions
};

} // namespace flow::pipeline
