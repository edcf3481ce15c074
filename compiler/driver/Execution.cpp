// One run of a program with the host runtime; Ctrl-C and the progress display on the event loop beside it.
#include "compiler/driver/Execution.h"

#include "compiler/base/LargeStack.h"
#include "compiler/driver/FileFactory.h"
#include "compiler/driver/RuntimeSymbols.h"
#include "runtime/abi/FailureTexts.h"
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
static FailureKind kindOf(const Failure &failure, const std::vector<abi::Site> &sites) {
  const abi::Site *site = failure.message.empty() ? siteOf(failure, sites) : nullptr;
  return site ? site->kind : failure.kind;
}

/// "rides.flow:12:5".
static std::string placeOf(const abi::Site &site, const SourceManager &sources) {
  LineColumn at = sources.lineColumn(site.file, site.begin);
  return std::string(sources.name(site.file)) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

/// What stands there, on one line.
static std::string sourceOf(const abi::Site &site, const SourceManager &sources) {
  constexpr size_t kMostText = 60;
  std::string_view whole = sources.text(Span{site.file, site.begin, site.end});
  std::string_view text = whole.substr(0, std::min(kMostText, whole.find('\n')));
  if (text.size() == whole.size()) return "`" + std::string(text) + "`";
  while (!text.empty() && (whole[text.size()] & 0xC0) == 0x80) text.remove_suffix(1); // whole code points
  return "`" + std::string(text) + "..`";
}

static bool isInLibrary(const abi::Site &site, const SourceManager &sources) {
  return site.file != 0 && sources.name(site.file).starts_with("std:");
}

/// The place of the failure, and a note for each call that led there, innermost first. Of a failure inside of the
/// library the place is where the program calls it.
static void addPlaces(diag::Diagnostic &diagnostic, const Failure &failure, const std::vector<abi::Site> &sites,
                      const SourceManager &sources) {
  const abi::Site *place = siteOf(failure, sites);
  if (!place) return;
  size_t inner = 0; // calls inside of the library
  const abi::Site *outer = place;
  while (isInLibrary(*outer, sources) && inner < failure.calls.size() && failure.calls[inner].site != 0)
    outer = &sites[failure.calls[inner++].site - 1];
  diagnostic.primary.span = {outer->file, outer->begin, outer->end};
  if (outer != place) diagnostic.notes.push_back("it fails in the library, at " + placeOf(*place, sources));
  for (size_t i = inner; i < failure.calls.size(); ++i) {
    const auto &[site, times] = failure.calls[i];
    if (site == 0) {
      diagnostic.notes.push_back("further calls are left out");
      continue;
    }
    std::string note = "called at " + placeOf(sites[site - 1], sources) + ": " + sourceOf(sites[site - 1], sources);
    diagnostic.notes.push_back(note + (times > 1 ? ", " + std::to_string(times) + " times" : ""));
  }
}

diag::Diagnostic diagnosticOf(const Failure &failure, const std::vector<abi::Site> &sites,
                              const SourceManager &sources) {
  diag::Diagnostic diagnostic;
  diagnostic.code = diag::Code::RunFailed;
  diagnostic.message = failure.message;
  const abi::Site *site = siteOf(failure, sites);
  if (site && diagnostic.message.empty()) diagnostic.message = site->message;
  if (diagnostic.message.empty()) diagnostic.message = abi::messageOf(kindOf(failure, sites));
  diagnostic.notes = failure.notes;
  addPlaces(diagnostic, failure, sites, sources);
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
    return placeOf(*find(site), sources_);
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

  RunEnd end;
  Result<std::unique_ptr<loop::EventLoop>> events = loop::EventLoop::create();
  if (!events.ok()) {
    end.status = events.takeFailure();
    return end;
  }
  (*events)->onSignal(SIGINT, [&] { interrupt(cancelled); });
  if (isatty(STDERR_FILENO)) (*events)->every(1000, 200, [&] { line.draw(); });
  (*events)->start();
  {
    host::HostRuntime runtime(program.plans, *program.code, options);
    runOnStackOf(kHostStackBytes, [&] { end.status = runtime.run(entry); });
    if (!end.status.ok()) end.kind = runtime.errorKind();
    if (!end.status.ok() && end.kind.empty()) end.kind = abi::nameOf(kindOf(end.status.failure(), program.sites));
    (*events)->stop();
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
