#pragma once
// The compact text of row functions, as it stands inside plans: print(parse(text)) == text.
//
//   gt(.delay, 15)                                       columns of the only input, literals
//   add(left.x, right.`odd name`) !3                     of a join; may fail at site 3
//   optional(mul(get(.a), 2) guard has(.a) !3, has(.a))  fails only when the guard holds
//   call @twice($0): f64                                 a capture; the type of a result that operands do not
//   imply let %0 = has(.a) in and(%0, %0)                      a value used twice, or evaluated before its
//   place
//
// Literals are i64, f64, str or bool unless they state their type: `5: i32`, `zero: i64?`. Evaluation is from
// left to right, inside out, so the text keeps the order in which operations may fail. What does not fit this
// form (several blocks, slots) is spelt as Fn IR, `do(.a, $0) -> f64 { b0: .. }`, with the listed values as
// %0, %1 and so on.

#include "compiler/base/TextCursor.h"
#include "compiler/ir/Plan.h"

namespace flow::ir {

/// The rows that an expression sees: those of the node's inputs.
using RowsInSight = std::vector<const Type *>;

std::string print(const RowFunction &function, const RowsInSight &rows, types::TypeContext &context,
                  const Module *module = nullptr);

/// Nothing after a mistake, which is then in the cursor.
std::optional<RowFunction> parseRowFunction(TextCursor &cursor, const RowsInSight &rows,
                                            const CaptureList &captures, types::TypeContext &context,
                                            const Module *module = nullptr);

/// The text of a column: `.name`, of a join `left.name`.
std::string columnText(uint32_t column, const RowsInSight &rows);
/// A column's position, counted through all rows.
std::optional<uint32_t> acceptColumn(TextCursor &cursor, const RowsInSight &rows);

} // namespace flow::ir
