#pragma once
// Lets workers that are at different segments do one thing in the order of segments: each waits until all
// earlier segments have passed. Workers claim segments in ascending order, so whoever waits, waits for
// somebody who runs.

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace flow::frame {

class SegmentOrder {
public:
  /// Whether all segments before this one have passed.
  bool isTurn(uint32_t segment) const { return next_.load(std::memory_order_acquire) == segment; }
  /// Waits for the turn; false when an earlier segment has failed, so that it never comes.
  bool await(uint32_t segment) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return isAborted_ || isTurn(segment); });
    return isTurn(segment);
  }
  /// Lets the next segment pass.
  void pass(uint32_t segment) {
    {
      std::lock_guard lock(mutex_);
      next_.store(segment + 1, std::memory_order_release);
    }
    changed_.notify_all();
  }
  void abort() {
    {
      std::lock_guard lock(mutex_);
      isAborted_ = true;
    }
    changed_.notify_all();
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<uint32_t> next_{0};
  bool isAborted_ = false;
};

} // namespace flow::frame
