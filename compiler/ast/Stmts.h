#pragma once
// Statements.

#include "compiler/ast/Exprs.h"

namespace flow::ast {

struct LetStmt : Stmt { // let and var
  FLOW_NODE(LetStmt, Stmt)
  bool isVar = false;
  Pattern *pattern = nullptr;
  Type *type = nullptr;
  Expr *value = nullptr;
  std::string doc;
};
struct AssignStmt : Stmt { // = += -= *= /= %=
  FLOW_NODE(AssignStmt, Stmt)
  Expr *target = nullptr;
  bool compound = false;
  BinaryOperator op{}; ///< of a compound assignment
  Span opSpan{};
  Expr *value = nullptr;
};
struct ForStmt : Stmt {
  FLOW_NODE(ForStmt, Stmt)
  Pattern *pattern = nullptr;
  Expr *iterable = nullptr;
  BlockExpr *body = nullptr;
};
struct WhileStmt : Stmt { FLOW_NODE(WhileStmt, Stmt) Condition condition; BlockExpr *body = nullptr; };
struct AssertStmt : Stmt { FLOW_NODE(AssertStmt, Stmt) Expr *condition = nullptr; Expr *message = nullptr; };
struct ExprStmt : Stmt { FLOW_NODE(ExprStmt, Stmt) Expr *expr = nullptr; };
/// Stands for a statement of a block that has syntax errors.
struct BrokenStmt : Stmt {
  FLOW_NODE(BrokenStmt, Stmt)
  std::set<std::string, std::less<>> declared; ///< names of which nothing is known from here on
};

} // namespace flow::ast
