#pragma once
// What is known of a test that has run.

#include <cstdint>
#include <string>

namespace flow::testrun {

enum class Outcome : uint8_t {
  Passed,
  Failed,
  NotCompiled ///< stands for a whole file, which has errors
};

struct TestResult {
  std::string file; ///< its path as it was given, or found below a folder that was given
  std::string name;
  uint32_t line = 0;
  Outcome outcome = Outcome::Passed;
  double seconds = 0;
  std::string output;  ///< what it printed
  std::string message; ///< of one that failed: why, in a line
  std::string details; ///< of one that failed: where, and with which values, as text
};

} // namespace flow::testrun
