#include "compiler/ir/PlanTyping.h"

#include "compiler/types/AggregateTyping.h"
#include "compiler/types/ColumnTypes.h"

#include <unordered_set>

namespace flow::ir {

using types::Field;
using types::TypeKind;

std::string checkRowFunction(const RowFunction &function, const std::vector<PlanNode *> &inputs,
                             const CaptureList &captures, const Type *result) {
  const Function &body = function.body;
  if (body.kind != FunctionKind::Stage || body.filters) return "an expression is a stage without a mask";
  if (body.results.size() != 1) return "an expression has one result";
  if (body.columnParameters != function.columns.size()) return "an expression needs a column for each parameter";
  if (body.parameters.size() != function.columns.size() + function.captures.size())
    return "an expression needs a capture for each parameter";
  for (size_t i = 0; i < function.columns.size(); ++i) {
    size_t column = function.columns[i];
    const Type *type = nullptr;
    for (const PlanNode *input : inputs) {
      size_t count = input->columns().size();
      if (column < count) {
        type = input->columns()[column].type;
        break;
      }
      column -= count;
    }
    if (!type) return "an expression reads column " + std::to_string(function.columns[i]) + ", which is not there";
    if (type != body.parameters[i])
      return "a parameter has another type than column " + std::to_string(function.columns[i]);
  }
  for (size_t i = 0; i < function.captures.size(); ++i) {
    uint32_t capture = function.captures[i];
    if (capture >= captures.types.size()) return "no capture $" + std::to_string(capture);
    if (captures.types[capture] != body.parameters[function.columns.size() + i])
      return "a parameter has another type than capture $" + std::to_string(capture);
  }
  if (result && function.type() != result) return "an expression must give " + types::text(result);
  if (!result && !types::columnTypeOf(function.type())) return "no column can hold " + types::text(function.type());
  return {};
}

namespace {

/// One `check` for each payload; it returns what is wrong, or sets row_.
class PlanTyper {
public:
  PlanTyper(const PlanNode &node, const CaptureList &captures, types::TypeContext &context)
      : inputs_(node.inputs), captures_(captures), context_(context) {}

  PlanTyping run(const PlanNode &node) {
    int count = inputCount(node.op());
    bool fits = count < 0 ? !inputs_.empty() : inputs_.size() == static_cast<size_t>(count);
    if (!fits) return {nullptr, "number of inputs"};
    for (const PlanNode *input : inputs_) {
      if (!input->row || !input->row->is(TypeKind::Record)) return {nullptr, "an input without a row"};
      if (input->is(PlanOp::WriteCsv) || input->is(PlanOp::WriteParquet)) return {nullptr, "nothing reads a writer"};
    }
    std::string problem = std::visit([&](const auto &payload) { return check(payload); }, node.payload);
    return {problem.empty() ? row_ : nullptr, problem};
  }

private:
  std::string check(const ScanCsv &scan);
  std::string check(const ScanBadCsv &scan);
  std::string check(const ScanParquet &scan);
  std::string check(const ScanRows &scan);
  std::string check(const ScanRange &scan);
  std::string check(const ScanTable &scan);
  std::string check(const Filter &filter);
  std::string check(const Project &project);
  std::string check(const Sort &sort);
  std::string check(const Take &take);
  std::string check(const Distinct &distinct);
  std::string check(const Join &join);
  std::string check(const Aggregate &aggregate);
  std::string check(const Union &);
  std::string check(const WriteCsv &write);
  std::string check(const WriteParquet &write);

  std::string checkCapture(std::optional<uint32_t> capture, TypeKind kind) const;
  std::string checkPath(const abi::TextOperand &path) const;
  std::string checkKeys(const std::vector<uint32_t> &keys, size_t input = 0) const;
  std::string setColumns(const Type *whole, const std::vector<uint32_t> &columns);
  template <typename FileSource> std::string checkFiles(const FileSource &source);
  std::string setRow(std::vector<Field> fields);
  std::string checkAggregate(const AggregateField &field, bool hasKeys, const Type *&type) const;
  const std::vector<Field> &columnsOf(size_t input) const { return inputs_[input]->columns(); }
  std::string keepRow() {
    row_ = inputs_[0]->row;
    return {};
  }

