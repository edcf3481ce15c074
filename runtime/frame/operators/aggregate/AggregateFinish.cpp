// From states to the values of the result.

#include "runtime/frame/operators/KindDispatch.h"
#include "runtime/frame/operators/aggregate/AggregateLayout.h"
#include "runtime/frame/operators/aggregate/DecimalScale.h"

#include <cmath>
#include <limits>

namespace flow::frame {

namespace {

using abi::AggregateKind;

template <typename State> const State &stateAt(const char *row, uint32_t offset) {
  return *reinterpret_cast<const State *>(row + offset);
}

bool isDecimal(ColumnKind kind) { return kind == ColumnKind::Decimal64 || kind == ColumnKind::Decimal128; }

/// Calls `value(row, out)` for each row, which returns whether there is one.
template <typename T, typename Function>
void writeOptional(std::span<const char *const> rows, void *data, uint8_t *valid, Function &&value) {
  T *out = static_cast<T *>(data);
  for (size_t row = 0; row < rows.size(); ++row) {
    T result{};
    bool present = value(rows[row], result);
    out[row] = present ? result : T{};
    if (valid) valid[row] = present;
  }
}

/// Sums: returns the first row whose sum does not fit.
template <typename T>
uint32_t writeIntegerSums(std::span<const char *const> rows, uint32_t offset, void *data) {
  T *out = static_cast<T *>(data);
  for (uint32_t row = 0; row < rows.size(); ++row) {
    __int128 sum = stateAt<IntegerSumState>(rows[row], offset).sum;
    if (sum < std::numeric_limits<T>::min() || sum > std::numeric_limits<T>::max()) return row;
    out[row] = static_cast<T>(sum);
  }
  return static_cast<uint32_t>(rows.size());
}

/// The sum of decimals; `wide` says that the argument has more than 18 digits, and so another state.
bool decimalSum(const char *row, uint32_t offset, bool wide, __int128 &sum) {
  sum = wide ? stateAt<DecimalSumState>(row, offset).sum : stateAt<IntegerSumState>(row, offset).sum;
  if (wide && stateAt<DecimalSumState>(row, offset).overflowed) return false;
  return sum < kDecimalLimit && sum > -kDecimalLimit;
}

uint32_t writeDecimalSums(std::span<const char *const> rows, uint32_t offset, bool wide, ColumnKind result,
                          void *data) {
  for (uint32_t row = 0; row < rows.size(); ++row) {
    __int128 sum = 0;
    if (!decimalSum(rows[row], offset, wide, sum)) return row;
    if (result == ColumnKind::Decimal128) {
      static_cast<__int128 *>(data)[row] = sum;
    } else {
      if (sum < INT64_MIN || sum > INT64_MAX) return row;
      static_cast<int64_t *>(data)[row] = static_cast<int64_t>(sum);
    }
  }
  return static_cast<uint32_t>(rows.size());
}

uint32_t writeSums(const ColumnType &argument, ColumnKind result, uint32_t offset,
                   std::span<const char *const> rows, void *data) {
  if (argument.kind == ColumnKind::F32 || argument.kind == ColumnKind::F64) {
    FLOW_CHECK_EQ(result, ColumnKind::F64, "result of a float sum");
    for (size_t row = 0; row < rows.size(); ++row) {
      static_cast<double *>(data)[row] = stateAt<FloatSumState>(rows[row], offset).sum;
    }
    return static_cast<uint32_t>(rows.size());
  }
  if (isDecimal(argument.kind)) {
    return writeDecimalSums(rows, offset, argument.kind == ColumnKind::Decimal128, result, data);
  }
  if (result == ColumnKind::U64) return writeIntegerSums<uint64_t>(rows, offset, data);
  FLOW_CHECK_EQ(abi::bytesOf(result), 8, "result of an integer sum");
  return writeIntegerSums<int64_t>(rows, offset, data);
}

/// The first row whose sum of wide decimals has left 128 bits, so that it has no mean.
uint32_t firstOverflowed(const ColumnType &argument, uint32_t offset, std::span<const char *const> rows) {
  uint32_t row = 0;
  if (argument.kind != ColumnKind::Decimal128) return static_cast<uint32_t>(rows.size());
  while (row < rows.size() && !stateAt<DecimalSumState>(rows[row], offset).overflowed) ++row;
  return row;
}

Failure sumOverflow(const ColumnType &argument) {
  Failure failure;
  failure.kind = FailureKind::Overflow;
  failure.message = isDecimal(argument.kind) ? "decimal overflow in a sum" : "integer overflow in a sum";
  return failure;
}

/// The mean as a float, in the argument's unit of 1.
double meanOf(const ColumnType &argument, const char *row, uint32_t offset, double count) {
  if (argument.kind == ColumnKind::F32 || argument.kind == ColumnKind::F64) {
    return stateAt<FloatSumState>(row, offset).sum / count;
  }
  double sum = argument.kind == ColumnKind::Decimal128
                   ? static_cast<double>(stateAt<DecimalSumState>(row, offset).sum)
                   : static_cast<double>(stateAt<IntegerSumState>(row, offset).sum);
  return sum / (isDecimal(argument.kind) ? count * powerOfTen(argument.scale) : count);
}

/// Writes floats as they are, or rounded half to even where the result is a whole number (a mean of
/// durations).
template <typename Function>
void writeNumbers(ColumnKind result, std::span<const char *const> rows, void *data, uint8_t *valid,
                  Function &&value) {
  if (result == ColumnKind::F64) return writeOptional<double>(rows, data, valid, value);
  dispatchKind(result, [&](auto tag) {
    using T = typename decltype(tag)::Type;
    if constexpr (!tag.kIsText) {
      writeOptional<T>(rows, data, valid, [&](const char *row, T &out) {
        double number = 0;
        if (!value(row, number)) return false;
        out = static_cast<T>(tag.kIsFloat ? number : std::nearbyint(number));
        return true;
      });
    } else {
      FLOW_UNREACHABLE("a number in a column of ", result);
    }
  });
}

void writeChosen(ColumnKind kind, uint32_t offset, std::span<const char *const> rows, void *data,
                 uint8_t *valid) {
  dispatchKind(kind, [&](auto tag) {
    using T = typename decltype(tag)::Type;
    writeOptional<T>(rows, data, valid, [&](const char *row, T &out) {
      out = stateAt<ValueState<T>>(row, offset).value;
      return stateAt<ValueState<T>>(row, offset).seen != 0;
    });
  });
}

void writeBools(bool isAny, uint32_t offset, std::span<const char *const> rows, void *data, uint8_t *valid) {
  writeOptional<uint8_t>(rows, data, valid, [&](const char *row, uint8_t &out) {
    const auto &state = stateAt<BoolState>(row, offset);
    out = isAny ? state.sawTrue : state.sawFalse ^ 1;
    return (state.sawTrue | state.sawFalse) != 0;
  });
}

/// Of the sample, so there is none of fewer than two values.
bool spreadOf(const MomentState &state, bool isStd, double &out) {
  if (state.count < 2) return false;
  out = state.squares / (state.count - 1);
  if (isStd) out = std::sqrt(out);
  return true;
}

} // namespace

uint32_t AggregateLayout::finish(size_t index, std::span<const char *const> rows, void *data, uint8_t *valid,
                                 Failure &failure) const {
  const Output &output = outputs_[index];
  const uint32_t offset = output.offset;
  const ColumnKind result = output.spec.result.kind;
  const auto count = static_cast<uint32_t>(rows.size());
  switch (output.spec.kind) {
  case AggregateKind::Count:
  case AggregateKind::CountValid:
  case AggregateKind::CountDistinct:
    writeOptional<int64_t>(rows, data, valid, [&](const char *row, int64_t &out) {
      out = static_cast<int64_t>(stateAt<CountState>(row, offset).count);
      return true;
    });
    return count;
  case AggregateKind::Sum: {
    const uint32_t done = writeSums(output.argument, result, offset, rows, data);
    if (valid) std::memset(valid, 1, rows.size());
    if (done < count) failure = sumOverflow(output.argument);
    return done;
  }
  case AggregateKind::Mean: {
    const uint32_t done = firstOverflowed(output.argument, offset, rows);
    if (done < count) failure = sumOverflow(output.argument);
    writeNumbers(result, rows, data, valid, [&](const char *row, double &out) {
      const uint64_t values = stateAt<CountState>(row, output.countOffset).count;
      if (values > 0) out = meanOf(output.argument, row, offset, static_cast<double>(values));
      return values > 0;
    });
    return done;
  }
  case AggregateKind::Min:
  case AggregateKind::Max:
  case AggregateKind::First:
  case AggregateKind::Last:
    FLOW_CHECK_EQ(result, output.argument.kind, "result of an aggregate that chooses a value");
    writeChosen(result, offset, rows, data, valid);
    return count;
  case AggregateKind::Std:
  case AggregateKind::Var:
    writeNumbers(result, rows, data, valid, [&](const char *row, double &out) {
      return spreadOf(stateAt<MomentState>(row, offset), output.spec.kind == AggregateKind::Std, out);
    });
    return count;
  case AggregateKind::Quantile:
    writeNumbers(result, rows, data, valid, [&](const char *row, double &out) {
      out = stateAt<QuantileState>(row, offset).value;
      return stateAt<QuantileState>(row, offset).seen != 0;
    });
    return count;
  case AggregateKind::Any:
  case AggregateKind::All:
    writeBools(output.spec.kind == AggregateKind::Any, offset, rows, data, valid);
    return count;
  }
  FLOW_UNREACHABLE("aggregate ", output.spec.kind);
}

} // namespace flow::frame
