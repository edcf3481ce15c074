// Function values of a module: their constant objects, and the code that leads from the one calling convention of all
// function values to a function.
#include "compiler/codegen/emit/Object.h"

#include "runtime/abi/Objects.h"

namespace flow::codegen {

using abi::FunctionObject;
using types::Type;

llvm::FunctionType *ModuleEmitter::valueFunctionType(const Type *type) {
  llvm::SmallVector<llvm::Type *> parameters{llvm::PointerType::getUnqual(context_)};
  llvm::SmallVector<llvm::Type *> results{llvm::Type::getInt32Ty(context_)};
  for (const Type *parameter : llvm::ArrayRef(type->parts).drop_back())
    types_.appendRegisterTypes(parameter, parameters);
  parameters.push_back(llvm::PointerType::getUnqual(context_));
  types_.appendRegisterTypes(type->result(), results);
  return llvm::FunctionType::get(llvm::StructType::get(context_, results), parameters, false);
}

llvm::Constant *ModuleEmitter::functionObject(llvm::Function *code) {
  llvm::Constant *&known = functionObjects_[code];
  if (known) return known;
  llvm::Type *word = llvm::Type::getInt64Ty(context_);
  auto *null = llvm::ConstantPointerNull::get(llvm::PointerType::getUnqual(context_));
  auto *object = llvm::ConstantStruct::getAnon({llvm::ConstantInt::getSigned(word, abi::Object::kImmortal), code, null,
                                                llvm::ConstantInt::get(word, sizeof(FunctionObject))});
  return known = new llvm::GlobalVariable(*output_, object->getType(), /*isConstant=*/true,
                                          llvm::GlobalValue::PrivateLinkage, object, "function");
}

/// The caller keeps arguments and object, so what the function takes gets a further user.
llvm::Function *ModuleEmitter::valueFunction(uint32_t index, const Type *type, llvm::ArrayRef<const Type *> captures) {
  llvm::Function *&known = valueFunctions_[index];
  if (known) return known;
  const ir::Function &function = source_.functions[index];
  known = internalFunction(valueFunctionType(type), "value." + function.name);
  llvm::Function *code = known;
  llvm::IRBuilder<> builder(context_);
  auto *entry = llvm::BasicBlock::Create(context_, "entry", code);
  auto *start = llvm::BasicBlock::Create(context_, "start", code);
  llvm::BranchInst::Create(start, entry);
  builder.SetInsertPoint(start);
  ReturnedFailures failures(builder, code, code->getArg(0), *this, /*leavesObject=*/true);
  Scope scope{*this, builder, code, entry, &failures, code->getArg(0)};
  Emitter emitter(scope, index);
  llvm::SmallVector<llvm::Value *> arguments{code->getArg(0)};
  unsigned next = 1;
  auto give = [&](size_t parameter, const Value &value) {
    if (function.takesParameter(parameter)) retain(emitter, value, function.parameters[parameter]);
    arguments.append(value.begin(), value.end());
  };
  size_t count = type->parts.size() - 1;
  for (size_t i = 0; i < count; ++i) {
    Value value;
    for (size_t leaf = 0; leaf < types_.layout(type->parts[i]).leaves.size(); ++leaf)
      value.push_back(code->getArg(next++));
    give(i, value);
  }
  types::Layout layout = types::layoutOf({captures.begin(), captures.end()});
  for (size_t i = 0; i < captures.size(); ++i) {
    uint64_t offset = sizeof(FunctionObject) + layout.offsets[i];
    give(count + i, loadPart(emitter, captures[i], addressAt(emitter, code->getArg(next), offset)));
  }
  llvm::CallInst *call = builder.CreateCall(callee(index, builder), arguments);
  call->setCallingConv(llvm::CallingConv::Fast);
  if (isInternal(index)) failures.failWith(builder.CreateExtractValue(call, 0));
  builder.CreateRet(call);
  return code;
}

} // namespace flow::codegen
