// flowc run: compile, then run.
#include "compiler/driver/Back.h"
#include "compiler/driver/Execution.h"

namespace flow::driver {

static int runProgram(const Invocation &invocation, const SourceManager &sources, const Executable &program) {
  RunEnd end = execute(invocation, sources, program, program.code->hostMain());
  if (end.status.ok()) return kOk;
  if (end.isInterrupted) return kInterrupted;
  printDiagnostics(invocation, sources, {diagnosticOf(end.status.failure(), program.sites, sources)});
  return kProgramFailed;
}

int runCommand(const Invocation &invocation) {
  Front front;
  if (!loadSource(invocation.files[0], front)) return kWrongUse;
  StoredObjects objects;
  codegen::CodegenOptions options = codegenOptions(invocation, objects);
  ProgramCache cache(invocation, front);
  if (std::optional<KeptProgram> known = cache.find(front)) {
    printDiagnostics(invocation, front.sources, known->warnings);
    Executable program{std::move(known->plans), std::move(known->sites), codegen::restore(known->code, options)};
    return runProgram(invocation, front.sources, program);
  }
  int exitCode = kOk;
  if (!analyzeSource(invocation, front, exitCode)) return exitCode;
  Back back;
  if (!optimizeProgram(invocation, front, back)) return kWrongUse;
  buildPlans(back);
  Executable program{std::move(back.plans), back.program.module.sites, codegen::compile(back.program.module, options)};
  KeptProgram kept;
  kept.plans = program.plans;
  kept.sites = program.sites;
  kept.code = program.code->image();
  cache.keep(front, std::move(kept));
  return runProgram(invocation, front.sources, program);
}

} // namespace flow::driver
