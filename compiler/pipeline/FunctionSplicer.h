#pragma once
// Copies the body of a row function into a stage function: the entry's instructions go on in the block at
// hand, and a body with one return leaves the builder right behind it, so straight code stays one block.

#include "compiler/ir/FnBuilder.h"

namespace flow::pipeline {

/// Emits the body with these values for its parameters and gives its only result; kNoValue when the body
/// never returns, and then the block at hand is closed.
ir::ValueId splice(const ir::Function &body, std::span<const ir::ValueId> arguments, ir::FnBuilder &builder);

} // namespace flow::pipeline
