#include "compiler/sema/Effects.h"

#include "compiler/sema/calls/Instances.h"

#include <algorithm>
#include <unordered_map>

namespace flow::sema {

using tree::Function;

void Effects::happen() {
  ++sure_;
  if (state_.function) state_.function->hasEffect = true;
}

/// Finds out about functions and all that they call. Of each that is known once it is not asked again.
class Effects::Search {
public:
  Search(Instances &instances, const size_t &now) : instances_(instances), now_(now) {}

  void decide(std::vector<Function *> open) {
    while (!open.empty()) {
      Function *function = open.back();
      open.pop_back();
      if (isAnswered(*function) || !callers_.try_emplace(function).second) continue;
      instances_.checkNow(*function);
      reached_.push_back(function);
      for (const std::vector<Function *> *used : {&function->callees, &function->lambdas})
        open.insert(open.end(), used->begin(), used->end());
    }
    for (Function *function : reached_)
      for (const std::vector<Function *> *used : {&function->callees, &function->lambdas})
        for (Function *callee : *used)
          if (auto at = callers_.find(callee); at != callers_.end()) at->second.push_back(function);
    auto uses = [](const Function &function, auto holds) {
      return std::ranges::any_of(function.callees, holds) || std::ranges::any_of(function.lambdas, holds);
    };
    spread(
        [&](const Function &function) {
          return function.hasEffect ||
                 uses(function, [](const Function *each) { return each->purity == Purity::Effect; });
        },
        [](Function &function) { function.purity = Purity::Effect; });
    spread(
        [&](const Function &function) {
          bool isOpen = uses(function, [&](const Function *each) { return each->askedAt == now_; });
          return function.purity == Purity::Unknown && (!function.body || isOpen);
        },
        [&](Function &function) { function.askedAt = now_; });
    for (Function *function : reached_)
      if (!isAnswered(*function)) function->purity = Purity::Pure;
  }

private:
  /// Also where the answer is that it is not known yet.
  bool isAnswered(const Function &function) const {
    return function.purity != Purity::Unknown || function.askedAt == now_;
  }

  /// From callees to their callers.
  template <typename Begins, typename Mark> void spread(Begins begins, Mark mark) {
    std::vector<Function *> open;
    for (Function *function : reached_)
      if (!isAnswered(*function) && begins(*function)) open.push_back(function);
    while (!open.empty()) {
      Function *function = open.back();
      open.pop_back();
      if (isAnswered(*function)) continue;
      mark(*function);
      const std::vector<Function *> &callers = callers_.at(function);
      open.insert(open.end(), callers.begin(), callers.end());
    }
  }

  Instances &instances_;
  const size_t &now_;
  std::vector<Function *> reached_;
  std::unordered_map<Function *, std::vector<Function *>> callers_;
};

Purity Effects::purity(const tree::EffectRange &range) {
  if (range.isSure) return Purity::Effect;
  auto at = [this](size_t index) { return calls_.begin() + static_cast<std::ptrdiff_t>(index); };
  std::vector<Function *> called(at(range.firstCall), at(range.lastCall));
  Search(checker_.instances(), now_).decide(called);
  auto isOf = [&](Purity purity) {
    return std::ranges::any_of(called, [&](const Function *each) { return each->purity == purity; });
  };
  return isOf(Purity::Effect) ? Purity::Effect : isOf(Purity::Unknown) ? Purity::Unknown : Purity::Pure;
}

void Effects::askLater(const tree::EffectRange &range, std::function<void()> report) {
  open_.push_back({range, std::move(report), checker_.instances().current()});
}

void Effects::answerAll() {
  ++now_;
  for (const Question &question : open_)
    if (purity(question.range) == Purity::Pure) checker_.instances().within(question.instance, question.report);
}

} // namespace flow::sema
