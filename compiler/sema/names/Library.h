#pragma once
// Functions of `std`, which are written in Flow.

#include "compiler/sema/Part.h"

#include <unordered_map>

namespace flow::sema {

class Library : Part {
public:
  using Part::Part;

  ModuleNames &libraryNames(const ast::Module &module);
  /// Whether it has a function that takes such a value first.
  bool hasMethodOf(const Type *first, std::string_view name);
  const ast::FnDecl *libraryFunction(std::string_view kind, std::string_view name);
  Expr *callLibrary(CallSite &call, const std::string &name);
  Expr *callMethod(const char *name, Expr *first, Span span);
  Expr *pathMember(Expr *path, const ast::MemberExpr &expr);
  Expr *callLibrarySpace(CallSite &call, const ast::Name &space, const ast::Name &name);
  Expr *callOperation(const CallSite &call, const ast::Name &name);
  const Type *sumType(const Type *element);
  const ast::Argument *libraryFailure(const ast::Expr &value, abi::FailureKind &kind) const;
  Expr *callJson(CallSite &call, const ast::Name &name);

private:
  std::string_view kindOf(const Type *type);
  bool takesFunction(const CallSite &call);
  const ast::FnDecl *functionOfList(const Type *element, std::string_view name);
  const ast::FnDecl *functionOfElements(CallSite &call, Expr *first, const std::string &name);
  Expr *callJsonParse(const CallSite &call);
  Expr *callJsonWrite(const CallSite &call);
  bool requireJson(const Type *type, Span span);

  std::unordered_map<const ast::Module *, ModuleNames *> modules_; ///< those that were asked for
};

} // namespace flow::sema
