#pragma once
// The columns that the folders of a path give, for the compiler.

#include "runtime/abi/ColumnType.h"
#include "runtime/base/Status.h"

namespace flow::frame {

/// By the rules of CSV, but that `month=07` is a number: the narrowest type that takes the values of all folders. No
/// columns for a path that leaves nothing such as `year=2024` open. Fails when files are of different depths, their
/// folders of different names, or when one name stands twice.
Result<abi::RowSpec> partitionsOf(const std::string &path);

} // namespace flow::frame
