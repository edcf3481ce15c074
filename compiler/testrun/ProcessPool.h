#pragma once
// Work in processes of its own, several at a time: what one prints is caught, and when it crashes, hangs or takes too
// much memory, only its process ends. A process begins as a copy of this one (fork), so it has all that was compiled;
// while some run, this process must have one thread only.

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace flow::testrun {

/// How a piece of work ended.
struct Ended {
  size_t id = 0;
  double seconds = 0;
  std::string output;                ///< standard output and errors, at most kMostOutput bytes
  uint64_t leftOut = 0;              ///< bytes of the output beyond that
  std::optional<std::string> result; ///< what the work gave; nothing when its process ended before
  std::string end;                   ///< then: how, as in "was ended by the signal 11 (Segmentation fault)"
};

class ProcessPool {
public:
  static constexpr size_t kMostOutput = size_t{1} << 20;

  /// `limit`: how long a piece of work may take; zero: as long as it likes. From now on Ctrl-C interrupts the pool
  /// instead of the process; a second one ends everything at once.
  explicit ProcessPool(std::chrono::milliseconds limit);
  /// Ends what still runs.
  ~ProcessPool();
  ProcessPool(const ProcessPool &) = delete;
  ProcessPool &operator=(const ProcessPool &) = delete;

  /// Does the work in a process of its own. Its standard input is empty. False when the system has no room for another
  /// process or its pipes: `problem` says why.
  bool start(size_t id, const std::function<std::string()> &work);
  const std::string &problem() const { return problem_; }
  size_t running() const { return processes_.size(); }
  /// Waits until some work has ended; nothing after an interrupt. Some must run.
  std::optional<Ended> wait();

private:
  using Clock = std::chrono::steady_clock;
  struct Process {
    Ended ended;
    int output = -1, result = -1; ///< read ends of pipes; -1: at its end
    std::string resultBytes;
    Clock::time_point begin;
    bool isLate = false; ///< ended for taking too long
  };

  bool cannotStart(std::initializer_list<const int *> pipes);
  void read(int &file, Process &process, bool isResult);
  Ended finish(pid_t pid, Process &process);
  /// Ends those that take too long; gives the milliseconds until the next one does, -1 for never.
  int endLate();

  std::map<pid_t, Process> processes_;
  std::string problem_;
  std::chrono::milliseconds limit_;
};

} // namespace flow::testrun
