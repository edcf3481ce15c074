#include "compiler/ir/PlanPrinter.h"

#include "compiler/ir/ExprText.h"
#include "compiler/types/ColumnTypes.h"
#include "compiler/types/TypeText.h"

#include <unordered_map>

namespace flow::ir {

using types::exactText;

namespace {

std::string list(const std::vector<std::string> &parts) {
  std::string result;
  for (const std::string &part : parts) result += (result.empty() ? "" : ", ") + part;
  return result;
}

const char *joinName(abi::JoinKind kind) {
  switch (kind) {
  case abi::JoinKind::Inner: return "inner";
  case abi::JoinKind::Left: return "left";
  case abi::JoinKind::Semi: return "semi";
  case abi::JoinKind::Anti: return "anti";
  }
  return "?";
}

const char *aggregateName(abi::AggregateKind kind) {
  switch (kind) {
#define FLOW_AGGREGATE(Name, Text, TakesArgument)                                                                      \
  case abi::AggregateKind::Name: return Text;
#include "runtime/abi/Aggregates.def"
  }
  return "?";
}

std::string siteText(uint32_t site) { return site == 0 ? "" : " !" + std::to_string(site); }

std::string pathText(const abi::TextOperand &path) {
  return path.capture ? "$" + std::to_string(*path.capture) : stringText(path.text);
}

std::string boundText(const abi::ColumnBound &bound, const abi::RowSpec &row) {
  using Op = abi::ColumnBound::Op;
  const char *op = bound.op == Op::Less           ? "<"
                   : bound.op == Op::LessEqual    ? "<="
                   : bound.op == Op::Greater      ? ">"
                   : bound.op == Op::GreaterEqual ? ">="
                                                  : "==";
  std::string value = bound.value.index() == 0   ? integerText(std::get<int64_t>(bound.value))
                      : bound.value.index() == 1 ? floatText(std::get<double>(bound.value))
                                                 : stringText(std::get<std::string>(bound.value));
  return nameText(row[bound.column].name) + " " + op + " " + value;
}

class PlanPrinter {
public:
  PlanPrinter(const PlanGraph &plan, const Module *module, PlanTextOptions options)
      : plan_(plan), module_(module), options_(options) {}
  std::string print();
  /// A node with the given text for its inputs.
  std::string alone(const PlanNode &node, const std::string &inputs);

private:
  std::string node(const PlanNode &node);
  std::string payload(const ScanCsv &scan) const;
  std::string payload(const ScanBadCsv &scan) const;
  std::string payload(const ScanParquet &scan) const;
  std::string payload(const ScanRows &scan) const;
  std::string payload(const ScanRange &scan) const;
  std::string payload(const ScanTable &scan) const;
  std::string payload(const Filter &filter) const { return " " + expression(filter.predicate); }
  std::string payload(const Project &project) const;
  std::string payload(const Sort &sort) const;
  std::string payload(const Take &take) const;
  std::string payload(const Distinct &distinct) const {
    return by(distinct.keys) + (distinct.keepsLast ? " last" : "");
  }
  std::string payload(const Join &join) const;
  std::string payload(const Aggregate &aggregate) const;
  std::string payload(const Union &) const { return {}; }
  std::string payload(const WriteCsv &write) const { return " " + pathText(write.path) + siteText(write.site); }
  std::string payload(const WriteParquet &write) const;

  std::string expression(const RowFunction &function) const {
    return ir::print(function, rows_, plan_.types(), module_);
  }
  /// A column of one input, by itself.
  std::string column(uint32_t index, size_t input = 0) const { return columnText(index, {rows_[input]}); }
  std::string by(const std::vector<uint32_t> &keys) const;
  static std::string scanned(const Type *whole, const std::vector<uint32_t> &columns);
  template <typename FileSource> std::string files(const FileSource &source) const;
  std::string dialect(const abi::CsvSource &source) const;
  static std::string rowCount(uint64_t rows) { return rows == 0 ? "" : " rows " + std::to_string(rows); }

