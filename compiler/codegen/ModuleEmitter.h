#pragma once
// Writes one unit as an LLVM module: a kernel with internal copies of the functions that it calls, or a group of host
// functions with slots for calls of others.
//
// Sites in the code of a group have the numbers that they have in the group, and kOwnSite: so the same object serves
// when they have others in the program. Where a site leaves the object, at the exit of a function that others call or
// to the runtime, `siteOfProgram` looks up what its number is there, in a table that the loader has filled.

#include "compiler/codegen/AccessTags.h"
#include "compiler/codegen/GroupModule.h"
#include "compiler/codegen/Shapes.h"
#include "compiler/codegen/TypeMap.h"
#include "compiler/codegen/Unit.h"

#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

namespace flow::codegen {

struct Scope;

/// Of sites with a number of their group.
constexpr uint32_t kOwnSite = 1u << 30;

class ModuleEmitter {
public:
  ModuleEmitter(llvm::LLVMContext &context, const ir::Module &module, const std::vector<FunctionFacts> &facts);

  /// Into a module that knows its target. Once; the emitter is spent then.
  void emit(const Unit &unit, llvm::Module &output);
  /// The same; the group has the module that the emitter was made with.
  void emit(const GroupModule &group, llvm::Module &output);

  // ---- for the emitters of functions
  const ir::Module &source() const { return source_; }
  llvm::Module &output() { return *output_; }
  TypeMap &types() { return types_; }
  AccessTags &tags() { return tags_; }
  Shapes &shapes() { return *shapes_; }
  /// Texts are objects with users: in host code.
  bool countsTexts() const { return countsTexts_; }
  const FunctionFacts &factsOf(uint32_t function) const { return facts_[function]; }

  /// The exact variant of a function: `{i32 site, leaves of the results} (KernelContext *, leaves of the
  /// arguments)` in the fast calling convention. Its body is written after the unit's own function. Not of functions in
  /// other groups.
  llvm::Function *exactFunction(uint32_t index);
  /// The same for a call: of a function in another group what its slot has.
  llvm::FunctionCallee callee(uint32_t index, llvm::IRBuilderBase &at);
  /// A site as code returns it.
  uint32_t siteNumber(uint32_t site) const;
  /// The number in the program of a site (i32) that code returned; 0 stays 0.
  llvm::Value *siteOfProgram(llvm::Value *site, llvm::IRBuilderBase &at);
  /// Sites that it returns may have numbers of the group: nobody else calls it.
  bool isInternal(uint32_t index) const { return group_ && !group_->isMember(index) && !group_->isElsewhere(index); }
  /// One more function that only this module calls.
  llvm::Function *internalFunction(llvm::FunctionType *type, const std::string &name) {
    return newFunction(type, llvm::GlobalValue::InternalLinkage, name);
  }
  /// The leaves of a string constant; its bytes are in the module when they do not fit the view.
  Value textConstant(std::string_view text);
  /// Bytes in the module, named by content.
  llvm::Constant *bytes(std::string_view text);
  /// The object of a function value that captures nothing.
  llvm::Constant *functionObject(llvm::Function *code);
  /// The code of a function value: as an exact function takes and gives them, the arguments of the function type, then
  /// the object, from which it takes what is captured.
  llvm::FunctionType *valueFunctionType(const types::Type *type);
  llvm::Function *valueFunction(uint32_t function, const types::Type *type,
                                llvm::ArrayRef<const types::Type *> captures);
  /// So many zero bytes.
  llvm::Constant *zeroBytes(uint32_t count);
  /// The symbol is a function of the leaf bitcode, to be linked and inlined.
  void noteLeaf(std::string_view symbol) { leaves_.insert(symbol); }
  bool callsLeaves() const { return !leaves_.empty(); }
  bool isLeaf(std::string_view symbol) const { return leaves_.contains(symbol); }
  /// A C function by symbol.
  llvm::FunctionCallee runtimeFunction(std::string_view symbol, llvm::FunctionType *type);

private:
  llvm::Function *newFunction(llvm::FunctionType *type, llvm::GlobalValue::LinkageTypes linkage,
                              const std::string &name);
  llvm::FunctionType *exactType(const ir::Function &function);
  void emitKernel(const Unit &unit);
  void emitEntry();
  void emitExactBody(uint32_t index);
  void emitPending();
  void emitSiteLookup();

  const ir::Module &source_;
  const std::vector<FunctionFacts> &facts_;
  llvm::LLVMContext &context_;
  const GroupModule *group_ = nullptr; // null: kernels
  llvm::Function *siteLookup_ = nullptr;
  llvm::Module *output_ = nullptr;
  TypeMap types_;
  AccessTags tags_;
  std::unique_ptr<Shapes> shapes_;
  bool countsTexts_ = false;
  llvm::DenseMap<uint32_t, llvm::Constant *> zeros_; // by count of bytes
  llvm::DenseMap<uint32_t, llvm::Function *> valueFunctions_;
  llvm::DenseMap<llvm::Function *, llvm::Constant *> functionObjects_;
  llvm::DenseMap<uint32_t, llvm::Function *> exact_;
  std::vector<uint32_t> pending_;
  llvm::StringMap<llvm::Constant *> bytes_;
  llvm::StringSet<> leaves_;
};

} // namespace flow::codegen
