#include "compiler/opt/PruneColumns.h"

#include "compiler/ir/FnBuilder.h"
#include "compiler/opt/PlanEdit.h"
#include "compiler/opt/RowFunctionEdit.h"
#include "compiler/types/ColumnTypes.h"

#include <algorithm>

namespace flow::opt {

using ir::PlanNode;
using ir::RowFunction;

namespace {

/// Which columns of a row are read.
using Needs = std::vector<bool>;
constexpr uint32_t kGone = UINT32_MAX;

void need(Needs &needs, const std::vector<uint32_t> &columns) {
  for (uint32_t column : columns) needs[column] = true;
}

class ColumnPruner {
public:
  ColumnPruner(ir::PlanGraph &plan, bool onlyCarried)
      : plan_(plan), onlyCarried_(onlyCarried), nodes_(plan.reachable()) {}
  void run();

private:
  /// What is demanded though nobody reads it any more.
  void needWhatMayFail(const PlanNode &node, Needs &needs) const;

  // Downwards: what the node reads of its inputs, given what is read of it.
  std::vector<Needs> needsOf(const PlanNode &node, const Needs &needs) const;
  std::vector<Needs> needsOfJoin(const PlanNode &node, const ir::Join &join, const Needs &needs) const;

  // Upwards: the node reads and gives less; returns the new numbers of its columns. A row of which nothing is
  // read keeps some column, so that its rows can be counted, but none that would have to be computed.
  std::vector<uint32_t> rewrite(PlanNode &node, const Needs &needs);
  std::vector<uint32_t> rewriteScan(const PlanNode &node, std::vector<uint32_t> &columns, Needs needs) const;
  std::vector<uint32_t> rewriteJoin(PlanNode &node, ir::Join &join, const Needs &needs);
  std::vector<uint32_t> rewriteUnion(PlanNode &node, const Needs &needs);
  std::vector<uint32_t> rewriteProject(const PlanNode &node, ir::Project &project, const Needs &needs);
  std::vector<uint32_t> rewriteAggregate(const PlanNode &node, ir::Aggregate &aggregate, const Needs &needs);
  template <typename Field>
  static std::vector<uint32_t> keepFields(std::vector<Field> &fields, const Needs &needs);

  /// Puts a project over the input when that has columns which this user does not read; gives their new
  /// numbers.
  std::vector<uint32_t> narrow(PlanNode &node, size_t input, const Needs &needs);
  const std::vector<uint32_t> &numbersOf(const PlanNode &node, size_t input) const {
    return numbers_.at(node.inputs[input]);
  }

