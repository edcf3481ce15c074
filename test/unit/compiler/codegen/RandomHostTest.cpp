// Random host programs print the same by generated code and by the interpreter, and leave no object behind.

#include "compiler/ir/Interpreter.h"
#include "runtime/abi/SiteNames.h"
#include "runtime/text/TextFunctions.h"
#include "test/unit/compiler/codegen/FakeHost.h"
#include "test/unit/compiler/codegen/HostPrograms.h"
#include "test/unit/compiler/codegen/StageHarness.h"

namespace flow::codegen {

namespace {

using ir::Value;
using types::Type;
using types::TypeKind;

/// As Flow prints values, of the types that the programs have.
class ValueWriter {
public:
  std::string text(const Value &value, const Type *type, bool nested) {
    switch (type->kind) {
    case TypeKind::Str: return nested ? quoted(value.text()) : value.text();
    case TypeKind::Bool: return value.boolean() ? "true" : "false";
    case TypeKind::Optional: return value.isNone() ? "none" : text(value, type->plain(), nested);
    case TypeKind::Tuple:
    case TypeKind::Record: return type->name + "(" + fields(value.parts(), 0, namesOf(type), type->components()) + ")";
    case TypeKind::List: return "[" + elements(value.parts(), type->element()) + "]";
    case TypeKind::Map:
    case TypeKind::Set: return entries(value.parts(), type);
    case TypeKind::Enum: return variant(value.parts(), type);
    default: return integerText(value.integer());
    }
  }

private:
  static std::string quoted(const std::string &text) {
    std::string result;
    flow::text::appendQuoted(result, text);
    return result;
  }
  static std::vector<std::string> namesOf(const Type *type) {
    std::vector<std::string> names;
    for (const types::Field &field : type->fields) names.push_back(field.name);
    return names;
  }
  std::string fields(const ir::Values &parts, size_t first, const std::vector<std::string> &names,
                     const std::vector<const Type *> &types) {
    std::string result;
    for (size_t i = 0; i < types.size(); ++i) {
      if (i != 0) result += ", ";
      if (!names.empty()) result += names[i] + ": ";
      result += text(parts[first + i], types[i], /*nested=*/true);
    }
    return result;
  }
  std::string elements(const ir::Values &parts, const Type *type) {
    std::string result;
    for (const Value &part : parts) result += (result.empty() ? "" : ", ") + text(part, type, /*nested=*/true);
    return result;
  }
  std::string entries(const ir::Values &parts, const Type *type) {
    bool isMap = type->is(TypeKind::Map);
    if (parts.empty()) return isMap ? "[:]" : "Set([])";
    std::string result;
    for (const Value &entry : parts) {
      result += (result.empty() ? "" : ", ") + text(entry.parts()[0], type->parts[0], /*nested=*/true);
      if (isMap) result += ": " + text(entry.parts()[1], type->parts[1], /*nested=*/true);
    }
    return isMap ? "[" + result + "]" : "Set([" + result + "])";
  }
  std::string variant(const ir::Values &parts, const Type *type) {
    const types::Variant &variant = type->variants[static_cast<size_t>(parts[0].integer())];
    if (variant.fields.empty()) return variant.name;
    std::vector<std::string> names;
    std::vector<const Type *> types;
    for (const types::Field &field : variant.fields) names.push_back(field.name), types.push_back(field.type);
    return variant.name + "(" + fields(parts, 1, names, types) + ")";
  }
};

class PrintingHost : public ir::Host {
public:
  ir::HostResult perform(const ir::Instruction &instruction, ir::OperandTypes types,
                         std::span<const Value> operands) override {
    if (instruction.op == ir::Op::ToText)
      return {ir::HostResult::Kind::Done, Value::text(ValueWriter().text(operands[0], types[0], false)), {}, {}};
    if (instruction.op != ir::Op::Print) return {};
    printed += operands[0].text() + "\n";
    return {ir::HostResult::Kind::Done, {}, {}, {}};
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
    made += host.values().allocations() > 20 ? 1 : 0;
    if (HasFailure()) break;
  }
  EXPECT_GT(returned, 15u);
  EXPECT_GT(made, 30u);
}

} // namespace flow::codegen
