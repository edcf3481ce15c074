#include "runtime/sched/WorkerPool.h"

#include <algorithm>
#include <atomic>

namespace flow::sched {

WorkerPool::WorkerPool(unsigned threads) : threads_(std::max(threads, 1u)) {}

WorkerPool::~WorkerPool() {
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  for (std::thread &thread : started_) thread.join();
}

void WorkerPool::run(unsigned wanted, const std::function<void(unsigned)> &work) {
  wanted = std::min(wanted, threads_);
  if (wanted <= 1) {
    if (wanted == 1) work(0);
    return;
  }
  {
    std::lock_guard lock(mutex_);
    FLOW_CHECK(work_ == nullptr, "work of the pool uses the pool");
    work_ = &work;
    wanted_ = wanted;
    running_ = wanted - 1;
    ++round_;
    while (started_.size() < wanted - 1) {
      unsigned worker = static_cast<unsigned>(started_.size()) + 1;
      started_.emplace_back([this, worker] { serve(worker); });
    }
  }
  wake_.notify_all();
  work(0);
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return running_ == 0; });
  work_ = nullptr;
}

void WorkerPool::serve(unsigned worker) {
  uint64_t seen = 0;
  for (;;) {
    const std::function<void(unsigned)> *work = nullptr;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return closing_ || (round_ != seen && worker < wanted_ && work_); });
      if (closing_) return;
      seen = round_;
      work = work_;
    }
    (*work)(worker);
    std::lock_guard lock(mutex_);
    if (--running_ == 0) ended_.notify_one();
  }
}

Status WorkerPool::forEach(size_t count, const std::function<Status(size_t, unsigned)> &work) {
  std::atomic<size_t> next{0};
  std::atomic<size_t> firstFailed{SIZE_MAX};
  std::mutex mutex;
  Status result;
  auto wanted = static_cast<unsigned>(std::min<size_t>(count, threads_));
  run(wanted, [&](unsigned worker) {
    for (;;) {
      size_t index = next.fetch_add(1, std::memory_order_relaxed);
      // Indexes below a failed one were handed out before it, so whoever has them finishes them.
      if (index >= count || index > firstFailed.load(std::memory_order_relaxed)) return;
      Status status = work(index, worker);
      if (status.ok()) continue;
      std::lock_guard lock(mutex);
      if (index >= firstFailed.load(std::memory_order_relaxed)) continue;
      firstFailed.store(index, std::memory_order_relaxed);
      result = std::move(status);
    }
  });
  return result;
}

} // namespace flow::sched
