#include "runtime/abi/Accumulation.h"

namespace flow::abi {

std::optional<AccumulatorKind> sumOf(ColumnKind kind) {
  switch (kind) {
  case ColumnKind::I8:
  case ColumnKind::I16:
  case ColumnKind::I32:
  case ColumnKind::U8:
  case ColumnKind::U16:
  case ColumnKind::U32: return AccumulatorKind::NarrowSum;
  case ColumnKind::I64:
  case ColumnKind::U64:
  case ColumnKind::Decimal64:
  case ColumnKind::Duration:
  case ColumnKind::Size: return AccumulatorKind::WideSum;
  case ColumnKind::Decimal128: return AccumulatorKind::DecimalSum;
  case ColumnKind::F32:
  case ColumnKind::F64: return AccumulatorKind::FloatSum;
  case ColumnKind::Bool:
  case ColumnKind::Str:
  case ColumnKind::Bytes:
  case ColumnKind::Path:
  case ColumnKind::Date:
  case ColumnKind::Timestamp: return {};
  }
  return {};
}

bool hasOrderedNumber(ColumnKind kind) {
  return kind != ColumnKind::Bool && kind != ColumnKind::Decimal128 && !isStringLike(kind);
}

} // namespace flow::abi
