#include "compiler/testrun/ProcessPool.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace flow::testrun {

using namespace std::chrono_literals;

TEST(ProcessPool, GivesBackResultAndOutput) {
  ProcessPool pool(0ms);
  pool.start(7, [] {
    std::printf("to the output\n");
    std::fflush(stdout);
    std::fprintf(stderr, "to the errors\n");
    return std::string("a\0b", 3);
  });
  std::optional<Ended> ended = pool.wait();
  ASSERT_TRUE(ended.has_value());
  EXPECT_EQ(ended->id, 7u);
  EXPECT_EQ(ended->output, "to the output\nto the errors\n");
  EXPECT_EQ(ended->result, std::string("a\0b", 3));
  EXPECT_EQ(pool.running(), 0u);
}

TEST(ProcessPool, ACrashEndsOneProcessOnly) {
  ProcessPool pool(0ms);
  pool.start(1, []() -> std::string {
    raise(SIGKILL);
    return "";
  });
  pool.start(2, [] { return std::string("done"); });
  std::string ends;
  for (int i = 0; i < 2; ++i) {
    std::optional<Ended> ended = pool.wait();
    ASSERT_TRUE(ended.has_value());
    if (ended->id == 1) ends = ended->end;
    EXPECT_EQ(ended->result.has_value(), ended->id == 2);
  }
  EXPECT_EQ(ends, "was ended by the signal 9 (Killed)");
}

TEST(ProcessPool, AnExitIsNoResult) {
  ProcessPool pool(0ms);
  pool.start(1, []() -> std::string { _exit(3); });
  std::optional<Ended> ended = pool.wait();
  EXPECT_EQ(ended->end, "ended with the exit code 3");
}

TEST(ProcessPool, WhatTakesTooLongIsEnded) {
  ProcessPool pool(50ms);
  pool.start(1, []() -> std::string {
    while (true) std::this_thread::sleep_for(1s);
  });
  std::optional<Ended> ended = pool.wait();
  EXPECT_FALSE(ended->result.has_value());
  EXPECT_EQ(ended->end, "took longer than the limit and was ended");
}

TEST(ProcessPool, KeepsABoundedPartOfTheOutput) {
  ProcessPool pool(0ms);
  pool.start(1, [] {
    std::string line(1 << 16, 'x');
    for (int i = 0; i < 20; ++i) std::fwrite(line.data(), 1, line.size(), stdout);
    return std::string("done");
  });
  std::optional<Ended> ended = pool.wait();
  EXPECT_EQ(ended->output.size(), ProcessPool::kMostOutput);
  EXPECT_EQ(ended->leftOut, (20u << 16) - ProcessPool::kMostOutput);
  EXPECT_EQ(ended->result, "done");
}

TEST(ProcessPool, InputIsEmpty) {
  ProcessPool pool(0ms);
  pool.start(1, [] { return std::to_string(std::getchar()); });
  EXPECT_EQ(pool.wait()->result, std::to_string(EOF));
}

TEST(ProcessPool, AnInterruptEndsTheWait) {
  ProcessPool pool(0ms);
  pool.start(1, []() -> std::string {
    while (true) std::this_thread::sleep_for(1s);
  });
  raise(SIGINT);
  EXPECT_FALSE(pool.wait().has_value());
}

} // namespace flow::testrun
