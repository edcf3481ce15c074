// Random plans over small tables: passes change neither the rows nor whether the plan fails; and where a plan
// as it was written does not fail, it gives the same rows.
#include "test/unit/compiler/opt/OptText.h"
#include "test/unit/compiler/opt/PlanEvaluator.h"

#include <random>

namespace flow::opt {

namespace {

/// Writes plans as text, node by node. All columns are `i64` or `i64?`, named c0, c1 and so on.
class RandomPlan {
public:
  explicit RandomPlan(uint32_t seed) : random_(seed) {}

  std::string make() {
    for (int i = 0; i < 2; ++i) scan();
    for (int left = 3 + pick(8); left > 0; --left) step();
    const std::string row = "Frame[{ c0: i64, c1: i64?, c2: i64 }]";
    return "plan (" + row + ", " + row + ") {\n" + text_ + "}\n";
  }

private:
  struct Node {
    std::vector<bool> optional; ///< by column
    bool isGroup = false;       ///< its columns have other names; only the project over it reads them
  };

  int pick(int count) { return static_cast<int>(random_() % static_cast<uint32_t>(count)); }
  int node() {
    int count = static_cast<int>(nodes_.size());
    int found = pick(2) == 0 ? pick(count) : count - 1;
    while (nodes_[static_cast<size_t>(found)].isGroup) found = pick(count);
    return found;
  }
  std::string column(const Node &node, const char *side = ".") { return side + name(pick(width(node))); }
  static std::string name(int i) { return "c" + std::to_string(i); }
  static int width(const Node &node) { return static_cast<int>(node.optional.size()); }

  /// An i64; what is optional is taken by `get`, which gives 0 for null.
  std::string operand(const Node &node, const char *side = ".") {
    if (pick(3) == 0) return std::to_string(pick(6));
    int i = pick(width(node));
    std::string text = side + name(i);
    return node.optional[static_cast<size_t>(i)] ? "get(" + text + ")" : text;
  }
  std::string value(const Node &node) {
    switch (pick(4)) {
    case 0: return "floordiv(" + operand(node) + ", " + operand(node) + ") !1";
    case 1: return "add(" + operand(node) + ", " + operand(node) + ") !1";
    case 2: return "bitxor(" + operand(node) + ", " + operand(node) + ")";
    default: return operand(node);
    }
  }
  std::string comparison(const Node &node, const char *side = ".") {
    const char *ops[] = {"lt", "le", "eq", "ne"};
    return std::string(ops[pick(4)]) + "(" + operand(node, side) + ", " + operand(node, side) + ")";
  }
  std::string predicate(const Node &node) {
    switch (pick(4)) {
    case 0: return comparison(node);
    case 1: return "and(" + comparison(node) + ", " + comparison(node) + ")";
    case 2: // guarded division
      return "let %0 = " + comparison(node) + " in and(%0, lt(floordiv(" + operand(node) + ", " +
             operand(node) + ") guard %0 !1, 3))";
    default: return "and(lt(" + value(node) + ", 4), " + comparison(node) + ")";
    }
  }

  void add(const std::string &line, Node made) {
    text_ += "  %" + std::to_string(nodes_.size()) + " = " + line + "\n";
    nodes_.push_back(std::move(made));
  }
  void scan() {
    add("scan.table $" + std::to_string(nodes_.size() % 2), {{false, true, false}});
  }
  void step();
  void project(int input);
  void join();

