#pragma once
// Runs the passes of Passes.def: each is timed, can be switched off by name, and the IR is verified after it.

#include "compiler/opt/Program.h"

#include <functional>

namespace flow::opt {

struct PassOptions {
  std::vector<bool> enabled; ///< by place in Passes.def; empty: all
  bool verify = true;        ///< after each pass
  /// Called after each pass that ran, with its name; for tests and for printing the IR in between.
  std::function<void(const char *, const Program &)> after;
};

/// Reads `--passes=`: names separated by commas, `-name` switches off, `name` on, `none` and `all` the
/// optional ones. False, and `error` in words, for a name that there is not, or a required pass.
bool parsePasses(std::string_view text, PassOptions &options, std::string &error);

/// In the order in which they run.
std::vector<const char *> passNames();

struct PassTime {
  const char *name = nullptr;
  double milliseconds = 0; ///< of the pass
  double verifyMilliseconds = 0;
};

/// Gives the times of the passes that ran. A problem after a pass is an internal error that names it.
std::vector<PassTime> runPasses(Program program, const PassOptions &options = {});

/// A table for `--time-passes`.
std::string timesText(const std::vector<PassTime> &times);

} // namespace flow::opt
