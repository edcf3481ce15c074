#pragma once
// Types as constants of the module that C++ reads: runtime/abi/ValueShape.h.

#include "compiler/codegen/TypeMap.h"

#include <llvm/ADT/StringMap.h>
#include <llvm/IR/Constants.h>

namespace flow::codegen {

class Shapes {
public:
  /// `countsTexts`: texts are objects, as in host code.
  Shapes(llvm::Module &module, TypeMap &types, bool countsTexts)
      : module_(module), types_(types), countsTexts_(countsTexts) {}

  /// The address of the type's ValueShape.
  llvm::Constant *of(const types::Type *type);
  /// Of values that lie as a tuple's; null when nothing in them is counted.
  llvm::Constant *ofCaptures(const std::vector<const types::Type *> &types);
  /// ValueShape::isCounted.
  uint8_t countedIn(const types::Type *type) const;

private:
  struct Parts; // what differs from kind to kind
  llvm::Constant *text(llvm::StringRef value);
  llvm::Constant *fields(const std::vector<types::Field> &fields, const std::vector<uint32_t> &offsets, bool named);
  llvm::Constant *variants(const types::Type *type);
  llvm::Constant *array(llvm::ArrayRef<llvm::Constant *> elements, const char *name);
  Parts noParts() const;
  Parts partsOf(const types::Type *type);
  void fillTuple(Parts &parts, const std::vector<const types::Type *> &types, const types::Layout &layout);
  llvm::GlobalVariable *newShape();
  struct Facts;
  void define(llvm::GlobalVariable *shape, const Facts &facts, const Parts &parts);
  llvm::Constant *number(unsigned bits, uint64_t value) const;

  llvm::Module &module_;
  TypeMap &types_;
  bool countsTexts_;
  llvm::DenseMap<const types::Type *, llvm::GlobalVariable *> shapes_;
  llvm::StringMap<llvm::Constant *> texts_;
};

/// Where an entry of a map or set has its key and value.
struct EntryLayout {
  uint32_t key = 0, value = 0, bytes = 0;
};
EntryLayout entryLayoutOf(TypeMap &types, const types::Type *mapOrSet);

} // namespace flow::codegen
