#pragma once
// Between values of the interpreter and columns of kernels.

#include "compiler/ir/Value.h"
#include "test/unit/compiler/codegen/StageHarness.h"

namespace flow::codegen {

/// The texts of `values` must outlive the column.
TestColumn columnOf(const types::Type *type, const ir::Values &values);
ir::Value valueAt(const types::Type *type, const TestColumn &column, size_t row);

} // namespace flow::codegen
