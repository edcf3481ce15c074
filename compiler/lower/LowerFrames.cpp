// Verbs become Plan IR nodes. Captures are positions in captures_ until an outcome makes a plan.
#include "compiler/lower/FunctionLowering.h"
#include "compiler/lower/TreeWalk.h"
#include "compiler/types/ColumnTypes.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace flow::lower {

using abi::FailureKind;
using ir::PlanNode;

std::vector<FunctionLowering::OpenPlace> FunctionLowering::inlineParameters(const tree::Call &call) {
  // All arguments before any parameter: an argument may be a call of the same function.
  const auto &parameters = call.callee->parameters;
  std::vector<std::variant<PlanNode *, ValueId>> arguments;
  std::vector<OpenPlace> places;
  std::map<size_t, OpenPlace> opened; // by the number of the argument
  arguments.assign(parameters.size(), ir::kNoValue);
  for (size_t i = 0; i < parameters.size(); ++i) {
    size_t at = call.order.empty() ? i : call.order[i];
    if (const auto *ref = tree::dynCast<tree::PlaceRef>(call.arguments[at]))
      opened.emplace(at, openPlace(*ref->place));
    else if (parameters[at]->type->isFrame())
      arguments[at] = lowerFrame(*call.arguments[at]);
    else
      arguments[at] = lower(*call.arguments[at]);
  }
  for (auto &[at, place] : opened) places.push_back(std::move(place));
  for (size_t i = 0, place = 0; i < parameters.size(); ++i) {
    if (PlanNode **frame = std::get_if<PlanNode *>(&arguments[i]))
      frames_[parameters[i]] = *frame;
    else
      bind(*parameters[i], parameters[i]->isVar ? loadPlace(places[place++]) : std::get<ValueId>(arguments[i]));
  }
  return places;
}

void FunctionLowering::storeInlined(const tree::Call &call, const std::vector<OpenPlace> &places) {
  size_t place = 0;
  for (const tree::Local *parameter : call.callee->parameters)
    if (parameter->isVar) storePlace(places[place++], localValue(*parameter));
}

static std::vector<uint32_t> allColumns(const Type *row) {
  std::vector<uint32_t> columns(row->fields.size());
  std::iota(columns.begin(), columns.end(), 0u);
  return columns;
}

PlanNode *FunctionLowering::lowerFrame(const Expr &expr) {
  if (const auto *ref = tree::dynCast<tree::LocalRef>(&expr))
    if (auto known = frames_.find(ref->local); known != frames_.end()) return known->second;
  if (const auto *frame = tree::dynCast<tree::Frame>(&expr)) return lowerVerb(*frame);
  if (const auto *call = tree::dynCast<tree::Call>(&expr); call && isPlanned(*call)) {
    std::vector<OpenPlace> places = inlineParameters(*call);
    PlanNode *result = lowerFrame(*call->callee->body);
    storeInlined(*call, places);
    return result;
  }
  if (const auto *block = tree::dynCast<tree::Block>(&expr)) {
    for (const tree::Stmt *stmt : block->statements) lowerStmt(*stmt);
    return lowerFrame(*block->value);
  }
  return storedTable(lower(expr));
}

/// A frame whose plan is not known here: a value of host code, the table that it has become.
PlanNode *FunctionLowering::storedTable(ValueId table) {
  return graph_.add(ir::ScanTable{captureValue(table), allColumns(builder_.typeOf(table)->row())});
}

/// Whether a `return` stands in it: which frame a function gives is then known when it has run.
static bool hasReturn(const Expr &expr) {
  const auto *leave = tree::dynCast<tree::Leave>(&expr);
  bool found = leave && leave->leave == ast::LeaveKind::Return;
  forEachChild(expr, [&](const Expr &child) { found = found || hasReturn(child); });
  return found;
}

