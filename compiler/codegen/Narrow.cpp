#include "compiler/codegen/Narrow.h"

namespace flow::codegen {

llvm::Value *narrowed(llvm::IRBuilderBase &builder, llvm::Value *value) {
  if (value->getType()->isIntegerTy(64)) return value;
  if (auto *constant = llvm::dyn_cast<llvm::ConstantInt>(value)) {
    bool fits = constant->getValue().isSignedIntN(64);
    return fits ? llvm::ConstantInt::get(builder.getContext(), constant->getValue().trunc(64)) : nullptr;
  }
  auto *extended = llvm::dyn_cast<llvm::SExtInst>(value);
  if (!extended || extended->getSrcTy()->getIntegerBitWidth() > 64) return nullptr;
  return builder.CreateSExt(extended->getOperand(0), builder.getInt64Ty());
}

llvm::Value *choose(llvm::IRBuilderBase &builder, llvm::Value *condition, llvm::Value *then, llvm::Value *otherwise) {
  if (then == otherwise) return then;
  llvm::Type *type = then->getType();
  if (type->isIntegerTy(128)) {
    llvm::Value *narrowThen = narrowed(builder, then), *narrowElse = narrowed(builder, otherwise);
    if (narrowThen && narrowElse)
      return builder.CreateSExt(builder.CreateSelect(condition, narrowThen, narrowElse), type);
  }
  return builder.CreateSelect(condition, then, otherwise);
}

Value choose(llvm::IRBuilderBase &builder, llvm::Value *condition, const Value &then, const Value &otherwise) {
  Value result;
  for (size_t i = 0; i < then.size(); ++i) result.push_back(choose(builder, condition, then[i], otherwise[i]));
  return result;
}

} // namespace flow::codegen
