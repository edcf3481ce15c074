// flowc: the command line of Flow.
#include "compiler/base/WithoutMemory.h"
#include "compiler/driver/Invocation.h"
#include "compiler/driver/StandardOutput.h"
#include "runtime/base/DiskCache.h"

#include <iterator>

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>

using namespace flow::driver;

/// Files that are opened later must not be taken for standard input, output or errors when those were closed.
static void openStandardFiles() {
  for (int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (fcntl(file, F_GETFD) < 0) open("/dev/null", O_RDWR);
}

static int finishOutput(int exitCode) {
  int error = flushStandardOutput();
  if (error == 0) return exitCode;
  std::fprintf(stderr, "error: cannot write to standard output: %s\n", std::strerror(error));
  return exitCode == kOk ? kProgramFailed : exitCode;
}

/// Of threads, whatever `ulimit -s` says: functions that column expressions call may call themselves there.
static void setStackOfThreads() {
  constexpr size_t kStackBytes = size_t{8} << 20;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  pthread_setattr_default_np(&attributes);
  pthread_attr_destroy(&attributes);
}

int main(int argc, char **argv) {
  openStandardFiles();
  openStandardOutput();
  setStackOfThreads();
  flow::expectNoMemory();
  std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow any further is a failure to write
  Invocation invocation;
  int exitCode = kOk;
  if (!parseCommandLine(argc, argv, invocation, exitCode)) return finishOutput(exitCode);
  if (!invocation.useCache) flow::DiskCache::turnOff();
  static constexpr struct {
    const char *name;
    int (*run)(const Invocation &);
  } kCommands[] = {{"run", runCommand},   {"test", testCommand}, {"check", checkCommand},
                   {"emit", emitCommand}, {"fmt", fmtCommand},   {"explain", explainCommand},
                   {"version", versionCommand}};
  for (const auto &command : kCommands)
    if (invocation.command == command.name) return finishOutput(command.run(invocation));
  return kWrongUse;
}