bool FunctionLowering::isPlanned(const Expr &expr) const {
  if (const auto *ref = tree::dynCast<tree::LocalRef>(&expr)) return frames_.contains(ref->local);
  const auto *call = tree::dynCast<tree::Call>(&expr);
  bool isInlined = call && call->callee->isFrameFunction && !hasReturn(*call->callee->body);
  return expr.kind == tree::ExprKind::Frame || isInlined;
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame) {
  return std::visit(
      [&](const auto &verb) -> PlanNode * {
        if constexpr (std::is_same_v<std::decay_t<decltype(verb)>, std::monostate>)
          FLOW_UNREACHABLE();
        else
          return lowerVerb(frame, verb);
      },
      frame.verb);
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::ReadCsvVerb &verb) {
  ir::ScanCsv scan{verb.source, verb.rowCount};
  scan.source.site = state_.site(frame.span, FailureKind::IoError);
  if (verb.path) scan.source.path.capture = captureValue(lower(*verb.path));
  return graph_.add(std::move(scan));
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::ReadBadCsvVerb &verb) {
  ir::ScanBadCsv scan;
  scan.source.file = verb.file;
  scan.source.file.site = state_.site(frame.span, FailureKind::IoError);
  scan.source.columns = allColumns(frame.type->row());
  if (verb.path) scan.source.file.path.capture = captureValue(lower(*verb.path));
  return graph_.add(std::move(scan));
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::ReadParquetVerb &verb) {
  ir::ScanParquet scan{verb.source, verb.rowCount};
  scan.source.site = state_.site(frame.span, FailureKind::IoError);
  if (verb.path) scan.source.path.capture = captureValue(lower(*verb.path));
  return graph_.add(std::move(scan));
}

/// The list is evaluated here, once; plans that read it later get that value.
PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::FromListVerb &verb) {
  uint32_t list = captureValue(lower(*verb.list));
  return graph_.add(ir::ScanRows{list, allColumns(frame.type->row())});
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::PersistVerb &) {
  PlanNode *input = lowerFrame(*frame.inputs[0]);
  if (input->is(ir::PlanOp::ScanTable)) return input; // is kept already
  return storedTable(runPlan(input, frame.span));
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::FromRangeVerb &verb) {
  ir::ScanRange scan;
  scan.column = frame.type->row()->fields[0].name;
  auto end = [&](const Expr &expr, int64_t &known, std::optional<uint32_t> &capture) {
    const auto *literal = tree::dynCast<tree::Constant>(&expr);
    if (literal)
      known = static_cast<int64_t>(std::get<__int128>(literal->value));
    else
      capture = captureValue(lower(expr));
  };
  end(*verb.begin, scan.source.begin, scan.source.beginCapture);
  end(*verb.end, scan.source.end, scan.source.endCapture);
  return graph_.add(std::move(scan));
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::FilterVerb &verb) {
  PlanNode *input = lowerFrame(*frame.inputs[0]);
  return graph_.add(ir::Filter{rowFunction(*verb.predicate)}, {input});
}

ir::ProjectField FunctionLowering::projectField(std::string name, const Expr &expr) {
  if (const auto *column = tree::dynCast<tree::ColumnRef>(&expr)) return {std::move(name), column->index};
  return {std::move(name), rowFunction(expr)};
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::ProjectVerb &verb) {
  PlanNode *input = lowerFrame(*frame.inputs[0]);
  ir::Project project;
  for (size_t i = 0; i < verb.fields.size(); ++i)
    project.fields.push_back(projectField(frame.type->row()->fields[i].name, *verb.fields[i]));
  return graph_.add(std::move(project), {input});
}

/// A name for a column that no program names, different from those of the row: a file may have a column `$3`.
static std::string freshName(const std::vector<types::Field> &row, size_t number) {
  std::string name = "$" + std::to_string(number);
  while (std::any_of(row.begin(), row.end(), [&](const types::Field &field) { return field.name == name; }))
    name.insert(0, "$");
  return name;
}

