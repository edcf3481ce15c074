// Decoders of numbers, booleans, times and decimals.

#include "runtime/frame/io/arrow/ColumnDecoder.h"

#include <cstring>
#include <limits>

namespace flow::frame {

namespace {

using abi::ColumnKind;

template <typename DType>::parquet::TypedColumnReader<DType> &typed(::parquet::ColumnReader &reader) {
  return static_cast<::parquet::TypedColumnReader<DType> &>(reader);
}

/// Values that are in the file as they are in memory.
template <typename DType> class DirectDecoder final : public ColumnDecoder {
public:
  explicit DirectDecoder(const ChunkSource &source) : reader_(source.reader()), levels_(source) {}

  void read(uint32_t rows, DecodedColumn &output) override {
    using T = typename DType::c_type;
    auto *data = static_cast<T *>(output.data);
    readRows(rows, levels_, output, sizeof(T), [&](uint32_t first, uint32_t count, int64_t &values) {
      return typed<DType>(*reader_).ReadBatch(count, levels_.room(), nullptr, data + first, &values);
    });
  }

private:
  std::shared_ptr<::parquet::ColumnReader> reader_;
  DefinitionLevels levels_;
};

/// Values that become ours one by one, by `Convert(from, to)`, an object that throws for what does not fit.
template <typename DType, typename To, typename Convert> class ConvertingDecoder final : public ColumnDecoder {
public:
  ConvertingDecoder(const ChunkSource &source, Convert convert)
      : reader_(source.reader()), levels_(source), convert_(convert), raw_(source.blockRows) {}

  void read(uint32_t rows, DecodedColumn &output) override {
    auto *data = static_cast<To *>(output.data);
    readRows(rows, levels_, output, sizeof(To), [&](uint32_t first, uint32_t count, int64_t &values) {
      int64_t got = typed<DType>(*reader_).ReadBatch(count, levels_.room(), nullptr, raw_.data(), &values);
      for (int64_t i = 0; i < values; ++i) data[first + i] = convert_(raw_[static_cast<size_t>(i)]);
      return got;
    });
  }

private:
  std::shared_ptr<::parquet::ColumnReader> reader_;
  DefinitionLevels levels_;
  Convert convert_;
  std::vector<typename DType::c_type> raw_;
};

template <typename DType, typename To, typename Convert>
std::unique_ptr<ColumnDecoder> converting(const ChunkSource &source, Convert convert) {
  return std::make_unique<ConvertingDecoder<DType, To, Convert>>(source, convert);
}

[[noreturn, gnu::cold]] void doesNotFit(const std::string &column, const std::string &value, const char *type) {
  throw BadValue("column `" + column + "`: " + value + " does not fit " + type);
}

/// Times in another unit. What is finer than our unit and not zero there does not fit.
struct ScaledTime {
  std::string column;
  int64_t multiplier, divisor;

  int64_t operator()(int64_t value) const {
    int64_t result;
    if (__builtin_mul_overflow(value, multiplier, &result)) doesNotFit(column, std::to_string(value), "its type");
    if (divisor == 1) return result;
    if (result % divisor != 0)
      throw BadValue("column `" + column + "`: a timestamp has nanoseconds, which Flow's do not have");
    return result / divisor;
  }
};

/// Days since 4713 BC and nanoseconds of the day, as old programs write timestamps.
struct Int96Time {
  std::string column;

