#pragma once
// Patterns of the typed tree: of `match`, `if let`, `let`, `for` and lambdas. Names are locals, literals are constants
// of the type they are compared with, and a pattern of a T that stands where a T? arrives is inside of a Some.

#include "compiler/base/Span.h"
#include "compiler/ir/Fn.h"

#include <cstdint>
#include <vector>

namespace flow::tree {

struct Local;

enum class PatternKind : uint8_t {
  Any,         ///< takes every value; binds it when there is a `local`
  Value,       ///< equal to `value`
  Range,       ///< from `value` to `end`
  None,        ///< of an optional
  Some,        ///< of an optional: parts[0] takes the plain value
  Fields,      ///< of a tuple or record: a part for each field
  Variant,     ///< of an enum: `variant`, with a part for each of its fields
  List,        ///< a part for each element; with `hasRest` any number of others at `restAt`
  Failure,     ///< of a caught failure: of the kind `value`, or of the declared error that parts[0] takes
  Alternatives ///< one of the parts; all bind the same locals
};

struct Pattern {
  PatternKind kind{};
  const types::Type *type = nullptr; ///< of the values that arrive
  Span span;
  Local *local = nullptr; ///< of Any; of List: the rest
  ir::Constant value;
  ir::Constant end;
  bool isInclusive = false; ///< Range: the end belongs to it
  std::vector<Pattern *> parts;
  bool hasRest = false;
  uint32_t variant = 0;
  uint32_t restAt = 0; ///< List: how many parts stand before the rest

  bool takesAll() const { return kind == PatternKind::Any; }
};

} // namespace flow::tree
