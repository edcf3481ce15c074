#include "compiler/codegen/ModuleEmitter.h"

#include "compiler/codegen/StageEmitter.h"
#include "compiler/codegen/emit/Constant.h"
#include "runtime/abi/Check.h"
#include "runtime/abi/Objects.h"

#include <bit>

namespace flow::codegen {

ModuleEmitter::ModuleEmitter(llvm::LLVMContext &context, const ir::Module &module,
                             const std::vector<FunctionFacts> &facts)
    : source_(module), facts_(facts), context_(context), types_(context), tags_(context) {}

llvm::Function *ModuleEmitter::newFunction(llvm::FunctionType *type, llvm::GlobalValue::LinkageTypes linkage,
                                           const std::string &name) {
  llvm::Function *function = llvm::Function::Create(type, linkage, name, *output_);
  function->setDSOLocal(true);
  function->addFnAttr(llvm::Attribute::NoUnwind);
  function->addFnAttr("frame-pointer", "all"); // stack traces walk it
  function->addFnAttr("prefer-vector-width", "512");
  if (linkage == llvm::GlobalValue::InternalLinkage) function->setCallingConv(llvm::CallingConv::Fast);
  return function;
}

void ModuleEmitter::emit(const Unit &unit, llvm::Module &output) {
  output_ = &output;
  shapes_ = std::make_unique<Shapes>(output, types_, countsTexts_);
  emitKernel(unit);
  emitPending();
}

void ModuleEmitter::emit(const GroupModule &group, llvm::Module &output) {
  FLOW_CHECK(&source_ == &group.module, "an emitter for another module");
  output_ = &output;
  group_ = &group;
  countsTexts_ = true;
  shapes_ = std::make_unique<Shapes>(output, types_, countsTexts_);
  if (group.hasEntry) emitEntry();
  for (uint32_t member = group.members; member-- > 0;) exactFunction(member);
  emitPending();
  if (siteLookup_) emitSiteLookup();
}

void ModuleEmitter::emitPending() {
  while (!pending_.empty()) {
    uint32_t index = pending_.back();
    pending_.pop_back();
    emitExactBody(index);
  }
}

void ModuleEmitter::emitKernel(const Unit &unit) {
  auto *type =
      llvm::FunctionType::get(llvm::Type::getInt32Ty(context_), {llvm::PointerType::getUnqual(context_)}, false);
  llvm::Function *kernel = newFunction(type, llvm::GlobalValue::ExternalLinkage, symbolOf(unit, source_));
  kernel->getArg(0)->setName("call");
  if (unit.kind == Unit::Kind::Exact) return StageEmitter(*this, unit.function, kernel).emitExact();
  std::vector<RowSlice> slices;
  if (facts_[unit.function].straight) slices = sliceRow(source_.functions[unit.function]);
  if (slices.size() <= 1) return StageEmitter(*this, unit.function, kernel).emitFast();
  llvm::IRBuilder<> builder(llvm::BasicBlock::Create(context_, "entry", kernel));
  llvm::Value *suspect = builder.getInt32(0);
  for (const RowSlice &slice : slices) {
    llvm::Function *part = internalFunction(type, "part");
    part->addFnAttr(llvm::Attribute::NoInline);
    StageEmitter(*this, unit.function, part, &slice).emitFast();
    llvm::CallInst *call = builder.CreateCall(part, {kernel->getArg(0)});
    call->setCallingConv(part->getCallingConv());
    suspect = builder.CreateOr(suspect, call);
  }
  builder.CreateRet(suspect);
}

llvm::FunctionType *ModuleEmitter::exactType(const ir::Function &function) {
  llvm::SmallVector<llvm::Type *> parameters{llvm::PointerType::getUnqual(context_)};
  llvm::SmallVector<llvm::Type *> results{llvm::Type::getInt32Ty(context_)};
  for (const types::Type *type : function.parameters) types_.appendRegisterTypes(type, parameters);
  for (const types::Type *type : function.results) types_.appendRegisterTypes(type, results);
  return llvm::FunctionType::get(llvm::StructType::get(context_, results), parameters, false);
}

/// Names have a dot, so that no user function is taken for one of C.
llvm::Function *ModuleEmitter::exactFunction(uint32_t index) {
  llvm::Function *&known = exact_[index];
  if (known) return known;
  const ir::Function &function = source_.functions[index];
  bool isMember = group_ && group_->isMember(index);
  auto linkage = isMember ? llvm::GlobalValue::ExternalLinkage : llvm::GlobalValue::InternalLinkage;
  known = newFunction(exactType(function), linkage, functionSymbol(function));
  known->setCallingConv(llvm::CallingConv::Fast);
  if (!isMember && facts_[index].isAlwaysInlined()) known->addFnAttr(llvm::Attribute::AlwaysInline);
  pending_.push_back(index);
  return known;
}

llvm::FunctionCallee ModuleEmitter::callee(uint32_t index, llvm::IRBuilderBase &at) {
  if (!group_ || !group_->isElsewhere(index)) return exactFunction(index);
  const ir::Function &function = source_.functions[index];
  llvm::Type *pointer = llvm::PointerType::getUnqual(context_);
  std::string symbol = slotSymbol(function);
  llvm::GlobalVariable *slot = output_->getGlobalVariable(symbol);
  if (!slot) {
    slot = new llvm::GlobalVariable(*output_, pointer, /*isConstant=*/false, llvm::GlobalValue::ExternalLinkage,
                                    llvm::Constant::getNullValue(pointer), symbol);
    slot->setDSOLocal(true);
  }
  return {exactType(function), at.CreateLoad(pointer, slot)};
}

uint32_t ModuleEmitter::siteNumber(uint32_t site) const {
  bool isPlace = site - 1 < source_.sites.size(); // neither 0 nor kNoSite
  return group_ && isPlace ? site | kOwnSite : site;
}

llvm::Value *ModuleEmitter::siteOfProgram(llvm::Value *site, llvm::IRBuilderBase &at) {
  if (!group_) return site;
  if (!siteLookup_) {
    llvm::Type *number = llvm::Type::getInt32Ty(context_);
    siteLookup_ = internalFunction(llvm::FunctionType::get(number, {number}, false), "flow.site");
    siteLookup_->addFnAttr(llvm::Attribute::NoInline);
    siteLookup_->addFnAttr(llvm::Attribute::Cold);
  }
  llvm::CallInst *call = at.CreateCall(siteLookup_, {site});
  call->setCallingConv(siteLookup_->getCallingConv());
  return call;
}

void ModuleEmitter::emitSiteLookup() {
  llvm::Type *number = llvm::Type::getInt32Ty(context_);
  auto *type = llvm::ArrayType::get(number, group_->sites.size());
  auto *table = new llvm::GlobalVariable(*output_, type, /*isConstant=*/false, llvm::GlobalValue::ExternalLinkage,
                                         llvm::Constant::getNullValue(type), kSitesSymbol);
  table->setDSOLocal(true);
  llvm::Value *site = siteLookup_->getArg(0);
  auto *own = llvm::BasicBlock::Create(context_, "own", siteLookup_);
  auto *other = llvm::BasicBlock::Create(context_, "other", siteLookup_);
  llvm::IRBuilder<> b(llvm::BasicBlock::Create(context_, "entry", siteLookup_, own));
  constexpr unsigned kMark = std::countr_zero(kOwnSite);
  b.CreateCondBr(b.CreateICmpEQ(b.CreateLShr(site, kMark), b.getInt32(1)), own, other);
  b.SetInsertPoint(own);
  llvm::Value *index = b.CreateSub(site, b.getInt32(kOwnSite + 1));
  b.CreateRet(b.CreateLoad(number, b.CreateInBoundsGEP(type, table, {b.getInt32(0), index})));
  b.SetInsertPoint(other);
  b.CreateRet(site);
}

void ModuleEmitter::emitExactBody(uint32_t index) {
  llvm::Function *llvmFunction = exact_[index];
  const ir::Function &function = source_.functions[index];
  llvm::IRBuilder<> builder(context_);
  auto *entry = llvm::BasicBlock::Create(context_, "entry", llvmFunction);
  auto *start = llvm::BasicBlock::Create(context_, "start", llvmFunction);
  llvm::BranchInst::Create(start, entry);
  builder.SetInsertPoint(start);
  llvm::Value *context = llvmFunction->getArg(0);
  context->setName("context");
  ReturnedFailures failures(builder, llvmFunction, context, *this, !llvmFunction->hasInternalLinkage());
  Scope scope{*this, builder, llvmFunction, entry, &failures, context};
  std::vector<Value> arguments;
  unsigned next = 1;
  for (const types::Type *type : function.parameters) {
    Value &argument = arguments.emplace_back();
    for (size_t i = 0; i < types_.layout(type).leaves.size(); ++i) argument.push_back(llvmFunction->getArg(next++));
  }
  auto giveBack = [&](llvm::ArrayRef<Value> results) {
    llvm::Value *returned = llvm::Constant::getNullValue(llvmFunction->getReturnType());
    unsigned at = 1;
    for (const Value &result : results)
      for (llvm::Value *leaf : result) returned = builder.CreateInsertValue(returned, leaf, at++);
    builder.CreateRet(returned);
  };
  Emitter emitter(scope, index);
  bool isKept = function.keptAs != ir::kNotKept && countsTexts_;
  if (isKept) returnKept(emitter, giveBack);
  emitter.emitReturning(arguments, [&](llvm::ArrayRef<Value> results) {
    if (isKept) keep(emitter, results[0]);
    giveBack(results);
  });
}

/// Of the first function, for the host.
void ModuleEmitter::emitEntry() {
  llvm::Type *pointer = llvm::PointerType::getUnqual(context_);
  auto *type = llvm::FunctionType::get(llvm::Type::getInt32Ty(context_), {pointer}, false);
  llvm::Function *entry = newFunction(type, llvm::GlobalValue::ExternalLinkage, std::string(kEntrySymbol));
  FLOW_CHECK(source_.functions[0].parameters.empty(), "what the host calls takes nothing");
  llvm::IRBuilder<> builder(llvm::BasicBlock::Create(context_, "entry", entry));
  llvm::CallInst *made = builder.CreateCall(exactFunction(0), {entry->getArg(0)});
  made->setCallingConv(llvm::CallingConv::Fast);
  builder.CreateRet(builder.CreateExtractValue(made, 0));
}

/// Behind the header of a text that nobody counts, so that host code may take it for one of its own.
llvm::Constant *ModuleEmitter::bytes(std::string_view text) {
  llvm::Constant *&known = bytes_[llvm::StringRef(text)];
  if (known) return known;
  llvm::Type *word = llvm::Type::getInt64Ty(context_);
  auto *data = llvm::ConstantDataArray::getString(context_, llvm::StringRef(text), /*AddNull=*/false);
  auto *object = llvm::ConstantStruct::getAnon({llvm::ConstantInt::getSigned(word, abi::Object::kImmortal),
                                                llvm::ConstantInt::get(word, text.size()), data});
  auto *global = new llvm::GlobalVariable(*output_, object->getType(), /*isConstant=*/true,
                                          llvm::GlobalValue::PrivateLinkage, object, "text");
  global->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  global->setAlignment(llvm::Align(8));
  auto *offset = llvm::ConstantInt::get(word, sizeof(abi::TextObject));
  return known = llvm::ConstantExpr::getInBoundsGetElementPtr(llvm::Type::getInt8Ty(context_), global,
                                                              llvm::ArrayRef<llvm::Constant *>{offset});
}

llvm::Constant *ModuleEmitter::zeroBytes(uint32_t count) {
  llvm::Constant *&known = zeros_[count];
  if (known) return known;
  auto *zero = llvm::ConstantAggregateZero::get(llvm::ArrayType::get(llvm::Type::getInt8Ty(context_), count));
  auto *global = new llvm::GlobalVariable(*output_, zero->getType(), /*isConstant=*/true,
                                          llvm::GlobalValue::PrivateLinkage, zero, "zero");
  global->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  global->setAlignment(llvm::Align(16));
  return known = global;
}

Value ModuleEmitter::textConstant(std::string_view text) {
  // The words of a StringView; beyond 12 bytes the second one is the address of the text.
  abi::StringView view(text);
  uint64_t words[2];
  std::memcpy(words, &view, sizeof(words));
  llvm::Type *word = llvm::Type::getInt64Ty(context_);
  llvm::Constant *second = llvm::ConstantInt::get(word, words[1]);
  if (!view.isInline()) second = llvm::ConstantExpr::getPtrToInt(bytes(text), word);
  return {llvm::ConstantInt::get(word, words[0]), second};
}

llvm::FunctionCallee ModuleEmitter::runtimeFunction(std::string_view symbol, llvm::FunctionType *type) {
  llvm::FunctionCallee callee = output_->getOrInsertFunction(llvm::StringRef(symbol), type);
  if (auto *function = llvm::dyn_cast<llvm::Function>(callee.getCallee())) function->setDoesNotThrow();
  return callee;
}

} // namespace flow::codegen
