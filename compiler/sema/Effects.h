#pragma once
// What happens besides that a value is computed: it is printed, written, changed. A value that nobody uses is a mistake
// where nothing else happens.

#include "compiler/sema/Part.h"

#include <functional>

namespace flow::sema {

struct Instance;
using tree::Purity;

class Effects : Part {
public:
  using Part::Part;

  /// A point in the analysis.
  struct Mark {
    size_t sure = 0, calls = 0;
  };
  Mark mark() const { return {sure_, calls_.size()}; }
  /// Something happens here.
  void happen();
  /// A function is called, whose body need not be checked yet.
  void call(tree::Function &function) { calls_.push_back(&function); }
  /// What came after the mark, up to now.
  tree::EffectRange since(Mark mark) const { return {sure_ != mark.sure, mark.calls, calls_.size()}; }
  /// Whether something happens there, or in what is called there. Bodies are checked for that, unless they are too many
  /// one inside of the other: then, and of a body that is being checked, it is not known yet.
  Purity purity(const tree::EffectRange &range);
  /// A question without an answer yet: when all bodies are checked and nothing happens there, it is reported.
  void askLater(const tree::EffectRange &range, std::function<void()> report);
  void answerAll();
  /// What was asked before may have an answer now.
  void bodyIsChecked() { ++now_; }

private:
  struct Question {
    tree::EffectRange range;
    std::function<void()> report;
    Instance *instance = nullptr; ///< in whose body it was asked
  };
  class Search;

  size_t sure_ = 0; ///< how often something happened
  std::vector<tree::Function *> calls_;
  std::vector<Question> open_;
  size_t now_ = 1; ///< grows with each body that was checked
};

} // namespace flow::sema
