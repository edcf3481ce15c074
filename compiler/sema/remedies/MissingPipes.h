#pragma once
// Lines of a pipeline without `|>`:
//
//   let big = read_csv("sales.csv")
//     filter(.qty > 1)
//     sort(by: .qty)
//
// Each line is a statement of its own, and what is wrong with those is not what is meant. So the frame of a line goes
// into the verb that the next one begins with, and one report says what is missing.

#include "compiler/sema/Part.h"

#include <utility>

namespace flow::sema {

class MissingPipes : Part {
public:
  using Part::Part;

  /// A line that gives a frame.
  struct Line {
    Expr *frame = nullptr;
    Span statement;
    Local *name = nullptr; ///< what the pipeline is bound to by a `let` at its begin
    uint32_t next = 0;     ///< where the next line begins with a verb
  };

  /// After a statement that gives a frame, or names it: reports one that nobody uses, unless the next line goes on.
  void endLine(Span statement, Expr *frame, Local *name);
  /// Where no expression goes on: the frame of the line before is used by nobody.
  void endStatements();
  /// While a function is checked, which has lines of its own, the one at hand waits.
  Line leaveLine() { return std::exchange(last_, {}); }
  void returnTo(const Line &line) { last_ = line; }
  /// Whether the line behind the statement begins with the name of a verb of frames.
  bool isVerbBehind(Span statement) const;
  /// What the expression that begins a statement gives when its `|>` is missing, which is reported; else null.
  Expr *goOn(const ast::Expr &expr, const Type *expected);
  /// `frame | f(..)`, `frame >> f(..)`: what it gives as a pipe, which is reported; null for other operands.
  Expr *checkForeignPipe(const ast::BinaryExpr &expr, const Type *expected);
  /// Whether the expression holds a column of a row that it does not bring along, and so is no frame.
  static bool holdsColumn(const ast::Expr &expr);

private:
  bool lacksFrame(const ast::CallExpr &call) const;
  void reportUnused(const Line &line);

  Line last_;            ///< the line before, when a verb stands behind it
  Local *name_ = nullptr; ///< of the pipeline that goes on
};

} // namespace flow::sema
