#pragma once
// Values of the interpreter as Flow prints them, by a way of its own: the oracle of runtime/values.

#include "compiler/ir/Value.h"

namespace flow::random {

/// `nested`: inside of another value, where texts are quoted.
std::string textOf(const ir::Value &value, const types::Type *type, bool nested = false);

} // namespace flow::random
