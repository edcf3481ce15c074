#include "compiler/codegen/Codegen.h"

#include "compiler/codegen/CacheKey.h"
#include "compiler/codegen/LoadedObject.h"
#include "compiler/codegen/ObjectCache.h"
#include "compiler/codegen/UnitCompiler.h"
#include "runtime/abi/Check.h"

#include <atomic>
#include <cstdio>
#include <map>
#include <mutex>
#include <thread>

namespace flow::codegen {

namespace {

/// The host code and the fast kernels, in the order of the module.
std::vector<Unit> unitsOf(const ir::Module &module) {
  std::vector<Unit> units;
  for (uint32_t i = 0; i < module.functions.size(); ++i) {
    if (static_cast<int>(i) == module.main) units.push_back({Unit::Kind::Host, i});
    if (module.functions[i].kind == ir::FunctionKind::Stage) units.push_back({Unit::Kind::Fast, i});
  }
  return units;
}

std::string textOfUnits(const ir::Module &module, UnitCompiler::Form form) {
  std::vector<FunctionFacts> facts = findFacts(module);
  UnitCompiler compiler(module, facts, /*optLevel=*/2);
  std::string text;
  for (const Unit &unit : unitsOf(module)) text += compiler.compile(unit, form);
  return text;
}

class CodeOfModule : public CompiledModule {
public:
  CodeOfModule(const ir::Module &module, const CodegenOptions &options)
      : module_(module), options_(options), facts_(findFacts(module)), symbols_(options.symbols),
        cache_(options.cacheDir) {
    compileAll();
  }

  abi::StageKernel fast(std::string_view name) override;
  abi::StageKernel exact(std::string_view name) override;
  Main hostMain() override;

private:
  /// Empty when the cache has no object for the unit.
  std::string findObject(const Unit &unit, std::string &key) const;
  void compileAll();
  std::string compileUnit(const Unit &unit, const std::string &key, UnitCompiler &compiler) const;
  std::unique_ptr<LoadedObject> load(const std::string &object) const {
    return std::make_unique<LoadedObject>(object, symbols_, options_.perfMap);
  }

  const ir::Module &module_;
  CodegenOptions options_;
  std::vector<FunctionFacts> facts_;
  SymbolTable symbols_;
  ObjectCache cache_;
  std::map<std::string, std::unique_ptr<LoadedObject>, std::less<>> objects_; ///< by symbol; fixed once compiled
  std::mutex exactMutex_;
  std::map<std::string, std::unique_ptr<LoadedObject>, std::less<>> exactObjects_; ///< by the stage's name
};

std::string CodeOfModule::findObject(const Unit &unit, std::string &key) const {
  if (!options_.useCache) return {};
  key = cacheKey(unit, module_, options_.optLevel);
  return cache_.load(key).value_or(std::string());
}

std::string CodeOfModule::compileUnit(const Unit &unit, const std::string &key, UnitCompiler &compiler) const {
  std::string object = compiler.compile(unit);
  if (options_.useCache) cache_.store(key, object);
  if (options_.printStats) {
    const CompileTimes &times = compiler.times();
    std::fprintf(stderr, "compiled %s: start %.2f, emit %.2f, optimize %.2f, machine code %.2f ms, %zu bytes\n",
                 symbolOf(unit, module_).c_str(), times.start, times.emit, times.optimize, times.machineCode,
                 object.size());
  }
  return object;
}

void CodeOfModule::compileAll() {
  std::vector<Unit> units = unitsOf(module_);
  std::vector<std::string> objects(units.size()), keys(units.size());
  std::vector<size_t> missing;
  for (size_t i = 0; i < units.size(); ++i) {
    objects[i] = findObject(units[i], keys[i]);
    if (objects[i].empty()) missing.push_back(i);
  }
  std::atomic<size_t> next{0};
  auto work = [&] {
    UnitCompiler compiler(module_, facts_, options_.optLevel);
    for (size_t at = next++; at < missing.size(); at = next++)
      objects[missing[at]] = compileUnit(units[missing[at]], keys[missing[at]], compiler);
  };
  std::vector<std::thread> helpers;
  for (size_t i = 1; i < std::min<size_t>(options_.threads, missing.size()); ++i) helpers.emplace_back(work);
  if (!missing.empty()) work();
  for (std::thread &helper : helpers) helper.join();
  for (size_t i = 0; i < units.size(); ++i) objects_.emplace(symbolOf(units[i], module_), load(objects[i]));
}

abi::StageKernel CodeOfModule::fast(std::string_view name) {
  auto found = objects_.find(name);
  FLOW_CHECK(found != objects_.end(), "no kernel `", name, "`");
  return reinterpret_cast<abi::StageKernel>(found->second->address(name));
}

abi::StageKernel CodeOfModule::exact(std::string_view name) {
  std::lock_guard lock(exactMutex_);
  std::unique_ptr<LoadedObject> &known = exactObjects_[std::string(name)];
  Unit unit{Unit::Kind::Exact, 0};
  while (unit.function < module_.functions.size() && module_.functions[unit.function].name != name) ++unit.function;
  FLOW_CHECK(unit.function < module_.functions.size(), "no stage `", name, "`");
  if (!known) {
    std::string key, object = findObject(unit, key);
    if (object.empty()) {
      UnitCompiler compiler(module_, facts_, options_.optLevel);
      object = compileUnit(unit, key, compiler);
    }
    known = load(object);
  }
  return reinterpret_cast<abi::StageKernel>(known->address(symbolOf(unit, module_)));
}

CompiledModule::Main CodeOfModule::hostMain() {
  auto found = objects_.find("flow_main");
  return found == objects_.end() ? nullptr : reinterpret_cast<Main>(found->second->address("flow_main"));
}

} // namespace

std::string emitLlvm(const ir::Module &module, bool optimized) {
  return textOfUnits(module, optimized ? UnitCompiler::Form::OptimizedLlvm : UnitCompiler::Form::Llvm);
}

std::string emitAsm(const ir::Module &module) { return textOfUnits(module, UnitCompiler::Form::Assembler); }

std::unique_ptr<CompiledModule> compile(const ir::Module &module, const CodegenOptions &options) {
  return std::make_unique<CodeOfModule>(module, options);
}

} // namespace flow::codegen
