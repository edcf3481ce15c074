#include "compiler/codegen/LazyModule.h"

#include "compiler/ir/FnMayFail.h"
#include "compiler/ir/FnParser.h"
#include "compiler/ir/FnPrinter.h"
#include "runtime/abi/Check.h"

namespace flow::codegen {

struct LazyModule::ReadBack {
  types::TypeContext types;
  ir::Module module;
};

LazyModule::LazyModule(const ir::Module &module) : module_(&module) {}
LazyModule::LazyModule(std::string text) : text_(std::move(text)) {}
LazyModule::LazyModule(LazyModule &&) noexcept = default;
LazyModule::~LazyModule() = default;

const ir::Module &LazyModule::get() {
  if (module_) return *module_;
  readBack_ = std::make_unique<ReadBack>();
  std::string error;
  std::optional<ir::Module> parsed = ir::parseModule(text_, readBack_->types, error);
  FLOW_CHECK(parsed.has_value(), "the text of a module: ", error);
  readBack_->module = std::move(*parsed);
  ir::computeMayFail(readBack_->module);
  module_ = &readBack_->module;
  return *module_;
}

const std::vector<FunctionFacts> &LazyModule::facts() {
  if (facts_.empty()) facts_ = findFacts(get());
  return facts_;
}

const std::vector<FunctionGroup> &LazyModule::groups() {
  if (!groups_) groups_ = groupFunctions(get(), facts());
  return *groups_;
}

void LazyModule::prepare() { groups(); }

std::string LazyModule::text() const { return text_.empty() ? ir::print(*module_) : text_; }

} // namespace flow::codegen