  const PlanGraph &plan_;
  const Module *module_;
  PlanTextOptions options_;
  std::unordered_map<const PlanNode *, size_t> numbers_;
  RowsInSight rows_;
};

std::string PlanPrinter::print() {
  std::vector<std::string> captures;
  for (const Type *type : plan_.captures.types) captures.push_back(exactText(type));
  std::string result = "plan (" + list(captures) + ") {\n";
  for (const PlanNode *each : plan_.reachable()) result += node(*each);
  return result + "}\n";
}

std::string PlanPrinter::node(const PlanNode &node) {
  std::string inputs;
  for (const PlanNode *input : node.inputs)
    inputs += (inputs.empty() ? " %" : ", %") + std::to_string(numbers_.at(input));
  std::string result = "  %" + std::to_string(numbers_.size()) + " = " + alone(node, inputs) + "\n";
  if (options_.rows) result += "    -> " + exactText(node.row) + "\n";
  numbers_.emplace(&node, numbers_.size());
  return result;
}

std::string PlanPrinter::alone(const PlanNode &node, const std::string &inputs) {
  rows_.clear();
  for (const PlanNode *input : node.inputs) rows_.push_back(input->row);
  std::string result = spelling(node.op());
  if (const Join *join = node.get<Join>()) result += std::string(" ") + joinName(join->kind);
  return result + inputs + std::visit([&](const auto &each) { return payload(each); }, node.payload);
}

/// ` [a, b]`, or nothing when all columns are read.
std::string PlanPrinter::scanned(const Type *whole, const std::vector<uint32_t> &columns) {
  if (columns.size() == whole->fields.size()) return {};
  std::vector<std::string> names;
  for (uint32_t column : columns) names.push_back(nameText(whole->fields[column].name));
  return " [" + list(names) + "]";
}

/// CSV or Parquet: ` "path" { row }`, ` partitions { row }`, ` [columns]`, ` where (bounds)`.
template <typename FileSource> std::string PlanPrinter::files(const FileSource &source) const {
  abi::RowSpec row = source.row;
  row.insert(row.end(), source.partitions.begin(), source.partitions.end());
  std::string result = " " + pathText(source.path) + " " + exactText(types::recordOf(source.row, plan_.types()));
  if (!source.partitions.empty())
    result += " partitions " + exactText(types::recordOf(source.partitions, plan_.types()));
  if (source.stated) result += " stated";
  result += scanned(types::recordOf(row, plan_.types()), source.columns);
  std::vector<std::string> bounds;
  for (const abi::ColumnBound &bound : source.bounds) bounds.push_back(boundText(bound, row));
  return bounds.empty() ? result : result + " where (" + list(bounds) + ")";
}

std::string PlanPrinter::dialect(const abi::CsvSource &source) const {
  std::string result;
  if (source.delimiter != ',') result += " delimiter " + stringText({&source.delimiter, 1});
  if (source.quote != '"') result += " quote " + stringText({&source.quote, 1});
  if (!source.header) result += " headerless";
  if (source.badRows == abi::CsvSource::BadRows::Skip) result += " skip_bad";
  if (source.nulls) {
    std::vector<std::string> nulls;
    for (const std::string &text : *source.nulls) nulls.push_back(stringText(text));
    result += " nulls [" + list(nulls) + "]";
  }
  return result;
}

std::string PlanPrinter::payload(const ScanCsv &scan) const {
  return files(scan.source) + dialect(scan.source) + rowCount(scan.rowCount) + siteText(scan.source.site);
}

std::string PlanPrinter::payload(const ScanBadCsv &scan) const {
  const abi::CsvSource &file = scan.source.file;
  std::string result = files(file) + dialect(file);
  std::string columns = scanned(types::recordOf(abi::badRowSpec(), plan_.types()), scan.source.columns);
  return result + (columns.empty() ? "" : " give" + columns) + siteText(file.site);
}

std::string PlanPrinter::payload(const ScanParquet &scan) const {
  return files(scan.source) + rowCount(scan.rowCount) + siteText(scan.source.site);
}

std::string PlanPrinter::payload(const ScanRows &scan) const {
  const Type *row = plan_.captures.types[scan.capture]->element();
  return " $" + std::to_string(scan.capture) + scanned(row, scan.columns);
}

std::string PlanPrinter::payload(const ScanRange &scan) const {
  auto end = [](int64_t value, std::optional<uint32_t> capture) {
    return capture ? "$" + std::to_string(*capture) : std::to_string(value);
  };
  return " " + end(scan.source.begin, scan.source.beginCapture) + ", " + end(scan.source.end, scan.source.endCapture) +
         " as " + nameText(scan.column);
}

std::string PlanPrinter::payload(const ScanTable &scan) const {
  return " $" + std::to_string(scan.capture) + scanned(plan_.captures.types[scan.capture]->row(), scan.columns);
}

std::string PlanPrinter::payload(const Project &project) const {
  std::vector<std::string> fields;
  for (const ProjectField &field : project.fields) {
    std::string name = nameText(field.name);
    if (!field.isColumn())
      fields.push_back(name + ": " + expression(field.computed()));
    else if (rows_[0]->fields[field.column()].name == field.name)
      fields.push_back("." + name);
    else
      fields.push_back(name + " = " + column(field.column()));
  }
  return fields.empty() ? " {}" : " { " + list(fields) + " }";
}

std::string PlanPrinter::by(const std::vector<uint32_t> &keys) const {
  std::vector<std::string> names;
  for (uint32_t key : keys) names.push_back(column(key));
  return names.empty() ? "" : " by (" + list(names) + ")";
}

std::string PlanPrinter::payload(const Sort &sort) const {
  std::vector<std::string> keys;
  for (const abi::SortKey &key : sort.keys)
    keys.push_back(column(key.column) + (key.descending ? " desc" : "") + (key.nullsFirst ? " nulls_first" : ""));
  std::string result = " by (" + list(keys) + ")";
  if (sort.limit) result += " limit " + std::to_string(*sort.limit);
  if (sort.limitCapture) result += " limit $" + std::to_string(*sort.limitCapture);
  return result;
}

std::string PlanPrinter::payload(const Take &take) const {
  std::string result = take.countCapture          ? " $" + std::to_string(*take.countCapture)
                       : take.count == Take::kAll ? " all"
                                                  : " " + std::to_string(take.count);
  if (take.skipCapture) result += " skip $" + std::to_string(*take.skipCapture);
  if (take.skip != 0) result += " skip " + std::to_string(take.skip);
  return result + siteText(take.site);
}

std::string PlanPrinter::payload(const Join &join) const {
  std::vector<std::string> keys, fields;
  for (size_t i = 0; i < join.leftKeys.size(); ++i)
    keys.push_back(column(join.leftKeys[i], 0) + " = " + column(join.rightKeys[i], 1));
  std::string result;
  if (!keys.empty()) result += " on (" + list(keys) + ")";
  if (join.condition) result += " where " + expression(*join.condition);
  if (join.partners == abi::JoinPartners::First) result += " first";
  if (join.partners == abi::JoinPartners::Only) result += " only" + siteText(join.site);
  for (const JoinField &field : join.fields) {
    const std::string &name = rows_[field.fromRight]->fields[field.column].name;
    std::string from = (field.fromRight ? "right." : "left.") + nameText(name);
    fields.push_back(name == field.name ? from : nameText(field.name) + " = " + from);
  }
  result += fields.empty() ? " {}" : " { " + list(fields) + " }";
  return result + (join.isReduced ? " reduced" : "");
}

std::string PlanPrinter::payload(const Aggregate &aggregate) const {
  std::vector<std::string> fields;
  for (const AggregateField &field : aggregate.fields) {
    std::string text = nameText(field.name) + ": " + aggregateName(field.kind) + "(";
    if (field.argument) text += column(*field.argument);
    if (field.kind == abi::AggregateKind::Quantile) text += ", " + floatText(field.parameter);
    text += ")";
    if (field.where) text += " where " + column(*field.where);
    fields.push_back(text + siteText(field.site));
  }
  return by(aggregate.keys) + (fields.empty() ? " {}" : " { " + list(fields) + " }");
}

std::string PlanPrinter::payload(const WriteParquet &write) const {
  std::string result = " " + pathText(write.path);
  if (!write.compression.empty()) result += " compression " + stringText(write.compression);
  return result + siteText(write.site);
}

} // namespace

std::string printNode(const PlanNode &node, const PlanGraph &plan, const Module *module) {
  return PlanPrinter(plan, module, {}).alone(node, "");
}

std::string print(const PlanGraph &plan, const Module *module, PlanTextOptions options) {
  return PlanPrinter(plan, module, options).print();
}

} // namespace flow::ir
