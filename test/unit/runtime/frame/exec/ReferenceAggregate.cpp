#include "test/unit/runtime/frame/exec/ReferenceAggregate.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace flow::frame::test {

namespace {

using abi::AggregateKind;

/// Equal values give equal texts.
std::string keyText(const Value &value) {
  if (const auto *number = std::get_if<double>(&value); number && *number == 0) return show(Value(0.0));
  return show(value);
}

bool isLess(const Value &a, const Value &b) {
  if (std::holds_alternative<double>(a)) {
    double x = std::get<double>(a), y = std::get<double>(b);
    return x < y || (std::isnan(y) && !std::isnan(x));
  }
  return a < b;
}

double number(const Value &value, const ColumnType &type) {
  if (const auto *real = std::get_if<double>(&value)) return *real;
  return static_cast<double>(std::get<int64_t>(value)) / std::pow(10, type.scale);
}

Value quantile(std::vector<double> values, double q) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end(), [](double a, double b) { return isLess(Value(a), Value(b)); });
  double position = q * static_cast<double>(values.size() - 1);
  auto below = static_cast<size_t>(position);
  double low = values[below], high = values[std::min(below + 1, values.size() - 1)];
  if (low == high || position == std::floor(position)) return low;
  return low + (high - low) * (position - static_cast<double>(below));
}

Value spread(const std::vector<double> &values, bool isStd) {
  if (values.size() < 2) return {};
  double mean = 0, squares = 0;
  for (double value : values) mean += value / static_cast<double>(values.size());
  for (double value : values) squares += (value - mean) * (value - mean);
  double variance = squares / static_cast<double>(values.size() - 1);
  return isStd ? std::sqrt(variance) : variance;
}

Value sum(const std::vector<Value> &values, const ColumnType &argument) {
  if (argument.kind == ColumnKind::F64 || argument.kind == ColumnKind::F32) {
    double total = 0;
    for (const Value &value : values) total += std::get<double>(value);
    return total;
  }
  int64_t total = 0;
  for (const Value &value : values)
    total =
        static_cast<int64_t>(static_cast<uint64_t>(total) + static_cast<uint64_t>(std::get<int64_t>(value)));
  return total;
}

Value aggregate(const std::vector<Row> &group, const RowSpec &row, const abi::AggregateSpec &spec) {
  std::vector<Value> values;
  int64_t rows = 0;
  for (const Row &one : group) {
    if (spec.where && one[*spec.where] != Value(int64_t(1))) continue;
    ++rows;
    if (spec.argument && one[*spec.argument].index() != 0) values.push_back(one[*spec.argument]);
  }
  if (spec.kind == AggregateKind::Count) return rows;
  if (spec.kind == AggregateKind::CountValid) return static_cast<int64_t>(values.size());
  const ColumnType argument = row[*spec.argument].type;
  if (spec.kind == AggregateKind::CountDistinct) {
    std::set<std::string> different;
    for (const Value &value : values) different.insert(keyText(value));
    return static_cast<int64_t>(different.size());
  }
  if (spec.kind == AggregateKind::Sum) return sum(values, argument);
  if (values.empty()) return {};
  std::vector<double> numbers;
  if (!std::holds_alternative<std::string>(values[0])) {
    for (const Value &value : values) numbers.push_back(number(value, argument));
  }
  switch (spec.kind) {
  case AggregateKind::Mean: {
    long double total = 0;
    for (double value : numbers) total += value;
    return static_cast<double>(total / static_cast<long double>(numbers.size()));
  }
  case AggregateKind::Min: return *std::min_element(values.begin(), values.end(), isLess);
  case AggregateKind::Max: return *std::max_element(values.begin(), values.end(), isLess);
  case AggregateKind::First: return values.front();
  case AggregateKind::Last: return values.back();
  case AggregateKind::Std: return spread(numbers, true);
  case AggregateKind::Var: return spread(numbers, false);
  case AggregateKind::Quantile: return quantile(numbers, spec.parameter);
  case AggregateKind::Any:
    return int64_t(std::find(values.begin(), values.end(), Value(int64_t(1))) != values.end());
  case AggregateKind::All:
    return int64_t(std::find(values.begin(), values.end(), Value(int64_t(0))) == values.end());
  default: return {};
  }
}

bool isClose(const Value &a, const Value &b) {
  if (a.index() != b.index()) return false;
  const auto *x = std::get_if<double>(&a), *y = std::get_if<double>(&b);
  if (!x) return a == b;
  if (std::isnan(*x) || std::isnan(*y)) return std::isnan(*x) && std::isnan(*y);
  if (std::isinf(*x) || std::isinf(*y)) return *x == *y;
  return std::fabs(*x - *y) <= 1e-9 * std::max({1.0, std::fabs(*x), std::fabs(*y)});
}

} // namespace

std::vector<Row> referenceGroups(const std::vector<Row> &rows, const RowSpec &row,
                                 const abi::AggregateSink &spec) {
  std::map<std::string, size_t> numbers;
  std::vector<std::vector<Row>> groups;
  if (spec.keys.empty())
    groups.push_back(rows);
  else {
    for (const Row &one : rows) {
      std::string key;
      for (uint32_t column : spec.keys) key += keyText(one[column]) + "\x01";
      auto [found, isNew] = numbers.try_emplace(key, groups.size());
      if (isNew) groups.emplace_back();
      groups[found->second].push_back(one);
    }
  }
  std::vector<Row> result;
  for (const std::vector<Row> &group : groups) {
    Row made;
    for (uint32_t column : spec.keys) made.push_back(group[0][column]);
    for (const abi::AggregateSpec &one : spec.aggregates) made.push_back(aggregate(group, row, one));
    result.push_back(std::move(made));
  }
  return result;
}

testing::AssertionResult areClose(const std::vector<Row> &actual, const std::vector<Row> &expected) {
  if (actual.size() != expected.size()) {
    return testing::AssertionFailure() << actual.size() << " rows against " << expected.size();
  }
  for (size_t row = 0; row < actual.size(); ++row) {
    bool isSame = actual[row].size() == expected[row].size();
    for (size_t column = 0; isSame && column < actual[row].size(); ++column) {
      isSame = isClose(actual[row][column], expected[row][column]);
    }
    if (!isSame) {
      return testing::AssertionFailure() << "row " << row << "\n"
                                         << show(actual[row]) << "\n"
                                         << show(expected[row]);
    }
  }
  return testing::AssertionSuccess();
}

} // namespace flow::frame::test
