#pragma once
// `match`, `if let`, `while let`, and names that a condition narrows.

#include "compiler/sema/Part.h"

#include <unordered_map>

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
  Expr *checkNarrowed(const ast::Expr &branch, const ast::Expr &condition, bool outcome, const Type *expected);

  /// Remembers that `value`, the member, is not none where it stands, when a condition says so.
  void noteMember(const ast::MemberExpr &member, const Expr *value);
  /// A member that is not none, as plain where that is needed: it keeps the type that its record says. Else the value.
  Expr *plainMember(Expr *value);

private:
  void narrowName(const ast::NameExpr &name, std::vector<tree::Stmt *> &out);
  void narrowMember(const ast::MemberExpr &member, std::vector<tree::Stmt *> &out);
  void definePresent(const std::string &name, Expr *optional, std::vector<tree::Stmt *> &out);

  Expr *checkSubject(const ast::Expr &syntax);
  Expr *checkArmBody(const ast::MatchArm &arm, const Type *expected);
  tree::Pattern *checkLetCondition(const ast::Condition &condition, Expr *&subject, const char *what);
  void warnUnreachable(const std::vector<const tree::Pattern *> &rows, const tree::Pattern &pattern);

  std::unordered_map<const Local *, const Local *> roots_; ///< of fields that are present: the record they are of
  std::unordered_map<const Expr *, Local *> present_;      ///< members that are not none, and their plain values
};

} // namespace flow::sema
