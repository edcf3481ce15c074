#pragma once
// What names mean while a part of a program is checked: a body, a pattern, an expression of columns, the arguments of
// `agg`.

#include "compiler/sema/Tree.h"
#include "compiler/sema/names/ModuleNames.h"
#include "compiler/sema/types/Generics.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace flow::sema {

using tree::Expr;
using tree::Local;
using types::Type;

/// What the names of a pattern become. In all but the first of several alternatives they are those of the first.
struct PatternNames {
  bool isVar = false;
  const std::map<std::string, Local *> *shared = nullptr;
  std::map<std::string, Local *> bound;
};

/// The columns that `.name` may mean. In a join condition `right.name` means the second row.
struct RowScope {
  const Type *row = nullptr;
  const Type *right = nullptr;
  size_t firstScope = 0; ///< names of the scopes below are captured: they have one value for all rows
  std::string_view aggregate = {};  ///< the row is one of those that this aggregate goes through
  bool isBesideRight = false;       ///< in a comparison, beside something of the right row
};

/// Set while the arguments of `agg` are checked: aggregate calls are collected here.
struct AggregateScope {
  const Type *inputRow = nullptr;
  std::vector<types::Field> keys;
  std::vector<tree::AggregateCall> calls;
  std::vector<const Type *> callTypes;
};

/// The parts of a condition that a failed assertion shows.
struct AssertParts {
  std::vector<tree::Stmt *> lets;  ///< that give the parts names, in the order of evaluation
  std::vector<std::string> names;  ///< the source text of those shown
  std::vector<tree::Expr *> shown; ///< pieces of text
};

/// What a name in scope means.
struct Symbol {
  Local *local = nullptr;
  const ast::FnDecl *fn = nullptr;
};
/// What a lambda takes along.
struct Capture {
  const Local *outer = nullptr; ///< null: a column
  uint32_t side = 0, column = 0;
  Expr *source = nullptr; ///< its value where the lambda stands
  Local *inner = nullptr; ///< its name inside
};
/// Of the body being checked.
struct FunctionState {
  tree::Function *function = nullptr;   ///< null: the main statements
  ModuleNames *module = nullptr;        ///< where its names are declared
  const TypeScope *typeScope = nullptr; ///< its type parameters
  const Type *result = nullptr;         ///< null: to be inferred
  uint32_t depth = 0;
  uint32_t loops = 0;
  bool isLeft = false;                ///< a `break` leaves the innermost loop
  bool isTest = false;                ///< main statements of a test
  bool isExample = false;             ///< main statements of an example, where a comment makes use of a value
  bool isParamDefault = false;        ///< the default of a param, which sees constants of one scalar
  size_t firstScope = 0;              ///< names of outer scopes below are not visible, except to a lambda
  FunctionState *enclosing = nullptr; ///< of a lambda: where it stands
  RowScope enclosingRow;              ///< of a lambda: the columns that it may capture
  std::vector<Capture> *captures = nullptr;
};

/// What the expression at hand stands in.
struct Surroundings {
  FunctionState function;
  RowScope row;
  AggregateScope *aggregates = nullptr; ///< in the arguments of `agg`
  Expr *placeholder = nullptr;          ///< what `_` stands for
};

/// Surroundings put aside while something is checked that does not see them, such as a body elsewhere: while it lives
/// there are none, but those that its owner states.
class Aside {
public:
  explicit Aside(Surroundings &current) : current_(current), outer_(std::exchange(current, {})) {}
  ~Aside() { current_ = std::move(outer_); }
  Aside(const Aside &) = delete;
  Aside &operator=(const Aside &) = delete;
  Surroundings &outer() { return outer_; }

private:
  Surroundings &current_;
  Surroundings outer_;
};

} // namespace flow::sema
