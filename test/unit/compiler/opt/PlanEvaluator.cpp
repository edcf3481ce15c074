#include "test/unit/compiler/opt/PlanEvaluator.h"

#include "runtime/abi/Check.h"

#include <algorithm>

namespace flow::opt {

using abi::JoinKind;
using ir::Value;

std::string debugText(const Table &table) {
  std::string result;
  for (const Row &row : table) result += ir::debugText(Value::of(row)) + "\n";
  return result;
}

static std::string keyText(const Row &row, const std::vector<uint32_t> &keys) {
  Row key;
  for (uint32_t column : keys) key.push_back(row[column]);
  return ir::debugText(Value::of(key));
}

std::optional<Table> PlanEvaluator::run() {
  for (const ir::PlanNode *node : plan_.reachable()) tables_[node] = evaluate(*node);
  return failed_ ? std::nullopt : std::optional(of(plan_.root));
}

Table PlanEvaluator::evaluate(const ir::PlanNode &node) {
  if (const auto *each = node.get<ir::ScanTable>()) return scan(*each);
  if (const auto *each = node.get<ir::Filter>()) return filter(*each, of(node.input()));
  if (const auto *each = node.get<ir::Project>()) return project(*each, of(node.input()));
  if (const auto *each = node.get<ir::Sort>()) return sort(*each, of(node.input()));
  if (const auto *each = node.get<ir::Take>()) return take(*each, of(node.input()));
  if (const auto *each = node.get<ir::Distinct>()) return distinct(*each, of(node.input()));
  if (const auto *each = node.get<ir::Join>())
    return join(*each, of(node.input(0)), of(node.input(1)), node.input(1)->columns().size());
  if (const auto *each = node.get<ir::Aggregate>()) return aggregate(*each, of(node.input()));
  FLOW_CHECK(node.is(ir::PlanOp::Union), "not evaluated: ", ir::spelling(node.op()));
  Table result;
  for (const ir::PlanNode *input : node.inputs)
    result.insert(result.end(), of(input).begin(), of(input).end());
  return result;
}

Value PlanEvaluator::compute(const ir::RowFunction &function, const Row &row) {
  Row arguments;
  for (uint32_t column : function.columns) arguments.push_back(row[column]);
  ir::Outcome outcome = ir::Interpreter(module_).run(function.body, arguments);
  FLOW_CHECK(outcome.kind != ir::Outcome::Kind::Stopped);
  if (outcome.returned()) return outcome.results[0];
  failed_ = true;
  return ir::zeroOf(function.type());
}

Table PlanEvaluator::scan(const ir::ScanTable &scan) const {
  Table result;
  for (const Row &row : inputs_[scan.capture]) {
    Row &read = result.emplace_back();
    for (uint32_t column : scan.columns) read.push_back(row[column]);
  }
  return result;
}

Table PlanEvaluator::filter(const ir::Filter &filter, const Table &rows) {
  Table result;
  for (const Row &row : rows)
    if (compute(filter.predicate, row).boolean()) result.push_back(row);
  return result;
}

Table PlanEvaluator::project(const ir::Project &project, const Table &rows) {
  Table result;
  for (const Row &row : rows) {
    Row &made = result.emplace_back();
    for (const ir::ProjectField &field : project.fields)
      made.push_back(field.isColumn() ? row[field.column()] : compute(field.computed(), row));
  }
  return result;
}

static int compare(const Value &a, const Value &b, const abi::SortKey &key) {
  if (a.isNone() || b.isNone()) return a.isNone() == b.isNone() ? 0 : a.isNone() == key.nullsFirst ? -1 : 1;
  int order = a.integer() < b.integer() ? -1 : a.integer() == b.integer() ? 0 : 1;
  return key.descending ? -order : order;
}

Table PlanEvaluator::sort(const ir::Sort &sort, const Table &rows) const {
  std::vector<size_t> order(rows.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    for (const abi::SortKey &key : sort.keys)
      if (int by = compare(rows[a][key.column], rows[b][key.column], key)) return by < 0;
    return a < b;
  });
  if (sort.limit && *sort.limit < order.size()) order.resize(*sort.limit);
  Table result;
  for (size_t i : order) result.push_back(rows[i]);
  return result;
}

