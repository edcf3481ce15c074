#pragma once
// `match`, `if let`, `while let`, and names and fields that a condition narrows.

#include "compiler/sema/Part.h"

#include <functional>

namespace flow::sema {

class Matches : Part {
public:
  using Part::Part;

  Expr *checkMatch(const ast::MatchExpr &expr, const Type *expected);
  Expr *checkIfLet(const ast::IfExpr &expr, const Type *expected);
  void checkWhileLet(const ast::WhileStmt &loop, std::vector<tree::Stmt *> &out);
  /// Whether the rows take every value of the type, else a report: "this `let` of i64? leaves out `none`".
  bool requireAllTaken(const std::vector<const tree::Pattern *> &rows, const Type *type, Span span, const char *what);
  /// Declares the names that are not none when the condition is `outcome` anew in the innermost scope, as plain.
  void narrow(const ast::Expr &condition, bool outcome, std::vector<tree::Stmt *> &out);
  /// The plain local that `c.port` means after a test for none, or null.
  Local *narrowedField(const ast::MemberExpr &expr);
  Expr *checkNarrowed(const ast::Expr &branch, const ast::Expr &condition, bool outcome, const Type *expected);

private:
  Expr *fieldValue(const ast::Expr &expr);
  void narrowPlace(const ast::Expr &place, std::vector<tree::Stmt *> &out);
  /// What `checked` gives where the place, if it is a name or a field that cannot change, is not none.
  Expr *checkPresent(const ast::Expr &place, const std::function<Expr *()> &checked);
  Expr *withLets(std::vector<tree::Stmt *> lets, Expr *value);
  Local *plainLocal(const std::string &name, Expr *value, std::vector<tree::Stmt *> &out);
  Expr *checkSubject(const ast::Expr &syntax);
  Expr *checkArmBody(const ast::MatchArm &arm, const Type *expected);
  tree::Pattern *checkLetCondition(const ast::Condition &condition, Expr *&subject, const char *what);
  void warnUnreachable(const std::vector<const tree::Pattern *> &rows, const tree::Pattern &pattern);
};

} // namespace flow::sema
