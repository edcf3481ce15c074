#pragma once
// Through all of a function's body, or of a module: every expression and pattern in it, outer ones before those inside.

#include "compiler/ast/Ast.h"

namespace flow::ast {

class Walker {
public:
  virtual ~Walker() = default;
  /// False: what is inside of it is left out.
  virtual bool enter(const Expr &) { return true; }
  virtual void enter(const Pattern &) {}

  void walk(const Expr *expr);
  void walk(const Pattern *pattern);
  /// Its statements, and the bodies of its functions and tests.
  void walk(const Module &module);

private:
  void walk(const Stmt &stmt);
  void walk(const Condition &condition);
  void walkArguments(const std::vector<Argument> &arguments);
  void walk(const ComprehensionExpr &expr);
  void walkAll(const std::vector<Expr *> &exprs);
  void walkParts(const Expr &expr);
  /// The parts, when it is such an expression; else false.
  bool walkElements(const Expr &expr);
  bool walkOperands(const Expr &expr);
  void walkBodies(const Expr &expr);
};

} // namespace flow::ast
