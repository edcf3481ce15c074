#include "compiler/codegen/Codegen.h"

#include "compiler/codegen/CacheKey.h"
#include "compiler/codegen/LazyModule.h"
#include "compiler/codegen/LoadedObject.h"
#include "compiler/codegen/UnitCompiler.h"
#include "runtime/abi/Check.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
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
    if (ir::isHostEntry(module.functions[i].kind)) units.push_back({Unit::Kind::Host, i});
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
      : module_(module), options_(options), symbols_(options.symbols) {
    findAll();
    startCompiling();
  }
  CodeOfModule(const CodeImage &image, const CodegenOptions &options)
      : module_(image.ir), options_(options), symbols_(options.symbols) {
    for (const auto &[symbol, key] : image.objects) codes_[symbol].key = key;
  }
  ~CodeOfModule() override {
    isClosing_ = true;
    for (std::thread &helper : helpers_) helper.join();
  }

  abi::StageKernel fast(std::string_view name) override;
  abi::StageKernel exact(std::string_view name) override;
  Main hostFunction(std::string_view symbol) override;
  CodeImage image() const override;

private:
  /// The code of a unit, on its way into this process.
  struct Code {
    std::string key;        ///< in the cache; empty: there is no cache
    std::string object;     ///< bytes; empty: not compiled yet, still in the cache, or loaded
    bool isClaimed = false; ///< some thread compiles it, or has
    std::unique_ptr<LoadedObject> loaded;
  };

  /// Brings what the cache has here.
  void findAll();
  /// Starts threads that compile the rest, in the order in which plans are likely to run; who needs one that no thread
  /// has begun with compiles it himself.
  void startCompiling();
  void compileMissing();
  std::string findObject(const std::string &key) const {
    return key.empty() ? std::string() : options_.cache->load(key).value_or(std::string());
  }
  std::string compileUnit(const Unit &unit, const std::string &key, UnitCompiler &compiler) const;
  /// The address of the symbol that `code` defines; `makeUnit` gives the unit when it has to be compiled.
  template <typename MakeUnit>
  void *addressOf(std::string_view symbol, Code &code, std::unique_lock<std::mutex> &lock, MakeUnit makeUnit);
  Unit unitOf(std::string_view stage, Unit::Kind kind);

  LazyModule module_;
  CodegenOptions options_;
  SymbolTable symbols_;
  std::vector<std::pair<Unit, Code *>> missing_; ///< fixed before threads start
  std::atomic<bool> isClosing_ = false;
  std::vector<std::thread> helpers_;

  std::mutex mutex_;               ///< of what follows
  std::condition_variable isDone_; ///< an object was compiled
  std::map<std::string, Code, std::less<>> codes_;  ///< of host code and fast kernels, by symbol; no new ones later
  std::map<std::string, Code, std::less<>> exacts_; ///< by the stage's name
};

std::string CodeOfModule::compileUnit(const Unit &unit, const std::string &key, UnitCompiler &compiler) const {
  std::string object = compiler.compile(unit);
  if (!key.empty()) options_.cache->store(key, object);
  if (options_.printStats) {
    const CompileTimes &times = compiler.times();
    std::fprintf(stderr, "compiled an object: start %.2f, emit %.2f, optimize %.2f, machine code %.2f ms, %zu bytes\n",
                 times.start, times.emit, times.optimize, times.machineCode, object.size());
  }
  return object;
}

void CodeOfModule::findAll() {
  const ir::Module &module = module_.get();
  for (const Unit &unit : unitsOf(module)) {
    Code &code = codes_[symbolOf(unit, module)];
    if (options_.cache) code.key = cacheKey(unit, module, options_.optLevel);
    code.object = findObject(code.key);
    if (code.object.empty()) missing_.emplace_back(unit, &code);
  }
}

void CodeOfModule::startCompiling() {
  if (missing_.empty()) return;
  module_.facts(); // for all threads
  // The host code is what its caller asks for first.
  auto host = std::ranges::find(missing_, Unit::Kind::Host, [](const auto &entry) { return entry.first.kind; });
  if (host != missing_.end()) std::rotate(missing_.begin(), host, host + 1);
  for (size_t i = 1; i < std::min<size_t>(options_.threads, missing_.size()); ++i)
    helpers_.emplace_back([this] { compileMissing(); });
}