  int64_t operator()(const ::parquet::Int96 &value) const {
    int64_t nanos;
    std::memcpy(&nanos, value.value.data(), sizeof nanos);
    int64_t days = int64_t{value.value[2]} - ::parquet::kJulianToUnixEpochDays;
    if (nanos < 0 || nanos >= ::parquet::kNanosecondsPerDay || nanos % 1000 != 0)
      throw BadValue("column `" + column + "`: a timestamp has nanoseconds, which Flow's do not have");
    int64_t micros;
    if (__builtin_mul_overflow(days, ::parquet::kMicrosecondsPerDay, &micros))
      doesNotFit(column, std::to_string(days) + " days", "timestamp");
    return micros + nanos / 1000;
  }
};

/// Big-endian two's complement of some bytes.
template <typename To> struct BigEndian {
  std::string column;
  uint32_t bytes = 0; // of fixed length; else the value says how many

  To operator()(const ::parquet::FixedLenByteArray &value) const { return decode(value.ptr, bytes); }
  To operator()(const ::parquet::ByteArray &value) const { return decode(value.ptr, value.len); }

private:
  To decode(const uint8_t *at, uint32_t count) const {
    __int128 result = count > 0 && (at[0] & 0x80) ? -1 : 0;
    uint8_t sign = static_cast<uint8_t>(result);
    for (; count > 16; --count, ++at)
      if (*at != sign) doesNotFit(column, "a decimal", "38 digits");
    for (uint32_t i = 0; i < count; ++i)
      result = static_cast<__int128>(static_cast<unsigned __int128>(result) << 8 | at[i]);
    if (result != static_cast<To>(result)) doesNotFit(column, "a decimal", "its precision");
    return static_cast<To>(result);
  }
};

template <typename To> std::unique_ptr<ColumnDecoder> makeDecimalDecoder(const ChunkSource &source) {
  const ::parquet::ColumnDescriptor &column = source.descriptor();
  switch (column.physical_type()) {
  case ::parquet::Type::INT32:
    return converting<::parquet::Int32Type, To>(source, [](int32_t value) { return static_cast<To>(value); });
  case ::parquet::Type::INT64:
    if constexpr (sizeof(To) == 8) return std::make_unique<DirectDecoder<::parquet::Int64Type>>(source);
    return converting<::parquet::Int64Type, To>(source, [](int64_t value) { return static_cast<To>(value); });
  case ::parquet::Type::FIXED_LEN_BYTE_ARRAY:
    return converting<::parquet::FLBAType, To>(
        source, BigEndian<To>{column.name(), static_cast<uint32_t>(column.type_length())});
  case ::parquet::Type::BYTE_ARRAY:
    return converting<::parquet::ByteArrayType, To>(source, BigEndian<To>{column.name()});
  default: throw ::parquet::ParquetException("decimals of an unknown form");
  }
}

template <typename To> std::unique_ptr<ColumnDecoder> makeNarrowDecoder(const ChunkSource &source) {
  std::string name = source.descriptor().name();
  return converting<::parquet::Int32Type, To>(source, [name](int32_t value) {
    if (value != static_cast<To>(value)) doesNotFit(name, std::to_string(value), "its type");
    return static_cast<To>(value);
  });
}

std::unique_ptr<ColumnDecoder> makeTimeDecoder(const ChunkSource &source) {
  const ParquetColumnType &type = source.type();
  if (source.descriptor().physical_type() == ::parquet::Type::INT96)
    return converting<::parquet::Int96Type, int64_t>(source, Int96Time{source.descriptor().name()});
  if (type.multiplier == 1 && type.divisor == 1) return std::make_unique<DirectDecoder<::parquet::Int64Type>>(source);
  return converting<::parquet::Int64Type, int64_t>(
      source, ScaledTime{source.descriptor().name(), type.multiplier, type.divisor});
}

void expectPhysical(const ChunkSource &source, std::initializer_list<::parquet::Type::type> types) {
  for (::parquet::Type::type type : types)
    if (source.descriptor().physical_type() == type) return;
  throw ::parquet::ParquetException("the type of column `" + source.descriptor().name() +
                                    "` and its form do not agree");
}

} // namespace

std::unique_ptr<ColumnDecoder> makeFixedDecoder(const ChunkSource &source) {
  using ::parquet::Type;
  switch (source.type().type.kind) {
  case ColumnKind::Bool:
    expectPhysical(source, {Type::BOOLEAN});
    return std::make_unique<DirectDecoder<::parquet::BooleanType>>(source);
  case ColumnKind::I8: expectPhysical(source, {Type::INT32}); return makeNarrowDecoder<int8_t>(source);
  case ColumnKind::I16: expectPhysical(source, {Type::INT32}); return makeNarrowDecoder<int16_t>(source);
  case ColumnKind::U8: expectPhysical(source, {Type::INT32}); return makeNarrowDecoder<uint8_t>(source);
  case ColumnKind::U16: expectPhysical(source, {Type::INT32}); return makeNarrowDecoder<uint16_t>(source);
  case ColumnKind::I32:
  case ColumnKind::U32:
  case ColumnKind::Date:
    expectPhysical(source, {Type::INT32});
    return std::make_unique<DirectDecoder<::parquet::Int32Type>>(source);
  case ColumnKind::I64:
  case ColumnKind::U64:
  case ColumnKind::Size:
    expectPhysical(source, {Type::INT64});
    return std::make_unique<DirectDecoder<::parquet::Int64Type>>(source);
  case ColumnKind::Timestamp:
  case ColumnKind::Duration: expectPhysical(source, {Type::INT64, Type::INT96}); return makeTimeDecoder(source);
  case ColumnKind::F32:
    expectPhysical(source, {Type::FLOAT});
    return std::make_unique<DirectDecoder<::parquet::FloatType>>(source);
  case ColumnKind::F64:
    expectPhysical(source, {Type::DOUBLE});
    return std::make_unique<DirectDecoder<::parquet::DoubleType>>(source);
  case ColumnKind::Decimal64: return makeDecimalDecoder<int64_t>(source);
  case ColumnKind::Decimal128: return makeDecimalDecoder<__int128>(source);
  default: throw ::parquet::ParquetException("a column that is no number");
  }
}

} // namespace flow::frame
