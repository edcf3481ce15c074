#pragma once
// The memory of one loaded object: a single mapping for code, constants and data, so that they reach each
// other, made read-only (code: executable) when loading is done. No memory is ever writable and executable at
// once.

#include <llvm/ExecutionEngine/RuntimeDyld.h>

namespace flow::codegen {

class CodeMemory : public llvm::RuntimeDyld::MemoryManager {
public:
  CodeMemory() = default;
  ~CodeMemory() override;
  CodeMemory(const CodeMemory &) = delete;

  bool needsToReserveAllocationSpace() override { return true; }
  void reserveAllocationSpace(uintptr_t codeBytes, llvm::Align codeAlign, uintptr_t constantBytes,
                              llvm::Align constantAlign, uintptr_t dataBytes, llvm::Align dataAlign) override;
  uint8_t *allocateCodeSection(uintptr_t bytes, unsigned alignment, unsigned, llvm::StringRef) override {
    return code_.take(bytes, alignment);
  }
  uint8_t *allocateDataSection(uintptr_t bytes, unsigned alignment, unsigned, llvm::StringRef,
                               bool isReadOnly) override {
    return (isReadOnly ? constants_ : data_).take(bytes, alignment);
  }
  bool finalizeMemory(std::string *message) override;
  // Generated code does not throw, so nobody unwinds through it.
  void registerEHFrames(uint8_t *, uint64_t, size_t) override {}
  void deregisterEHFrames() override {}

private:
  struct Part {
    uint8_t *begin = nullptr, *next = nullptr, *end = nullptr;
    uint8_t *take(uintptr_t bytes, unsigned alignment);
  };
  uint8_t *mapping_ = nullptr;
  size_t mappedBytes_ = 0;
  Part code_, constants_, data_;
};

} // namespace flow::codegen
