#pragma once
// What is assigned to, or lent to a call with `&`.

#include "compiler/sema/Part.h"

namespace flow::sema {

class Places : Part {
public:
  using Part::Part;

  void checkAssign(const ast::AssignStmt &assign, std::vector<tree::Stmt *> &out);
  Expr *callPush(const CallSite &call);
  tree::Stmt *assignment(tree::Place *place, Span span);
  Expr *checkInoutArgument(const Argument &argument, const ast::FnDecl &decl, const ast::Parameter &parameter);
  bool requireSameType(const Expr &place, const Type *asked, const ast::Parameter &parameter);
  /// No two places among the arguments may be the same; reports when they may.
  bool requireApart(const std::vector<Expr *> &arguments);
  Expr *oldValue(tree::Stmt &stmt);

private:
  bool reportWholeBegin(const tree::Place &place, Span span, const Type *result);
  void reportCompound(const ast::AssignStmt &assign, const Type *type, const Type *result, const Expr *right);
  /// The place in a `var` that the expression names, or null after a report.
  tree::Place *checkPlace(const ast::Expr &target);
  Local *placeRoot(const ast::NameExpr &name);
  bool addSteps(tree::Place &place, const ast::Expr &target);
  bool addField(tree::Place &place, const ast::MemberExpr &member);
  bool addElement(tree::Place &place, const ast::IndexExpr &index);
  bool requireVariable(const Local &local, Span span, const char *instead = nullptr);
  bool isOutsideRow(const Local &local) const;
  tree::Place *placeOf(Expr *value);
};

} // namespace flow::sema
