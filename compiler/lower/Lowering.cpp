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

uint32_t ProgramState::site(Span span, abi::FailureKind kind, std::string message) {
  out->module.sites.push_back({span.file, span.begin, span.end, kind, std::move(message)});
  return static_cast<uint32_t>(out->module.sites.size());
}

LoweredProgram lowerProgram(const tree::Program &program, types::TypeContext &types) {
  LoweredProgram out;
  out.module.types = &types;
  ProgramState state{&out, &types, {}, {}};

  ir::Function main;
  main.name = "flow_main";
  main.kind = ir::FunctionKind::Main;
  FunctionLowering(state, main).lowerMain(program);
  while (!state.pending.empty()) {
    const tree::Function *function = state.pending.back();
    state.pending.pop_back();
    uint32_t index = state.functions.at(function);
    ir::Function lowered;
    lowered.name = out.module.functions[index].name;
    FunctionLowering(state, lowered).lowerUser(*function);
    out.module.functions[index] = std::move(lowered);
  }
  out.module.main = static_cast<int>(out.module.functions.size());
  out.module.functions.push_back(std::move(main));
  ir::computeMayFail(out.module);
  for (ir::PlanGraph &plan : out.plans) ir::computeMayFail(plan, out.module);
  return out;
}

} // namespace flow::lower
