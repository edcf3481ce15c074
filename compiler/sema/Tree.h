#pragma once
// The typed tree: what sema makes of a module. Everything is resolved and explicit: names are locals, columns
// or functions; pipes and methods are calls; defaults are filled in; conversions and null lifting are nodes;
// verbs are Frame nodes with exact rows. Lowering is then a plain walk. Nodes live as long as the Program
// that owns them.

#include "compiler/ast/Ast.h"
#include "compiler/ir/Fn.h"
#include "compiler/sema/FrameTree.h"
#include "compiler/sema/PatternTree.h"

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

#define FLOW_TREE_NODE(Name)                                                                                 \
  static constexpr ExprKind kKind = ExprKind::Name;                                                          \
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
  uint32_t depth = 0;                   ///< of its function: 0 for the main statements
  std::optional<ir::Constant> constant; ///< of a `let` whose value is known while compiling
  /// Of a constant of a module that is more than one scalar: evaluated where a function uses it.
  const struct Expr *definition = nullptr;
};

struct Constant : Expr {
  FLOW_TREE_NODE(Constant)
  ir::Constant value;
}; // monostate: none
struct LocalRef : Expr {
  FLOW_TREE_NODE(LocalRef)
  Local *local = nullptr;
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
  Function *function = nullptr; ///< Stored: that of the closure
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
struct Call : Expr {
  FLOW_TREE_NODE(Call)
  Function *callee = nullptr;
  std::vector<Expr *> arguments;
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
/// Statements, then the value (null for a block that gives nothing).
struct Block : Expr {
  FLOW_TREE_NODE(Block)
  std::vector<Stmt *> statements;
  Expr *value = nullptr;
};
struct MakeRecord : Expr {
  FLOW_TREE_NODE(MakeRecord)
  std::vector<Expr *> fields;
}; // records and tuples
struct FieldOf : Expr {
  FLOW_TREE_NODE(FieldOf)
  Expr *base = nullptr;
  uint32_t index = 0;
};
struct MakeList : Expr {
  FLOW_TREE_NODE(MakeList)
  std::vector<Expr *> elements;
};
enum class ListOpKind : uint8_t { Length, Get, Push, Set };
struct ListOp : Expr {
  FLOW_TREE_NODE(ListOp)
  ListOpKind op{};
  std::vector<Expr *> operands;
};
/// An operation of Fn IR by its name: only files of the library have them.
struct Operation : Expr {
  FLOW_TREE_NODE(Operation)
  ir::Op op{};
  std::vector<Expr *> operands;
};
/// fail, return, break, continue.
struct Leave : Expr {
  FLOW_TREE_NODE(Leave)
  ast::LeaveKind leave{};
  Expr *value = nullptr; ///< of a failure: its text
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

enum class StmtKind : uint8_t { Let, Assign, Expression, ForRange, ForList, While, Assert, Print };
/// One struct for all statements; which members count is said by the kind.
struct Stmt {
  StmtKind kind{};
  Span span;
  Local *local = nullptr;       ///< Let, Assign, For*: what is bound
  Pattern *pattern = nullptr;   ///< Let: instead of `local`; takes every value
  std::vector<Expr *> path;     ///< Assign: unused when the whole local is assigned
  std::vector<uint32_t> fields; ///< Assign: record fields on the way to the place
  Expr *value =
      nullptr; ///< Let, Assign, Expression; Assert: the condition; ForList: the list; While: condition
  Expr *begin = nullptr;      ///< ForRange
  Expr *end = nullptr;        ///< ForRange: excluded
  bool inclusive = false;     ///< ForRange: included
  Expr *message = nullptr;    ///< Assert; Print: the text
  Block *body = nullptr;      ///< loops
  bool toErrorOutput = false; ///< Print
};

/// A function checked for given parameter types: generic ones have several.
struct Function {
  Span span; ///< of its name, or of the lambda
  std::string name;
  std::vector<Local *> parameters;
  const Type *result = nullptr;
  Expr *body = nullptr;
  bool isFrameFunction = false; ///< takes or gives frames: inlined where it is called
  const char *hostUse = nullptr; ///< what it does itself that no column expression can, such as "making a list"
  std::vector<Function *> callees;
  uint32_t inlined = 1; ///< of a function of frames: how many bodies a call of it becomes, itself included
};

/// The value of a `param` as given on the command line, or its default.
struct Param {
  const ast::ParamDecl *decl = nullptr;
  const Type *type = nullptr;
  ir::Constant value;
};

class Program {
public:
  std::vector<Stmt *> main;
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
};

} // namespace flow::tree
