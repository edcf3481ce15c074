#include "compiler/codegen/Codegen.h"

#include "compiler/base/LargeStack.h"
#include "compiler/codegen/CacheKey.h"
#include "compiler/codegen/LazyCalls.h"
#include "compiler/codegen/LazyModule.h"
#include "compiler/codegen/LoadedObject.h"
#include "compiler/codegen/UnitCompiler.h"
#include "runtime/abi/Check.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace flow::codegen {

namespace {

/// The fast kernels, in the order of the module.
std::vector<Unit> kernelsOf(const ir::Module &module) {
  std::vector<Unit> units;
  for (uint32_t i = 0; i < module.functions.size(); ++i)
    if (module.functions[i].kind == ir::FunctionKind::Stage) units.push_back({Unit::Kind::Fast, i});
  return units;
}

std::string textOfUnits(const ir::Module &module, UnitCompiler::Form form) {
  LazyModule whole(module);
  UnitCompiler compiler(module, whole.facts(), /*optLevel=*/2);
  std::string text;
  for (const FunctionGroup &group : whole.groups())
    text += compiler.compile(extractGroup(module, whole.facts(), group), form);
  for (const Unit &unit : kernelsOf(module)) text += compiler.compile(unit, form);
  return text;
}

CodeImage::Group imageOf(const GroupModule &group, const ir::Module &module) {
  CodeImage::Group image;
  if (group.hasEntry) {
    const ir::Function &entry = module.functions[group.functions[0]];
    image.entry = entry.kind == ir::FunctionKind::Main ? std::string(kEntrySymbol) : entry.name;
  }
  for (uint32_t i = 0; i < group.functions.size(); ++i) {
    const ir::Function &function = group.module.functions[i];
    if (group.isMember(i)) image.functions.emplace_back(group.functions[i], functionSymbol(function));
    if (group.isElsewhere(i)) image.slots.emplace_back(group.functions[i], slotSymbol(function));
  }
  image.sites = group.sites;
  return image;
}

class CodeOfModule : public CompiledModule {
public:
  CodeOfModule(const ir::Module &module, const CodegenOptions &options) : CodeOfModule(LazyModule(module), options) {
    findAll();
    startCompiling();
  }
  CodeOfModule(const CodeImage &image, const CodegenOptions &options) : CodeOfModule(LazyModule(image.ir), options) {
    for (const CodeImage::Group &group : image.groups) addGroup(group);
    for (const auto &[symbol, key] : image.kernels) addKernel(symbol).key = key;
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
    std::string name;       ///< for people
    std::string key;        ///< in the cache; empty: there is no cache
    std::string object;     ///< bytes; empty: not compiled yet, still in the cache, or loaded
    bool isClaimed = false; ///< some thread compiles it, or has
    std::unique_ptr<LoadedObject> loaded;
    std::function<std::string(UnitCompiler &)> compile; ///< when the module is prepared
  };
  struct Group {
    CodeImage::Group image;
    Code code;
    bool isLinked = false; ///< sites, slots and functions have been told
  };
  using Lock = std::unique_lock<std::mutex>;

  CodeOfModule(LazyModule module, const CodegenOptions &options)
      : module_(std::move(module)), options_(options), symbols_(options.symbols),
        calls_([this](uint32_t function) { return hostCode(function); }) {}
  void addGroup(CodeImage::Group image);
  Code &addKernel(const std::string &symbol);

  /// Brings what the cache has here.
  void findAll();
  /// Starts threads that compile the rest, in the order in which it is likely to run; who needs what no thread has
  /// begun with compiles it himself.
  void startCompiling();
  void compileMissing();
  std::string findObject(const std::string &key) const {
    return key.empty() ? std::string() : options_.cache->load(key).value_or(std::string());
  }
  std::string compileCode(const Code &code, UnitCompiler &compiler) const;
  std::string compileHere(const Code &code, Lock &lock);
  /// The object, in this process.
  LoadedObject &load(Code &code, Lock &lock);
  LoadedObject &load(Group &group, Lock &lock);
  void link(Group &group);
  /// For generated code.
  void *hostCode(uint32_t function);
  Unit unitOf(std::string_view stage, Unit::Kind kind);

  LazyModule module_;
  CodegenOptions options_;
  SymbolTable symbols_;
  std::vector<Code *> missing_; ///< fixed before threads start
  std::atomic<bool> isClosing_ = false;
  std::vector<std::thread> helpers_;

