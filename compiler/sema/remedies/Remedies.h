#pragma once
// What to write instead, by the types that do not fit: the helps of messages about operands, conditions, conversions.

#include "compiler/ast/Ast.h"
#include "compiler/ir/Value.h"
#include "compiler/types/Type.h"

#include <string>

namespace flow::sema {

/// The name as a program writes it: an odd one stands in backticks.
std::string writtenName(std::string_view name);
/// A piece of a program as a message shows it: what holds backticks stands between two of them.
std::string shownCode(const std::string &code);

/// For operands that the operator does not take; null when nothing is known to help.
const char *operandRemedy(ast::BinaryOperator op, const types::Type *left, const types::Type *right);

/// For a value that stands where a bool is asked for, `written` so; empty when nothing is known.
std::string conditionRemedy(const types::Type *type, const std::string &written);

/// For a value that may be none where it must be there.
std::string noneRemedy(const ast::Expr &syntax);

/// For values of such types that cannot be compared; empty when nothing is known.
std::string comparisonRemedy(const types::Type *left, const types::Type *right);

/// For a value of the type `from` where one of `to` is asked for; `known` when it is a constant.
std::string conversionRemedy(const types::Type *to, const types::Type *from, const ir::Constant *known,
                             const std::string &written);

} // namespace flow::sema
