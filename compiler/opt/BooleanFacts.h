#pragma once
// What follows from bools that are known: when `and(has(a), lt(get(a), 5))` is true, so are its parts, and
// `a` is present. Null lifting and three-valued logic leave many tests that follow from others; so they go.

#include "compiler/opt/ValueDefinitions.h"

#include <unordered_map>

namespace flow::opt {

class BooleanFacts {
public:
  explicit BooleanFacts(const ValueDefinitions &definitions) : definitions_(definitions) {}

  /// The value is known to be `holds`, and so is what follows from it.
  void assume(ir::ValueId value, bool holds);
  /// Whether the value is true, if the facts say so.
  std::optional<bool> evaluate(ir::ValueId value) const {
    int budget = kMostLooks;
    return evaluate(value, budget);
  }

private:
  // Facts are a help, so looking for them is bounded: a predicate of a thousand terms stays cheap.
  static constexpr int kMostLooks = 128;
  static constexpr size_t kMostFacts = 128;
  std::optional<bool> evaluate(ir::ValueId value, int &budget) const;
  std::optional<bool> presence(ir::ValueId optional) const;

  const ValueDefinitions &definitions_;
  std::unordered_map<ir::ValueId, bool> known_;
  std::unordered_map<ir::ValueId, bool> present_; ///< of optionals
};

} // namespace flow::opt
