#pragma once
// What the command line asks for. Flags of flowc stand before the file name, those of the program after it.

#include <cstdint>
#include <string>
#include <vector>

namespace flow::driver {

/// Exit codes, part of the contract: scripts rely on them.
enum ExitCode : int { kOk = 0, kProgramFailed = 1, kCompileFailed = 2, kWrongUse = 64, kInterrupted = 130 };

struct Invocation {
  std::string command;            ///< run, test, check, emit, fmt, explain, version
  std::string target;             ///< what `emit` prints, the code that `explain` explains
  std::vector<std::string> files; ///< the source; `fmt` and `test` take several, and `test` folders
  std::vector<std::string> programArguments;
  uint32_t threads = 0;     ///< 0: all processors
  uint32_t batchRows = 0;   ///< --morsel-rows; 0: the default
  uint64_t memoryBytes = 0; ///< 0: no limit
  std::string passes = "all";
  bool timePasses = false;
  bool printStats = false;
  bool jsonDiagnostics = false;
  bool useCache = true;
  bool checkOnly = false; ///< fmt --check
  bool emitTests = false; ///< emit --tests

  // Of `test`.
  uint32_t jobs = 0;        ///< tests at a time; 0: as many as processors
  double limitSeconds = 0;  ///< for each test; 0: none
  std::string filter;       ///< text in the names of those to run
  std::string junitFile;    ///< empty: none is written
  bool listOnly = false;
};

/// Fills `invocation`, or prints what is wrong (or the help asked for) and gives the exit code in `exitCode`.
bool parseCommandLine(int argc, char **argv, Invocation &invocation, int &exitCode);

int runCommand(const Invocation &invocation);
int testCommand(const Invocation &invocation);
int checkCommand(const Invocation &invocation);
int emitCommand(const Invocation &invocation);
int fmtCommand(const Invocation &invocation);
int explainCommand(const Invocation &invocation);
int versionCommand(const Invocation &invocation);

} // namespace flow::driver
