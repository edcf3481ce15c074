#include "compiler/testrun/Report.h"

namespace flow::testrun {

static constexpr const char *kGreen = "\033[32m", *kRed = "\033[1;31m", *kBold = "\033[1m";

void Report::put(const char *escape, const std::string &text) {
  bool isPlain = !color_ || !*escape;
  std::fprintf(out_, "%s%s%s", isPlain ? "" : escape, text.c_str(), isPlain ? "" : "\033[0m");
}

static std::string secondsText(double seconds) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.2f s", seconds);
  return text;
}

static std::string countText(size_t count, const char *what) { return std::to_string(count) + " " + what; }

void Report::add(const TestResult &result) {
  if (result.file != file_) put(kBold, result.file + "\n");
  file_ = result.file;
  bool passed = result.outcome == Outcome::Passed;
  put("", "  ");
  if (result.outcome == Outcome::NotCompiled) {
    put(kRed, "FAILED");
    put("", "  it does not compile\n");
    ++notCompiled_;
    return;
  }
  put(passed ? kGreen : kRed, passed ? "ok" : "FAILED");
  put("", (passed ? "      " : "  ") + result.name);
  if (result.seconds >= kSlowSeconds) put("", " (" + secondsText(result.seconds) + ")");
  put("", "\n");
  std::fflush(out_);
  if (passed)
    ++passed_;
  else
    failed_.push_back(result);
}

void Report::finish(size_t notChosen, double seconds) {
  for (const TestResult &result : failed_) {
    put("", "\n");
    put(kBold, "---- " + result.file + ": " + result.name + " ----\n");
    if (!result.output.empty()) {
      put("", result.output);
      if (!result.output.ends_with('\n')) put("", "\n");
      if (!result.details.empty()) put("", "--\n");
    }
    put("", result.details);
  }
  bool isFine = failed_.empty() && notCompiled_ == 0;
  std::string counts = countText(passed_, "passed");
  if (!failed_.empty()) counts += ", " + countText(failed_.size(), "failed");
  if (notChosen) counts += ", " + countText(notChosen, "not chosen");
  if (notCompiled_)
    counts += ", " + countText(notCompiled_, notCompiled_ == 1 ? "file does" : "files do") + " not compile";
  put("", "\n");
  put(isFine ? kGreen : kRed, isFine ? "ok" : "FAILED");
  put("", ": " + counts + " (" + secondsText(seconds) + ")\n");
  if (isFine && passed_ == 0 && notChosen == 0)
    put("", "help: a test is written `test \"name\" { .. }`; examples in doc comments are tests, too\n");
  std::fflush(out_);
}

} // namespace flow::testrun