Table PlanEvaluator::take(const ir::Take &take, const Table &rows) const {
  size_t begin = std::min<uint64_t>(take.skip, rows.size());
  size_t count = std::min<uint64_t>(take.count, rows.size() - begin);
  return Table(rows.begin() + static_cast<ptrdiff_t>(begin),
               rows.begin() + static_cast<ptrdiff_t>(begin + count));
}

Table PlanEvaluator::distinct(const ir::Distinct &distinct, const Table &rows) const {
  std::vector<uint32_t> keys = distinct.keys;
  if (keys.empty() && !rows.empty())
    for (uint32_t i = 0; i < rows[0].size(); ++i) keys.push_back(i);
  Table result;
  std::unordered_map<std::string, bool> seen;
  for (const Row &row : rows)
    if (seen.emplace(keyText(row, keys), true).second) result.push_back(row);
  return result;
}

Table PlanEvaluator::join(const ir::Join &join, const Table &left, const Table &right, size_t rightColumns) {
  Table result;
  Row nulls(rightColumns);
  for (const Row &row : left) {
    std::vector<const Row *> partners;
    for (const Row &other : right) {
      bool equal = true;
      for (size_t i = 0; i < join.leftKeys.size(); ++i) {
        const Value &a = row[join.leftKeys[i]], &b = other[join.rightKeys[i]];
        equal &= !a.isNone() && !b.isNone() && ir::identical(a, b);
      }
      Row both = row;
      both.insert(both.end(), other.begin(), other.end());
      if (equal && (!join.condition || compute(*join.condition, both).boolean())) partners.push_back(&other);
    }
    bool once = join.kind == JoinKind::Semi || join.kind == JoinKind::Anti;
    if (once && partners.empty() == (join.kind == JoinKind::Semi)) continue;
    if (once || (partners.empty() && join.kind == JoinKind::Left)) partners = {&nulls};
    for (const Row *partner : partners) {
      Row &made = result.emplace_back();
      for (const ir::JoinField &field : join.fields)
        made.push_back((field.fromRight ? *partner : row)[field.column]);
    }
  }
  return result;
}

Value PlanEvaluator::aggregated(const ir::AggregateField &field, const Table &group) {
  __int128 result = 0;
  for (const Row &row : group) {
    bool counts = !field.argument || !row[*field.argument].isNone();
    if (!counts || (field.where && !row[*field.where].boolean())) continue;
    result += field.kind == abi::AggregateKind::Sum ? row[*field.argument].integer() : 1;
  }
  ir::IntegerRange range = ir::integerRange(plan_.types().i64());
  failed_ |= result < range.least || result > range.greatest;
  return Value::integer(result);
}

Table PlanEvaluator::aggregate(const ir::Aggregate &aggregate, const Table &rows) {
  std::vector<Table> groups(aggregate.keys.empty() ? 1 : 0);
  std::unordered_map<std::string, size_t> numbers;
  if (aggregate.keys.empty()) numbers.emplace("[]", 0);
  for (const Row &row : rows) {
    auto [at, isNew] = numbers.try_emplace(keyText(row, aggregate.keys), groups.size());
    if (isNew) groups.emplace_back();
    groups[at->second].push_back(row);
  }
  Table result;
  for (const Table &group : groups) {
    Row &made = result.emplace_back();
    for (uint32_t key : aggregate.keys) made.push_back(group[0][key]);
    for (const ir::AggregateField &field : aggregate.fields) made.push_back(aggregated(field, group));
  }
  return result;
}

} // namespace flow::opt
