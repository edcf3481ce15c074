#pragma once
// The tests of one file: checked and lowered together, compiled one by one when they run.

#include "compiler/driver/Back.h"
#include "compiler/driver/Execution.h"

namespace flow::driver {

class TestProgram {
public:
  /// For the file of the invocation.
  explicit TestProgram(Invocation invocation) : invocation_(std::move(invocation)) {}

  /// Reads, checks and lowers the file, or finds it in the cache; prints what is wrong. The exit code of that.
  int load();
  const std::vector<KeptTest> &tests() const { return tests_; }
  const SourceManager &sources() const { return front_.sources; }

  /// Compiles what the test needs and runs it in this process. Gives what `verdict` understands.
  std::string run(size_t test) const;
  /// Why the test failed, or nothing when it did as it should. `output` is what it printed.
  std::optional<diag::Diagnostic> verdict(size_t test, const std::string &runResult, const std::string &output) const;

private:
  Invocation invocation_;
  StoredObjects objects_;
  Front front_;
  Back back_; ///< of which the code is made, unless that was in the cache
  std::vector<KeptTest> tests_;
  Executable executable_;
};

} // namespace flow::driver
