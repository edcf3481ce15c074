#pragma once
// `assert`, with the values that a failure shows.

#include "compiler/sema/Part.h"

namespace flow::sema {

class Asserts : Part {
public:
  using Part::Part;

  void checkAssert(const ast::AssertStmt &stmt, std::vector<tree::Stmt *> &out);
  Expr *callAssertFails(const CallSite &call);

private:
  void assertThat(Expr *condition, Expr *message, Span span, AssertParts parts, std::vector<tree::Stmt *> &out);
  void takeApart(Expr *condition, AssertParts &parts, bool isNegated = false);
  void showDifference(const tree::Binary &equality, AssertParts &parts);
  /// The value under a name of its own, and its text among the parts; unchanged when there is nothing to show.
  Expr *showPart(Expr *value, AssertParts &parts);
  Expr *messageWith(Expr *message, const AssertParts &parts, Span span);
  Expr *callToFail(const Argument &argument);
  Expr *failureOf(Expr *call);
};

} // namespace flow::sema
