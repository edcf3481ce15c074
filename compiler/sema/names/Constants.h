#pragma once
// Values of `let` at the top level of a module that functions see: they are made of literals and other constants.

#include "compiler/sema/Part.h"

#include <deque>

namespace flow::sema {

class Constants : Part {
public:
  using Part::Part;

  void collectConstant(ModuleNames &names, const ast::LetStmt &let, bool isPublic);
  /// The value of a constant of another module, null when it has no such constant.
  Expr *constantOfSpace(ModuleNames &space, const ast::Name &name, Span span);
  bool isConstant(const ast::Expr &expr, ModuleNames &module);
  /// Its value for functions; null when it is no constant.
  Local *constantLocal(ModuleConstant &constant);
  /// Once.
  void reportOfItself(ModuleConstant &constant);
  void defineConstant(Local &local, const Expr *value);

private:
  bool isOfNoVariable(const std::string &name, const ModuleNames &module) const;
  bool isConstantName(const std::string &name, ModuleNames &module);
  bool isOfLibrary(const std::string &name) const;
  bool isConstantCall(const ast::CallExpr &call, ModuleNames &module);
  bool isConstantComprehension(const ast::ComprehensionExpr &expr, ModuleNames &module);

  std::deque<ModuleConstant> constants_;
  std::vector<std::string> own_; ///< names of the comprehensions around the expression at hand
};

} // namespace flow::sema
