#pragma once
// The typed tree: what sema makes of a module. Everything is resolved and explicit: names are locals, columns
// or functions; pipes and methods are calls; defaults are filled in; conversions and null lifting are nodes;
// verbs are Frame nodes with exact rows. Lowering is then a plain walk. Nodes live as long as the Program
// that owns them.

#include "compiler/ast/Ast.h"
#include "compiler/ir/Fn.h"
#include "compiler/sema/FrameTree.h"
#include "compiler/sema/patterns/PatternTree.h"

#include <memory>
#include <optional>

namespace flow::tree {

using types::Type;

enum class ExprKind : uint8_t {
#define FLOW_TREE_EXPR(Kind) Kind,
#include "compiler/sema/TreeNodes.def"
};

struct Expr {
  ExprKind kind;
  const Type *type = nullptr;
  Span span;

  Expr(ExprKind kind, const Type *type, Span span) : kind(kind), type(type), span(span) {}
  virtual ~Expr() = default;
};

#define FLOW_TREE_NODE(Name)                                                                                           \
  static constexpr ExprKind kKind = ExprKind::Name;                                                                    \
  Name(const Type *type, Span span) : Expr(kKind, type, span) {}

template <typename T> T *dynCast(Expr *expr) {
  return expr && expr->kind == T::kKind ? static_cast<T *>(expr) : nullptr;
}
template <typename T> const T *dynCast(const Expr *expr) {
  return expr && expr->kind == T::kKind ? static_cast<const T *>(expr) : nullptr;
}
template <typename T> const T &as(const Expr &expr) { return static_cast<const T &>(expr); }

struct Stmt;

/// A parameter, `let` or `var` of one function body (or of the main statements).
struct Local {
  std::string name;
  const Type *type = nullptr;
  Span span;
  bool isVar = false;
  bool isUsed = false;
  bool isCaptured = false; ///< the copy that a lambda has of a name around it
  bool isParameter = false;
  bool isLoopName = false;              ///< gets a new value in each round
  uint32_t depth = 0;                   ///< of its function: 0 for the main statements
  std::optional<ir::Constant> constant; ///< of a `let` whose value is known while compiling
  /// Of a constant of a module that is more than one scalar: evaluated where a function uses it.
  const struct Expr *definition = nullptr;
};

/// One step from a value to a part of it.
struct PlaceStep {
  enum class Kind : uint8_t { Field, Element, Entry };
  Kind kind{};
  uint32_t field = 0;
  Expr *index = nullptr;      ///< Element; Entry: the key
  const Type *type = nullptr; ///< of the part
  Span span;
};
/// What can be changed: a `var`, or a part of one.
struct Place {
  Local *root = nullptr;
  std::vector<PlaceStep> steps;
  const Type *type = nullptr;
  Span span;
};

struct Constant : Expr {
  FLOW_TREE_NODE(Constant)
  ir::Constant value;
}; // monostate: none
struct LocalRef : Expr {
  FLOW_TREE_NODE(LocalRef)
  Local *local = nullptr;
};
/// The argument for an `inout` parameter.
struct PlaceRef : Expr {
  FLOW_TREE_NODE(PlaceRef)
  Place *place = nullptr;
};
/// A column of the row at hand; in a join condition `side` 1 is the right row.
struct ColumnRef : Expr {
  FLOW_TREE_NODE(ColumnRef)
  uint32_t side = 0;
  uint32_t index = 0;
};
struct Unary : Expr {
  FLOW_TREE_NODE(Unary)
  ir::Op op{};
  Expr *operand = nullptr;
};
/// Both operands have the type that Ops.def asks for; comparisons give bool.
struct Binary : Expr {
  FLOW_TREE_NODE(Binary)
  ir::Op op{};
  Expr *left = nullptr;
  Expr *right = nullptr;
};
/// `and`, `or`: the right operand is evaluated only when the left one does not decide. Three-valued on
/// optionals.
struct Logic : Expr {
  FLOW_TREE_NODE(Logic)
  bool isAnd = false;
  Expr *left = nullptr;
  Expr *right = nullptr;
};
/// OrNone gives an optional: none where Checked would fail. Stored: a closure becomes an object.
enum class ConvertKind : uint8_t { Widen, Checked, OrNone, Reinterpret, Some, Stored };
struct Function;
struct Convert : Expr {
  FLOW_TREE_NODE(Convert)
  ConvertKind how{};
  Expr *operand = nullptr;
  Function *function = nullptr;                                 ///< Stored: that of the closure
  abi::FailureKind failure = abi::FailureKind::ConversionError; ///< of Checked, when the value does not fit
};
/// Evaluates the optional operands; when all are present the body with the plain values bound, else none.
struct Lifted : Expr {
  FLOW_TREE_NODE(Lifted)
  struct Binding {
    Local *local = nullptr;
    Expr *operand = nullptr;
  };
  std::vector<Binding> bindings;
  Expr *body = nullptr; ///< of type T or T? where this node is T?
};
struct IsNone : Expr {
  FLOW_TREE_NODE(IsNone)
  Expr *operand = nullptr;
};
struct Coalesce : Expr {
  FLOW_TREE_NODE(Coalesce)
  Expr *left = nullptr;
  Expr *right = nullptr;
};
/// A bool? as a bool: null is false.
struct Truth : Expr {
  FLOW_TREE_NODE(Truth)
  Expr *operand = nullptr;
};
/// Of an `inout` parameter the argument is a PlaceRef; such a parameter is a `var` of the callee.
struct Call : Expr {
  FLOW_TREE_NODE(Call)
  Function *callee = nullptr;
  std::vector<Expr *> arguments;
  std::vector<uint32_t> order; ///< in which they are evaluated; empty: as they stand here
};
/// A call of a function value that could be any function.
struct CallValue : Expr {
  FLOW_TREE_NODE(CallValue)
  Expr *callee = nullptr;
  std::vector<Expr *> arguments;
};
struct Builtin : Expr {
  FLOW_TREE_NODE(Builtin)
  uint32_t function = 0;
  std::vector<Expr *> arguments;
  std::vector<uint32_t> order; ///< as of Call
};
struct ToText : Expr {
  FLOW_TREE_NODE(ToText)
  Expr *operand = nullptr;
  std::string format;
};
struct Concat : Expr {
  FLOW_TREE_NODE(Concat)
  std::vector<Expr *> parts;
};
struct If : Expr {
  FLOW_TREE_NODE(If)
  Expr *condition = nullptr;
  Expr *thenExpr = nullptr;
  Expr *elseExpr = nullptr;
};
struct MatchArm {
  Pattern *pattern = nullptr;
  Expr *guard = nullptr; ///< a bool that sees what the pattern binds, or null
  Expr *body = nullptr;
};
/// The body of the first arm that takes the subject; together the arms take every value.
struct Match : Expr {
  FLOW_TREE_NODE(Match)
  Expr *subject = nullptr;
  std::vector<MatchArm> arms;
};
/// What happens in a part of the program: something for sure, or what functions do that are called there, by their
/// positions in the order of all calls (compiler/sema/Effects.h).
struct EffectRange {
  bool isSure = true;
  size_t firstCall = 0, lastCall = 0;
};
/// Statements, then the value (null for a block that gives nothing).
struct Block : Expr {
  FLOW_TREE_NODE(Block)
  std::vector<Stmt *> statements;
  Expr *value = nullptr;
  EffectRange effects; ///< of the value: without any it is lost where nobody uses it
};
struct MakeRecord : Expr {
  FLOW_TREE_NODE(MakeRecord)
  std::vector<Expr *> fields;
  std::vector<uint32_t> order; ///< as of Call
}; // records and tuples
struct FieldOf : Expr {
  FLOW_TREE_NODE(FieldOf)
  Expr *base = nullptr;
  uint32_t index = 0;
};
struct MakeVariant : Expr {
  FLOW_TREE_NODE(MakeVariant)
  uint32_t index = 0; ///< of the variant
  std::vector<Expr *> fields;
  std::vector<uint32_t> order; ///< as of Call
};
struct MakeList : Expr {
  FLOW_TREE_NODE(MakeList)
  std::vector<Expr *> elements;
};
struct MakeMap : Expr {
  FLOW_TREE_NODE(MakeMap)
  std::vector<Expr *> keys;
  std::vector<Expr *> values; ///< as many
};
struct MakeSet : Expr {
  FLOW_TREE_NODE(MakeSet)
  Expr *list = nullptr; ///< the elements
};
/// An operation on collections or caught failures, as Ops.def has it.
struct Operation : Expr {
  FLOW_TREE_NODE(Operation)
  ir::Op op{};
  std::vector<Expr *> operands;
};
/// Whether the item is an element of the list or set, or a key of the map; it has their type.
struct Contains : Expr {
  FLOW_TREE_NODE(Contains)
  Expr *item = nullptr;
  Expr *container = nullptr;
};
/// The body's value, or when it fails that of the handler, which sees the failure.
struct Catch : Expr {
  FLOW_TREE_NODE(Catch)
  Expr *body = nullptr;
  Local *failure = nullptr;
  Expr *handler = nullptr;
};
/// fail, return, break, continue.
struct Leave : Expr {
  FLOW_TREE_NODE(Leave)
  ast::LeaveKind leave{};
  Expr *value = nullptr; ///< of a failure: its text, a declared error, or a failure that was caught
  abi::FailureKind failure = abi::FailureKind::Failure;
  std::string message; ///< of a failure without a value
};
/// A verb, or a reader: its value is a Frame.
struct Frame : Expr {
  FLOW_TREE_NODE(Frame)
  std::vector<Expr *> inputs;
  FrameVerb verb;
};
/// What makes a frame run: show, collect, column, len, scalar, write. The frame of Column has just that column.
enum class OutcomeKind : uint8_t { Show, Collect, Column, Length, Scalar, WriteCsv, WriteParquet };
struct Outcome : Expr {
  FLOW_TREE_NODE(Outcome)
  OutcomeKind outcome{};
  Expr *frame = nullptr;
  Expr *argument = nullptr; ///< rows to show, the path to write to
  std::string compression;  ///< of WriteParquet
};

/// Runs both frames and fails when their rows differ. Their columns have the same names and types, but for optionals.
struct CompareFrames : Expr {
  FLOW_TREE_NODE(CompareFrames)
  Expr *left = nullptr, *right = nullptr;
  Expr *ignoreOrder = nullptr; ///< bool
  Expr *tolerance = nullptr;   ///< f64
};

enum class StmtKind : uint8_t { Let, Assign, Expression, ForRange, ForList, ForText, ForMap, While, Assert, Print };
/// One struct for all statements; which members count is said by the kind.
struct Stmt {
  StmtKind kind{};
  Span span;
  Local *local = nullptr;     ///< Let, For*: what is bound; Assign: the old value, or null when nobody needs it
  Pattern *pattern = nullptr; ///< Let: instead of `local`; takes every value
  Place *place = nullptr;     ///< Assign
  Expr *value =
      nullptr; ///< Let, Assign, Expression; Assert: the condition; For*: what is gone through; While: condition
  Expr *begin = nullptr;      ///< ForRange
  Expr *end = nullptr;        ///< ForRange: excluded
  bool inclusive = false;     ///< ForRange: included
  bool isEndless = false;     ///< While: nothing follows it, as only `return` or a failure leaves it
  Expr *message = nullptr;    ///< Assert; Print: the text
  Block *body = nullptr;      ///< loops
  bool toErrorOutput = false; ///< Print
};

/// A function checked for given parameter types: generic ones have several.
/// Whether a call of a function does something besides giving a value.
enum class Purity : uint8_t { Unknown, Pure, Effect };

struct Function {
  Span span; ///< of its name, or of the lambda
  std::string name;
  std::vector<Local *> parameters;
  const Type *result = nullptr;
  Expr *body = nullptr;
  bool isOfLibrary = false;      ///< declared in the library
  bool isFrameFunction = false;  ///< takes or gives frames: inlined where it is called
  bool hasEffect = false;        ///< prints, writes, or changes what is passed with `&` itself, not by what it calls
  Purity purity = Purity::Unknown; ///< of all that it does, as far as that was found out (compiler/sema/Effects.h)
  size_t askedAt = 0;              ///< when that was asked last, without an answer
  const char *hostUse = nullptr; ///< what it does itself that no column expression can, such as "printing"
  /// Where it does itself what is not the same each time (reads the clock), and what that is; null: nowhere.
  const char *nondetUse = nullptr;
  Span nondetSpan;
  const ast::FnDecl *decl = nullptr; ///< null: a lambda, or made by the compiler
  std::vector<Function *> callees;
  std::vector<Function *> lambdas; ///< made in it
  uint32_t inlined = 1; ///< of a function of frames: how many bodies a call of it becomes, itself included
};

/// The value of a `param` as given on the command line, or its default.
struct Param {
  const ast::ParamDecl *decl = nullptr;
  const Type *type = nullptr;
  ir::Constant value;
};

/// What an example says that it prints.
struct ExpectedLine {
  Span span; ///< of the comment that says so
  std::string text;
};

/// A `test` block, or an example of a doc comment: host code of its own, which `flowc test` runs.
struct Test {
  std::string name; ///< unique in the module
  Span span;        ///< of its name; of an example, of the fence that opens it
  std::vector<Stmt *> statements;
  std::vector<ExpectedLine> output; ///< all that an example prints, if it says anything about that
  std::string failure;              ///< of an example that says how it fails: the kind
};

class Program {
public:
  std::vector<Stmt *> main;
  std::vector<Test> tests;
  std::deque<Function> functions;
  std::deque<Param> params;
  /// What was checked with the columns of a row in sight: for `emit types`, as sema met them.
  std::vector<std::pair<Span, const Type *>> columnExprs;

  const std::deque<std::unique_ptr<Expr>> &exprs() const { return exprs_; }
  const std::deque<Local> &locals() const { return locals_; }

  template <typename T> T *make(const Type *type, Span span) {
    auto owned = std::make_unique<T>(type, span);
    T *node = owned.get();
    exprs_.push_back(std::move(owned));
    return node;
  }
  Local *makeLocal(std::string name, const Type *type, Span span) {
    Local &local = locals_.emplace_back();
    local.name = std::move(name);
    local.type = type;
    local.span = span;
    return &local;
  }
  Place *makePlace() { return &places_.emplace_back(); }
  Pattern *makePattern() { return &patterns_.emplace_back(); }
  Stmt *makeStmt(StmtKind kind, Span span) {
    Stmt &stmt = stmts_.emplace_back();
    stmt.kind = kind;
    stmt.span = span;
    return &stmt;
  }

private:
  std::deque<std::unique_ptr<Expr>> exprs_;
  std::deque<Local> locals_;
  std::deque<Stmt> stmts_;
  std::deque<Pattern> patterns_;
  std::deque<Place> places_;
};

} // namespace flow::tree
