#include "compiler/codegen/CacheKey.h"

#include "compiler/base/BuildId.h"
#include "compiler/codegen/Codegen.h"
#include "compiler/codegen/FunctionFacts.h"
#include "compiler/codegen/HostTarget.h"
#include "compiler/ir/FnPrinter.h"
#include "compiler/types/TypeText.h"

#include <xxhash.h>

#include <cstdio>

namespace flow::codegen {

namespace {

/// The kinds of the sites that the function names are compiled in.
void appendSites(const ir::Function &function, const ir::Module &module, std::string &text) {
  for (const ir::Block &block : function.blocks)
    for (const ir::Instruction &instruction : block.instructions)
      if (instruction.site != 0 && instruction.site <= module.sites.size())
        text += static_cast<char>('a' + static_cast<int>(module.sites[instruction.site - 1].kind));
}

/// What callers of a function ask about it.
void appendFacts(const FunctionFacts &facts, std::string &text) {
  for (bool fact : {facts.recursive, facts.mayFail, facts.isAlwaysInlined()}) text += fact ? '1' : '0';
  text += '\n';
}

std::string commonText(int optLevel) {
  return buildId() + '\n' + machineText() + std::to_string(optLevel) + '\n';
}

std::string digitsOf(std::string_view text) {
  XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  char digits[33];
  std::snprintf(digits, sizeof(digits), "%016lx%016lx", hash.high64, hash.low64);
  return digits;
}

} // namespace

std::string cacheKey(const Unit &unit, const ir::Module &module, int optLevel) {
  std::string text = commonText(optLevel) + ir::printDeclarations(module);
  for (uint32_t index : reachedFrom(unit.function, module)) {
    text += ir::print(module.functions[index], &module);
    appendSites(module.functions[index], module, text);
  }
  std::string digits = digitsOf(text);
  return unit.kind == Unit::Kind::Exact ? exactKey(digits) : digits;
}

std::string cacheKey(const GroupModule &group, int optLevel) {
  std::string text = commonText(optLevel) + ir::printDeclarations(group.module);
  text += group.hasEntry ? "entry" : "group";
  text += (group.runsSeldom ? " seldom " : " ") + std::to_string(group.members) + "\n";
  for (uint32_t i = 0; i < group.module.functions.size(); ++i) {
    text += ir::print(group.module.functions[i], &group.module);
    appendSites(group.module.functions[i], group.module, text);
    appendFacts(group.facts[i], text);
  }
  for (size_t plan = 0; plan < group.module.planCaptures.size(); ++plan)
    for (const types::Type *type : group.module.planCaptures[plan].types)
      text += std::to_string(plan) + ' ' + types::exactText(type) + '\n';
  return digitsOf(text);
}

std::string machineText() {
  const HostTarget &target = hostTarget();
  return target.triple + '\n' + target.cpu + '\n' + target.features + '\n';
}

std::string exactKey(const std::string &fastKey) { return fastKey + "-exact"; }

} // namespace flow::codegen