PlanNode *FunctionLowering::withColumns(PlanNode *input, const std::vector<RowExpr> &exprs,
                                        std::vector<uint32_t> &columns, const std::vector<types::Field> &names) {
  ir::Project project;
  for (uint32_t i = 0; i < input->columns().size(); ++i) project.fields.push_back({input->columns()[i].name, i});
  size_t before = project.fields.size();
  auto isTaken = [&](const std::string &name) {
    return std::ranges::any_of(project.fields, [&](const ir::ProjectField &field) { return field.name == name; });
  };
  for (size_t i = 0; i < exprs.size(); ++i) {
    if (const auto *column = tree::dynCast<tree::ColumnRef>(exprs[i].expr)) {
      columns.push_back(column->index);
      continue;
    }
    columns.push_back(static_cast<uint32_t>(project.fields.size()));
    bool isNamed = i < names.size() && !isTaken(names[i].name);
    std::string name = isNamed ? names[i].name : freshName(input->columns(), project.fields.size());
    project.fields.push_back({std::move(name), rowFunction(*exprs[i].expr, 0, exprs[i].where)});
  }
  return project.fields.size() == before ? input : graph_.add(std::move(project), {input});
}

PlanNode *FunctionLowering::onlyColumns(PlanNode *input, const std::vector<uint32_t> &columns,
                                        const std::vector<types::Field> &names) {
  ir::Project project;
  bool isSame = columns.size() == input->columns().size();
  for (uint32_t i = 0; i < columns.size(); ++i) {
    isSame &= columns[i] == i && names[i].name == input->columns()[i].name;
    project.fields.push_back({names[i].name, columns[i]});
  }
  return isSame ? input : graph_.add(std::move(project), {input});
}

static std::vector<uint32_t> firstColumns(size_t count) {
  std::vector<uint32_t> columns(count);
  for (uint32_t i = 0; i < count; ++i) columns[i] = i;
  return columns;
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::SortVerb &verb) {
  PlanNode *input = lowerFrame(*frame.inputs[0]);
  std::vector<RowExpr> exprs;
  for (const tree::SortKeyExpr &key : verb.keys) exprs.push_back({key.key});
  std::vector<uint32_t> columns;
  input = withColumns(input, exprs, columns);
  ir::Sort sort;
  for (size_t i = 0; i < columns.size(); ++i)
    sort.keys.push_back({columns[i], verb.keys[i].descending, verb.nullsFirst});
  if (verb.limit) {
    const auto *literal = tree::dynCast<tree::Constant>(verb.limit);
    if (literal && std::get<__int128>(literal->value) >= 0)
      sort.limit = static_cast<uint64_t>(std::get<__int128>(literal->value));
    else
      sort.limitCapture = captureValue(lower(*verb.limit));
  }
  PlanNode *sorted = graph_.add(std::move(sort), {input});
  const auto &fields = frame.type->row()->fields;
  return onlyColumns(sorted, firstColumns(fields.size()), fields);
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::TakeVerb &verb) {
  PlanNode *input = lowerFrame(*frame.inputs[0]);
  ir::Take take;
  take.site = state_.site(frame.span, FailureKind::IndexOutOfBounds, "the number of rows is negative");
  const Expr *amount = verb.count ? verb.count : verb.skip;
  const ir::Constant *known = nullptr;
  if (const auto *literal = tree::dynCast<tree::Constant>(amount)) known = &literal->value;
  if (const auto *ref = tree::dynCast<tree::LocalRef>(amount); ref && ref->local->constant)
    known = &*ref->local->constant;
  bool isKnown = known && std::get<__int128>(*known) >= 0;
  if (isKnown)
    (verb.count ? take.count : take.skip) = static_cast<uint64_t>(std::get<__int128>(*known));
  else
    (verb.count ? take.countCapture : take.skipCapture) = captureValue(lower(*amount));
  return graph_.add(std::move(take), {input});
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::DistinctVerb &verb) {
  return graph_.add(ir::Distinct{verb.keys, verb.keepsLast}, {lowerFrame(*frame.inputs[0])});
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::UnionVerb &) {
  std::vector<PlanNode *> inputs;
  for (const Expr *input : frame.inputs) inputs.push_back(lowerFrame(*input));
  return graph_.add(ir::Union{}, std::move(inputs));
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::JoinVerb &verb) {
  PlanNode *left = lowerFrame(*frame.inputs[0]), *right = lowerFrame(*frame.inputs[1]);
  ir::Join join;
  join.kind = verb.kind;
  join.partners = verb.partners;
  if (join.partners == abi::JoinPartners::Only)
    join.site = state_.site(frame.span, FailureKind::Failure, "a row has more than one partner in the right frame");
  left = withColumns(left, {verb.leftKeys.begin(), verb.leftKeys.end()}, join.leftKeys);
  // Keys of the right row are columns of side 1 there, but of the only side here.
  ir::Project project;
  std::vector<const Expr *> computed;
  for (uint32_t i = 0; i < right->columns().size(); ++i) project.fields.push_back({right->columns()[i].name, i});
  size_t before = project.fields.size();
  for (const Expr *key : verb.rightKeys) {
    if (const auto *column = tree::dynCast<tree::ColumnRef>(key)) {
      join.rightKeys.push_back(column->index);
      continue;
    }
    join.rightKeys.push_back(static_cast<uint32_t>(project.fields.size()));
    project.fields.push_back({freshName(right->columns(), project.fields.size()), rowFunction(*key)});
  }
  if (project.fields.size() > before) right = graph_.add(std::move(project), {right});
  if (verb.condition) join.condition = rowFunction(*verb.condition, static_cast<uint32_t>(left->columns().size()));
  size_t at = 0;
  for (uint32_t column : verb.leftColumns) join.fields.push_back({frame.type->row()->fields[at++].name, false, column});
  for (uint32_t column : verb.rightColumns) join.fields.push_back({frame.type->row()->fields[at++].name, true, column});
  return graph_.add(std::move(join), {left, right});
}

