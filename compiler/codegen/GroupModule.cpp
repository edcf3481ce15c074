#include "compiler/codegen/GroupModule.h"

#include <unordered_map>

namespace flow::codegen {

std::string functionSymbol(const ir::Function &function) { return "fn." + function.name; }
std::string slotSymbol(const ir::Function &function) { return "slot." + function.name; }

namespace {

class Extraction {
public:
  Extraction(const ir::Module &program, const std::vector<FunctionFacts> &facts, const FunctionGroup &group)
      : program_(program), facts_(facts), group_(group) {}

  GroupModule run() {
    out_.hasEntry = group_.hasEntry;
    out_.runsSeldom = group_.runsSeldom;
    out_.members = static_cast<uint32_t>(group_.members.size());
    out_.module.types = program_.types;
    out_.module.planCaptures.resize(program_.planCaptures.size());
    findFunctions();
    for (uint32_t i = 0; i < out_.functions.size(); ++i) copy(i);
    if (out_.hasEntry && out_.module.functions[0].kind == ir::FunctionKind::Main) out_.module.main = 0;
    return std::move(out_);
  }

private:
  void add(uint32_t function) {
    numbers_.emplace(function, static_cast<uint32_t>(out_.functions.size()));
    out_.functions.push_back(function);
  }

  template <typename Visit> void forEachCallee(uint32_t function, Visit visit) const {
    for (const ir::Block &block : program_.functions[function].blocks)
      for (const ir::Instruction &instruction : block.instructions)
        if (ir::namesFunction(instruction.op)) visit(instruction.index);
  }

  void findFunctions() {
    for (uint32_t member : group_.members) add(member);
    std::vector<uint32_t> others;
    for (size_t i = 0; i < out_.functions.size(); ++i)
      forEachCallee(out_.functions[i], [&](uint32_t callee) {
        if (numbers_.contains(callee)) return;
        if (facts_[callee].isAlwaysInlined())
          add(callee);
        else
          others.push_back(callee);
      });
    out_.bodies = static_cast<uint32_t>(out_.functions.size());
    for (uint32_t other : others)
      if (!numbers_.contains(other)) add(other);
  }

  void copy(uint32_t number) {
    uint32_t index = out_.functions[number];
    const ir::Function &function = program_.functions[index];
    out_.facts.push_back(facts_[index]);
    ir::Function &made = out_.module.functions.emplace_back();
    if (out_.isElsewhere(number)) {
      made.kind = function.kind;
      made.parameters = made.valueTypes = function.parameters;
      made.results = function.results;
      made.takes = function.takes;
    } else {
      made = function;
      renumber(made);
    }
    made.name = std::string(nameInSource(function)) + "." + std::to_string(number);
  }

  void renumber(ir::Function &function) {
    for (ir::Block &block : function.blocks)
      for (ir::Instruction &instruction : block.instructions) {
        if (ir::namesFunction(instruction.op)) instruction.index = numbers_.at(instruction.index);
        if (instruction.op == ir::Op::RunPlan)
          out_.module.planCaptures[instruction.index] = program_.planCaptures[instruction.index];
        if (instruction.site != 0) instruction.site = siteOf(instruction.site);
      }
  }

  uint32_t siteOf(uint32_t site) {
    auto [at, isNew] = siteNumbers_.try_emplace(site, static_cast<uint32_t>(out_.sites.size() + 1));
    if (isNew) {
      out_.sites.push_back(site);
      out_.module.sites.push_back(program_.sites[site - 1]);
    }
    return at->second;
  }

  const ir::Module &program_;
  const std::vector<FunctionFacts> &facts_;
  const FunctionGroup &group_;
  GroupModule out_;
  std::unordered_map<uint32_t, uint32_t> numbers_, siteNumbers_;
};

} // namespace

GroupModule extractGroup(const ir::Module &program, const std::vector<FunctionFacts> &facts,
                         const FunctionGroup &group) {
  return Extraction(program, facts, group).run();
}

} // namespace flow::codegen
