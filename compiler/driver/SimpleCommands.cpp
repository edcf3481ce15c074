// check, explain, version: the commands that need no back end.
#include "compiler/diag/Explain.h"
#include "compiler/driver/ProgramCache.h"

#include <cstdio>

namespace flow::driver {

int checkCommand(const Invocation &invocation) {
  Front front;
  if (!loadSource(invocation.files[0], front)) return kWrongUse;
  ProgramCache cache(invocation, front);
  if (std::optional<KeptProgram> known = cache.find(front)) {
    printDiagnostics(invocation, front.sources, known->warnings);
    return kOk;
  }
  int exitCode = kOk;
  if (!analyzeSource(invocation, front, exitCode)) return exitCode;
  cache.keep(front, {});
  return kOk;
}

int explainCommand(const Invocation &invocation) {
  std::optional<diag::Code> code = diag::codeFromText(invocation.target);
  if (!code) {
    std::fprintf(stderr, "error: there is no diagnostic `%s`; codes look like F0312\n", invocation.target.c_str());
    return kWrongUse;
  }
  std::string_view page = diag::explainPage(*code);
  std::fwrite(page.data(), 1, page.size(), stdout);
  return kOk;
}

int versionCommand(const Invocation &) {
  std::puts("flowc " FLOW_VERSION);
  return kOk;
}

} // namespace flow::driver
