#include "compiler/opt/PassManager.h"

#include "compiler/ir/FnMayFail.h"
#include "compiler/ir/FnVerifier.h"
#include "compiler/ir/PlanVerifier.h"
#include "compiler/opt/BoundScans.h"
#include "compiler/opt/CountReferences.h"
#include "compiler/opt/DropTrivialOperators.h"
#include "compiler/opt/EvaluateOnDemand.h"
#include "compiler/opt/FoldExpressions.h"
#include "compiler/opt/FoldFunctions.h"
#include "compiler/opt/HoistLookups.h"
#include "compiler/opt/JoinTexts.h"
#include "compiler/opt/LeaveAtEnd.h"
#include "compiler/opt/LimitSorts.h"
#include "compiler/opt/OutlineLoops.h"
#include "compiler/opt/PromoteSlots.h"
#include "compiler/opt/PruneColumns.h"
#include "compiler/opt/PushFilters.h"
#include "compiler/opt/ReduceJoins.h"
#include "compiler/opt/ShareEqualFunctions.h"
#include "compiler/opt/ShareEqualPlans.h"
#include "runtime/abi/Check.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace flow::opt {

namespace {

struct Pass {
  void (*run)(Program);
  const char *name;
  bool required;
};

constexpr Pass kPasses[] = {
#define FLOW_PASS(Function, Header, Name, Required) {Function, Name, Required},
#include "compiler/opt/Passes.def"
};
constexpr size_t kPassCount = std::size(kPasses);

double millisecondsSince(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

void verifyAfter(const char *name, const Program &program) {
  for (const std::string &problem : ir::verify(program.module))
    FLOW_CHECK(false, "after ", name, ": ", problem);
  for (const ir::PlanGraph &plan : program.plans)
    for (const std::string &problem : ir::verify(plan, &program.module))
      FLOW_CHECK(false, "after ", name, ": ", problem);
}

bool setPass(std::string_view name, bool enabled, PassOptions &options, std::string &error) {
  for (size_t i = 0; i < kPassCount; ++i) {
    if (kPasses[i].name != name) continue;
    options.enabled[i] = enabled || kPasses[i].required;
    if (options.enabled[i] == enabled) return true;
    error =
        "the pass `" + std::string(name) + "` cannot be switched off: the meaning of a program depends on it";
    return false;
  }
  error = "no pass is named `" + std::string(name) + "`; there are";
  for (const Pass &pass : kPasses) error += std::string(&pass == kPasses ? " " : ", ") + pass.name;
  return false;
}

} // namespace

std::vector<const char *> passNames() {
  std::vector<const char *> names;
  for (const Pass &pass : kPasses) names.push_back(pass.name);
  return names;
}

bool parsePasses(std::string_view text, PassOptions &options, std::string &error) {
  if (options.enabled.empty()) options.enabled.assign(kPassCount, true);
  while (!text.empty()) {
    size_t end = std::min(text.find(','), text.size());
    std::string_view item = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (item == "all" || item == "none") {
      for (size_t i = 0; i < kPassCount; ++i) options.enabled[i] = item == "all" || kPasses[i].required;
      continue;
    }
    bool enabled = !item.starts_with("-");
    if (!enabled) item.remove_prefix(1);
    if (!setPass(item, enabled, options, error)) return false;
  }
  return true;
}

std::vector<PassTime> runPasses(Program program, const PassOptions &options) {
  std::vector<PassTime> times;
  ir::computeMayFail(program.module);
  for (ir::PlanGraph &plan : program.plans) ir::computeMayFail(plan, program.module);
  if (options.verify) verifyAfter("lowering", program);
  for (size_t i = 0; i < kPassCount; ++i) {
    if (!options.enabled.empty() && !options.enabled[i]) continue;
    PassTime &time = times.emplace_back(PassTime{kPasses[i].name, 0, 0});
    auto begin = std::chrono::steady_clock::now();
    kPasses[i].run(program);
    time.milliseconds = millisecondsSince(begin);
    begin = std::chrono::steady_clock::now();
    if (options.verify) verifyAfter(time.name, program);
    time.verifyMilliseconds = millisecondsSince(begin);
    if (options.after) options.after(time.name, program);
  }
  return times;
}

std::string timesText(const std::vector<PassTime> &times) {
  std::string result = "pass                     ms  verify ms\n";
  PassTime total{"total", 0, 0};
  auto line = [&](const PassTime &time) {
    char text[80];
    std::snprintf(text, sizeof(text), "%-18s %8.3f %10.3f\n", time.name, time.milliseconds,
                  time.verifyMilliseconds);
    result += text;
  };
  for (const PassTime &time : times) {
    line(time);
    total.milliseconds += time.milliseconds;
    total.verifyMilliseconds += time.verifyMilliseconds;
  }
  line(total);
  return result;
}

} // namespace flow::opt
