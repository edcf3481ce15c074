#include "compiler/pipeline/Demand.h"

namespace flow::pipeline {

using namespace ir;

namespace {

/// Adds what a payload reads to the columns of one input.
class InputDemand {
public:
  InputDemand(const PlanNode &node, size_t input, const ColumnSet &demanded)
      : node_(node), input_(input), demanded_(demanded), read_(node.input(input)->columns().size()) {}

  ColumnSet run() {
    std::visit([&](const auto &payload) { add(payload); }, node_.payload);
    return std::move(read_);
  }

private:
  void add(uint32_t column) { read_[column] = true; }
  void add(const std::vector<uint32_t> &columns) {
    for (uint32_t column : columns) add(column);
  }
  /// The row of the node is the input's.
  void addDemanded() { add(membersOf(demanded_)); }

  void add(const Filter &filter) {
    addDemanded();
    add(filter.predicate.columns);
  }
  void add(const Project &project) {
    for (uint32_t i : membersOf(demanded_)) {
      const ProjectField &field = project.fields[i];
      if (field.isColumn())
        add(field.column());
      else
        add(field.computed().columns);
    }
  }
  void add(const Sort &sort) {
    addDemanded();
    for (const abi::SortKey &key : sort.keys) add(key.column);
  }
  void add(const Take &) { addDemanded(); }
  void add(const Distinct &distinct) {
    addDemanded();
    if (distinct.keys.empty()) read_.assign(read_.size(), true);
    add(distinct.keys);
  }
  void add(const Join &join) {
    bool isRight = input_ == 1;
    for (uint32_t i : membersOf(demanded_))
      if (join.fields[i].fromRight == isRight) add(join.fields[i].column);
    add(isRight ? join.rightKeys : join.leftKeys);
    if (!join.condition) return;
    auto leftColumns = static_cast<uint32_t>(node_.input(0)->columns().size());
    for (uint32_t column : join.condition->columns)
      if ((column >= leftColumns) == isRight) add(isRight ? column - leftColumns : column);
  }
  void add(const Aggregate &aggregate) {
    add(aggregate.keys);
    for (size_t i = 0; i < aggregate.fields.size(); ++i) {
      const AggregateField &field = aggregate.fields[i];
      if (!demanded_[aggregate.keys.size() + i]) continue;
      if (field.argument) add(*field.argument);
      if (field.where) add(*field.where);
    }
  }
  void add(const Union &) { addDemanded(); }
  void add(const WriteCsv &) { addDemanded(); }
  void add(const WriteParquet &) { addDemanded(); }
  template <typename Scan> void add(const Scan &) {}

  const PlanNode &node_;
  size_t input_;
  const ColumnSet &demanded_;
  ColumnSet read_;
};

} // namespace

std::vector<uint32_t> membersOf(const ColumnSet &set) {
  std::vector<uint32_t> members;
  for (uint32_t i = 0; i < set.size(); ++i)
    if (set[i]) members.push_back(i);
  return members;
}

ColumnSet inputDemand(const PlanNode &node, size_t input, const ColumnSet &demanded) {
  return InputDemand(node, input, demanded).run();
}

std::unordered_map<const PlanNode *, ColumnSet> findDemand(const PlanGraph &graph) {
  std::unordered_map<const PlanNode *, ColumnSet> demand;
  std::vector<PlanNode *> nodes = graph.reachable();
  for (const PlanNode *node : nodes) demand[node].assign(node->columns().size(), node == graph.root);
  for (size_t i = nodes.size(); i-- > 0;) { // users before their inputs
    for (size_t input = 0; input < nodes[i]->inputs.size(); ++input) {
      ColumnSet read = inputDemand(*nodes[i], input, demand.at(nodes[i]));
      ColumnSet &all = demand.at(nodes[i]->input(input));
      for (uint32_t column : membersOf(read)) all[column] = true;
    }
  }
  return demand;
}

} // namespace flow::pipeline
