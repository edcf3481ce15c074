#pragma once
// Names, members, elements, choices, blocks, and values with parts.

#include "compiler/sema/Part.h"

namespace flow::sema {

class Expressions : Part {
public:
  using Part::Part;

  /// The elements of a list in which none may have a name; reports those that do.
  std::vector<const ast::Expr *> plainElements(const ast::ListExpr &list);
  Expr *callList(const CallSite &call, const std::string &name, bool &handled);
  Expr *checkName(const ast::NameExpr &expr, const Type *expected);
  Expr *checkMember(const ast::MemberExpr &expr, const Type *expected);
  /// Which part of a record or tuple the member is, or -1.
  static int memberIndex(const ast::MemberExpr &expr, const Type *type);
  void reportUnknownMember(const ast::MemberExpr &expr, const Type *type);
  Expr *checkIndex(const ast::IndexExpr &expr);
  void reportPartByIndex(const ast::IndexExpr &expr, const Type *type);
  Expr *checkIf(const ast::IfExpr &expr, const Type *expected);
  /// The common type of the branches, to which both are brought; the Error type after a report.
  bool isLost(const tree::Block &block);
  const Type *joinBranches(const ast::IfExpr &expr, Expr *&thenExpr, Expr *&elseExpr, const Type *expected);
  Expr *checkBlock(const ast::BlockExpr &block, const Type *expected);
  Expr *checkLeave(const ast::LeaveExpr &leave);
  Expr *checkTuple(const ast::TupleExpr &expr, const Type *expected);
  Expr *checkRecord(const ast::RecordExpr &expr, const Type *expected);
  Expr *checkList(const ast::ListExpr &expr, const Type *expected);
  const Type *rangeType();
  Expr *checkRange(const ast::RangeExpr &expr);
  Expr *callRange(const CallSite &call);
  Expr *inRangeValue(const ast::BinaryExpr &expr, Expr *left, Expr *range);
  Expr *operation(ir::Op op, const Type *type, std::vector<Expr *> operands, Span span);
  bool requireKey(const Type *type, Span span);
  const Type *checkElements(const std::vector<const ast::Expr *> &syntax, const Type *asked,
                            std::vector<Expr *> &values);
  Expr *checkMap(const ast::MapExpr &expr, const Type *expected);
  Expr *callSet(const CallSite &call);

private:
  bool isLibrarysValue(const std::string &name, const ast::FnDecl &mine, const Type *asked);
  Expr *knownMember(const ast::NameExpr &base, const ast::MemberExpr &expr);
  Expr *checkSlice(Expr *base, const ast::RangeExpr &range, Span span);
  Expr *makeRange(Expr *begin, Expr *end, Expr *step, Span span);
  Expr *mapElement(Expr *map, const ast::IndexExpr &expr);
};

} // namespace flow::sema
