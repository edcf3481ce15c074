#pragma once
// What happens besides that a value is computed: it is printed, written, changed. A value that nobody uses is a mistake
// where nothing else happens.

#include "compiler/sema/Part.h"

namespace flow::sema {

class Effects : Part {
public:
  using Part::Part;

  /// A point in the analysis.
  struct Mark {
    size_t sure = 0, calls = 0;
  };
  Mark mark() const { return {sure_, calls_.size()}; }
  /// Forgets what came after.
  void returnTo(Mark mark);
  /// Something happens here.
  void happen();
  /// A function is called, whose body need not be checked yet.
  void call(tree::Function &function) { calls_.push_back(&function); }
  /// What came after the mark, up to now.
  tree::EffectRange since(Mark mark) const { return {sure_ != mark.sure, mark.calls, calls_.size()}; }
  /// Whether nothing happens there, nor in what is called there.
  bool isPure(const tree::EffectRange &range);

private:
  size_t sure_ = 0; ///< how often something happened
  std::vector<tree::Function *> calls_;
};

} // namespace flow::sema
