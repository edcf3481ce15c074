#include "compiler/driver/Back.h"

#include "compiler/base/LargeStack.h"
#include "compiler/opt/PassManager.h"
#include "compiler/ownership/CountReferences.h"
#include "compiler/pipeline/PipelineBuilder.h"

#include <cstdio>

namespace flow::driver {

bool optimizeProgram(const Invocation &invocation, Front &front, Back &back, lower::Entry entry) {
  opt::PassOptions options;
  std::string error;
  if (!opt::parsePasses(invocation.passes, options, error)) {
    std::fprintf(stderr, "error: --passes: %s\n", error.c_str());
    return false;
  }
  std::vector<opt::PassTime> times;
  runOnLargeStack([&] {
    back.program = lower::lowerProgram(*front.program, front.types, entry);
    times = opt::runPasses({back.program.module, back.program.plans}, options);
  });
  if (invocation.timePasses) std::fputs(opt::timesText(times).c_str(), stderr);
  return true;
}

void buildPlans(Back &back) {
  runOnLargeStack([&] {
    for (uint32_t number = 0; number < back.program.plans.size(); ++number)
      back.plans.push_back(pipeline::buildPipelines(back.program.plans[number], number, back.program.module));
  });
  ownership::countReferencesOfStages(back.program.module);
  for (abi::PlanSpec &plan : back.plans) plan.sites = back.program.module.sites;
}

} // namespace flow::driver
