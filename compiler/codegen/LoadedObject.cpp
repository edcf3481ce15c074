#include "compiler/codegen/LoadedObject.h"

#include "compiler/codegen/CodeMemory.h"
#include "runtime/abi/Check.h"

#include <llvm/ExecutionEngine/JITSymbol.h>
#include <llvm/Object/ELFObjectFile.h>
#include <unistd.h>

#include <cstdio>

namespace flow::codegen {

namespace {

class TableResolver : public llvm::LegacyJITSymbolResolver {
public:
  explicit TableResolver(const SymbolTable &symbols) : symbols_(symbols) {}

  llvm::JITSymbol findSymbol(const std::string &name) override {
    const void *address = symbols_.find(name);
    FLOW_CHECK(address, "generated code calls `", name, "`, which is not in the symbol table");
    return {reinterpret_cast<uintptr_t>(address), llvm::JITSymbolFlags::Exported};
  }
  llvm::JITSymbol findSymbolInLogicalDylib(const std::string &) override { return nullptr; }

private:
  const SymbolTable &symbols_;
};

void writePerfMap(const llvm::object::ObjectFile &object, const llvm::RuntimeDyld::LoadedObjectInfo &loaded) {
  std::string path = "/tmp/perf-" + std::to_string(getpid()) + ".map";
  std::FILE *map = std::fopen(path.c_str(), "a");
  if (!map) return;
  for (const llvm::object::ELFSymbolRef symbol : object.symbols()) {
    auto type = symbol.getType();
    auto section = symbol.getSection();
    auto name = symbol.getName();
    auto value = symbol.getValue();
    if (!type || *type != llvm::object::SymbolRef::ST_Function || !section || !name || !value) continue;
    uint64_t begin = loaded.getSectionLoadAddress(**section) + *value;
    std::fprintf(map, "%lx %lx flow:%s\n", begin, symbol.getSize(), name->str().c_str());
  }
  std::fclose(map);
}

} // namespace

LoadedObject::LoadedObject(std::string_view object, const SymbolTable &symbols, bool perfMap)
    : memory_(std::make_unique<CodeMemory>()) {
  auto file = llvm::object::ObjectFile::createELFObjectFile(llvm::MemoryBufferRef(llvm::StringRef(object), "kernel.o"));
  FLOW_CHECK(static_cast<bool>(file), "an object file is damaged");
  TableResolver resolver(symbols);
  llvm::RuntimeDyld linker(*memory_, resolver);
  std::unique_ptr<llvm::RuntimeDyld::LoadedObjectInfo> loaded = linker.loadObject(**file);
  FLOW_CHECK(!linker.hasError(), linker.getErrorString().str());
  linker.resolveRelocations();
  FLOW_CHECK(!linker.hasError(), linker.getErrorString().str());
  memory_->finalizeMemory(nullptr);
  for (const auto &[name, symbol] : linker.getSymbolTable())
    addresses_.emplace(name.str(), reinterpret_cast<void *>(symbol.getAddress()));
  if (perfMap) writePerfMap(**file, *loaded);
}

LoadedObject::~LoadedObject() = default;

void *LoadedObject::address(std::string_view symbol) const {
  void *found = find(symbol);
  FLOW_CHECK(found, "the object has no `", symbol, "`");
  return found;
}

void *LoadedObject::find(std::string_view symbol) const {
  auto found = addresses_.find(std::string(symbol));
  return found == addresses_.end() ? nullptr : found->second;
}

} // namespace flow::codegen
