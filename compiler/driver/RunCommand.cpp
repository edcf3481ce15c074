// flowc run: compile, then run with the host runtime; Ctrl-C and the progress display on the event loop beside it.
#include "compiler/codegen/Codegen.h"
#include "compiler/driver/Back.h"
#include "compiler/driver/FileFactory.h"
#include "compiler/driver/RuntimeSymbols.h"
#include "runtime/host/HostRuntime.h"
#include "runtime/loop/EventLoop.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <thread>

namespace flow::driver {

/// The failure as a diagnostic, at its place in the source.
static diag::Diagnostic diagnosticOf(const Failure &failure, const ir::Module &module) {
  static constexpr const char *kDefaults[] = {
#define FLOW_FAILURE(Name, Message) Message,
#include "runtime/abi/Failures.def"
  };
  diag::Diagnostic diagnostic;
  diagnostic.code = diag::Code::RunFailed;
  diagnostic.message = failure.message;
  FailureKind kind = failure.kind;
  if (failure.site > 0 && failure.site <= module.sites.size()) {
    const abi::Site &site = module.sites[failure.site - 1];
    diagnostic.primary.span = {site.file, site.begin, site.end};
    if (diagnostic.message.empty()) {
      kind = site.kind;
      diagnostic.message = site.message;
    }
  }
  if (diagnostic.message.empty()) diagnostic.message = kDefaults[static_cast<size_t>(kind)];
  diagnostic.notes = failure.notes;
  diagnostic.helps = failure.helps;
  return diagnostic;
}

namespace {
/// One line on a terminal, for anything that takes longer than a second.
class ProgressLine {
public:
  explicit ProgressLine(const frame::Progress &progress) : progress_(progress) {}

  void draw() {
    uint32_t done = progress_.segmentsDone, all = progress_.segments;
    std::fprintf(stderr, "\r\x1b[K  pipeline %u of %u, %u %%, %.1f M rows read", progress_.pipelinesDone.load() + 1,
                 progress_.pipelines.load(), all ? 100 * done / all : 0,
                 static_cast<double>(progress_.rowsRead.load()) / 1e6);
    std::fflush(stderr);
    isDrawn_ = true;
  }
  void erase() {
    if (isDrawn_) std::fputs("\r\x1b[K", stderr);
  }

private:
  const frame::Progress &progress_;
  bool isDrawn_ = false;
};
} // namespace

static int runProgram(const Invocation &invocation, Front &front, Back &back, codegen::CompiledModule &compiled) {
  MemoryPool memory(invocation.memoryBytes ? invocation.memoryBytes : MemoryPool::kNoLimit);
  std::atomic<bool> cancelled{false};
  frame::Progress progress;
  ProgressLine line(progress);
  FileFactory files;
  host::HostOptions options;
  options.threads = invocation.threads ? invocation.threads : std::max(1u, std::thread::hardware_concurrency());
  if (invocation.batchRows) options.batchRows = invocation.batchRows;
  options.memory = &memory;
  options.cancelled = &cancelled;
  options.files = &files;
  options.progress = &progress;

  loop::EventLoop events;
  events.onSignal(SIGINT, [&] { cancelled = true; });
  if (isatty(STDERR_FILENO)) events.every(1000, 200, [&] { line.draw(); });
  events.start();
  Status status;
  {
    host::HostRuntime runtime(back.plans, compiled, options);
    status = runtime.run(compiled.hostMain());
    events.stop();
    line.erase();
    std::fflush(stdout);
  }
  if (status.ok()) return kOk;
  if (cancelled) {
    std::fputs("interrupted\n", stderr);
    return kInterrupted;
  }
  printDiagnostics(invocation, front.sources, {diagnosticOf(status.failure(), back.program.module)});
  return kProgramFailed;
}

int runCommand(const Invocation &invocation) {
  Front front;
  if (!loadSource(invocation.files[0], front)) return kWrongUse;
  int exitCode = kOk;
  if (!analyzeSource(invocation, front, exitCode)) return exitCode;
  Back back;
  if (!optimizeProgram(invocation, front, back)) return kWrongUse;
  if (!isBuilt(invocation, front, back)) return kCompileFailed;
  buildPlans(back);
  codegen::CodegenOptions options;
  options.useCache = invocation.useCache;
  options.symbols = runtimeSymbols();
  std::unique_ptr<codegen::CompiledModule> compiled = codegen::compile(back.program.module, options);
  return runProgram(invocation, front, back, *compiled);
}

} // namespace flow::driver
