#include "compiler/driver/TestProgram.h"

#include "compiler/driver/DiagnosticBytes.h"

namespace flow::driver {

namespace {
/// How a run of a test ended, as it crosses from its process.
struct RunReport {
  bool failed = false;
  std::string kind; ///< of the failure
  diag::Diagnostic failure;
};
FLOW_FIELDS(RunReport, failed, kind, failure)
} // namespace

int TestProgram::load() {
  if (!loadSource(invocation_.files[0], front_)) return kWrongUse;
  codegen::CodegenOptions options = codegenOptions(invocation_, objects_);
  options.threads = 1; // the process of a test compiles what the test needs; this one starts no threads
  ProgramCache cache(invocation_, front_);
  if (std::optional<KeptProgram> known = cache.find(front_)) {
    printDiagnostics(invocation_, front_.sources, known->warnings);
    tests_ = std::move(known->tests);
    executable_ = {std::move(known->plans), std::move(known->sites), codegen::restore(known->code, options)};
    return kOk;
  }
  int exitCode = kOk;
  if (!analyzeSource(invocation_, front_, exitCode)) return exitCode;
  if (!front_.program) return kOk;
  if (!optimizeProgram(invocation_, front_, back_, lower::Entry::Tests)) return kWrongUse;
  buildPlans(back_);
  for (tree::Test &test : front_.program->tests)
    tests_.push_back({std::move(test.name), test.span, lower::testSymbol(tests_.size()), std::move(test.output),
                      std::move(test.failure)});
  executable_ = {std::move(back_.plans), back_.program.module.sites, codegen::compile(back_.program.module, options)};
  KeptProgram kept;
  kept.tests = tests_;
  kept.plans = executable_.plans;
  kept.sites = executable_.sites;
  kept.code = executable_.code->image();
  cache.keep(front_, std::move(kept));
  return kOk;
}

std::string TestProgram::run(size_t test) const {
  RunEnd end = execute(invocation_, front_.sources, executable_, executable_.code->hostFunction(tests_[test].symbol));
  RunReport report;
  report.failed = !end.status.ok();
  if (report.failed) {
    report.kind = std::move(end.kind);
    report.failure = diagnosticOf(end.status.failure(), executable_.sites, front_.sources);
  }
  return abi::toBytes(report);
}

// ---- what examples say

static std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    lines.push_back(line.substr(0, line.find_last_not_of(' ') + 1)); // a comment has no blanks at its end
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

static diag::Diagnostic otherThanSaid(Span span, std::string message) {
  diag::Diagnostic diagnostic;
  diagnostic.code = diag::Code::ExampleDiffers;
  diagnostic.message = std::move(message);
  diagnostic.primary.span = span;
  return diagnostic;
}

static std::optional<diag::Diagnostic> outputDiffers(const KeptTest &test, const std::string &output) {
  if (test.output.empty()) return std::nullopt;
  std::vector<std::string_view> printed = linesOf(output);
  for (size_t i = 0; i < std::max(printed.size(), test.output.size()); ++i) {
    if (i >= test.output.size()) {
      diag::Diagnostic more = otherThanSaid(test.output.back().span, "the example prints more than it says");
      more.notes.push_back("the first line more: " + std::string(printed[i]));
      return more;
    }
    if (i < printed.size() && printed[i] == test.output[i].text) continue;
    diag::Diagnostic other = otherThanSaid(test.output[i].span, "the example prints something else");
    other.primary.text = "what it should print";
    other.notes.push_back(i < printed.size() ? "it prints: " + std::string(printed[i]) : "it prints nothing more");
    return other;
  }
  return std::nullopt;
}

std::optional<diag::Diagnostic> TestProgram::verdict(size_t number, const std::string &runResult,
                                                     const std::string &output) const {
  const KeptTest &test = tests_[number];
  auto report = abi::fromBytes<RunReport>(runResult);
  FLOW_CHECK(report.has_value(), "what a test's process gave");
  if (report->failed && report->kind != test.failure) {
    if (!test.failure.empty())
      report->failure.notes.push_back("it should fail with `" + test.failure + "`, but this is `" + report->kind + "`");
    return std::move(report->failure);
  }
  if (!report->failed && !test.failure.empty())
    return otherThanSaid(test.span, "this should fail with `" + test.failure + "`, but it does not fail");
  return outputDiffers(test, output);
}

} // namespace flow::driver
