#pragma once
// What LLVM is told about memory: headers of objects, their elements by kind, and the context do not overlap, so
// lengths stay in registers while elements are written.

#include "compiler/types/Layout.h"

#include <llvm/IR/MDBuilder.h>
#include <llvm/IR/Metadata.h>

#include <array>

namespace flow::codegen {

class AccessTags {
public:
  explicit AccessTags(llvm::LLVMContext &context) : builder_(context), root_(builder_.createTBAARoot("flow")) {}

  /// Of the members of runtime/abi/Objects.h.
  llvm::MDNode *header() { return tag(header_, "header"); }
  llvm::MDNode *context() { return tag(context_, "context"); }
  /// Of leaves of elements, entries, fields of cells.
  llvm::MDNode *element(types::Leaf::Kind kind) {
    static constexpr const char *kNames[] = {"byte", "byte", "i16", "i32", "i64", "i128", "f32", "f64", "pointer"};
    return tag(elements_[static_cast<size_t>(kind)], kNames[static_cast<size_t>(kind)]);
  }

private:
  llvm::MDNode *tag(llvm::MDNode *&known, const char *name) {
    if (!known) {
      llvm::MDNode *type = builder_.createTBAAScalarTypeNode(name, root_);
      known = builder_.createTBAAStructTagNode(type, type, 0);
    }
    return known;
  }

  llvm::MDBuilder builder_;
  llvm::MDNode *root_;
  llvm::MDNode *header_ = nullptr, *context_ = nullptr;
  std::array<llvm::MDNode *, 9> elements_{};
};

} // namespace flow::codegen
