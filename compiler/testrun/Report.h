#pragma once
// The report for people: a line for each test, in the order of the files; what is to be known of those that failed; and
// a line that counts.

#include "compiler/testrun/TestResult.h"

#include <cstdio>
#include <vector>

namespace flow::testrun {

class Report {
public:
  /// Tests that take longer have their time shown.
  static constexpr double kSlowSeconds = 1;

  /// To `out`, in colours if asked.
  Report(std::FILE *out, bool color) : out_(out), color_(color) {}

  void add(const TestResult &result);
  /// What is left to say; `notChosen` tests were left out by a filter.
  void finish(size_t notChosen, double seconds);

private:
  void put(const char *escape, const std::string &text);

  std::FILE *out_;
  bool color_;
  std::string file_; ///< of the last result
  size_t passed_ = 0, notCompiled_ = 0;
  std::vector<TestResult> failed_;
};

} // namespace flow::testrun
