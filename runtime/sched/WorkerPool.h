#pragma once
// The worker threads of one process. Work is given to all of them at once and awaited; what a worker does
// next it takes from a shared counter, in ascending order. Idle workers sleep. Threads are started when they
// are first needed, so small programs and `--threads 1` never start one.
//
// Calls do not nest: work that runs on the pool does not use the pool.

#include "runtime/base/Status.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace flow::sched {

class WorkerPool {
public:
  /// `threads` workers, of which the caller of run() is one; at least 1.
  explicit WorkerPool(unsigned threads);
  ~WorkerPool();
  WorkerPool(const WorkerPool &) = delete;
  WorkerPool &operator=(const WorkerPool &) = delete;

  unsigned threads() const { return threads_; }

  /// Calls `work(worker)` once for each worker number below min(threads(), wanted), at the same time; number
  /// 0 on the calling thread. Returns when all calls have.
  void run(unsigned wanted, const std::function<void(unsigned worker)> &work);

  /// Calls `work(index, worker)` for each index below `count`, handed out in ascending order. Of several
  /// failures the one of the smallest index is returned, whatever the threads did; indexes after it may be
  /// left out.
  Status forEach(size_t count, const std::function<Status(size_t index, unsigned worker)> &work);

private:
  void serve(unsigned worker);

  unsigned threads_;
  std::vector<std::thread> started_; // workers 1, 2, ..
  std::mutex mutex_;
  std::condition_variable wake_;  // a new round has begun, or the end
  std::condition_variable ended_; // running_ fell to zero
  const std::function<void(unsigned)> *work_ = nullptr;
  uint64_t round_ = 0;
  unsigned wanted_ = 0;  // workers of this round
  unsigned running_ = 0; // of them, those other than the caller that have not ended
  bool closing_ = false;
};

} // namespace flow::sched