/// The keys of a verb that names a column twice, then the aggregates: the row that the verb's results see.
PlanNode *FunctionLowering::withKeys(PlanNode *grouped, uint32_t keyCount, const std::vector<uint32_t> &places) {
  ir::Project project;
  auto add = [&](uint32_t column) { project.fields.push_back({"$" + std::to_string(project.fields.size()), column}); };
  for (uint32_t place : places) add(place);
  for (uint32_t column = keyCount; column < grouped->columns().size(); ++column) add(column);
  return graph_.add(std::move(project), {grouped});
}

PlanNode *FunctionLowering::lowerVerb(const tree::Frame &frame, const tree::AggregateVerb &verb) {
  PlanNode *input = lowerFrame(*frame.inputs[0]);
  std::vector<RowExpr> exprs(verb.keys.begin(), verb.keys.end());
  for (const tree::AggregateCall &call : verb.calls) {
    if (call.argument) exprs.push_back({call.argument, call.where});
    if (call.where) exprs.push_back({call.where});
  }
  std::vector<uint32_t> columns;
  const auto &fields = frame.type->row()->fields;
  const auto keys = static_cast<ptrdiff_t>(verb.keys.size());
  input = withColumns(input, exprs, columns, {fields.begin(), fields.begin() + keys});
  ir::Aggregate aggregate;
  size_t at = verb.keys.size();
  std::vector<uint32_t> places; // of the verb's keys among the aggregate's, which has each column once
  for (size_t i = 0; i < at; ++i) {
    auto known = std::find(aggregate.keys.begin(), aggregate.keys.end(), columns[i]);
    places.push_back(static_cast<uint32_t>(known - aggregate.keys.begin()));
    if (known == aggregate.keys.end()) aggregate.keys.push_back(columns[i]);
  }
  for (const tree::AggregateCall &call : verb.calls) {
    ir::AggregateField field;
    field.name = freshName(input->columns(), input->columns().size() + aggregate.fields.size());
    field.kind = call.kind;
    if (call.argument) field.argument = columns[at++];
    if (call.where) field.where = columns[at++];
    field.parameter = call.parameter;
    field.site = state_.site({call.siteFile, call.siteBegin, call.siteEnd}, FailureKind::Overflow);
    aggregate.fields.push_back(std::move(field));
  }
  auto keyCount = static_cast<uint32_t>(aggregate.keys.size());
  PlanNode *grouped = graph_.add(std::move(aggregate), {input});
  if (keyCount != places.size()) grouped = withKeys(grouped, keyCount, places);
  ir::Project project;
  for (uint32_t i = 0; i < verb.keys.size(); ++i) project.fields.push_back({fields[i].name, i});
  for (size_t i = 0; i < verb.results.size(); ++i)
    project.fields.push_back(projectField(fields[verb.keys.size() + i].name, *verb.results[i]));
  return graph_.add(std::move(project), {grouped});
}

} // namespace flow::lower
