#pragma once
// Format specifications of `${x:.2f}`: whether one is well formed and fits the type of the value. What they mean when
// the program runs is in runtime/text.

#include "compiler/types/Type.h"

#include <string>
#include <string_view>

namespace flow::sema {

/// What is wrong with the specification for a value of a plain type; empty when nothing is.
std::string formatProblem(std::string_view specification, const types::Type *type);

} // namespace flow::sema
