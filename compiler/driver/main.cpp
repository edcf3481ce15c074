// flowc: the command line of Flow.
#include "compiler/driver/Invocation.h"

#include <iterator>

using namespace flow::driver;

int main(int argc, char **argv) {
  Invocation invocation;
  int exitCode = kOk;
  if (!parseCommandLine(argc, argv, invocation, exitCode)) return exitCode;
  static constexpr struct {
    const char *name;
    int (*run)(const Invocation &);
  } kCommands[] = {{"run", runCommand}, {"check", checkCommand},     {"emit", emitCommand},
                   {"fmt", fmtCommand}, {"explain", explainCommand}, {"version", versionCommand}};
  for (const auto &command : kCommands)
    if (invocation.command == command.name) return command.run(invocation);
  return kWrongUse;
}