  std::mt19937 random_;
  std::string text_;
  std::vector<Node> nodes_;
};

void RandomPlan::project(int input) {
  Node from = nodes_[static_cast<size_t>(input)], made;
  std::string fields;
  for (int i = 0, count = 1 + pick(4); i < count; ++i) {
    fields += i == 0 ? "" : ", ";
    int passed = pick(width(from));
    bool passes = pick(2) == 0;
    fields += name(i) + (passes ? " = ." + name(passed) : ": " + value(from));
    made.optional.push_back(passes && from.optional[static_cast<size_t>(passed)]);
  }
  add("project %" + std::to_string(input) + " { " + fields + " }", made);
}

void RandomPlan::join() {
  int left = node(), right = node();
  const Node &a = nodes_[static_cast<size_t>(left)], &b = nodes_[static_cast<size_t>(right)];
  const char *kinds[] = {"inner", "left", "semi", "anti"};
  int kind = pick(4);
  std::string line = std::string("join ") + kinds[kind] + " %" + std::to_string(left) + ", %" +
                     std::to_string(right) + " on (" + column(a) + " = " + column(b) + ")";
  if (pick(3) == 0) line += " where and(" + comparison(a, "left.") + ", " + comparison(b, "right.") + ")";
  Node made;
  std::string fields;
  for (int i = 0, count = 1 + pick(4); i < count; ++i) {
    bool fromRight = kind < 2 && pick(2) == 0;
    const Node &side = fromRight ? b : a;
    int from = pick(width(side));
    fields += (i == 0 ? "" : ", ") + name(i) + (fromRight ? " = right." : " = left.") + name(from);
    made.optional.push_back(side.optional[static_cast<size_t>(from)] || (fromRight && kind == 1));
  }
  add(line + " { " + fields + " }", made);
}

void RandomPlan::step() {
  int input = node();
  const Node from = nodes_[static_cast<size_t>(input)];
  std::string in = " %" + std::to_string(input);
  switch (pick(9)) {
  case 0:
  case 1: return add("filter" + in + " " + predicate(from), from);
  case 2:
  case 3: return project(input);
  case 4:
    return add("sort" + in + " by (" + column(from) + (pick(2) ? " desc)" : ")") +
                   (pick(3) ? "" : " limit 3"),
               from);
  case 5: return add("take" + in + " " + std::to_string(pick(6)) + (pick(2) ? " skip 1" : ""), from);
  case 6: return add("distinct" + in + (pick(2) ? " by (" + column(from) + ")" : ""), from);
  case 7: {
    int key = pick(width(from));
    std::string group = "%" + std::to_string(nodes_.size());
    bool isOptional = from.optional[static_cast<size_t>(key)];
    add("aggregate" + in + " by (." + name(key) + ") { x: count(), y: sum(" + column(from) + ") !1 }",
        {{}, true});
    return add("project " + group + " { c0 = ." + name(key) + ", c1 = .x, c2 = .y }",
               {{isOptional, false, false}});
  }
  default: return pick(4) == 0 ? add("union" + in + "," + in, from) : join();
  }
}

Table randomTable(std::mt19937 &random) {
  Table table;
  for (size_t i = random() % 6; i > 0; --i) {
    Row &row = table.emplace_back();
    for (int column = 0; column < 3; ++column)
      row.push_back(column == 1 && random() % 4 == 0 ? ir::Value::none() : ir::Value::integer(random() % 5));
  }
  return table;
}

struct Outcome {
  std::string plan, rows;
  bool failed = false;
};

Outcome outcomeOf(const std::string &text, const std::vector<Table> &tables, const char *passes) {
  types::TypeContext context;
  ir::Module module = ir::moduleOf("site 1 = 0:0:0 Overflow\n", context);
  module.types = &context;
  std::vector<ir::PlanGraph> plans;
  plans.push_back(ir::planOf(text, context, &module));
  if (passes) {
    PassOptions options;
    std::string error;
    EXPECT_TRUE(parsePasses(passes, options, error)) << error;
    runPasses({module, plans}, options);
  }
  auto table = PlanEvaluator(plans[0], module, tables).run();
  return {ir::print(plans[0], &module, {.rows = false}), table ? debugText(*table) : "", !table};
}

} // namespace

TEST(RandomPlans, PassesKeepRowsAndFailures) {
  constexpr uint32_t kPlans = 2000;
  uint32_t failures = 0;
  for (uint32_t seed = 1; seed <= kPlans; ++seed) {
    std::mt19937 random(seed);
    std::vector<Table> tables = {randomTable(random), randomTable(random)};
    std::string text = RandomPlan(seed).make();
    Outcome written = outcomeOf(text, tables, nullptr), demanded = outcomeOf(text, tables, "none");
    failures += demanded.failed;
    if (!written.failed) {
      ASSERT_FALSE(demanded.failed) << text << demanded.plan;
      ASSERT_EQ(written.rows, demanded.rows) << text << demanded.plan;
    }
    std::vector<const char *> names = passNames();
    for (std::string passes : {std::string("all"), "none," + std::string(names[seed % names.size()])}) {
      Outcome optimized = outcomeOf(text, tables, passes.c_str());
      ASSERT_EQ(optimized.failed, demanded.failed) << passes << "\n"
                                                   << text << demanded.plan << optimized.plan;
      ASSERT_EQ(optimized.rows, demanded.rows) << passes << "\n" << text << demanded.plan << optimized.plan;
    }
  }
  EXPECT_GT(failures, kPlans / 50) << "plans that never fail test little";
  EXPECT_LT(failures, kPlans / 2);
}

} // namespace flow::opt
