#include "compiler/testrun/ProcessPool.h"

#include "runtime/abi/Check.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace flow::testrun {

namespace {

/// The end of a pipe into which the handler of signals writes; read by who waits.
int interruptWriter = -1, interruptReader = -1;
volatile sig_atomic_t isInterrupted = 0;

void onInterrupt(int) {
  constexpr int kInterruptedExit = 130;
  if (isInterrupted) _exit(kInterruptedExit);
  isInterrupted = 1;
  [[maybe_unused]] ssize_t written = write(interruptWriter, "!", 1);
}


/// All bytes, unless the reader is gone.
void writeAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return;
    if (written > 0) bytes.remove_prefix(static_cast<size_t>(written));
  }
}

/// The life of a process of the pool.
[[noreturn]] void live(const std::function<std::string()> &work, int output, int result) {
  prctl(PR_SET_PDEATHSIG, SIGKILL); // it does not outlive the pool
  signal(SIGINT, SIG_DFL);
  if (int nothing = open("/dev/null", O_RDONLY); nothing >= 0) dup2(nothing, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  std::string given = work();
  std::fflush(stdout);
  std::fflush(stderr);
  writeAll(result, given);
  // Nothing else of the copy is to end in order: it is the parent's.
  _exit(0);
}

std::string endText(int status) {
  if (WIFSIGNALED(status))
    return "was ended by the signal " + std::to_string(WTERMSIG(status)) + " (" + strsignal(WTERMSIG(status)) + ")";
  return "ended with the exit code " + std::to_string(WEXITSTATUS(status));
}

} // namespace

ProcessPool::ProcessPool(std::chrono::milliseconds limit) : limit_(limit) {
  int ends[2];
  FLOW_CHECK_EQ(pipe2(ends, O_CLOEXEC), 0, "a pipe: ", std::strerror(errno));
  interruptReader = ends[0];
  interruptWriter = ends[1];
  struct sigaction action {};
  action.sa_handler = onInterrupt;
  sigaction(SIGINT, &action, nullptr);
}

ProcessPool::~ProcessPool() {
  // Those that can end in order, so that they leave no unfinished files.
  for (const auto &[pid, process] : processes_) kill(pid, SIGINT);
  constexpr int kGrace = 1000, kStep = 20; // milliseconds
  for (int waited = 0; !processes_.empty(); waited += kStep) {
    for (auto at = processes_.begin(); at != processes_.end();)
      at = waitpid(at->first, nullptr, waited < kGrace ? WNOHANG : 0) == 0 ? std::next(at) : processes_.erase(at);
    if (waited + kStep >= kGrace)
      for (const auto &[pid, process] : processes_) kill(pid, SIGKILL);
    if (!processes_.empty()) poll(nullptr, 0, kStep);
  }
  signal(SIGINT, SIG_DFL);
  close(interruptReader);
  close(interruptWriter);
}

bool ProcessPool::cannotStart(std::initializer_list<const int *> pipes) {
  problem_ = std::strerror(errno);
  for (const int *ends : pipes) {
    close(ends[0]);
    close(ends[1]);
  }
  return false;
}

bool ProcessPool::start(size_t id, const std::function<std::string()> &work) {
  std::fflush(stdout);
  std::fflush(stderr);
  int output[2], result[2];
  if (pipe2(output, O_CLOEXEC) != 0) return cannotStart({});
  if (pipe2(result, O_CLOEXEC) != 0) return cannotStart({output});
  pid_t pid = fork();
  if (pid < 0) return cannotStart({output, result});
  if (pid == 0) {
    for (const auto &[other, process] : processes_) // of other processes
      for (int file : {process.output, process.result})
        if (file >= 0) close(file);
    close(interruptReader);
    close(interruptWriter);
    live(work, output[1], result[1]);
  }
  close(output[1]);
  close(result[1]);
  Process &process = processes_[pid];
  process.ended.id = id;
  process.output = output[0];
  process.result = result[0];
  process.begin = Clock::now();
  return true;
}

void ProcessPool::read(int &file, Process &process, bool isResult) {
  char bytes[1 << 16];
  ssize_t count = ::read(file, bytes, sizeof(bytes));
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) {
    close(file);
    file = -1;
    return;
  }
  std::string_view read(bytes, static_cast<size_t>(count));
  if (isResult) {
    process.resultBytes += read;
    return;
  }
  std::string &kept = process.ended.output;
  std::string_view part = read.substr(0, kMostOutput - kept.size());
  kept += part;
  process.ended.leftOut += read.size() - part.size();
}

Ended ProcessPool::finish(pid_t pid, Process &process) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
  process.ended.seconds = std::chrono::duration<double>(Clock::now() - process.begin).count();
  if (process.isLate)
    process.ended.end = "took longer than the limit and was ended";
  else if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
    process.ended.result = std::move(process.resultBytes);
  else
    process.ended.end = endText(status);
  Ended ended = std::move(process.ended);
  processes_.erase(pid);
  return ended;
}

int ProcessPool::endLate() {
  if (limit_.count() == 0) return -1;
  int next = -1;
  for (auto &[pid, process] : processes_) {
    auto left = std::chrono::ceil<std::chrono::milliseconds>(process.begin + limit_ - Clock::now()).count();
    if (process.isLate) continue;
    if (left <= 0) {
      process.isLate = true;
      kill(pid, SIGKILL);
    } else if (next < 0 || left < next) {
      next = static_cast<int>(left);
    }
  }
  return next;
}

std::optional<Ended> ProcessPool::wait() {
  FLOW_CHECK(!processes_.empty(), "nothing runs");
  while (true) {
    for (auto &[pid, process] : processes_)
      if (process.output < 0 && process.result < 0) return finish(pid, process);
    int timeout = endLate();
    std::vector<pollfd> files{{interruptReader, POLLIN, 0}};
    for (const auto &[pid, process] : processes_) {
      files.push_back({process.output, POLLIN, 0}); // poll passes over -1
      files.push_back({process.result, POLLIN, 0});
    }
    int ready = poll(files.data(), files.size(), timeout);
    if (files[0].revents) return std::nullopt;
    if (ready <= 0) continue;
    size_t at = 1;
    for (auto &[pid, process] : processes_) {
      if (files[at++].revents) read(process.output, process, false);
      if (files[at++].revents) read(process.result, process, true);
    }
  }
}

} // namespace flow::testrun
