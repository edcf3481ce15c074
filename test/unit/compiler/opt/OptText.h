#pragma once
// Plans in, plans out, as text.

#include "compiler/opt/PassManager.h"
#include "test/unit/compiler/ir/IrText.h"
#include "test/unit/compiler/ir/PlanText.h"

namespace flow::opt {

/// The plan after the given passes (as `--passes=` takes them, after `none`), without rows and frame: one
/// line a node.
inline std::string optimized(const std::string &nodes, const std::string &passes,
                             const std::string &captures = "", const std::string &functions = "") {
  types::TypeContext context;
  std::string sites;
  for (int i = 1; i <= 9; ++i) sites += "site " + std::to_string(i) + " = 0:0:0 Overflow\n";
  ir::Module module = ir::soundModuleOf(sites + functions, context);
  module.types = &context;
  std::vector<ir::PlanGraph> plans;
  plans.push_back(ir::soundPlanOf("plan (" + captures + ") {\n" + nodes + "\n}", context, &module));
  PassOptions options;
  for (const char *name : passNames())
    options.enabled.push_back((" " + passes + " ").find(" " + std::string(name) + " ") != std::string::npos);
  runPasses({module, plans}, options);
  std::string text = ir::print(plans[0], &module, {.rows = false});
  std::string result;
  size_t begin = text.find('\n') + 1;
  for (size_t at = begin; at < text.size() - 2;) { // without `plan (..) {` and `}`
    size_t end = text.find('\n', at) + 1;
    result += text.substr(at + 2, end - at - 2);
    at = end;
  }
  return result;
}

} // namespace flow::opt
