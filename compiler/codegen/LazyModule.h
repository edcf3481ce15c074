#pragma once
// The module that code is made of: at hand, or as text that is read when something has to be compiled.

#include "compiler/codegen/FunctionGroups.h"
#include "compiler/ir/Fn.h"

#include <memory>

namespace flow::codegen {

/// Not for several threads at once.
class LazyModule {
public:
  /// The module outlives this.
  explicit LazyModule(const ir::Module &module);
  /// What FnPrinter.h writes; anything else is an internal error.
  explicit LazyModule(std::string text);
  LazyModule(LazyModule &&other) noexcept;
  ~LazyModule();

  const ir::Module &get();
  const std::vector<FunctionFacts> &facts();
  const std::vector<FunctionGroup> &groups();
  /// Does the work of all three; from then on several threads may ask.
  void prepare();
  /// As FnPrinter.h writes it.
  std::string text() const;

private:
  struct ReadBack;
  std::string text_;
  std::unique_ptr<ReadBack> readBack_;
  const ir::Module *module_ = nullptr; ///< null: not read yet
  std::vector<FunctionFacts> facts_;
  std::optional<std::vector<FunctionGroup>> groups_;
};

} // namespace flow::codegen
