#include "compiler/ir/Components.h"

#include <algorithm>

namespace flow::ir {

namespace {

/// Tarjan's algorithm, with a stack of its own.
class ComponentFinder {
public:
  explicit ComponentFinder(const std::vector<std::vector<uint32_t>> &successors)
      : successors_(successors), number_(successors.size(), kNone), lowest_(successors.size()) {
    found_.of.assign(successors.size(), kNone);
  }

  Components run() {
    for (uint32_t node = 0; node < successors_.size(); ++node)
      if (number_[node] == kNone) visit(node);
    return std::move(found_);
  }

private:
  static constexpr uint32_t kNone = UINT32_MAX;
  struct Step {
    uint32_t node;
    size_t next; ///< successor to look at
  };

  void enter(uint32_t node) {
    number_[node] = lowest_[node] = next_++;
    open_.push_back(node);
    way_.push_back({node, 0});
  }

  void visit(uint32_t root) {
    enter(root);
    while (!way_.empty()) {
      Step &step = way_.back();
      uint32_t node = step.node;
      if (step.next < successors_[node].size()) {
        uint32_t successor = successors_[node][step.next++];
        if (number_[successor] == kNone)
          enter(successor); // `step` is no longer valid
        else if (found_.of[successor] == kNone)
          lowest_[node] = std::min(lowest_[node], number_[successor]);
        continue;
      }
      way_.pop_back();
      if (!way_.empty()) lowest_[way_.back().node] = std::min(lowest_[way_.back().node], lowest_[node]);
      if (lowest_[node] == number_[node]) close(node);
    }
  }

  /// What was entered since `first` and is still open is one component.
  void close(uint32_t first) {
    auto component = static_cast<uint32_t>(found_.sizes.size());
    found_.sizes.push_back(0);
    uint32_t node = kNone;
    do {
      node = open_.back();
      open_.pop_back();
      found_.of[node] = component;
      ++found_.sizes.back();
    } while (node != first);
  }

  const std::vector<std::vector<uint32_t>> &successors_;
  std::vector<uint32_t> number_, lowest_, open_;
  std::vector<Step> way_;
  uint32_t next_ = 0;
  Components found_;
};

} // namespace

Components findComponents(const std::vector<std::vector<uint32_t>> &successors) {
  return ComponentFinder(successors).run();
}

} // namespace flow::ir
