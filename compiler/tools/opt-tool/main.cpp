// flow-opt: the optimizer by itself, for its tests and those who work on it.
//   flow-opt FILE [--passes=LIST] [--rows] [--time-passes]
// FILE is a module in Fn IR, then plans, as `flowc emit ir` and `flowc emit plan` print them. It is verified, the
// passes run (`--passes=none` still runs the required ones, `--passes=off` none at all), and it is printed again. Exits
// with 2 for text that does not parse or breaks a rule of the IR, with 64 for wrong use.
#include "compiler/ir/FnPrinter.h"
#include "compiler/ir/FnVerifier.h"
#include "compiler/ir/PlanParser.h"
#include "compiler/ir/PlanPrinter.h"
#include "compiler/ir/PlanVerifier.h"
#include "compiler/opt/PassManager.h"

#include <cstdio>
#include <fstream>
#include <sstream>

namespace {

using namespace flow;

struct Options {
  std::string file, passes;
  bool rows = false, timePasses = false;
};

bool readOptions(int count, char **arguments, Options &options) {
  for (int i = 1; i < count; ++i) {
    std::string_view argument = arguments[i];
    if (argument.starts_with("--passes="))
      options.passes = argument.substr(9);
    else if (argument == "--rows")
      options.rows = true;
    else if (argument == "--time-passes")
      options.timePasses = true;
    else if (argument.starts_with("-") || !options.file.empty())
      return false;
    else
      options.file = argument;
  }
  return !options.file.empty();
}

int report(const std::string &file, const std::vector<std::string> &problems) {
  for (const std::string &problem : problems) std::fprintf(stderr, "%s: %s\n", file.c_str(), problem.c_str());
  return problems.empty() ? 0 : 2;
}

int run(const Options &options) {
  std::ifstream in(options.file, std::ios::binary);
  if (!in) return std::fprintf(stderr, "cannot read %s\n", options.file.c_str()), 64;
  std::ostringstream text;
  text << in.rdbuf();
  types::TypeContext context;
  ir::Module module;
  std::vector<ir::PlanGraph> plans;
  std::string error;
  if (!ir::parseProgram(text.str(), context, module, plans, error)) return report(options.file, {error});
  std::vector<std::string> problems = ir::verify(module);
  for (const ir::PlanGraph &plan : plans)
    for (std::string &problem : ir::verify(plan, &module)) problems.push_back(std::move(problem));
  if (!problems.empty()) return report(options.file, problems);
  opt::PassOptions passes;
  bool off = options.passes == "off";
  if (!off && !opt::parsePasses(options.passes, passes, error)) return std::fprintf(stderr, "%s\n", error.c_str()), 64;
  if (!off) {
    auto times = opt::runPasses({module, plans}, passes);
    if (options.timePasses) std::fputs(opt::timesText(times).c_str(), stderr);
  }
  std::fputs(ir::print(module).c_str(), stdout);
  for (const ir::PlanGraph &plan : plans) std::fputs(ir::print(plan, &module, {options.rows}).c_str(), stdout);
  return 0;
}

} // namespace

int main(int count, char **arguments) {
  Options options;
  if (!readOptions(count, arguments, options)) {
    std::fputs("usage: flow-opt FILE [--passes=LIST] [--rows] [--time-passes]\n", stderr);
    return 64;
  }
  return run(options);
}
