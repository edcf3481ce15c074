// Random host programs print the same by generated code and by the interpreter, and leave no object behind.

#include "compiler/ir/Interpreter.h"
#include "runtime/abi/SiteNames.h"
#include "test/random/ValueWriter.h"
#include "test/unit/compiler/codegen/FakeHost.h"
#include "test/unit/compiler/codegen/HostPrograms.h"
#include "test/unit/compiler/codegen/StageHarness.h"

namespace flow::codegen {

namespace {

using ir::Value;

class PrintingHost : public ir::Host {
public:
  ir::HostResult perform(const ir::Instruction &instruction, ir::OperandTypes types,
                         std::span<const Value> operands) override {
    if (instruction.op == ir::Op::ToText)
      return {ir::HostResult::Kind::Done, Value::text(random::textOf(operands[0], types[0])), {}, {}};
    if (instruction.op != ir::Op::Print) return {};
    printed += operands[0].text() + "\n";
    return {ir::HostResult::Kind::Done, {}, {}, {}};
  }
  std::optional<std::string> partText(const Value &value, const types::Type *type) override {
    return random::textOf(value, type, /*nested=*/true);
  }
  std::string printed;
};

class ModuleSites : public abi::SiteNames {
public:
  explicit ModuleSites(const ir::Module &module) : module_(module) {}
  const abi::Site *find(uint32_t site) const override {
    return site > 0 && site <= module_.sites.size() ? &module_.sites[site - 1] : nullptr;
  }
  std::string place(uint32_t site) const override { return "line " + std::to_string(site); }

private:
  const ir::Module &module_;
};

} // namespace

TEST(RandomHost, PrintsWhatTheInterpreterPrints) {
  types::TypeContext context;
  uint32_t returned = 0, made = 0;
  for (uint64_t seed = 0; seed < 120; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ir::Module module = HostProgram(context, seed).make();
    ir::computeMayFail(module);
    PrintingHost printing;
    ir::Outcome outcome =
        ir::Interpreter(module, &printing, {.steps = 200'000}).run(module.functions[module.main], {});
    if (outcome.kind == ir::Outcome::Kind::Stopped) continue;
    StageHarness harness(std::move(module));
    ModuleSites sites(harness.module);
    FakeHost host;
    host.context()->kernel.sites = &sites;
    uint32_t site = harness.compiled->hostMain()(host.context());
    EXPECT_EQ(site, outcome.site);
    EXPECT_EQ(host.printed, printing.printed);
    if (site == 0) EXPECT_EQ(host.values().liveBlocks(), 0u) << "objects that nobody gave back";
    returned += site == 0 ? 1 : 0;
    made += host.values().allocationCount() > 20 ? 1 : 0;
    if (HasFailure()) break;
  }
  EXPECT_GT(returned, 15u);
  EXPECT_GT(made, 30u);
}

} // namespace flow::codegen
