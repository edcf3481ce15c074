#include "test/unit/compiler/opt/OptText.h"

#include <algorithm>

namespace flow::opt {

namespace {

std::vector<std::string> passesRun(const std::string &choice) {
  types::TypeContext context;
  ir::Module module;
  module.types = &context;
  std::vector<ir::PlanGraph> plans;
  plans.push_back(ir::soundPlanOf("plan () { %0 = scan.range 0, 9 as n }", context));
  PassOptions options;
  std::string error;
  EXPECT_TRUE(parsePasses(choice, options, error)) << error;
  std::vector<std::string> names, told;
  options.after = [&](const char *name, const Program &) { told.push_back(name); };
  for (const PassTime &time : runPasses({module, plans}, options)) names.push_back(time.name);
  EXPECT_EQ(names, told);
  return names;
}

} // namespace

TEST(PassManager, RunsAllInOrder) {
  std::vector<std::string> all = passesRun("");
  EXPECT_EQ(all.size(), passNames().size());
  EXPECT_EQ(all.front(), "fold-functions");
}

TEST(PassManager, SwitchesByName) {
  EXPECT_EQ(passesRun("none"),
            (std::vector<std::string>{"fold-expressions", "demand", "promote-slots", "count-references"}));
  EXPECT_EQ(passesRun("none,top-k"),
            (std::vector<std::string>{"fold-expressions", "demand", "top-k", "promote-slots", "count-references"}));
  std::vector<std::string> most = passesRun("-top-k,-join-reduction");
  EXPECT_EQ(most.size(), passNames().size() - 2);
  EXPECT_EQ(std::count(most.begin(), most.end(), "top-k"), 0);
}

TEST(PassManager, MistakesAreNamed) {
  PassOptions options;
  std::string error;
  EXPECT_FALSE(parsePasses("-tip-k", options, error));
  EXPECT_NE(error.find("no pass is named `tip-k`; there are fold-functions, "), std::string::npos) << error;
  EXPECT_FALSE(parsePasses("-demand", options, error));
  EXPECT_NE(error.find("cannot be switched off"), std::string::npos) << error;
}

TEST(PassManager, TimesAreATable) {
  std::string text = timesText({{"top-k", 1.5, 0.25}, {"demand", 0.5, 0.25}});
  EXPECT_NE(text.find("top-k                 1.500      0.250\n"), std::string::npos) << text;
  EXPECT_NE(text.find("total                 2.000      0.500\n"), std::string::npos) << text;
}

TEST(PassManagerDeathTest, BrokenPlansAreInternalErrors) {
  types::TypeContext context;
  ir::Module module;
  module.types = &context;
  std::vector<ir::PlanGraph> plans;
  plans.push_back(ir::planOf("plan () { %0 = scan.range 0, 9 as n -> { n: i32 } }", context));
  EXPECT_DEATH(runPasses({module, plans}), "after lowering: %0 scan.range: the row must be");
}

} // namespace flow::opt
