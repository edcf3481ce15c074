#pragma once
// An object file brought into this process. Needs only LLVM's dynamic linker, neither targets nor passes, so
// that a warm cache costs a fraction of a millisecond.

#include "compiler/codegen/SymbolTable.h"

#include <memory>
#include <string>

namespace flow::codegen {

class CodeMemory;

class LoadedObject {
public:
  /// A symbol that neither the object nor the table has is an internal error that names it. With `perfMap`
  /// the names and places of functions are appended to /tmp/perf-PID.map.
  LoadedObject(std::string_view object, const SymbolTable &symbols, bool perfMap);
  ~LoadedObject();
  LoadedObject(const LoadedObject &) = delete;

  void *address(std::string_view symbol) const;
  /// Null when the object has no such symbol.
  void *find(std::string_view symbol) const;

private:
  std::unique_ptr<CodeMemory> memory_;
  std::unordered_map<std::string, void *> addresses_; ///< of functions and data
};

} // namespace flow::codegen
