// One run of a program with the host runtime; Ctrl-C and the progress display on the event loop beside it.
#include "compiler/driver/Execution.h"

#include "compiler/driver/FileFactory.h"
#include "compiler/driver/RuntimeSymbols.h"
#include "runtime/fs/OutputFile.h"
#include "runtime/host/HostRuntime.h"
#include "runtime/loop/EventLoop.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

namespace flow::driver {

/// The site of the failure, or null when it has none.
static const abi::Site *siteOf(const Failure &failure, const std::vector<abi::Site> &sites) {
  return failure.site > 0 && failure.site <= sites.size() ? &sites[failure.site - 1] : nullptr;
}

/// A failure without words of its own is what its site says.
static FailureKind kindNumber(const Failure &failure, const std::vector<abi::Site> &sites) {
  const abi::Site *site = failure.message.empty() ? siteOf(failure, sites) : nullptr;
  return site ? site->kind : failure.kind;
}

static std::string kindOf(const Failure &failure, const std::vector<abi::Site> &sites) {
  static constexpr const char *kNames[] = {
#define FLOW_FAILURE(Name, Message) #Name,
#include "runtime/abi/Failures.def"
  };
  return kNames[static_cast<size_t>(kindNumber(failure, sites))];
}

diag::Diagnostic diagnosticOf(const Failure &failure, const std::vector<abi::Site> &sites) {
  static constexpr const char *kDefaults[] = {
#define FLOW_FAILURE(Name, Message) Message,
#include "runtime/abi/Failures.def"
  };
  diag::Diagnostic diagnostic;
  diagnostic.code = diag::Code::RunFailed;
  diagnostic.message = failure.message;
  if (const abi::Site *site = siteOf(failure, sites)) {
    diagnostic.primary.span = {site->file, site->begin, site->end};
    if (diagnostic.message.empty()) diagnostic.message = site->message;
  }
  if (diagnostic.message.empty()) diagnostic.message = kDefaults[static_cast<size_t>(kindNumber(failure, sites))];
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

/// Says so, once: the program may end in order while its time runs out.
static void sayInterrupted() {
  static std::atomic_flag isSaid;
  constexpr std::string_view kText = "interrupted\n";
  if (isSaid.test_and_set()) return;
  [[maybe_unused]] ssize_t written = write(STDERR_FILENO, kText.data(), kText.size());
}

namespace {
/// Places of failures for the program that catches them.
class SitesOfSources : public abi::SiteNames {
public:
  SitesOfSources(const SourceManager &sources, const std::vector<abi::Site> &sites)
      : sources_(sources), sites_(sites) {}

  const abi::Site *find(uint32_t site) const override {
    return site > 0 && site <= sites_.size() ? &sites_[site - 1] : nullptr;
  }
  std::string place(uint32_t site) const override {
    const abi::Site &at = *find(site);
    LineColumn begin = sources_.lineColumn(at.file, at.begin);
    return std::string(sources_.name(at.file)) + ":" + std::to_string(begin.line) + ":" + std::to_string(begin.column);
  }

private:
  const SourceManager &sources_;
  const std::vector<abi::Site> &sites_;
};
} // namespace

/// Ends the process at once: generated code that loops asks nobody whether it may go on.
[[noreturn]] static void leaveInterrupted() {
  OutputFile::abandonAll();
  if (ftrylockfile(stdout) == 0) fflush_unlocked(stdout);
  sayInterrupted();
  _exit(kInterrupted);
}

/// Pipelines stop between two batches, and the program ends in order; what does not within the time is left.
static void interrupt(std::atomic<bool> &cancelled) {
  constexpr std::chrono::milliseconds kGrace{100};
  if (cancelled.exchange(true)) leaveInterrupted();
  std::thread([kGrace] {
    std::this_thread::sleep_for(kGrace);
    leaveInterrupted();
  }).detach();
}

RunEnd execute(const Invocation &invocation, const SourceManager &sources, const Executable &program,
               codegen::CompiledModule::Main entry) {
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
  SitesOfSources sites(sources, program.sites);
  options.sites = &sites;

  loop::EventLoop events;
  events.onSignal(SIGINT, [&] { interrupt(cancelled); });
  if (isatty(STDERR_FILENO)) events.every(1000, 200, [&] { line.draw(); });
  events.start();
  RunEnd end;
  {
    host::HostRuntime runtime(program.plans, *program.code, options);
    end.status = runtime.run(entry);
    if (!end.status.ok()) end.kind = runtime.errorKind();
    if (!end.status.ok() && end.kind.empty()) end.kind = kindOf(end.status.failure(), program.sites);
    events.stop();
    line.erase();
    std::fflush(stdout);
  }
  end.isInterrupted = !end.status.ok() && cancelled;
  if (end.isInterrupted) {
    std::fflush(stderr);
    sayInterrupted();
  }
  return end;
}

codegen::CodegenOptions codegenOptions(const Invocation &invocation, StoredObjects &objects) {
  codegen::CodegenOptions options;
  options.cache = &objects;
  options.threads = std::clamp(std::thread::hardware_concurrency(), 2u, 8u);
  options.printStats = invocation.printStats;
  options.symbols = runtimeSymbols();
  return options;
}

} // namespace flow::driver
