#include "compiler/codegen/CodeMemory.h"

#include "runtime/abi/Check.h"

#include <sys/mman.h>

namespace flow::codegen {

constexpr uintptr_t kPage = 4096;
/// RuntimeDyld keeps the address of each C function that code calls among the data and does not count that in.
constexpr uintptr_t kAddressBytes = 1024 * sizeof(void *);

static uintptr_t wholePages(uintptr_t bytes) { return (bytes + kPage - 1) & ~(kPage - 1); }

uint8_t *CodeMemory::Part::take(uintptr_t bytes, unsigned alignment) {
  uintptr_t mask = std::max(alignment, 1u) - 1;
  auto *at = reinterpret_cast<uint8_t *>((reinterpret_cast<uintptr_t>(next) + mask) & ~mask);
  FLOW_CHECK(bytes <= static_cast<uintptr_t>(end - at), "an object has more bytes than were reserved");
  next = at + bytes;
  return at;
}

void CodeMemory::reserveAllocationSpace(uintptr_t codeBytes, llvm::Align codeAlign, uintptr_t constantBytes,
                                        llvm::Align constantAlign, uintptr_t dataBytes, llvm::Align dataAlign) {
  uintptr_t code = wholePages(codeBytes + codeAlign.value());
  uintptr_t constants = wholePages(constantBytes + constantAlign.value());
  uintptr_t data = wholePages(dataBytes + dataAlign.value() + kAddressBytes);
  mappedBytes_ = code + constants + data;
  void *mapped = mmap(nullptr, mappedBytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  FLOW_CHECK(mapped != MAP_FAILED, "no memory for ", mappedBytes_, " bytes of code");
  mapping_ = static_cast<uint8_t *>(mapped);
  code_ = {mapping_, mapping_, mapping_ + code};
  constants_ = {code_.end, code_.end, code_.end + constants};
  data_ = {constants_.end, constants_.end, constants_.end + data};
}

bool CodeMemory::finalizeMemory(std::string *) {
  auto protect = [](const Part &part, int rights) {
    if (part.next != part.begin)
      FLOW_CHECK_EQ(mprotect(part.begin, static_cast<size_t>(part.end - part.begin), rights), 0);
  };
  protect(code_, PROT_READ | PROT_EXEC);
  protect(constants_, PROT_READ);
  return false;
}

CodeMemory::~CodeMemory() {
  if (mapping_) munmap(mapping_, mappedBytes_);
}

} // namespace flow::codegen