  ir::PlanGraph &plan_;
  bool onlyCarried_;
  std::vector<PlanNode *> nodes_;
  std::unordered_map<const PlanNode *, Needs> needs_;
  std::unordered_map<const PlanNode *, std::vector<Needs>> inputNeeds_;
  std::unordered_map<const PlanNode *, std::vector<uint32_t>> numbers_; ///< old column to new one, or kGone
};

/// An expression that reads nothing.
RowFunction constantTrue(types::TypeContext &types) {
  RowFunction function;
  function.body.kind = ir::FunctionKind::Stage;
  ir::FnBuilder builder(function.body, types);
  builder.result(types.boolean());
  builder.ret({builder.constBool(true)});
  return function;
}

void renumber(std::vector<uint32_t> &columns, const std::vector<uint32_t> &numbers) {
  for (uint32_t &column : columns) column = numbers[column];
}

void ColumnPruner::run() {
  for (const PlanNode *node : nodes_) needs_[node] = Needs(node->columns().size(), node == plan_.root);
  for (size_t i = nodes_.size(); i-- > 0;) {
    const PlanNode *node = nodes_[i];
    if (onlyCarried_) needWhatMayFail(*node, needs_[node]);
    std::vector<Needs> &inputs = inputNeeds_[node] = needsOf(*node, needs_[node]);
    for (size_t j = 0; j < inputs.size(); ++j)
      for (size_t column = 0; column < inputs[j].size(); ++column)
        if (inputs[j][column]) needs_[node->inputs[j]][column] = true;
  }
  for (PlanNode *node : nodes_) {
    numbers_[node] = rewrite(*node, needs_[node]);
    retype(*node, plan_);
  }
}

void ColumnPruner::needWhatMayFail(const PlanNode &node, Needs &needs) const {
  if (node.inputs.empty()) needs.assign(needs.size(), true);
  if (const auto *project = node.get<ir::Project>())
    for (size_t i = 0; i < needs.size(); ++i)
      if (!project->fields[i].isColumn() && project->fields[i].computed().body.mayFail) needs[i] = true;
  if (const auto *aggregate = node.get<ir::Aggregate>())
    for (size_t i = 0; i < aggregate->fields.size(); ++i)
      if (mayOverflow(aggregate->fields[i], *node.input())) needs[aggregate->keys.size() + i] = true;
}

std::vector<Needs> ColumnPruner::needsOf(const PlanNode &node, const Needs &needs) const {
  if (const auto *join = node.get<ir::Join>()) return needsOfJoin(node, *join, needs);
  if (node.get<ir::Union>()) return std::vector<Needs>(node.inputs.size(), needs);
  if (node.inputs.empty()) return {};
  bool keepsRow = !node.get<ir::Project>() && !node.get<ir::Aggregate>();
  Needs input = keepsRow ? needs : Needs(node.input()->columns().size());
  if (const auto *filter = node.get<ir::Filter>()) need(input, filter->predicate.columns);
  if (const auto *sort = node.get<ir::Sort>())
    for (const abi::SortKey &key : sort->keys) input[key.column] = true;
  if (const auto *distinct = node.get<ir::Distinct>()) {
    need(input, distinct->keys);
    if (distinct->keys.empty()) input.assign(input.size(), true);
  }
  if (const auto *project = node.get<ir::Project>())
    for (size_t i = 0; i < needs.size(); ++i) {
      if (!needs[i]) continue;
      const ir::ProjectField &field = project->fields[i];
      if (field.isColumn())
        input[field.column()] = true;
      else
        need(input, field.computed().columns);
    }
  if (const auto *aggregate = node.get<ir::Aggregate>()) {
    need(input, aggregate->keys);
    for (size_t i = 0; i < aggregate->fields.size(); ++i) {
      if (!needs[aggregate->keys.size() + i]) continue;
      if (auto argument = aggregate->fields[i].argument) input[*argument] = true;
      if (auto where = aggregate->fields[i].where) input[*where] = true;
    }
  }
  return {input};
}

std::vector<Needs> ColumnPruner::needsOfJoin(const PlanNode &node, const ir::Join &join,
                                             const Needs &needs) const {
  size_t left = node.input(0)->columns().size();
  std::vector<Needs> inputs = {Needs(left), Needs(node.input(1)->columns().size())};
  need(inputs[0], join.leftKeys);
  need(inputs[1], join.rightKeys);
  for (size_t i = 0; i < needs.size(); ++i)
    if (needs[i]) inputs[join.fields[i].fromRight][join.fields[i].column] = true;
  if (join.condition)
    for (uint32_t column : join.condition->columns)
      inputs[column >= left][column >= left ? column - left : column] = true;
  return inputs;
}

std::vector<uint32_t> ColumnPruner::rewrite(PlanNode &node, const Needs &needs) {
  if (auto *scan = node.get<ir::ScanCsv>()) return rewriteScan(node, scan->source.columns, needs);
  if (auto *scan = node.get<ir::ScanBadCsv>()) return rewriteScan(node, scan->source.columns, needs);
  if (auto *scan = node.get<ir::ScanParquet>()) return rewriteScan(node, scan->source.columns, needs);
  if (auto *scan = node.get<ir::ScanRows>()) return rewriteScan(node, scan->columns, needs);
  if (auto *scan = node.get<ir::ScanTable>()) return rewriteScan(node, scan->columns, needs);
  if (node.get<ir::ScanRange>()) return {0};
  if (auto *join = node.get<ir::Join>()) return rewriteJoin(node, *join, needs);
  if (node.get<ir::Union>()) return rewriteUnion(node, needs);
  if (auto *project = node.get<ir::Project>()) return rewriteProject(node, *project, needs);
  if (auto *aggregate = node.get<ir::Aggregate>()) return rewriteAggregate(node, *aggregate, needs);
  if (auto *filter = node.get<ir::Filter>()) {
    renumber(filter->predicate.columns, numbersOf(node, 0));
    return numbersOf(node, 0);
  }
  if (auto *sort = node.get<ir::Sort>()) {
    std::vector<uint32_t> numbers = narrow(node, 0, inputNeeds_.at(&node)[0]);
    for (abi::SortKey &key : sort->keys) key.column = numbers[key.column];
    return numbers;
  }
  if (auto *distinct = node.get<ir::Distinct>()) {
    std::vector<uint32_t> numbers = narrow(node, 0, inputNeeds_.at(&node)[0]);
    renumber(distinct->keys, numbers);
    return numbers;
  }
  return numbersOf(node, 0); // take, writers
}

/// Something must be read for rows to be counted: the narrowest column then.
std::vector<uint32_t> ColumnPruner::rewriteScan(const PlanNode &node, std::vector<uint32_t> &columns,
                                                Needs needs) const {
  if (std::find(needs.begin(), needs.end(), true) == needs.end() && !needs.empty()) {
    auto width = [&](const types::Field &field) {
      return abi::bytesOf(types::columnTypeOf(field.type)->kind);
    };
    const auto &fields = node.columns();
    auto narrowest = std::min_element(fields.begin(), fields.end(),
                                      [&](const auto &a, const auto &b) { return width(a) < width(b); });
    needs[static_cast<size_t>(narrowest - fields.begin())] = true;
  }
  std::vector<uint32_t> kept, numbers(needs.size(), kGone);
  for (size_t i = 0; i < needs.size(); ++i) {
    if (!needs[i]) continue;
    numbers[i] = static_cast<uint32_t>(kept.size());
    kept.push_back(columns[i]);
  }
  columns = std::move(kept);
  return numbers;
}

template <typename Field>
std::vector<uint32_t> ColumnPruner::keepFields(std::vector<Field> &fields, const Needs &needs) {
  std::vector<Field> kept;
  std::vector<uint32_t> numbers(fields.size(), kGone);
  for (size_t i = 0; i < fields.size(); ++i) {
    if (!needs[i]) continue;
    numbers[i] = static_cast<uint32_t>(kept.size());
    kept.push_back(std::move(fields[i]));
  }
  fields = std::move(kept);
  return numbers;
}

std::vector<uint32_t> ColumnPruner::rewriteProject(const PlanNode &node, ir::Project &project,
                                                   const Needs &needs) {
  std::optional<ir::ProjectField> counter; // a constant, that an earlier run left to count rows by
  for (const ir::ProjectField &field : project.fields)
    if (!field.isColumn() && field.computed().columns.empty() && !field.computed().body.mayFail)
      counter = field;
  std::vector<uint32_t> result = keepFields(project.fields, needs);
  for (ir::ProjectField &field : project.fields) {
    if (auto *column = std::get_if<uint32_t>(&field.value))
      *column = numbersOf(node, 0)[*column];
    else
      renumber(std::get<RowFunction>(field.value).columns, numbersOf(node, 0));
  }
  if (project.fields.empty()) project.fields.push_back(counter ? *counter : passOn(*node.input(), 0));
  return result;
}

std::vector<uint32_t> ColumnPruner::rewriteAggregate(const PlanNode &node, ir::Aggregate &aggregate,
                                                     const Needs &needs) {
  auto keys = static_cast<uint32_t>(aggregate.keys.size());
  std::vector<uint32_t> fields = keepFields(aggregate.fields, Needs(needs.begin() + keys, needs.end()));
  std::vector<uint32_t> result;
  for (uint32_t i = 0; i < keys; ++i) result.push_back(i);
  for (uint32_t field : fields) result.push_back(field == kGone ? kGone : field + keys);
  renumber(aggregate.keys, numbersOf(node, 0));
  for (ir::AggregateField &field : aggregate.fields) {
    if (field.argument) field.argument = numbersOf(node, 0)[*field.argument];
    if (field.where) field.where = numbersOf(node, 0)[*field.where];
  }
  if (keys == 0 && aggregate.fields.empty())
    aggregate.fields.push_back({"$0", abi::AggregateKind::Count, {}, {}, 0, 0});
  return result;
}

std::vector<uint32_t> ColumnPruner::rewriteJoin(PlanNode &node, ir::Join &join, const Needs &needs) {
  auto oldLeft = static_cast<uint32_t>(numbersOf(node, 0).size());
  const std::vector<Needs> &inputs = inputNeeds_.at(&node);
  std::vector<uint32_t> result = keepFields(join.fields, needs);
  std::vector<uint32_t> numbers[2] = {narrow(node, 0, inputs[0]), narrow(node, 1, inputs[1])};
  renumber(join.leftKeys, numbers[0]);
  renumber(join.rightKeys, numbers[1]);
  for (ir::JoinField &field : join.fields) field.column = numbers[field.fromRight][field.column];
  if (join.fields.empty()) join.fields.push_back({"$0", false, 0});
  auto newLeft = static_cast<uint32_t>(node.input(0)->columns().size());
  if (join.condition)
    for (uint32_t &column : join.condition->columns)
      column = column < oldLeft ? numbers[0][column] : newLeft + numbers[1][column - oldLeft];
  return result;
}

/// All inputs must have one row: those that do not are projected to the columns that are read.
std::vector<uint32_t> ColumnPruner::rewriteUnion(PlanNode &node, const Needs &needs) {
  std::vector<uint32_t> numbers(needs.size(), kGone);
  bool any = std::find(needs.begin(), needs.end(), true) != needs.end();
  bool equal = std::all_of(node.inputs.begin(), node.inputs.end(),
                           [&](const PlanNode *input) { return input->row == node.input()->row; });
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    if (any)
      numbers = narrow(node, i, needs);
    else if (!equal)
      node.inputs[i] = plan_.add(ir::Project{{{"$0", constantTrue(plan_.types())}}}, {node.inputs[i]});
  }
  return numbers;
}

std::vector<uint32_t> ColumnPruner::narrow(PlanNode &node, size_t input, const Needs &needs) {
  PlanNode *below = node.inputs[input];
  const std::vector<uint32_t> &numbers = numbersOf(node, input);
  ir::Project project;
  std::vector<uint32_t> result(needs.size(), kGone);
  for (size_t i = 0; i < needs.size(); ++i) {
    if (!needs[i]) continue;
    result[i] = static_cast<uint32_t>(project.fields.size());
    project.fields.push_back(passOn(*below, numbers[i]));
  }
  bool isSame = project.fields.size() == below->columns().size() && result == numbers;
  if (isSame || project.fields.empty()) return numbers;
  node.inputs[input] = plan_.add(std::move(project), {below});
  return result;
}

} // namespace

void pruneColumns(Program program) {
  for (ir::PlanGraph &plan : program.plans) ColumnPruner(plan, /*onlyCarried=*/false).run();
}

void pruneCarriedColumns(Program program) {
  for (ir::PlanGraph &plan : program.plans) ColumnPruner(plan, /*onlyCarried=*/true).run();
}

} // namespace flow::opt
