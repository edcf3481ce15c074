#pragma once
// What names mean while a part of a program is checked: a pattern, an expression of columns, the arguments of `agg`.

#include "compiler/sema/Tree.h"

#include <map>
#include <string>
#include <vector>

namespace flow::sema {

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
};

/// Set while the arguments of `agg` are checked: aggregate calls are collected here.
struct AggregateScope {
  const Type *inputRow = nullptr;
  std::vector<types::Field> keys;
  std::vector<tree::AggregateCall> calls;
  std::vector<const Type *> callTypes;
};

} // namespace flow::sema