  const std::vector<PlanNode *> &inputs_;
  const CaptureList &captures_;
  types::TypeContext &context_;
  const Type *row_ = nullptr;
};

std::string PlanTyper::checkCapture(std::optional<uint32_t> capture, TypeKind kind) const {
  if (!capture) return {};
  if (*capture >= captures_.types.size()) return "no capture $" + std::to_string(*capture);
  bool fits = captures_.types[*capture]->is(kind);
  return fits ? "" : "capture $" + std::to_string(*capture) + " has the wrong type";
}

std::string PlanTyper::checkPath(const abi::TextOperand &path) const {
  if (!path.capture) return {};
  if (*path.capture >= captures_.types.size()) return "no capture $" + std::to_string(*path.capture);
  return captures_.types[*path.capture]->isStringLike() ? "" : "a path is a text";
}

std::string PlanTyper::checkKeys(const std::vector<uint32_t> &keys, size_t input) const {
  for (uint32_t key : keys)
    if (key >= columnsOf(input).size()) return "no column " + std::to_string(key);
  return {};
}

std::string PlanTyper::setRow(std::vector<Field> fields) {
  std::unordered_set<std::string_view> names;
  for (const Field &field : fields)
    if (!names.insert(field.name).second) return "two columns are named " + field.name;
  row_ = context_.record(std::move(fields));
  return {};
}

/// The row of the columns that a scan reads.
std::string PlanTyper::setColumns(const Type *whole, const std::vector<uint32_t> &columns) {
  std::vector<Field> fields;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i] >= whole->fields.size()) return "no column " + std::to_string(columns[i]);
    if (i != 0 && columns[i] <= columns[i - 1]) return "columns of a scan are ascending";
    fields.push_back(whole->fields[columns[i]]);
  }
  return setRow(std::move(fields));
}

/// CSV or Parquet: the columns of the files, then those of their paths.
template <typename FileSource> std::string PlanTyper::checkFiles(const FileSource &source) {
  abi::RowSpec row = source.row;
  row.insert(row.end(), source.partitions.begin(), source.partitions.end());
  for (const abi::ColumnBound &bound : source.bounds)
    if (bound.column >= row.size()) return "no column " + std::to_string(bound.column);
  std::string problem = checkPath(source.path);
  return problem.empty() ? setColumns(recordOf(row, context_), source.columns) : problem;
}

std::string PlanTyper::check(const ScanCsv &scan) { return checkFiles(scan.source); }
std::string PlanTyper::check(const ScanParquet &scan) { return checkFiles(scan.source); }

std::string PlanTyper::check(const ScanBadCsv &scan) {
  std::string problem = checkFiles(scan.source.file);
  return problem.empty() ? setColumns(recordOf(abi::badRowSpec(), context_), scan.source.columns) : problem;
}

std::string PlanTyper::check(const ScanRows &scan) {
  std::string problem = checkCapture(scan.capture, TypeKind::List);
  if (!problem.empty()) return problem;
  const Type *row = captures_.types[scan.capture]->element();
  if (!row->is(TypeKind::Record)) return "the rows are no records";
  for (const Field &field : row->fields)
    if (!types::columnTypeOf(field.type)) return "no column can hold " + types::text(field.type);
  return setColumns(row, scan.columns);
}

std::string PlanTyper::check(const ScanRange &scan) {
  for (auto capture : {scan.source.beginCapture, scan.source.endCapture})
    if (std::string problem = checkCapture(capture, TypeKind::I64); !problem.empty()) return problem;
  return setRow({{scan.column, context_.i64()}});
}

std::string PlanTyper::check(const ScanTable &scan) {
  std::string problem = checkCapture(scan.capture, TypeKind::Frame);
  return problem.empty() ? setColumns(captures_.types[scan.capture]->row(), scan.columns) : problem;
}

std::string PlanTyper::check(const Filter &filter) {
  std::string problem = checkRowFunction(filter.predicate, inputs_, captures_, context_.boolean());
  return problem.empty() ? keepRow() : problem;
}

std::string PlanTyper::check(const Project &project) {
  std::vector<Field> fields;
  for (const ProjectField &field : project.fields) {
    if (field.isColumn()) {
      if (std::string problem = checkKeys({field.column()}); !problem.empty()) return problem;
      fields.push_back({field.name, columnsOf(0)[field.column()].type});
      continue;
    }
    std::string problem = checkRowFunction(field.computed(), inputs_, captures_, nullptr);
    if (!problem.empty()) return problem;
    fields.push_back({field.name, field.computed().type()});
  }
  return setRow(std::move(fields));
}

