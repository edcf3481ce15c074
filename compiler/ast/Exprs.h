#pragma once
// Expressions. Literals keep their spelling; sema gives them a value once the type that the context asks for is known.

#include "compiler/ast/Node.h"

namespace flow::ast {

#define FLOW_NODE(Name, Base)                                                                                          \
  static constexpr Kind kKind = Kind::Name;                                                                            \
  explicit Name(Span span) : Base(kKind, span) {}

enum class BinaryOperator : uint8_t {
#define FLOW_BINARY_OPERATOR(Name, Spelling, Precedence) Name,
#include "compiler/ast/Operators.def"
};
const char *spelling(BinaryOperator op);
int precedence(BinaryOperator op);

enum class UnaryOperator : uint8_t { Negate, BitNot, Not, Await };
const char *spelling(UnaryOperator op);

enum class LeaveKind : uint8_t { Fail, Return, Yield, Break, Continue };
const char *spelling(LeaveKind kind);

struct BlockExpr;

struct IntLiteral : Expr { FLOW_NODE(IntLiteral, Expr) std::string text; };     // 1_000 0xff 0b101
struct FloatLiteral : Expr { FLOW_NODE(FloatLiteral, Expr) std::string text; }; // 1e-3
struct QuantityLiteral : Expr { FLOW_NODE(QuantityLiteral, Expr) std::string text; }; // 1h30min 4GiB
struct BoolLiteral : Expr { FLOW_NODE(BoolLiteral, Expr) bool value = false; };
struct NoneLiteral : Expr { FLOW_NODE(NoneLiteral, Expr) };

/// One piece of a string: text with escapes resolved (and common indent removed), or an expression with its format.
struct StringPart {
  std::string text;
  Expr *expr = nullptr;   ///< set for `${expr}`
  std::string format;     ///< what stands after the colon; empty when there is none
  Span formatSpan{};
};
enum class StringStyle : uint8_t { Plain, Raw, Multiline };
struct StringLiteral : Expr {
  FLOW_NODE(StringLiteral, Expr)
  StringStyle style = StringStyle::Plain;
  std::vector<StringPart> parts; ///< no parts: the empty string
};
struct BytesLiteral : Expr { FLOW_NODE(BytesLiteral, Expr) std::string value; };
enum class LiteralTag : uint8_t { Date, Timestamp, Decimal };
const char *spelling(LiteralTag tag);
struct TaggedLiteral : Expr { FLOW_NODE(TaggedLiteral, Expr) LiteralTag tag{}; std::string text; };

struct NameExpr : Expr { FLOW_NODE(NameExpr, Expr) Name name; };
/// Whether the value of a named argument or field is not written: `from:` is short for `from: from`.
inline bool isShort(const Name &name, const Expr &value) { return value.span.begin == name.span.begin; }
struct ColumnExpr : Expr { FLOW_NODE(ColumnExpr, Expr) Name name; };            // .fare
struct PlaceholderExpr : Expr { FLOW_NODE(PlaceholderExpr, Expr) };             // _
struct ParenExpr : Expr { FLOW_NODE(ParenExpr, Expr) Expr *inner = nullptr; };
struct TupleExpr : Expr { FLOW_NODE(TupleExpr, Expr) std::vector<Expr *> elements; };
struct RecordField { Name name; Expr *value = nullptr; }; // of `x:` the value is a name in the same place
struct RecordExpr : Expr {                                                      // (..p, x: 3.0)
  FLOW_NODE(RecordExpr, Expr)
  Expr *base = nullptr;
  std::vector<RecordField> fields;
};
/// `[a, hour: b]`: an element has a name only in `by:` lists, of which `[hour: b]` alone is a MapExpr.
struct ListElement { Name name; Expr *value = nullptr; };
struct ListExpr : Expr { FLOW_NODE(ListExpr, Expr) std::vector<ListElement> elements; };
struct MapEntry { Expr *key = nullptr; Expr *value = nullptr; };
struct MapExpr : Expr { FLOW_NODE(MapExpr, Expr) std::vector<MapEntry> entries; };
struct ComprehensionClause { Pattern *pattern = nullptr; Expr *iterable = nullptr; std::vector<Expr *> conditions; };
struct ComprehensionExpr : Expr {                                               // `key` set for a map
  FLOW_NODE(ComprehensionExpr, Expr)
  Expr *key = nullptr;
  Expr *value = nullptr;
  std::vector<ComprehensionClause> clauses;
};

struct UnaryExpr : Expr { FLOW_NODE(UnaryExpr, Expr) UnaryOperator op{}; Expr *operand = nullptr; };
struct BinaryExpr : Expr {
  FLOW_NODE(BinaryExpr, Expr)
  BinaryOperator op{};
  Span opSpan{};
  Expr *left = nullptr;
  Expr *right = nullptr;
};
struct RangeExpr : Expr { // a..b, a..=b; in an index both ends may be missing
  FLOW_NODE(RangeExpr, Expr)
  Expr *begin = nullptr;
  Expr *end = nullptr;
  bool inclusive = false;
};
struct PipeExpr : Expr { FLOW_NODE(PipeExpr, Expr) Span opSpan{}; Expr *left = nullptr; Expr *right = nullptr; };

enum class ArgumentKind : uint8_t { Value, Inout, Spread }; // f(x), f(&x), f(..r)
struct Argument {
  Name name;                 ///< empty for a positional argument; of `from:` the value is a name in the same place
  ArgumentKind kind = ArgumentKind::Value;
  Expr *value = nullptr;
};
struct CallExpr : Expr {
  FLOW_NODE(CallExpr, Expr)
  Expr *callee = nullptr;    ///< `f`, `x.f`, `f[T]` (an IndexExpr), any expression
  std::vector<Argument> arguments;
  Span argumentsSpan{};      ///< with the parentheses
};
/// `x[i]`, `x[a..b]`, `f[T]`: whether the arguments are types is decided by sema.
struct IndexExpr : Expr { FLOW_NODE(IndexExpr, Expr) Expr *base = nullptr; std::vector<Expr *> indices; };
struct MemberExpr : Expr { // x.f, x?.f, t.0
  FLOW_NODE(MemberExpr, Expr)
  Expr *base = nullptr;
  Name name;
  bool optional = false;
};
/// A type that stands where an expression may: `cast(.x, i64?)`, `f[{ a: i64 }]`.
struct TypeExpr : Expr { FLOW_NODE(TypeExpr, Expr) Type *type = nullptr; };

/// `if c { }` or `if let p = e { }`, also of `while`.
struct Condition { Pattern *pattern = nullptr; Expr *value = nullptr; };
struct IfExpr : Expr {
  FLOW_NODE(IfExpr, Expr)
  Condition condition;
  BlockExpr *thenBlock = nullptr;
  Expr *elseBranch = nullptr; ///< a BlockExpr, an IfExpr, or null
};
struct MatchArm {
  Pattern *pattern = nullptr;
  Expr *guard = nullptr;
  Stmt *body = nullptr; ///< an ExprStmt or an AssignStmt
  Span span{};
};
struct MatchExpr : Expr {
  FLOW_NODE(MatchExpr, Expr)
  Expr *subject = nullptr;
  std::vector<MatchArm> arms;
  bool isWhole = true; ///< no arm was left out for its syntax errors
};
struct BlockExpr : Expr { FLOW_NODE(BlockExpr, Expr) std::vector<Stmt *> statements; };

struct Parameter {
  Name name;                    ///< of a lambda also `_`, which nobody can use
  Pattern *pattern = nullptr;   ///< of a lambda: takes the argument apart, and there is no name
  Type *type = nullptr;         ///< may be missing
  Expr *defaultValue = nullptr;
  bool isInout = false;
  std::string doc;
  Span span{};
};
struct LambdaExpr : Expr {
  FLOW_NODE(LambdaExpr, Expr)
  std::vector<Parameter> parameters;
  Type *result = nullptr;
  Expr *body = nullptr;
  bool arrowBody = false;       ///< `=> e` rather than a block
};
struct SpawnExpr : Expr {
  FLOW_NODE(SpawnExpr, Expr)
  Expr *call = nullptr;
  std::vector<Argument> options; ///< of `with ( .. )`
  bool hasOptions = false;
};
struct CatchExpr : Expr { FLOW_NODE(CatchExpr, Expr) Expr *body = nullptr; Name error; BlockExpr *handler = nullptr; };
struct LeaveExpr : Expr { FLOW_NODE(LeaveExpr, Expr) LeaveKind leave{}; Expr *value = nullptr; };

} // namespace flow::ast
