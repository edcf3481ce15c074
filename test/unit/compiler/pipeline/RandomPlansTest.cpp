// Plans of random shape, with shared nodes, are cut into consistent pipelines: buildPipelines checks that.
#include "compiler/ir/FnBuilder.h"
#include "compiler/types/ColumnTypes.h"
#include "test/unit/compiler/pipeline/PipelineText.h"

#include <random>

namespace flow::pipeline {

namespace {

using namespace ir;

class RandomPlan {
public:
  RandomPlan(PlanGraph &plan, unsigned seed) : plan_(plan), random_(seed) {}

  void run(size_t count) {
    nodes_ = {scan("x"), scan("y")};
    while (nodes_.size() < count) nodes_.push_back(next());
    plan_.root = nodes_.back();
  }

private:
  size_t below(size_t end) { return random_() % end; }
  PlanNode *node() {
    size_t behind = std::min(nodes_.size(), size_t(1) + below(4)); // mostly late ones, so that plans are deep
    return nodes_[nodes_.size() - behind];
  }
  uint32_t column(const PlanNode *of) { return static_cast<uint32_t>(below(of->columns().size())); }

  std::string newName() { return "c" + std::to_string(names_++); }

  PlanNode *scan(const char *path) {
    abi::CsvSource source;
    source.path.text = path;
    source.row = {
        {"a", {abi::ColumnKind::I64}}, {"b", {abi::ColumnKind::I64}}, {"c", {abi::ColumnKind::I64}}};
    source.columns = {0, 1, 2};
    source.site = 1;
    return plan_.add(ScanCsv{source});
  }
  /// Of one or two columns, perhaps of both sides of a join; or of a capture.
  RowFunction expression(const PlanNode *left, const PlanNode *right, Op op) {
    RowFunction function;
    function.body.name = "row";
    function.body.kind = FunctionKind::Stage;
    FnBuilder builder(function.body, plan_.types());
    ValueId first = builder.columnParameter(plan_.types().i64());
    function.columns = {column(left)};
    ValueId second;
    if (below(3) == 0) {
      second = builder.parameter(plan_.types().i64());
      function.captures = {static_cast<uint32_t>(below(2)) + 1};
    } else {
      second = builder.columnParameter(plan_.types().i64());
      function.columns.push_back(right ? static_cast<uint32_t>(left->columns().size()) + column(right)
                                       : column(left));
    }
    builder.result(op == Op::Less ? plan_.types().boolean() : plan_.types().i64());
    builder.ret({builder.emit(op, {first, second})});
    return function;
  }

  PlanNode *project(PlanNode *input) {
    Project project;
    for (size_t i = 0, count = 1 + below(4); i < count; ++i) {
      std::string name = newName();
      if (below(2))
        project.fields.push_back({name, column(input)});
      else
        project.fields.push_back({name, expression(input, nullptr, Op::BitXor)});
    }
    return plan_.add(std::move(project), {input});
  }
  PlanNode *join(PlanNode *left, PlanNode *right) {
    Join join;
    constexpr abi::JoinKind kKinds[] = {abi::JoinKind::Inner, abi::JoinKind::Semi, abi::JoinKind::Anti};
    join.kind = kKinds[below(3)];
    join.leftKeys = {column(left)};
    join.rightKeys = {column(right)};
    if (below(2)) join.condition = expression(left, right, Op::Less);
    for (size_t i = 0, count = 1 + below(3); i < count; ++i) {
      bool fromRight = join.kind == abi::JoinKind::Inner && below(2);
      join.fields.push_back({newName(), fromRight, column(fromRight ? right : left)});
    }
    return plan_.add(std::move(join), {left, right});
  }
  PlanNode *aggregate(PlanNode *input) {
    Aggregate aggregate;
    aggregate.keys = {column(input)};
    aggregate.fields.push_back({newName(), abi::AggregateKind::Count, {}, {}, 0, 0});
    aggregate.fields.push_back({newName(), abi::AggregateKind::Max, column(input), {}, 0, 0});
    return plan_.add(std::move(aggregate), {input});
  }
  PlanNode *next() {
    PlanNode *input = node();
    switch (below(8)) {
    case 0:
    case 1: return plan_.add(Filter{expression(input, nullptr, Op::Less)}, {input});
    case 2:
    case 3: return project(input);
    case 4: return join(input, node());
    case 5: return aggregate(input);
    case 6: return plan_.add(Sort{{{column(input)}}, {}, {}}, {input});
    default:
      return below(2) ? plan_.add(Distinct{{column(input)}}, {input}) : plan_.add(Take{1, 5, {}, 0}, {input});
    }
  }

  PlanGraph &plan_;
  std::mt19937 random_;
  std::vector<PlanNode *> nodes_;
  size_t names_ = 0;
};

} // namespace

TEST(RandomPlans, GiveConsistentPipelines) {
  size_t shared = 0, stages = 0;
  for (unsigned seed = 0; seed < 300; ++seed) {
    types::TypeContext context;
    PlanGraph plan(context);
    plan.captures.types = {context.str(), context.i64(), context.i64()};
    RandomPlan(plan, seed).run(4 + seed % 20);
    Module module;
    module.types = &context;
    module.sites.resize(1);
    abi::PlanSpec spec = buildPipelines(plan, seed, module);
    abi::RowSpec result = spec.tables[spec.result];
    ASSERT_EQ(result, types::rowSpecOf(plan.root->row)) << print(plan) << dumpPipelines(spec);
    for (const abi::PipelineSpec &pipeline : spec.pipelines)
      shared += std::holds_alternative<abi::CollectSink>(pipeline.sink) ? 1 : 0;
    stages += module.functions.size();
  }
  EXPECT_GT(shared, 300u);
  EXPECT_GT(stages, 300u);
}

} // namespace flow::pipeline
