#include "runtime/frame/io/arrow/ParquetTypes.h"

#include <arrow/extension_type.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/exception.h>

namespace flow::frame {

namespace {

using abi::ColumnKind;
using ::arrow::Type;

/// Metadata of a field whose type only Flow has: "size", "Path".
constexpr const char *kFlowType = "flow:type";
constexpr int32_t kDigits64 = 18, kDigits128 = 38;

/// What is stored, for types that are only another view of it.
const ::arrow::DataType &storedType(const ::arrow::DataType &type) {
  if (type.id() == Type::DICTIONARY)
    return storedType(*static_cast<const ::arrow::DictionaryType &>(type).value_type());
  if (type.id() == Type::EXTENSION)
    return storedType(*static_cast<const ::arrow::ExtensionType &>(type).storage_type());
  return type;
}

ParquetColumnType decimalType(int32_t precision, int32_t scale) {
  if (precision > kDigits128 || scale < 0 || scale > precision)
    throw ::parquet::ParquetException("decimal[" + std::to_string(precision) + "," + std::to_string(scale) +
                                      "] is no type of Flow");
  ColumnKind kind = precision <= kDigits64 ? ColumnKind::Decimal64 : ColumnKind::Decimal128;
  return {{kind, static_cast<uint8_t>(precision), static_cast<uint8_t>(scale)}};
}

/// The unit in which the column is stored: Parquet's own, not what Arrow would make of it.
ParquetColumnType timestampType(const ::parquet::ColumnDescriptor &column) {
  ParquetColumnType type{{ColumnKind::Timestamp}};
  const auto *stored = dynamic_cast<const ::parquet::TimestampLogicalType *>(column.logical_type().get());
  if (!stored) return type; // INT96
  switch (stored->time_unit()) {
  case ::parquet::LogicalType::TimeUnit::MILLIS: type.multiplier = 1000; break;
  case ::parquet::LogicalType::TimeUnit::NANOS: type.divisor = 1000; break;
  default: break;
  }
  return type;
}

ParquetColumnType durationType(::arrow::TimeUnit::type unit) {
  ParquetColumnType type{{ColumnKind::Duration}};
  switch (unit) {
  case ::arrow::TimeUnit::SECOND: type.multiplier = 1'000'000'000; break;
  case ::arrow::TimeUnit::MILLI: type.multiplier = 1'000'000; break;
  case ::arrow::TimeUnit::MICRO: type.multiplier = 1000; break;
  case ::arrow::TimeUnit::NANO: break;
  }
  return type;
}

ColumnKind namedKind(const ::arrow::Field &field, ColumnKind kind) {
  if (!field.metadata()) return kind;
  auto name = field.metadata()->Get(kFlowType);
  if (!name.ok()) return kind;
  if (*name == "size" && kind == ColumnKind::I64) return ColumnKind::Size;
  if (*name == "Path" && kind == ColumnKind::Str) return ColumnKind::Path;
  return kind;
}

ParquetColumnType plainType(const ::arrow::DataType &type, const ::parquet::ColumnDescriptor &column) {
  switch (type.id()) {
  case Type::NA: return {{ColumnKind::Str}, 1, 1, true};
  case Type::BOOL: return {{ColumnKind::Bool}};
  case Type::INT8: return {{ColumnKind::I8}};
  case Type::INT16: return {{ColumnKind::I16}};
  case Type::INT32: return {{ColumnKind::I32}};
  case Type::INT64: return {{ColumnKind::I64}};
  case Type::UINT8: return {{ColumnKind::U8}};
  case Type::UINT16: return {{ColumnKind::U16}};
  case Type::UINT32: return {{ColumnKind::U32}};
  case Type::UINT64: return {{ColumnKind::U64}};
  case Type::FLOAT: return {{ColumnKind::F32}};
  case Type::DOUBLE: return {{ColumnKind::F64}};
  case Type::STRING:
  case Type::LARGE_STRING:
  case Type::STRING_VIEW: return {{ColumnKind::Str}};
  case Type::BINARY:
  case Type::LARGE_BINARY:
  case Type::BINARY_VIEW:
  case Type::FIXED_SIZE_BINARY: return {{ColumnKind::Bytes}};
  case Type::DATE32:
  case Type::DATE64: return {{ColumnKind::Date}};
  case Type::TIMESTAMP: return timestampType(column);
  case Type::DURATION: return durationType(static_cast<const ::arrow::DurationType &>(type).unit());
  case Type::DECIMAL32:
  case Type::DECIMAL64:
  case Type::DECIMAL128:
  case Type::DECIMAL256: {
    const auto &decimal = static_cast<const ::arrow::DecimalType &>(type);
    return decimalType(decimal.precision(), decimal.scale());
  }
  default: throw ::parquet::ParquetException("columns of the type " + type.ToString() + " are not built yet");
  }
}

std::shared_ptr<::arrow::DataType> arrowType(const abi::ColumnType &type) {
  switch (type.kind) {
  case ColumnKind::Bool: return ::arrow::boolean();
  case ColumnKind::I8: return ::arrow::int8();
  case ColumnKind::I16: return ::arrow::int16();
  case ColumnKind::I32: return ::arrow::int32();
  case ColumnKind::I64:
  case ColumnKind::Size: return ::arrow::int64();
  case ColumnKind::U8: return ::arrow::uint8();
  case ColumnKind::U16: return ::arrow::uint16();
  case ColumnKind::U32: return ::arrow::uint32();
  case ColumnKind::U64: return ::arrow::uint64();
  case ColumnKind::F32: return ::arrow::float32();
  case ColumnKind::F64: return ::arrow::float64();
  case ColumnKind::Decimal64:
  case ColumnKind::Decimal128: return ::arrow::decimal128(type.precision, type.scale);
  case ColumnKind::Str:
  case ColumnKind::Path: return ::arrow::utf8();
  case ColumnKind::Bytes: return ::arrow::binary();
  case ColumnKind::Date: return ::arrow::date32();
  case ColumnKind::Timestamp: return ::arrow::timestamp(::arrow::TimeUnit::MICRO, "UTC");
  case ColumnKind::Duration: return ::arrow::duration(::arrow::TimeUnit::NANO);
  }
  throw ::parquet::ParquetException("a column of no type");
}

} // namespace

ParquetColumnType flowType(const ::arrow::Field &field, const ::parquet::ColumnDescriptor &column) {
  ParquetColumnType type = plainType(storedType(*field.type()), column);
  type.type.kind = namedKind(field, type.type.kind);
  return type;
}

std::shared_ptr<::arrow::Field> arrowField(const abi::ColumnSpec &column) {
  std::shared_ptr<const ::arrow::KeyValueMetadata> metadata;
  if (column.type.kind == ColumnKind::Size) metadata = ::arrow::key_value_metadata({kFlowType}, {"size"});
  if (column.type.kind == ColumnKind::Path) metadata = ::arrow::key_value_metadata({kFlowType}, {"Path"});
  return ::arrow::field(column.name, arrowType(column.type), column.type.nullable, metadata);
}

} // namespace flow::frame
