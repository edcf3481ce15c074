#pragma once
// Patterns and the names that they bind.

#include "compiler/sema/Part.h"

namespace flow::sema {

class Patterns : Part {
public:
  using Part::Part;

  tree::Pattern *makePattern(tree::PatternKind kind, const Type *type, Span span);
  tree::Pattern *checkPattern(const ast::Pattern &pattern, const Type *type, PatternNames &names);
  tree::Pattern *checkEnumPattern(const ast::VariantPattern &pattern, const Type *type, PatternNames &names);
  tree::Pattern *somePattern(tree::Pattern *plain, const Type *type);
  /// Names of optional values become plain where the rows before take every none.
  void bindPresent(tree::Pattern &pattern, const tree::Pattern &whole, const std::vector<const tree::Pattern *> &rows);
  /// `add => ..` where the variant `Add` is meant: a name that the arm, which was checked, does not use.
  void warnOfVariants(const ast::Pattern &pattern, const tree::Pattern &checked);

private:
  void warnOfVariant(const ast::BindPattern &bind, const Type *type, Local &local);
  tree::Pattern *checkAlternatives(const ast::AlternativePattern &pattern, const Type *type, PatternNames &names);
  tree::Pattern *checkLiteralPattern(const ast::LiteralPattern &pattern, const Type *type);
  tree::Pattern *checkRangePattern(const ast::RangePattern &pattern, const Type *type);
  tree::Pattern *checkTuplePattern(const ast::TuplePattern &pattern, const Type *type, PatternNames &names);
  tree::Pattern *checkRecordPattern(const std::vector<ast::RecordPatternField> &fields, Span span, const Type *type,
                                    PatternNames &names);
  tree::Pattern *checkListPattern(const ast::ListPattern &pattern, const Type *type, PatternNames &names);
  tree::Pattern *checkVariantPattern(const ast::VariantPattern &pattern, const Type *type, PatternNames &names);
  bool checkVariantField(const ast::VariantPattern &pattern, size_t i, const std::vector<types::Field> &fields,
                         bool isFine, tree::Pattern &result, PatternNames &names);
  const ir::Constant *patternConstant(const ast::Expr &literal, const Type *type);
  Local *bindName(const ast::Name &name, const Type *type, PatternNames &names);
};

} // namespace flow::sema