std::string PlanTyper::check(const Sort &sort) {
  for (const abi::SortKey &key : sort.keys)
    if (std::string problem = checkKeys({key.column}); !problem.empty()) return problem;
  if (sort.limit && sort.limitCapture) return "two limits";
  std::string problem = checkCapture(sort.limitCapture, TypeKind::I64);
  return problem.empty() ? keepRow() : problem;
}

std::string PlanTyper::check(const Take &take) {
  if (take.countCapture && take.count != Take::kAll) return "two counts";
  if (take.skipCapture && take.skip != 0) return "two numbers of rows to skip";
  if ((take.countCapture || take.skipCapture) && take.site == 0) return "a captured count has a site";
  std::string problem = checkCapture(take.countCapture, TypeKind::I64);
  if (problem.empty()) problem = checkCapture(take.skipCapture, TypeKind::I64);
  return problem.empty() ? keepRow() : problem;
}

std::string PlanTyper::check(const Distinct &distinct) {
  std::string problem = checkKeys(distinct.keys);
  return problem.empty() ? keepRow() : problem;
}

std::string PlanTyper::check(const Join &join) {
  if (join.leftKeys.size() != join.rightKeys.size()) return "as many keys on both sides";
  std::string problem = checkKeys(join.leftKeys, 0) + checkKeys(join.rightKeys, 1);
  for (size_t i = 0; problem.empty() && i < join.leftKeys.size(); ++i)
    if (columnsOf(0)[join.leftKeys[i]].type->plain() != columnsOf(1)[join.rightKeys[i]].type->plain())
      return "keys of one type on both sides";
  if (problem.empty() && join.condition)
    problem = checkRowFunction(*join.condition, inputs_, captures_, context_.boolean());
  bool oneSided = join.kind == abi::JoinKind::Semi || join.kind == abi::JoinKind::Anti;
  if (oneSided && join.partners != abi::JoinPartners::All) return "semi and anti joins have no partners";
  if (join.partners == abi::JoinPartners::Only && join.site == 0) return "a join that may fail has a site";
  std::vector<Field> fields;
  for (const JoinField &field : join.fields) {
    if (field.fromRight && oneSided) return "semi and anti joins give left columns only";
    if (problem.empty()) problem = checkKeys({field.column}, field.fromRight ? 1 : 0);
    if (!problem.empty()) return problem;
    const Type *type = columnsOf(field.fromRight ? 1 : 0)[field.column].type;
    bool outer = field.fromRight && join.kind == abi::JoinKind::Left;
    fields.push_back({field.name, outer ? context_.optional(type) : type});
  }
  return problem.empty() ? setRow(std::move(fields)) : problem;
}

std::string PlanTyper::checkAggregate(const AggregateField &field, bool hasKeys, const Type *&type) const {
  const Type *argument = nullptr;
  if (field.argument) {
    if (std::string problem = checkKeys({*field.argument}); !problem.empty()) return problem;
    argument = columnsOf(0)[*field.argument].type;
  }
  if (field.where) {
    if (std::string problem = checkKeys({*field.where}); !problem.empty()) return problem;
    if (!columnsOf(0)[*field.where].type->plain()->is(TypeKind::Bool)) return "`where` is a bool column";
  }
  type = types::aggregateType(field.kind, argument, !hasKeys || field.where, context_);
  return type ? "" : "the aggregate " + field.name + " does not take its argument";
}

std::string PlanTyper::check(const Aggregate &aggregate) {
  if (std::string problem = checkKeys(aggregate.keys); !problem.empty()) return problem;
  std::vector<Field> fields;
  for (uint32_t key : aggregate.keys) fields.push_back(columnsOf(0)[key]);
  for (const AggregateField &field : aggregate.fields) {
    const Type *type = nullptr;
    if (std::string problem = checkAggregate(field, !aggregate.keys.empty(), type); !problem.empty()) return problem;
    fields.push_back({field.name, type});
  }
  return setRow(std::move(fields));
}

std::string PlanTyper::check(const Union &) {
  for (const PlanNode *input : inputs_)
    if (input->row != inputs_[0]->row) return "the inputs of a union have one row type";
  return keepRow();
}

std::string PlanTyper::check(const WriteCsv &write) {
  std::string problem = checkPath(write.path);
  return problem.empty() ? keepRow() : problem;
}

std::string PlanTyper::check(const WriteParquet &write) {
  std::string problem = checkPath(write.path);
  return problem.empty() ? keepRow() : problem;
}

} // namespace

PlanTyping typeNode(const PlanNode &node, const CaptureList &captures, types::TypeContext &context) {
  return PlanTyper(node, captures, context).run(node);
}

} // namespace flow::ir
