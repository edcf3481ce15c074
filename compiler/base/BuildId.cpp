#include "compiler/base/BuildId.h"

#include "runtime/abi/Check.h"

#include <link.h>

namespace flow {

static std::string findBuildId() {
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
  FLOW_CHECK(!id.empty(), "the program was linked without a build id, which names it in its caches");
  return id;
}

const std::string &buildId() {
  static const std::string kBuildId = findBuildId();
  return kBuildId;
}

} // namespace flow
