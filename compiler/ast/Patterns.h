#pragma once
// Patterns of `match`, `let`, `for` and comprehensions.

#include "compiler/ast/Exprs.h"

namespace flow::ast {

struct WildcardPattern : Pattern { FLOW_NODE(WildcardPattern, Pattern) };
/// A bare name. Sema reads an upper-case one as a variant.
struct BindPattern : Pattern { FLOW_NODE(BindPattern, Pattern) Name name; };
struct LiteralPattern : Pattern { // a literal; a negative number is UnaryExpr(Negate, literal)
  FLOW_NODE(LiteralPattern, Pattern)
  Expr *value = nullptr;
};
struct RangePattern : Pattern {
  FLOW_NODE(RangePattern, Pattern)
  Expr *begin = nullptr;
  Expr *end = nullptr;
  bool inclusive = false;
};
struct VariantPattern : Pattern { // Circle(r), Shape.Circle(r: x), Shape.Empty
  FLOW_NODE(VariantPattern, Pattern)
  std::vector<Name> path;
  std::vector<Pattern *> elements;     ///< positional; a RecordPattern-like named one has its name in `names`
  std::vector<Name> names;             ///< as long as `elements`; empty names for positional ones
  bool hasArguments = false;
};
struct TuplePattern : Pattern { FLOW_NODE(TuplePattern, Pattern) std::vector<Pattern *> elements; };
struct RecordPatternField { Name name; Pattern *pattern = nullptr; }; // (x:, y: py); null binds the name itself
struct RecordPattern : Pattern { FLOW_NODE(RecordPattern, Pattern) std::vector<RecordPatternField> fields; };
struct ListPattern : Pattern { FLOW_NODE(ListPattern, Pattern) std::vector<Pattern *> elements; };
struct RestPattern : Pattern { FLOW_NODE(RestPattern, Pattern) Name name; }; // .. or ..rest, inside a list pattern
struct AlternativePattern : Pattern { FLOW_NODE(AlternativePattern, Pattern) std::vector<Pattern *> alternatives; };

} // namespace flow::ast
