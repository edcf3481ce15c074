#include "runtime/sched/WorkerPool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>

namespace flow::sched {

TEST(WorkerPool, OneWorkerRunsOnTheCaller) {
  WorkerPool pool(1);
  std::thread::id caller = std::this_thread::get_id();
  int calls = 0;
  pool.run(8, [&](unsigned worker) {
    EXPECT_EQ(worker, 0u);
    EXPECT_EQ(std::this_thread::get_id(), caller);
    ++calls;
  });
  EXPECT_EQ(calls, 1);
}

TEST(WorkerPool, EachWorkerIsCalledOnceARound) {
  WorkerPool pool(4);
  for (unsigned wanted : {4u, 2u, 9u, 1u, 0u, 3u}) {
    std::mutex mutex;
    std::multiset<unsigned> seen;
    pool.run(wanted, [&](unsigned worker) {
      std::lock_guard lock(mutex);
      seen.insert(worker);
    });
    std::multiset<unsigned> expected;
    for (unsigned worker = 0; worker < std::min(wanted, 4u); ++worker) expected.insert(worker);
    EXPECT_EQ(seen, expected) << wanted;
  }
}

TEST(WorkerPool, ForEachVisitsAllIndexesAscending) {
  for (unsigned threads : {1u, 3u}) {
    WorkerPool pool(threads);
    std::vector<std::atomic<int>> visits(1000);
    std::vector<size_t> last(threads, 0);
    Status status = pool.forEach(visits.size(), [&](size_t index, unsigned worker) {
      EXPECT_GE(index, last[worker]);
      last[worker] = index;
      ++visits[index];
      return Status();
    });
    EXPECT_TRUE(status.ok());
    for (auto &visit : visits) EXPECT_EQ(visit.load(), 1);
  }
}

TEST(WorkerPool, TheFailureOfTheSmallestIndexWins) {
  WorkerPool pool(4);
  for (int round = 0; round < 50; ++round) {
    std::atomic<bool> lateFailed{false};
    Status status = pool.forEach(100, [&](size_t index, unsigned) {
      if (index == 20) { // waits, so that a later index fails first in time
        while (!lateFailed) std::this_thread::yield();
        return Status::fail(FailureKind::Failure, "early");
      }
      if (index == 22) {
        lateFailed = true;
        return Status::fail(FailureKind::Failure, "late");
      }
      return Status();
    });
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.failure().message, "early");
  }
}

TEST(WorkerPool, NothingToDo) {
  WorkerPool pool(2);
  EXPECT_TRUE(
      pool.forEach(0, [](size_t, unsigned) { return Status::fail(FailureKind::Failure, "called"); }).ok());
}

TEST(WorkerPoolDeathTest, UseFromInsideIsRefused) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        WorkerPool pool(2);
        pool.run(2, [&](unsigned) { pool.run(2, [](unsigned) {}); });
      },
      "work of the pool uses the pool");
}

} // namespace flow::sched
