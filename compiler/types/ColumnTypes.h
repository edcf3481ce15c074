#pragma once
// Between types of the language and types of columns, which the runtime knows. A column type is a scalar
// type, optional when nulls may occur.

#include "compiler/types/Type.h"
#include "runtime/abi/ColumnType.h"

#include <optional>

namespace flow::types {

/// Nothing when no column can hold the type.
std::optional<abi::ColumnType> columnTypeOf(const Type *type);
const Type *typeOf(const abi::ColumnType &column, TypeContext &context);

/// Of a record whose fields are all columns.
abi::RowSpec rowSpecOf(const Type *row);
const Type *recordOf(const abi::RowSpec &row, TypeContext &context);

} // namespace flow::types
