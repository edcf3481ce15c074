// Exact quantiles: all values of a group are kept, and the ones around the position are selected at the end.

#include "runtime/frame/operators/KindDispatch.h"
#include "runtime/frame/operators/aggregate/DecimalScale.h"
#include "runtime/frame/operators/aggregate/LogAccumulator.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace flow::frame {

namespace {

/// NaN is the largest, as in sorting.
bool isLess(double a, double b) { return a < b || (b != b && a == a); }

/// Between `low` and `high`, as NumPy's default method computes it.
double interpolate(double low, double high, double fraction) {
  if (low == high || fraction == 0) return low; // also spares inf - inf
  double difference = high - low;
  return fraction < 0.5 ? low + difference * fraction : high - difference * (1 - fraction);
}

/// Selects within [begin, end), which it reorders; there is at least one value.
double quantileOf(double *begin, double *end, double quantile) {
  double position = quantile * static_cast<double>(end - begin - 1);
  auto below = static_cast<size_t>(std::floor(position));
  double *low = begin + below;
  std::nth_element(begin, low, end, isLess);
  if (low + 1 == end) return *low;
  double high = *std::min_element(low + 1, end, isLess);
  return interpolate(*low, high, position - static_cast<double>(below));
}

class QuantileBuilder : public LogBuilder {
public:
  QuantileBuilder(ColumnKind kind, double unit, MemoryPool &pool) : kind_(kind), unit_(unit), log_(1, pool) {}

  Status append(const uint32_t *groups, const AccumulatorInput &input) override {
    FLOW_TRY(log_.groups.reserve(log_.size() + input.rows));
    FLOW_TRY(log_.words.reserve(log_.size() + input.rows));
    dispatchKind(kind_, [&](auto tag) {
      using T = typename decltype(tag)::Type;
      if constexpr (!tag.kIsText) appendValues<T, tag.kIsFloat>(groups, input);
    });
    return {};
  }
  const ValueLog &log() const override { return log_; }
  void clear() override { log_.clear(); }

private:
  template <typename T, bool IsFloat>
  void appendValues(const uint32_t *groups, const AccumulatorInput &input) {
    const T *values = static_cast<const T *>(input.values);
    uint32_t *toGroup = log_.groups.end();
    uint64_t *toWord = log_.words.end();
    uint32_t count = 0;
    for (uint32_t row = 0; row < input.rows; ++row) {
      double value = static_cast<double>(values[row]);
      if constexpr (!IsFloat) value /= unit_;
      toGroup[count] = groups ? groups[row] : 0;
      toWord[count] = std::bit_cast<uint64_t>(value);
      count += !input.mask || input.mask[row];
    }
    log_.words.setSize(log_.size() + count);
    log_.groups.setSize(log_.size() + count);
  }

  ColumnKind kind_;
  double unit_; // the integer that is 1; more than 1 for decimals
  ValueLog log_;
};

class QuantileMerger : public LogMerger {
public:
  QuantileMerger(std::vector<double> quantiles, uint32_t offset, uint32_t rowBytes, MemoryPool &pool)
      : quantiles_(std::move(quantiles)), offset_(offset), rowBytes_(rowBytes), groups_(pool), values_(pool) {
  }

  Status merge(const ValueLog &log, size_t begin, size_t end, const uint32_t *groupOf,
               uint32_t firstGroup) override {
    FLOW_TRY(groups_.reserve(groups_.size() + (end - begin)));
    for (size_t entry = begin; entry < end; ++entry) {
      groups_.appendReserved(groupOf ? groupOf[log.groups[entry] - firstGroup] : log.groups[entry]);
    }
    const auto *values = reinterpret_cast<const double *>(log.words.data());
    return values_.append(std::span(values + begin, end - begin));
  }

  Status seal(char *states, uint32_t groupCount) override {
    MemoryPool &pool = groups_.pool();
    PoolArray<uint64_t> ends(pool); // first where the next value of the group goes, then where its values end
    PoolArray<double> sorted(pool);
    FLOW_TRY(ends.resize(size_t(groupCount) + 1));
    FLOW_TRY(sorted.resize(values_.size()));
    ends.fill(0);
    for (uint32_t group : groups_) ++ends[group + 1];
    for (uint32_t group = 0; group < groupCount; ++group) ends[group + 1] += ends[group];
    for (size_t entry = 0; entry < groups_.size(); ++entry) sorted[ends[groups_[entry]]++] = values_[entry];
    groups_.release();
    values_.release();
    uint64_t begin = 0;
    for (uint32_t group = 0; group < groupCount; begin = ends[group++]) {
      if (begin == ends[group]) continue;
      auto *answers = reinterpret_cast<QuantileState *>(states + size_t(group) * rowBytes_ + offset_);
      for (double quantile : quantiles_) {
        *answers++ = {quantileOf(sorted.data() + begin, sorted.data() + ends[group], quantile), 1};
      }
    }
    return {};
  }

private:
  std::vector<double> quantiles_;
  uint32_t offset_;
  uint32_t rowBytes_;
  PoolArray<uint32_t> groups_;
  PoolArray<double> values_;
};

class QuantileAccumulator : public LogAccumulator {
public:
  QuantileAccumulator(ColumnKind kind, double unit, std::vector<double> quantiles)
      : LogAccumulator(static_cast<uint32_t>(quantiles.size() * sizeof(QuantileState))), kind_(kind),
        unit_(unit), quantiles_(std::move(quantiles)) {}

  std::unique_ptr<LogBuilder> makeBuilder(MemoryPool &pool) const override {
    return std::make_unique<QuantileBuilder>(kind_, unit_, pool);
  }
  std::unique_ptr<LogMerger> makeMerger(MemoryPool &pool) const override {
    return std::make_unique<QuantileMerger>(quantiles_, offset(), rowBytes(), pool);
  }

private:
  ColumnKind kind_;
  double unit_;
  std::vector<double> quantiles_;
};

} // namespace

std::unique_ptr<LogAccumulator> makeQuantiles(ColumnKind kind, uint32_t scale,
                                              std::vector<double> quantiles) {
  FLOW_CHECK(!abi::isStringLike(kind), "quantile of ", kind);
  bool isDecimal = kind == ColumnKind::Decimal64 || kind == ColumnKind::Decimal128;
  return std::make_unique<QuantileAccumulator>(kind, isDecimal ? powerOfTen(scale) : 1.0,
                                               std::move(quantiles));
}

} // namespace flow::frame
