#include "compiler/opt/BoundScans.h"

#include "compiler/ir/Value.h"
#include "compiler/opt/PlanEdit.h"
#include "compiler/opt/Predicates.h"
#include "compiler/opt/ValueDefinitions.h"

#include <cmath>
#include <set>

namespace flow::opt {

using Bound = abi::ColumnBound;
using ir::Instruction;
using ir::Op;
using ir::PlanNode;
using ir::RowFunction;
using types::TypeKind;

namespace {

/// What the terms of filters say about columns of a row.
class BoundCollector {
public:
  explicit BoundCollector(const types::Type *row) : row_(row) {}

  void addTerm(const RowFunction &term);
  /// Those of columns that are always there where the terms hold.
  std::vector<Bound> bounds() const;

private:
  struct Column {
    uint32_t index = 0;
    bool isOptional = false; ///< and its value is taken by Get
  };
  std::optional<Column> columnOf(ir::ValueId value) const;
  std::optional<decltype(Bound::value)> constantFor(ir::ValueId value, const types::Type *type) const;
  void addComparison(const Instruction &comparison);

  const types::Type *row_;
  const RowFunction *term_ = nullptr;
  std::optional<ValueDefinitions> definitions_;
  std::vector<Bound> found_;
  std::set<uint32_t> present_;
};

/// Also through a conversion to a wider int: that changes no order.
std::optional<BoundCollector::Column> BoundCollector::columnOf(ir::ValueId value) const {
  Column column;
  if (const Instruction *convert = definitions_->of(value, Op::Convert)) {
    bool isInt = convert->type->isInt() && term_->body.valueTypes[convert->operands[0]]->isInt();
    if (!isInt) return {};
    value = convert->operands[0];
  }
  if (const Instruction *get = definitions_->of(value, Op::Get)) {
    value = get->operands[0];
    column.isOptional = true;
  }
  if (value >= term_->columns.size()) return {};
  column.index = term_->columns[value];
  return column;
}

/// The constant in the representation that bounds of a column of that type have; nothing for types without
/// bounds.
std::optional<decltype(Bound::value)> BoundCollector::constantFor(ir::ValueId value,
                                                                  const types::Type *type) const {
  const Instruction *constant = definitions_->of(value, Op::Const);
  if (!constant) return {};
  ir::Value known = ir::valueOf(constant->constant, constant->type);
  if (type->isFloat()) {
    if (!constant->type->isFloat() || std::isnan(known.number())) return {};
    return known.number();
  }
  if (type->is(TypeKind::Str)) return known.text();
  constexpr unsigned kLongDecimal = 19;
  bool isInt = type->isInt() || type->is(TypeKind::Date) || type->is(TypeKind::Timestamp) ||
               type->is(TypeKind::Duration) || (type->isDecimal() && type->precision < kLongDecimal);
  if (!isInt || known.integer() < INT64_MIN || known.integer() > INT64_MAX) return {};
  return static_cast<int64_t>(known.integer());
}

void BoundCollector::addComparison(const Instruction &comparison) {
  for (bool swapped : {false, true}) {
    auto column = columnOf(comparison.operands[swapped ? 1 : 0]);
    if (!column) continue;
    const types::Type *type = row_->fields[column->index].type;
    if (type->isOptional() != column->isOptional) continue;
    auto constant = constantFor(comparison.operands[swapped ? 0 : 1], type->plain());
    if (!constant) continue;
    Bound bound;
    bound.column = column->index;
    bound.value = std::move(*constant);
    if (comparison.op == Op::Equal)
      bound.op = Bound::Op::Equal;
    else if (comparison.op == Op::Less)
      bound.op = swapped ? Bound::Op::Greater : Bound::Op::Less;
    else
      bound.op = swapped ? Bound::Op::GreaterEqual : Bound::Op::LessEqual;
    found_.push_back(std::move(bound));
    return;
  }
}

void BoundCollector::addTerm(const RowFunction &term) {
  if (term.body.blocks.size() != 1) return;
  term_ = &term;
  definitions_.emplace(term.body);
  const Instruction *top = definitions_->of(term.body.blocks[0].instructions.back().operands[0]);
  if (!top) return;
  if (top->op == Op::Has && top->operands[0] < term.columns.size())
    present_.insert(term.columns[top->operands[0]]);
  if (top->op == Op::Less || top->op == Op::LessEqual || top->op == Op::Equal) addComparison(*top);
}

std::vector<Bound> BoundCollector::bounds() const {
  std::vector<Bound> result;
  for (const Bound &bound : found_)
    if (!row_->fields[bound.column].type->isOptional() || present_.contains(bound.column))
      result.push_back(bound);
  return result;
}

/// What the filters right above the scan say of its columns.
std::vector<Bound> boundsOf(const PlanNode &scan, const std::unordered_map<const PlanNode *, PlanNode *> &userOf,
                            const UserCounts &users, const ir::Module &module) {
  BoundCollector collector(scan.row);
  const PlanNode *node = &scan;
  while (users.isOnlyOne(node)) {
    auto user = userOf.find(node);
    const ir::Filter *filter = user == userOf.end() ? nullptr : user->second->get<ir::Filter>();
    if (!filter) break;
    for (const Term &term : movableTerms(filter->predicate, module)) collector.addTerm(term.function);
    if (filter->predicate.body.mayFail) break; // rows that a later filter drops may fail here
    node = user->second;
  }
  return collector.bounds();
}

/// Bounds count the columns of the files, then those of their folders.
template <typename FileSource> void setBounds(FileSource &source, std::vector<Bound> bounds) {
  for (Bound &each : bounds) each.column = source.columns[each.column];
  source.bounds = std::move(bounds);
}

} // namespace

void boundScans(Program program) {
  for (ir::PlanGraph &plan : program.plans) {
    UserCounts users(plan);
    std::unordered_map<const PlanNode *, PlanNode *> userOf;
    std::vector<PlanNode *> nodes = plan.reachable();
    for (PlanNode *node : nodes)
      for (const PlanNode *input : node->inputs) userOf[input] = node;
    for (PlanNode *node : nodes) {
      if (auto *scan = node->get<ir::ScanParquet>())
        setBounds(scan->source, boundsOf(*node, userOf, users, program.module));
      auto *scan = node->get<ir::ScanCsv>();
      if (!scan || scan->source.partitions.empty()) continue;
      setBounds(scan->source, boundsOf(*node, userOf, users, program.module));
      std::erase_if(scan->source.bounds, // of a file nothing is known before it is read
                    [&](const Bound &bound) { return bound.column < scan->source.row.size(); });
    }
  }
}

} // namespace flow::opt
