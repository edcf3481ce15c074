#include "compiler/pipeline/Conditions.h"

namespace flow::pipeline {

Conditions::Conditions() {
  nodes_.push_back({Kind::Always, ir::kNoValue, {}, {}});
  nodes_.push_back({Kind::Never, ir::kNoValue, {}, {}});
}

Condition Conditions::add(const Node &node) {
  auto [at, isNew] = known_.try_emplace({node.kind, node.value, node.first.index, node.second.index},
                                        Condition{static_cast<uint32_t>(nodes_.size())});
  if (isNew) nodes_.push_back(node);
  return at->second;
}

bool Conditions::isOpposite(Condition a, Condition b) const {
  return (node(a).kind == Kind::Not && node(a).first == b) || (node(b).kind == Kind::Not && node(b).first == a);
}

Condition Conditions::opposite(Condition condition) {
  if (condition == kAlways) return kNever;
  if (condition == kNever) return kAlways;
  const Node inner = node(condition);
  if (inner.kind == Kind::Not) return inner.first;
  if (inner.kind == Kind::And) return either(opposite(inner.first), opposite(inner.second));
  if (inner.kind == Kind::Or) return both(opposite(inner.first), opposite(inner.second));
  return add({Kind::Not, ir::kNoValue, condition, {}});
}

Condition Conditions::both(Condition a, Condition b) {
  if (a == kNever || b == kNever || isOpposite(a, b)) return kNever;
  if (implies(a, b)) return a;
  if (implies(b, a)) return b;
  return add({Kind::And, ir::kNoValue, a, b});
}

Condition Conditions::either(Condition a, Condition b) {
  if (a == kAlways || b == kAlways || isOpposite(a, b)) return kAlways;
  if (implies(a, b)) return b;
  if (implies(b, a)) return a;
  const Node first = node(a), second = node(b);
  bool isSplit = first.kind == Kind::And && second.kind == Kind::And && first.first == second.first;
  if (isSplit && isOpposite(first.second, second.second)) return first.first; // both arms of a choice
  return add({Kind::Or, ir::kNoValue, a, b});
}

bool Conditions::implies(Condition a, Condition b) const {
  if (a == b || b == kAlways || a == kNever) return true;
  uint64_t key = static_cast<uint64_t>(a.index) << 32 | b.index;
  auto [at, isNew] = implied_.try_emplace(key, false);
  if (!isNew) return at->second;
  bool result = findImplied(a, b);
  implied_[key] = result;
  return result;
}

bool Conditions::findImplied(Condition a, Condition b) const {
  const Node &left = node(a), &right = node(b);
  if (right.kind == Kind::And) return implies(a, right.first) && implies(a, right.second);
  if (right.kind == Kind::Or && (implies(a, right.first) || implies(a, right.second))) return true;
  return left.kind == Kind::And && (implies(left.first, b) || implies(left.second, b));
}

} // namespace flow::pipeline
