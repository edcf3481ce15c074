#include "compiler/codegen/CacheKey.h"

#include "compiler/codegen/HostTarget.h"
#include "compiler/ir/FnPrinter.h"

#include <link.h>
#include <xxhash.h>

#include <algorithm>
#include <cstdio>
#include <set>

namespace flow::codegen {

namespace {

/// The function and what it calls, itself first, then by number.
std::vector<uint32_t> reachedFrom(uint32_t function, const ir::Module &module) {
  std::set<uint32_t> seen{function};
  std::vector<uint32_t> reached{function};
  for (size_t i = 0; i < reached.size(); ++i)
    for (const ir::Block &block : module.functions[reached[i]].blocks)
      for (const ir::Instruction &instruction : block.instructions)
        if (ir::namesFunction(instruction.op) && seen.insert(instruction.index).second)
          reached.push_back(instruction.index);
  std::sort(reached.begin() + 1, reached.end());
  return reached;
}

/// The kinds of the sites that the function names are compiled in.
void appendSites(const ir::Function &function, const ir::Module &module, std::string &text) {
  for (const ir::Block &block : function.blocks)
    for (const ir::Instruction &instruction : block.instructions)
      if (instruction.site != 0 && instruction.site <= module.sites.size())
        text += static_cast<char>('a' + static_cast<int>(module.sites[instruction.site - 1].kind));
}

/// The note of the linker that differs between any two builds; empty when there is none.
std::string findBuildId() {
  std::string id;
  dl_iterate_phdr(
      [](dl_phdr_info *info, size_t, void *result) {
        for (int i = 0; i < info->dlpi_phnum; ++i) {
          const ElfW(Phdr) &header = info->dlpi_phdr[i];
          if (header.p_type != PT_NOTE) continue;
          const char *at = reinterpret_cast<const char *>(info->dlpi_addr + header.p_vaddr), *end = at + header.p_memsz;
          while (at + sizeof(ElfW(Nhdr)) <= end) {
            const auto *note = reinterpret_cast<const ElfW(Nhdr) *>(at);
            const char *name = at + sizeof(*note), *bytes = name + ((note->n_namesz + 3) & ~3u);
            if (note->n_type == NT_GNU_BUILD_ID) static_cast<std::string *>(result)->assign(bytes, note->n_descsz);
            at = bytes + ((note->n_descsz + 3) & ~3u);
          }
        }
        return 1; // only the program itself, which comes first
      },
      &id);
  return id;
}

} // namespace

std::string cacheKey(const Unit &unit, const ir::Module &module, int optLevel) {
  static const std::string kBuildId = findBuildId();
  const HostTarget &target = hostTarget();
  std::string text = kBuildId + '\n' + target.triple + '\n' + target.cpu + '\n' + target.features + '\n';
  text += symbolOf(unit, module) + ' ' + std::to_string(optLevel) + '\n';
  text += ir::printEnums(module);
  for (uint32_t index : reachedFrom(unit.function, module)) {
    text += ir::print(module.functions[index], &module);
    appendSites(module.functions[index], module, text);
  }
  XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  char digits[33];
  std::snprintf(digits, sizeof(digits), "%016lx%016lx", hash.high64, hash.low64);
  return digits;
}

} // namespace flow::codegen
