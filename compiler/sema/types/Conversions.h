#pragma once
// What type a value has in its context: widening, common types, values with parts.

#include "compiler/sema/Part.h"

#include <functional>

namespace flow::sema {

class Conversions : Part {
public:
  using Part::Part;

  Expr *coerce(Expr *value, const Type *type, Span span, const std::string &where);
  Expr *castTo(Expr *value, const Type *target, Span span, bool orNone);
  Expr *convertValue(Expr *value, const Type *target, Span span, bool orNone = false);
  /// Whether the value has a text, for `print`, `str` and `${..}`; reports when not.
  bool requireText(const Expr *value, Span span);
  Expr *withLocal(Expr *value, const std::function<Expr *(Expr *)> &build);
  /// The type with something for its unknown parts, where it does not matter what: of `[]` that is printed.
  const Type *settled(const Type *type);
  /// Whether the conversion without being asked exists, for a value that is no literal.
  bool fits(const Type *from, const Type *to) const;
  /// Both operands brought to their common numeric type, or null without a report.
  const Type *commonNumeric(const Type *a, const Type *b);
  const Type *commonType(const Type *a, const Type *b);
  /// What one of several branches gives, of which those `before` give `type`: the common type, where number literals
  /// are as the others are. Null: there is none.
  const Type *branchType(const Type *type, std::vector<Expr *> before, Expr *next);
  /// The branch, whose number literals, when it consists of such, are of the type.
  Expr *literalsAs(Expr *branch, const Type *type);
  Expr *widen(Expr *value, const Type *type);
  /// The nanoseconds of a duration, the bytes of a size.
  Expr *amount(Expr *value);
  Expr *binary(ir::Op op, const Type *type, Expr *left, Expr *right, Span span);
  /// In a row: binds the optional ones of `operands` to plain locals, builds, and wraps; else builds
  /// directly.
  Expr *lifted(std::vector<Expr *> operands, Span span, const std::function<Expr *(std::vector<Expr *> &)> &build);

private:
  Expr *convertPlain(Expr *value, const Type *target, Span span, bool orNone = false);
  Expr *parsedOrFail(const std::function<Expr *(Expr *)> &parse, Expr *text, Span span, bool orNone);
  const Type *commonParts(const Type *a, const Type *b);
  Expr *coerceParts(Expr *value, const Type *type, Span span, const std::string &where);
  Expr *emptyOf(Expr *value, const Type *type, Span span);
  void reorder(tree::MakeRecord &record, const Type *type);
  Expr *coerceTails(Expr *value, const Type *type, const std::string &where);
  Expr *rebuild(Expr *value, const Type *type, Span span, const std::string &where);
};

} // namespace flow::sema
