#include "compiler/driver/Back.h"

#include "compiler/base/LargeStack.h"
#include "compiler/codegen/NotBuilt.h"
#include "compiler/opt/PassManager.h"
#include "compiler/pipeline/PipelineBuilder.h"

#include <cstdio>

namespace flow::driver {

bool optimizeProgram(const Invocation &invocation, Front &front, Back &back) {
  opt::PassOptions options;
  std::string error;
  if (!opt::parsePasses(invocation.passes, options, error)) {
    std::fprintf(stderr, "error: --passes: %s\n", error.c_str());
    return false;
  }
  std::vector<opt::PassTime> times;
  runOnLargeStack([&] {
    back.program = lower::lowerProgram(*front.program, front.types);
    times = opt::runPasses({back.program.module, back.program.plans}, options);
  });
  if (invocation.timePasses) std::fputs(opt::timesText(times).c_str(), stderr);
  return true;
}

bool isBuilt(const Invocation &invocation, const Front &front, const Back &back) {
  std::optional<codegen::NotBuilt> missing = codegen::findNotBuilt(back.program.module);
  if (!missing) return true;
  diag::Diagnostic diagnostic;
  diagnostic.code = diag::Code::NotBuilt;
  diagnostic.message = missing->what + " is not built yet";
  if (missing->site != 0) {
    const abi::Site &site = back.program.module.sites[missing->site - 1];
    diagnostic.primary.span = {site.file, site.begin, site.end};
  }
  printDiagnostics(invocation, front.sources, {diagnostic});
  return false;
}

void buildPlans(Back &back) {
  runOnLargeStack([&] {
    for (uint32_t number = 0; number < back.program.plans.size(); ++number)
      back.plans.push_back(pipeline::buildPipelines(back.program.plans[number], number, back.program.module));
  });
  for (abi::PlanSpec &plan : back.plans) plan.sites = back.program.module.sites;
}

} // namespace flow::driver
