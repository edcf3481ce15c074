// flowc test: the tests of many files, each in a process of its own (docs/design/0010-tests.md).
#include "compiler/base/WholeFile.h"
#include "compiler/diag/TextRenderer.h"
#include "compiler/driver/TestProgram.h"
#include "compiler/testrun/Junit.h"
#include "compiler/testrun/ProcessPool.h"
#include "compiler/testrun/Report.h"
#include "compiler/testrun/SourceFinder.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <deque>
#include <thread>

namespace flow::driver {

namespace {

using testrun::Outcome;
using testrun::TestResult;

/// Runs tests and reports them in the order in which they stand, whichever ends first.
class TestRun {
public:
  explicit TestRun(const Invocation &invocation)
      : invocation_(invocation), report_(stdout, isatty(STDOUT_FILENO) != 0),
        pool_(std::chrono::milliseconds(std::llround(invocation.limitSeconds * 1000))) {
    uint32_t processors = std::max(1u, std::thread::hardware_concurrency());
    jobs_ = invocation.jobs ? invocation.jobs : processors;
    if (!invocation_.threads) invocation_.threads = std::max(1u, processors / jobs_);
  }

  int run(const std::vector<std::string> &files);

private:
  /// A test that was started, or a file that does not compile.
  struct Entry {
    std::shared_ptr<const TestProgram> program; ///< until it is reported
    size_t test = 0;
    TestResult result;
    std::optional<diag::Diagnostic> failure; ///< until it is reported
    bool hasEnded = false;
  };

  std::shared_ptr<TestProgram> load(const std::string &file);
  bool start(const std::shared_ptr<TestProgram> &program, size_t test, const std::string &file);
  bool collect();
  void judge(Entry &entry, const testrun::Ended &ended);
  void tell(Entry &entry);
  void reportEnded();
  int finish();

