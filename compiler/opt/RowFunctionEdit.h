#pragma once
// Changes of row functions that keep what they compute.

#include "compiler/ir/Plan.h"

namespace flow::opt {

/// The function of one value in it, with just the parameters and instructions which that needs. Of a
/// function of one block.
ir::RowFunction extract(const ir::RowFunction &function, ir::ValueId value);

/// Drops the parameters that nothing uses.
void dropUnusedParameters(ir::RowFunction &function);

/// Column i becomes columns[i].
void renumberColumns(ir::RowFunction &function, const std::vector<uint32_t> &columns);

/// The column, when the function only passes that on.
std::optional<uint32_t> passedColumn(const ir::RowFunction &function);

} // namespace flow::opt
