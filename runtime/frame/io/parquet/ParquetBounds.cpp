#include "runtime/frame/io/parquet/ParquetBounds.h"

namespace flow::frame {

namespace {

using Op = abi::ColumnBound::Op;

template <typename T> bool mayFulfil(Op op, const T &least, const T &most, const T &value) {
  switch (op) {
  case Op::Less: return least < value;
  case Op::LessEqual: return least <= value;
  case Op::Greater: return most > value;
  case Op::GreaterEqual: return most >= value;
  case Op::Equal: return least <= value && value <= most;
  }
  return true;
}

} // namespace

bool mayFulfil(const ParquetRange &range, const abi::ColumnBound &bound) {
  switch (range.kind) {
  case ParquetRange::Kind::Unknown: return true;
  case ParquetRange::Kind::AllNull: return false; // a comparison with null is not true
  case ParquetRange::Kind::Integer:
    if (const auto *value = std::get_if<int64_t>(&bound.value))
      return mayFulfil(bound.op, range.least, range.most, *value);
    return true;
  case ParquetRange::Kind::Float:
    if (const auto *value = std::get_if<double>(&bound.value))
      return mayFulfil(bound.op, range.leastFloat, range.mostFloat, *value);
    return true;
  case ParquetRange::Kind::Text:
    if (const auto *value = std::get_if<std::string>(&bound.value))
      return mayFulfil<std::string_view>(bound.op, range.leastText, range.mostText, *value);
    return true;
  }
  return true;
}

} // namespace flow::frame
