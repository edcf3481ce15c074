#pragma once
// Statements, loops and comprehensions.

#include "compiler/sema/Effects.h"

namespace flow::sema {

class Statements : Part {
public:
  using Part::Part;

  /// The name that the value of the `let` at hand is for.
  const std::string &boundName() const { return bound_; }
  size_t idleCount() const { return idle_.size(); }
  /// All but the first `count`: such values may be given although nobody uses them.
  void forgetIdle(size_t count) { idle_.resize(count); }
  /// Whether the two frames that the expression gives are bound to two names: `let (a, b) = ..`.
  bool isTakenApart(Span span) const { return takenApart_ == span; }
  void checkStmt(const ast::Stmt &stmt, std::vector<tree::Stmt *> &out);
  /// What a branch gives, by one of several ways.
  Expr *checkTail(const ast::Expr &expr, const Type *expected, tree::EffectRange &effects);
  Expr *callPrint(const CallSite &call);
  Expr *statementAsValue(tree::Stmt *stmt, Span span);
  /// Declares what the pattern, which must take every value, binds; `what` it belongs to is for the report.
  void bindPattern(const ast::Pattern &pattern, Expr *value, bool isVar, std::vector<tree::Stmt *> &out,
                   const char *what = "`let`");
  bool checkLoopBody(const ast::BlockExpr &syntax, tree::Block &body);
  Expr *checkComprehension(const ast::ComprehensionExpr &expr, const Type *expected);

  void reportUnknownPart(const Type *type, Span span);

private:
  struct IdleValue { ///< a value of a branch that nobody uses, and which is pure, as far as that is known
    const Expr *value = nullptr;
    tree::EffectRange effects;
    Purity purity{};
  };
  void checkLet(const ast::LetStmt &let, std::vector<tree::Stmt *> &out);
  bool reportUncalled(const ast::Expr &expr);
  void reportUnused(Span span, const Type *type, bool isExample);
  void reportIdle(const ast::ExprStmt &stmt, const Expr *value, Purity purity, const tree::EffectRange &effects);
  void checkExprStmt(const ast::ExprStmt &stmt, std::vector<tree::Stmt *> &out);
  void checkFor(const ast::ForStmt &syntax, std::vector<tree::Stmt *> &out);
  void checkWhile(const ast::WhileStmt &loop, std::vector<tree::Stmt *> &out);
  Expr *checkPart(const ast::Expr &expr, const Type *asked, const char *where);
  tree::Stmt *openLoop(const ast::Pattern &pattern, const ast::Expr &iterable, Span span);
  std::vector<tree::Stmt *> &openConditions(const ast::ComprehensionClause &clause, tree::Block &body);
  const Type *checkIterable(const ast::Expr &iterable, tree::Stmt &loop);
  const Type *checkRangeEnds(const ast::RangeExpr &range, tree::Stmt &loop);

  std::string bound_; ///< the name that the value of the `let` at hand is for
  Span takenApart_;   ///< the value of the `let` at hand, when its pattern is a pair
  std::vector<IdleValue> idle_;
};

} // namespace flow::sema