  Invocation invocation_;
  uint32_t jobs_ = 1;
  testrun::Report report_;
  testrun::ProcessPool pool_;
  std::deque<Entry> entries_;
  size_t reported_ = 0;  ///< of the entries
  size_t notChosen_ = 0; ///< by the filter
  /// Failures of the file at hand, and the tests that were reported with them.
  std::vector<std::pair<diag::Diagnostic, std::string>> told_;
  int worst_ = kOk;      ///< exit code of loading
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// The tests of the file; null when it has errors.
std::shared_ptr<TestProgram> TestRun::load(const std::string &file) {
  Invocation invocation = invocation_;
  invocation.files = {file};
  auto program = std::make_shared<TestProgram>(std::move(invocation));
  std::fflush(stdout);
  int exitCode = program->load();
  if (exitCode == kOk) return program;
  worst_ = std::max(worst_, exitCode);
  Entry &entry = entries_.emplace_back();
  entry.result.file = entry.result.name = file;
  entry.result.outcome = Outcome::NotCompiled;
  entry.result.message = "the file does not compile";
  entry.hasEnded = true;
  return nullptr;
}

/// False after an interrupt.
bool TestRun::start(const std::shared_ptr<TestProgram> &program, size_t test, const std::string &file) {
  while (pool_.running() >= jobs_)
    if (!collect()) return false;
  const KeptTest &what = program->tests()[test];
  Entry &entry = entries_.emplace_back();
  entry.program = program;
  entry.test = test;
  entry.result.file = file;
  entry.result.name = what.name;
  entry.result.line = program->sources().begin(what.span).line;
  while (!pool_.start(entries_.size() - 1, [&] { return program->run(test); })) {
    if (pool_.running() > 0) { // whose end makes room
      if (!collect()) return false;
      continue;
    }
    testrun::Ended ended;
    ended.id = entries_.size() - 1;
    ended.end = "did not start: " + pool_.problem();
    judge(entries_[ended.id], ended);
    break;
  }
  return true;
}

bool TestRun::collect() {
  std::optional<testrun::Ended> ended = pool_.wait();
  if (!ended) return false;
  judge(entries_[ended->id], *ended);
  reportEnded();
  return true;
}

void TestRun::judge(Entry &entry, const testrun::Ended &ended) {
  TestResult &result = entry.result;
  result.seconds = ended.seconds;
  result.output = ended.output;
  if (ended.leftOut) result.output += "\n(and " + std::to_string(ended.leftOut) + " bytes more)\n";
  if (ended.result) {
    entry.failure = entry.program->verdict(entry.test, *ended.result, ended.output);
  } else {
    diag::Diagnostic &failure = entry.failure.emplace();
    failure.code = diag::Code::TestEnded;
    failure.message = "the test " + ended.end;
    failure.primary.span = entry.program->tests()[entry.test].span;
  }
  entry.hasEnded = true;
}

/// Says how the test failed. What comes before a statement that should fail is in a test of its own, too: a mistake
/// there is told once.
void TestRun::tell(Entry &entry) {
  const SourceManager &sources = entry.program->sources();
  const diag::Diagnostic &failure = *entry.failure;
  entry.result.outcome = Outcome::Failed;
  entry.result.message = failure.message;
  bool shouldFail = !entry.program->tests()[entry.test].failure.empty();
  auto known = std::ranges::find_if(told_, [&](const auto &told) {
    return told.first.message == failure.message && told.first.primary.span == failure.primary.span;
  });
  if (shouldFail && known != told_.end()) {
    entry.result.details = "it fails before its statement, as `" + known->second + "` does\n";
    return;
  }
  told_.emplace_back(failure, entry.result.name);
  entry.result.details = diag::renderText(failure, sources, {isatty(STDOUT_FILENO) != 0});
  if (invocation_.jsonDiagnostics) printDiagnostics(invocation_, sources, {failure});
}

void TestRun::reportEnded() {
  for (; reported_ < entries_.size() && entries_[reported_].hasEnded; ++reported_) {
    Entry &entry = entries_[reported_];
    if (reported_ > 0 && entries_[reported_ - 1].result.file != entry.result.file) told_.clear();
    if (entry.failure) tell(entry);
    entry.failure.reset();
    entry.program = nullptr;
    report_.add(entry.result);
  }
}

int TestRun::run(const std::vector<std::string> &files) {
  size_t found = 0;
  for (const std::string &file : files) {
    std::shared_ptr<TestProgram> program = load(file);
    if (!invocation_.listOnly) reportEnded();
    for (size_t i = 0; program && i < program->tests().size(); ++i) {
      const KeptTest &test = program->tests()[i];
      ++found;
      if (test.name.find(invocation_.filter) == std::string::npos) {
        ++notChosen_;
      } else if (invocation_.listOnly) {
        std::printf("%s: %s\n", file.c_str(), test.name.c_str());
      } else if (!start(program, i, file)) {
        return kInterrupted;
      }
    }
  }
  while (pool_.running())
    if (!collect()) return kInterrupted;
  if (found > 0 && notChosen_ == found) {
    std::fprintf(stderr, "error: no test has `%s` in its name; `flowc test --list` prints the names\n",
                 invocation_.filter.c_str());
    return kWrongUse;
  }
  return invocation_.listOnly ? worst_ : finish();
}

int TestRun::finish() {
  std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin_;
  report_.finish(notChosen_, time.count());
  std::vector<TestResult> results;
  for (Entry &entry : entries_) results.push_back(std::move(entry.result));
  bool failed = std::ranges::any_of(results, [](const TestResult &each) { return each.outcome == Outcome::Failed; });
  int exitCode = std::max<int>(worst_, failed ? kProgramFailed : kOk);
  std::string problem;
  if (invocation_.junitFile.empty() || writeWhole(invocation_.junitFile, testrun::junitText(results), problem))
    return exitCode;
  std::fprintf(stderr, "error: cannot write %s: %s\n", invocation_.junitFile.c_str(), problem.c_str());
  return std::max<int>(exitCode, kProgramFailed);
}

} // namespace

int testCommand(const Invocation &invocation) {
  std::string problem;
  std::vector<std::string> paths = invocation.files;
  if (paths.empty()) paths = {"."};
  std::optional<std::vector<std::string>> files = testrun::findSources(paths, problem);
  if (!files) {
    std::fprintf(stderr, "error: %s\n", problem.c_str());
    return kWrongUse;
  }
  int exitCode = TestRun(invocation).run(*files);
  if (exitCode == kInterrupted) std::fprintf(stderr, "interrupted\n");
  return exitCode;
}

} // namespace flow::driver
