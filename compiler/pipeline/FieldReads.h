#pragma once
// Columns of files may have fields that are no values of their type; these fail when they are read, which is where the
// row gets to. So each block that reads such a column begins with a `field.read` of it, and DemandGuards.h guards that
// by what the block does with the value.

#include "compiler/ir/Fn.h"

namespace flow::pipeline {

/// `sites`: by column parameter, where reading it fails; 0: it cannot. True when there is one that is read.
bool addFieldReads(ir::Function &function, const std::vector<uint32_t> &sites);

} // namespace flow::pipeline
