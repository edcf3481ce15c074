// Expressions over a row: row functions with their columns and captures.
#include "compiler/ir/FnMayFail.h"
#include "compiler/lower/FunctionLowering.h"
#include "compiler/lower/TreeWalk.h"

#include <algorithm>

namespace flow::lower {

static void add(Reads &reads, const Reads &more) {
  auto addTo = [](auto &list, const auto &items) {
    for (const auto &item : items)
      if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
  };
  addTo(reads.columns, more.columns);
  addTo(reads.locals, more.locals);
}

/// Made of constants, so that nothing in it fails.
static bool isConstant(const Expr &expr) {
  switch (expr.kind) {
  case tree::ExprKind::Constant: return true;
  case tree::ExprKind::LocalRef: {
    const tree::Local &local = *tree::as<tree::LocalRef>(expr).local;
    return local.definition ? isConstant(*local.definition) : local.constant.has_value();
  }
  case tree::ExprKind::Convert:
    if (tree::as<tree::Convert>(expr).how != tree::ConvertKind::Widen &&
        tree::as<tree::Convert>(expr).how != tree::ConvertKind::Some)
      return false;
    break;
  case tree::ExprKind::MakeRecord:
  case tree::ExprKind::MakeList:
  case tree::ExprKind::MakeMap:
  case tree::ExprKind::MakeSet: break;
  default: return false;
  }
  bool isWhole = true;
  forEachChild(expr, [&](const Expr &child) { isWhole &= isConstant(child); });
  return isWhole;
}

/// Collections that are the same for all rows, the outermost ones; what is empty costs nothing to make.
static void findLiterals(const Expr &expr, std::vector<const Expr *> &found) {
  bool isCollection = expr.type->is(TypeKind::List) || expr.type->is(TypeKind::Map) || expr.type->is(TypeKind::Set);
  const auto *name = tree::dynCast<tree::LocalRef>(&expr);
  bool isEmpty = !name || !isKept(*name->local);
  if (isCollection) forEachChild(expr, [&](const Expr &) { isEmpty = false; });
  if (isCollection && !isEmpty && isConstant(expr)) {
    found.push_back(&expr);
    return;
  }
  forEachChild(expr, [&](const Expr &child) { findLiterals(child, found); });
}

ValueId FunctionLowering::lowerWhere(const Expr &expr, const Expr &where) {
  ValueId condition = lower(where);
  if (where.type->isOptional()) condition = builder_.emit(Op::Get, {condition});
  if (isStraight(expr)) return guarded(condition, [&] { return lower(expr); });
  return branched(expr.type, condition, [&] { return lower(expr); }, [&] { return builder_.zero(expr.type); });
}

ir::RowFunction FunctionLowering::lowerRow(ProgramState &state, const Expr &expr, uint32_t rightOffset,
                                           const HostValues &values, const Expr *where) {
  Reads reads = readsOf(expr);
  if (where) add(reads, readsOf(*where));
  ir::RowFunction row;
  row.body.name = "row";
  row.body.kind = ir::FunctionKind::Stage;
  // The type of a column is that of a reference to it; the first one found says it.
  std::map<std::pair<uint32_t, uint32_t>, const Type *> columnTypes;
  std::function<void(const Expr &)> findTypes = [&](const Expr &child) {
    if (const auto *column = tree::dynCast<tree::ColumnRef>(&child))
      columnTypes.try_emplace({column->side, column->index}, column->type);
    forEachChild(child, findTypes);
  };
  findTypes(expr);
  if (where) findTypes(*where);

  FunctionLowering lowering(state, row.body);
  for (auto [side, index] : reads.columns) {
    lowering.columns_[{side, index}] = lowering.builder_.columnParameter(columnTypes.at({side, index}));
    row.columns.push_back(index + (side ? rightOffset : 0));
  }
  for (const tree::Local *local : reads.locals) {
    lowering.values_[local] = lowering.builder_.parameter(local->type);
    row.captures.push_back(values.ofLocal(local));
  }
  std::vector<const Expr *> literals;
  findLiterals(expr, literals);
  if (where) findLiterals(*where, literals);
  for (const Expr *literal : literals) {
    if (lowering.literals_.contains(literal)) continue;
    lowering.literals_[literal] = lowering.builder_.parameter(literal->type);
    row.captures.push_back(values.ofLiteral(*literal));
  }
  lowering.builder_.result(expr.type);
  ValueId value = where ? lowering.lowerWhere(expr, *where) : lowering.lower(expr);
  if (value == ir::kNoValue)
    lowering.builder_.unreachable(); // an expression that always leaves
  else if (!lowering.builder_.isTerminated())
    lowering.builder_.ret({value});
  return row;
}

uint32_t FunctionLowering::captureValue(ValueId value) {
  for (uint32_t i = 0; i < captures_.size(); ++i)
    if (captures_[i] == value) return i;
  captures_.push_back(value);
  graph_.captures.types.push_back(builder_.typeOf(value));
  return static_cast<uint32_t>(captures_.size() - 1);
}

ir::RowFunction FunctionLowering::rowFunction(const Expr &expr, uint32_t rightOffset, const Expr *where) {
  std::map<const Expr *, uint32_t> literals;
  HostValues values;
  values.ofLocal = [this](const tree::Local *local) { return captureValue(localValue(*local)); };
  values.ofLiteral = [&](const Expr &literal) {
    auto [known, isNew] = literals.try_emplace(&literal);
    if (isNew) known->second = captureValue(lower(literal));
    return known->second;
  };
  ir::RowFunction row = lowerRow(state_, expr, rightOffset, values);
  if (!where || !ir::mayFailIn(row.body, nullptr)) return row;
  return lowerRow(state_, expr, rightOffset, values, where);
}

} // namespace flow::lower
