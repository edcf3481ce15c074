#include "compiler/lower/Lowering.h"

#include "compiler/ir/FnMayFail.h"
#include "compiler/lower/FunctionLowering.h"

namespace flow::lower {

uint32_t ProgramState::functionIndex(const tree::Function *function) {
  auto [at, isNew] = functions.try_emplace(function, static_cast<uint32_t>(out->module.functions.size()));
  if (isNew) {
    out->module.functions.emplace_back().name = function->name + "." + std::to_string(at->second);
    pending.push_back(function);
  }
  return at->second;
}

uint32_t ProgramState::constantIndex(const tree::Local &constant) {
  std::vector<ir::Function> &functions = out->module.functions;
  auto [at, isNew] = constants.try_emplace(constant.definition, static_cast<uint32_t>(functions.size()));
  if (isNew) {
    ir::Function &function = functions.emplace_back();
    function.name = constant.name + "." + std::to_string(at->second);
    function.keptAs = static_cast<uint32_t>(constants.size()) - 1;
    pendingConstants.push_back(constant.definition);
  }
  return at->second;
}

void ProgramState::lowerPending() {
  auto lowerInto = [this](uint32_t index, auto lower) {
    ir::Function lowered;
    lowered.name = out->module.functions[index].name;
    lowered.keptAs = out->module.functions[index].keptAs;
    lower(FunctionLowering(*this, lowered));
    out->module.functions[index] = std::move(lowered);
  };
  while (!pending.empty() || !pendingConstants.empty()) {
    if (!pending.empty()) {
      const tree::Function *function = pending.back();
      pending.pop_back();
      lowerInto(functions.at(function), [&](FunctionLowering lowering) { lowering.lowerUser(*function); });
    } else {
      const Expr *constant = pendingConstants.back();
      pendingConstants.pop_back();
      lowerInto(constants.at(constant), [&](FunctionLowering lowering) { lowering.lowerConstant(*constant); });
    }
  }
}

uint32_t ProgramState::site(Span span, abi::FailureKind kind, std::string message) {
  out->module.sites.push_back({span.file, span.begin, span.end, kind, std::move(message)});
  return static_cast<uint32_t>(out->module.sites.size());
}

std::string testSymbol(size_t number) { return "flow_test_" + std::to_string(number); }

LoweredProgram lowerProgram(const tree::Program &program, types::TypeContext &types, Entry entry) {
  LoweredProgram out;
  out.module.types = &types;
  ProgramState state;
  state.out = &out;
  state.types = &types;

  std::vector<ir::Function> entries;
  auto lowerEntry = [&](ir::FunctionKind kind, std::string name, const std::vector<tree::Stmt *> &statements) {
    ir::Function &function = entries.emplace_back();
    function.name = std::move(name);
    function.kind = kind;
    FunctionLowering(state, function).lowerEntry(statements);
  };
  if (entry == Entry::Main)
    lowerEntry(ir::FunctionKind::Main, "flow_main", program.main);
  else
    for (size_t i = 0; i < program.tests.size(); ++i)
      lowerEntry(ir::FunctionKind::Test, testSymbol(i), program.tests[i].statements);
  state.lowerPending();
  if (entry == Entry::Main) out.module.main = static_cast<int>(out.module.functions.size());
  for (ir::Function &function : entries) out.module.functions.push_back(std::move(function));
  ir::computeMayFail(out.module);
  for (ir::PlanGraph &plan : out.plans) ir::computeMayFail(plan, out.module);
  return out;
}

} // namespace flow::lower
