#include "compiler/types/ColumnTypes.h"

#include "runtime/abi/Check.h"

namespace flow::types {

using abi::ColumnKind;

static std::optional<ColumnKind> kindOf(const Type *plain) {
  switch (plain->kind) {
  case TypeKind::Bool: return ColumnKind::Bool;
  case TypeKind::I8: return ColumnKind::I8;
  case TypeKind::I16: return ColumnKind::I16;
  case TypeKind::I32: return ColumnKind::I32;
  case TypeKind::I64: return ColumnKind::I64;
  case TypeKind::U8: return ColumnKind::U8;
  case TypeKind::U16: return ColumnKind::U16;
  case TypeKind::U32: return ColumnKind::U32;
  case TypeKind::U64: return ColumnKind::U64;
  case TypeKind::F32: return ColumnKind::F32;
  case TypeKind::F64: return ColumnKind::F64;
  case TypeKind::Decimal:
    return plain->precision <= kDecimal64Precision ? ColumnKind::Decimal64 : ColumnKind::Decimal128;
  case TypeKind::Str: return ColumnKind::Str;
  case TypeKind::Bytes: return ColumnKind::Bytes;
  case TypeKind::Path: return ColumnKind::Path;
  case TypeKind::Date: return ColumnKind::Date;
  case TypeKind::Timestamp: return ColumnKind::Timestamp;
  case TypeKind::Duration: return ColumnKind::Duration;
  case TypeKind::Size: return ColumnKind::Size;
  default: return {};
  }
}

static TypeKind scalarOf(ColumnKind kind) {
  switch (kind) {
  case ColumnKind::Bool: return TypeKind::Bool;
  case ColumnKind::I8: return TypeKind::I8;
  case ColumnKind::I16: return TypeKind::I16;
  case ColumnKind::I32: return TypeKind::I32;
  case ColumnKind::I64: return TypeKind::I64;
  case ColumnKind::U8: return TypeKind::U8;
  case ColumnKind::U16: return TypeKind::U16;
  case ColumnKind::U32: return TypeKind::U32;
  case ColumnKind::U64: return TypeKind::U64;
  case ColumnKind::F32: return TypeKind::F32;
  case ColumnKind::F64: return TypeKind::F64;
  case ColumnKind::Decimal64:
  case ColumnKind::Decimal128: return TypeKind::Decimal;
  case ColumnKind::Str: return TypeKind::Str;
  case ColumnKind::Bytes: return TypeKind::Bytes;
  case ColumnKind::Path: return TypeKind::Path;
  case ColumnKind::Date: return TypeKind::Date;
  case ColumnKind::Timestamp: return TypeKind::Timestamp;
  case ColumnKind::Duration: return TypeKind::Duration;
  case ColumnKind::Size: return TypeKind::Size;
  }
  FLOW_UNREACHABLE();
}

std::optional<abi::ColumnType> columnTypeOf(const Type *type) {
  const Type *plain = type->plain();
  auto kind = kindOf(plain);
  if (!kind) return {};
  return abi::ColumnType{*kind, plain->precision, plain->scale, type->isOptional()};
}

const Type *typeOf(const abi::ColumnType &column, TypeContext &context) {
  TypeKind kind = scalarOf(column.kind);
  const Type *plain =
      kind == TypeKind::Decimal ? context.decimal(column.precision, column.scale) : context.scalar(kind);
  return column.nullable ? context.optional(plain) : plain;
}

abi::RowSpec rowSpecOf(const Type *row) {
  abi::RowSpec result;
  for (const Field &field : row->fields) {
    auto column = columnTypeOf(field.type);
    FLOW_CHECK(column.has_value(), "no column can hold ", text(field.type));
    result.push_back({field.name, *column});
  }
  return result;
}

const Type *recordOf(const abi::RowSpec &row, TypeContext &context) {
  std::vector<Field> fields;
  for (const abi::ColumnSpec &column : row) fields.push_back({column.name, typeOf(column.type, context)});
  return context.record(std::move(fields));
}

} // namespace flow::types