  std::mutex mutex_;               ///< of what follows
  std::condition_variable isDone_; ///< an object was compiled
  LazyCalls calls_;
  std::vector<std::unique_ptr<UnitCompiler>> idleCompilers_;
  std::deque<Group> groups_;                       ///< as in the module; no new ones later
  std::unordered_map<uint32_t, Group *> groupOf_;  ///< by function
  std::map<std::string, Code, std::less<>> fasts_; ///< by symbol; no new ones later
  std::map<std::string, Code, std::less<>> exacts_; ///< by the stage's name
};

void CodeOfModule::addGroup(CodeImage::Group image) {
  size_t number = groups_.size();
  Group &group = groups_.emplace_back();
  group.image = std::move(image);
  for (const auto &[function, symbol] : group.image.functions) groupOf_[function] = &group;
  group.code.key = group.image.key;
  group.code.name = group.image.functions[0].second;
  group.code.compile = [this, number](UnitCompiler &compiler) {
    FLOW_CHECK(number < module_.groups().size(), "another module");
    return compiler.compile(extractGroup(module_.get(), module_.facts(), module_.groups()[number]));
  };
}

CodeOfModule::Code &CodeOfModule::addKernel(const std::string &symbol) {
  Code &code = fasts_[symbol];
  code.name = symbol;
  code.compile = [this, symbol](UnitCompiler &compiler) {
    return compiler.compile(unitOf(symbol, Unit::Kind::Fast));
  };
  return code;
}

std::string CodeOfModule::compileCode(const Code &code, UnitCompiler &compiler) const {
  std::string object = code.compile(compiler);
  if (!code.key.empty()) options_.cache->store(code.key, object);
  if (options_.printStats) {
    const CompileTimes &times = compiler.times();
    std::fprintf(stderr,
                 "compiled an object: %s, start %.2f, emit %.2f, optimize %.2f, machine code %.2f ms, %zu bytes\n",
                 code.name.c_str(), times.start, times.emit, times.optimize, times.machineCode, object.size());
  }
  return object;
}

void CodeOfModule::findAll() {
  const ir::Module &module = module_.get();
  for (const FunctionGroup &group : module_.groups()) {
    GroupModule source = extractGroup(module, module_.facts(), group);
    CodeImage::Group image = imageOf(source, module);
    if (options_.cache) image.key = cacheKey(source, options_.optLevel);
    addGroup(std::move(image));
  }
  for (const Unit &unit : kernelsOf(module)) {
    Code &code = addKernel(symbolOf(unit, module));
    if (options_.cache) code.key = cacheKey(unit, module, options_.optLevel);
  }
}

void CodeOfModule::startCompiling() {
  auto addIfMissing = [&](Code &code) {
    code.object = findObject(code.key);
    if (code.object.empty()) missing_.push_back(&code);
  };
  // What the host calls is what its caller asks for first. Plans and functions take turns then.
  auto kernel = fasts_.begin();
  for (Group &group : groups_) {
    addIfMissing(group.code);
    if (group.image.entry.empty() && kernel != fasts_.end()) addIfMissing((kernel++)->second);
  }
  for (; kernel != fasts_.end(); ++kernel) addIfMissing(kernel->second);
  for (size_t i = 1; i < std::min<size_t>(options_.threads, missing_.size()); ++i)
    helpers_.emplace_back([this] { compileMissing(); });
}

void CodeOfModule::compileMissing() {
  UnitCompiler compiler(module_.get(), module_.facts(), options_.optLevel);
  // From the second on: the caller is about to ask for the first.
  for (size_t i = 1; i <= missing_.size() && !isClosing_; ++i) {
    Code &code = *missing_[i % missing_.size()];
    Lock lock(mutex_);
    if (std::exchange(code.isClaimed, true)) continue;
    lock.unlock();
    std::string object = compileCode(code, compiler);
    lock.lock();
    code.object = std::move(object);
    isDone_.notify_all();
  }
}

/// Generated code that calls a function for the first time may have little stack left.
std::string CodeOfModule::compileHere(const Code &code, Lock &lock) {
  module_.prepare();
  std::unique_ptr<UnitCompiler> compiler;
  if (!idleCompilers_.empty()) {
    compiler = std::move(idleCompilers_.back());
    idleCompilers_.pop_back();
  }
  lock.unlock();
  std::string object;
  runOnLargeStack([&] {
    if (!compiler) compiler = std::make_unique<UnitCompiler>(module_.get(), module_.facts(), options_.optLevel);
    object = compileCode(code, *compiler);
  });
  lock.lock();
  idleCompilers_.push_back(std::move(compiler));
  return object;
}

LoadedObject &CodeOfModule::load(Code &code, Lock &lock) {
  if (!code.loaded && code.object.empty()) {
    if (std::exchange(code.isClaimed, true)) {
      isDone_.wait(lock, [&] { return code.loaded || !code.object.empty(); });
    } else {
      std::string object = findObject(code.key);
      if (object.empty()) object = compileHere(code, lock);
      code.object = std::move(object);
      isDone_.notify_all();
    }
  }
  if (!code.loaded) {
    code.loaded = std::make_unique<LoadedObject>(code.object, symbols_, options_.perfMap);
    code.object = {};
  }
  return *code.loaded;
}

LoadedObject &CodeOfModule::load(Group &group, Lock &lock) {
  LoadedObject &object = load(group.code, lock);
  if (!std::exchange(group.isLinked, true)) link(group);
  return object;
}

/// What nothing in the object reaches is not in it.
void CodeOfModule::link(Group &group) {
  const LoadedObject &object = *group.code.loaded;
  const std::vector<uint32_t> &sites = group.image.sites;
  if (void *table = object.find(kSitesSymbol)) std::ranges::copy(sites, static_cast<uint32_t *>(table));
  for (const auto &[function, symbol] : group.image.slots)
    if (void *slot = object.find(symbol)) calls_.connect(static_cast<void **>(slot), function);
  for (const auto &[function, symbol] : group.image.functions) calls_.define(function, object.address(symbol));
}

void *CodeOfModule::hostCode(uint32_t function) {
  Lock lock(mutex_);
  auto found = groupOf_.find(function);
  FLOW_CHECK(found != groupOf_.end(), "no group has the function ", function);
  for (const auto &[number, symbol] : found->second->image.functions)
    if (number == function) return load(*found->second, lock).address(symbol);
  FLOW_UNREACHABLE();
}

Unit CodeOfModule::unitOf(std::string_view stage, Unit::Kind kind) {
  const std::vector<ir::Function> &functions = module_.get().functions;
  auto found = std::ranges::find(functions, stage, &ir::Function::name);
  FLOW_CHECK(found != functions.end(), "no function `", stage, "`");
  return {kind, static_cast<uint32_t>(found - functions.begin())};
}

abi::StageKernel CodeOfModule::fast(std::string_view name) {
  Lock lock(mutex_);
  auto found = fasts_.find(name);
  FLOW_CHECK(found != fasts_.end(), "no kernel `", name, "`");
  return reinterpret_cast<abi::StageKernel>(load(found->second, lock).address(name));
}

abi::StageKernel CodeOfModule::exact(std::string_view name) {
  Lock lock(mutex_);
  auto known = fasts_.find(name);
  FLOW_CHECK(known != fasts_.end(), "no stage `", name, "`");
  auto [at, isNew] = exacts_.try_emplace(std::string(name));
  Code &code = at->second;
  if (isNew) {
    code.name = exactSymbol(name);
    if (!known->second.key.empty()) code.key = exactKey(known->second.key);
    code.compile = [this, stage = at->first](UnitCompiler &compiler) {
      return compiler.compile(unitOf(stage, Unit::Kind::Exact));
    };
  }
  return reinterpret_cast<abi::StageKernel>(load(code, lock).address(code.name));
}

CompiledModule::Main CodeOfModule::hostFunction(std::string_view symbol) {
  Lock lock(mutex_);
  auto entryOf = [](const Group &group) { return std::string_view(group.image.entry); };
  auto found = std::ranges::find(groups_, symbol, entryOf);
  if (found == groups_.end()) return nullptr;
  return reinterpret_cast<Main>(load(*found, lock).address(kEntrySymbol));
}

CodeImage CodeOfModule::image() const {
  CodeImage image;
  for (const Group &group : groups_) image.groups.push_back(group.image);
  for (const auto &[symbol, code] : fasts_) image.kernels.emplace_back(symbol, code.key);
  image.ir = module_.text();
  return image;
}

} // namespace

CompiledModule::Main CompiledModule::hostMain() { return hostFunction(kEntrySymbol); }

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