void CodeOfModule::compileMissing() {
  UnitCompiler compiler(module_.get(), module_.facts(), options_.optLevel);
  // From the second on: the caller is about to ask for the first.
  for (size_t i = 1; i <= missing_.size() && !isClosing_; ++i) {
    auto &[unit, code] = missing_[i % missing_.size()];
    std::unique_lock lock(mutex_);
    if (std::exchange(code->isClaimed, true)) continue;
    lock.unlock();
    std::string object = compileUnit(unit, code->key, compiler);
    lock.lock();
    code->object = std::move(object);
    isDone_.notify_all();
  }
}

template <typename MakeUnit>
void *CodeOfModule::addressOf(std::string_view symbol, Code &code, std::unique_lock<std::mutex> &lock,
                              MakeUnit makeUnit) {
  if (!code.loaded && code.object.empty()) {
    if (std::exchange(code.isClaimed, true)) {
      isDone_.wait(lock, [&] { return code.loaded || !code.object.empty(); });
    } else {
      std::string object = findObject(code.key);
      if (object.empty()) {
        UnitCompiler compiler(module_.get(), module_.facts(), options_.optLevel);
        Unit unit = makeUnit();
        lock.unlock();
        object = compileUnit(unit, code.key, compiler);
        lock.lock();
      }
      code.object = std::move(object);
      isDone_.notify_all();
    }
  }
  if (!code.loaded) {
    code.loaded = std::make_unique<LoadedObject>(code.object, symbols_, options_.perfMap);
    code.object = {};
  }
  return code.loaded->address(symbol);
}

Unit CodeOfModule::unitOf(std::string_view stage, Unit::Kind kind) {
  const std::vector<ir::Function> &functions = module_.get().functions;
  auto found = std::ranges::find(functions, stage, &ir::Function::name);
  FLOW_CHECK(found != functions.end(), "no function `", stage, "`");
  return {kind, static_cast<uint32_t>(found - functions.begin())};
}

abi::StageKernel CodeOfModule::fast(std::string_view name) {
  std::unique_lock lock(mutex_);
  auto found = codes_.find(name);
  FLOW_CHECK(found != codes_.end(), "no kernel `", name, "`");
  return reinterpret_cast<abi::StageKernel>(
      addressOf(name, found->second, lock, [&] { return unitOf(name, Unit::Kind::Fast); }));
}

abi::StageKernel CodeOfModule::exact(std::string_view name) {
  std::unique_lock lock(mutex_);
  auto known = codes_.find(name);
  FLOW_CHECK(known != codes_.end(), "no stage `", name, "`");
  Code &code = exacts_[std::string(name)];
  if (code.key.empty() && !known->second.key.empty()) code.key = exactKey(known->second.key);
  return reinterpret_cast<abi::StageKernel>(
      addressOf(exactSymbol(name), code, lock, [&] { return unitOf(name, Unit::Kind::Exact); }));
}

CompiledModule::Main CodeOfModule::hostFunction(std::string_view symbol) {
  std::unique_lock lock(mutex_);
  auto found = codes_.find(symbol);
  if (found == codes_.end()) return nullptr;
  return reinterpret_cast<Main>(addressOf(symbol, found->second, lock, [&] {
    const ir::Module &module = module_.get();
    return symbol == kMainSymbol ? Unit{Unit::Kind::Host, static_cast<uint32_t>(module.main)}
                                 : unitOf(symbol, Unit::Kind::Host);
  }));
}

CodeImage CodeOfModule::image() const {
  CodeImage image;
  for (const auto &[symbol, code] : codes_) image.objects.emplace_back(symbol, code.key);
  image.ir = module_.text();
  return image;
}

} // namespace

CompiledModule::Main CompiledModule::hostMain() { return hostFunction(kMainSymbol); }

std::string emitLlvm(const ir::Module &module, bool optimized) {
  return textOfUnits(module, optimized ? UnitCompiler::Form::OptimizedLlvm : UnitCompiler::Form::Llvm);
}

std::string emitAsm(const ir::Module &module) { return textOfUnits(module, UnitCompiler::Form::Assembler); }

std::unique_ptr<CompiledModule> compile(const ir::Module &module, const CodegenOptions &options) {
  return std::make_unique<CodeOfModule>(module, options);
}

std::unique_ptr<CompiledModule> restore(const CodeImage &image, const CodegenOptions &options) {
  return std::make_unique<CodeOfModule>(image, options);
}

} // namespace flow::codegen
