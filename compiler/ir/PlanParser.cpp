#include "compiler/ir/PlanParser.h"

#include "compiler/base/TextCursor.h"
#include "compiler/ir/ExprText.h"
#include "compiler/ir/PlanTyping.h"
#include "compiler/types/ColumnTypes.h"
#include "compiler/types/TypeText.h"

namespace flow::ir {

using types::parseType;

namespace {

class PlanParser {
public:
  PlanParser(std::string_view text, types::TypeContext &context, const Module *module)
      : cursor_(text), context_(context), module_(module), plan_(context) {}
  std::optional<PlanGraph> parse(std::string &error);

private:
  bool node();
  std::optional<PlanPayload> payload(PlanOp op, abi::JoinKind kind);
  abi::JoinKind joinKind();

  ScanCsv scanCsv();
  ScanParquet scanParquet();
  ScanRows scanRows();
  ScanRange scanRange();
  ScanTable scanTable();
  Project project();
  Sort sort();
  Take take();
  Join join(abi::JoinKind kind);
  Aggregate aggregate();
  WriteParquet writeParquet();

  AggregateField aggregateField();
  std::optional<abi::AggregateKind> aggregateKind(const std::string &name, bool takesArgument);
  abi::ParquetSource::Bound bound(const Type *row);
  std::optional<JoinField> joinSide();
  RowFunction expression();
  uint32_t column(size_t input = 0);
  std::vector<uint32_t> by();
  void scanned(abi::RowSpec &row, std::vector<uint32_t> &columns);
  std::vector<uint32_t> columnsOf(const Type *row);
  abi::TextOperand path();
  char character();
  int64_t wholeNumber();
  uint64_t count();
  std::optional<uint32_t> acceptCapture();
  uint32_t site() { return cursor_.accept("!") ? cursor_.expectNumber("the number of a site") : 0; }
  /// `( item, item )` or with other brackets; `item` reads one.
  template <typename Item> void items(const char *open, const char *close, Item &&item);

  TextCursor cursor_;
  types::TypeContext &context_;
  const Module *module_;
  PlanGraph plan_;
  std::vector<PlanNode *> nodes_;
  RowsInSight rows_; ///< of the inputs of the node at hand
};

template <typename Item> void PlanParser::items(const char *open, const char *close, Item &&item) {
  cursor_.expect(open);
  if (cursor_.accept(close)) return;
  do {
    item();
  } while (cursor_.accept(","));
  cursor_.expect(close);
}

std::optional<PlanGraph> PlanParser::parse(std::string &error) {
  cursor_.expect("plan");
  items("(", ")", [&] { plan_.captures.types.push_back(parseType(cursor_, context_)); });
  cursor_.expect("{");
  while (!cursor_.failed() && !cursor_.accept("}")) node();
  if (nodes_.empty()) cursor_.fail("a plan has at least one node");
  if (!cursor_.atEnd()) cursor_.fail("expected nothing more");
  error = cursor_.error();
  if (cursor_.failed()) return {};
  plan_.root = nodes_.back();
  return std::move(plan_);
}

bool PlanParser::node() {
  cursor_.expect("%");
  if (cursor_.expectNumber("the number of a node") != nodes_.size())
    return cursor_.fail("nodes are numbered from 0");
  cursor_.expect("=");
  uint32_t line = cursor_.line();
  std::string name = cursor_.acceptWord().value_or("");
  std::optional<PlanOp> op;
  for (size_t i = 0; i < std::variant_size_v<PlanPayload>; ++i)
    if (spelling(static_cast<PlanOp>(i)) == name) op = static_cast<PlanOp>(i);
  if (!op) return cursor_.fail("no operator `" + name + "`");
  abi::JoinKind kind = *op == PlanOp::Join ? joinKind() : abi::JoinKind::Inner;
  std::vector<PlanNode *> inputs;
  rows_.clear();
  while (!cursor_.failed() && inputCount(*op) != 0 &&
         (inputs.empty() ? cursor_.peek("%") : cursor_.accept(","))) {
    cursor_.expect("%");
    uint32_t input = cursor_.expectNumber("the number of an input");
    if (input >= nodes_.size()) return cursor_.fail("an input stands before its user");
    inputs.push_back(nodes_[input]);
    rows_.push_back(nodes_[input]->row);
  }
  if (inputCount(*op) > 0 && inputs.size() != static_cast<size_t>(inputCount(*op)))
    return cursor_.fail("number of inputs");
  auto read = payload(*op, kind);
  if (cursor_.failed() || !read) return false;
  PlanNode *node = plan_.addUnchecked(std::move(*read), std::move(inputs), nullptr);
  if (cursor_.accept("->")) {
    node->row = parseType(cursor_, context_);
    if (node->row && !node->row->is(types::TypeKind::Record)) return cursor_.fail("a row is a record");
  } else {
    PlanTyping typing = typeNode(*node, plan_.captures, context_);
    if (!typing.row) return cursor_.fail(std::string(spelling(*op)) + ": " + typing.problem, line);
    node->row = typing.row;
  }
  nodes_.push_back(node);
  return !cursor_.failed();
}

std::optional<PlanPayload> PlanParser::payload(PlanOp op, abi::JoinKind kind) {
  switch (op) {
  case PlanOp::ScanCsv: return scanCsv();
  case PlanOp::ScanParquet: return scanParquet();
  case PlanOp::ScanRows: return scanRows();
  case PlanOp::ScanRange: return scanRange();
  case PlanOp::ScanTable: return scanTable();
  case PlanOp::Filter: return Filter{expression()};
  case PlanOp::Project: return project();
  case PlanOp::Sort: return sort();
  case PlanOp::Take: return take();
  case PlanOp::Distinct: return Distinct{by()};
  case PlanOp::Join: return join(kind);
  case PlanOp::Aggregate: return aggregate();
  case PlanOp::Union: return Union{};
  case PlanOp::WriteCsv: {
    WriteCsv write;
    write.path = path();
    write.site = site();
    return write;
  }
  case PlanOp::WriteParquet: return writeParquet();
  }
  return {};
}

abi::JoinKind PlanParser::joinKind() {
  if (cursor_.accept("inner")) return abi::JoinKind::Inner;
  if (cursor_.accept("left")) return abi::JoinKind::Left;
  if (cursor_.accept("semi")) return abi::JoinKind::Semi;
  if (!cursor_.accept("anti")) cursor_.fail("expected `inner`, `left`, `semi` or `anti`");
  return abi::JoinKind::Anti;
}

// ---- pieces

RowFunction PlanParser::expression() {
  auto function = parseRowFunction(cursor_, rows_, plan_.captures, context_, module_);
  return function ? std::move(*function) : RowFunction{};
}

uint32_t PlanParser::column(size_t input) {
  auto found = acceptColumn(cursor_, {rows_[input]});
  if (!found) cursor_.fail("expected a column");
  return found.value_or(0);
}

std::vector<uint32_t> PlanParser::by() {
  std::vector<uint32_t> keys;
  if (cursor_.accept("by")) items("(", ")", [&] { keys.push_back(column()); });
  return keys;
}

std::vector<uint32_t> PlanParser::columnsOf(const Type *row) {
  std::vector<uint32_t> columns;
  if (!cursor_.peek("[")) {
    for (uint32_t i = 0; i < row->fields.size(); ++i) columns.push_back(i);
    return columns;
  }
  items("[", "]", [&] {
    std::string name = cursor_.expectName("the name of a column");
    int index = row->fieldIndex(name);
    if (index < 0) cursor_.fail("no column " + nameText(name));
    columns.push_back(static_cast<uint32_t>(std::max(index, 0)));
  });
  return columns;
}

void PlanParser::scanned(abi::RowSpec &row, std::vector<uint32_t> &columns) {
  const Type *whole = parseType(cursor_, context_);
  if (!whole || !whole->is(types::TypeKind::Record)) {
    cursor_.fail("expected a row");
    return;
  }
  for (const types::Field &field : whole->fields)
    if (!types::columnTypeOf(field.type)) cursor_.fail("no column can hold " + types::text(field.type));
  if (cursor_.failed()) return;
  row = types::rowSpecOf(whole);
  columns = columnsOf(whole);
}

abi::TextOperand PlanParser::path() {
  abi::TextOperand result;
  result.capture = acceptCapture();
  if (!result.capture) result.text = cursor_.expectString("a path");
  return result;
}

std::optional<uint32_t> PlanParser::acceptCapture() {
  if (!cursor_.accept("$")) return {};
  return cursor_.expectNumber("the number of a capture");
}

char PlanParser::character() {
  std::string text = cursor_.expectString("a character");
  if (text.size() != 1) cursor_.fail("expected one character");
  return text.empty() ? ' ' : text[0];
}

int64_t PlanParser::wholeNumber() {
  auto value = cursor_.acceptInteger();
  if (!value || *value < INT64_MIN || *value > INT64_MAX) cursor_.fail("expected a whole number");
  return static_cast<int64_t>(value.value_or(0));
}

uint64_t PlanParser::count() {
  auto value = cursor_.acceptInteger();
  if (!value || *value < 0 || *value > static_cast<__int128>(UINT64_MAX))
    cursor_.fail("expected a number of rows");
  return static_cast<uint64_t>(value.value_or(0));
}

// ---- sources

ScanCsv PlanParser::scanCsv() {
  ScanCsv scan;
  abi::CsvSource &source = scan.source;
  source.path = path();
  scanned(source.row, source.columns);
  if (cursor_.accept("delimiter")) source.delimiter = character();
  if (cursor_.accept("quote")) source.quote = character();
  source.header = !cursor_.accept("headerless");
  if (cursor_.accept("skip_bad")) source.badRows = abi::CsvSource::BadRows::Skip;
  if (cursor_.accept("nulls")) {
    source.nulls.emplace();
    items("[", "]", [&] { source.nulls->push_back(cursor_.expectString("a text")); });
  }
  if (cursor_.accept("rows")) scan.rowCount = count();
  source.site = site();
  return scan;
}

ScanParquet PlanParser::scanParquet() {
  ScanParquet scan;
  abi::ParquetSource &source = scan.source;
  source.path = path();
  scanned(source.row, source.columns);
  if (cursor_.accept("where")) {
    const Type *row = types::recordOf(source.row, context_);
    items("(", ")", [&] { source.bounds.push_back(bound(row)); });
  }
  if (cursor_.accept("rows")) scan.rowCount = count();
  source.site = site();
  return scan;
}

abi::ParquetSource::Bound PlanParser::bound(const Type *row) {
  using Op = abi::ParquetSource::Bound::Op;
  abi::ParquetSource::Bound result;
  std::string name = cursor_.expectName("the name of a column");
  int index = row->fieldIndex(name);
  if (index < 0) cursor_.fail("no column " + nameText(name));
  result.column = static_cast<uint32_t>(std::max(index, 0));
  if (cursor_.accept("<="))
    result.op = Op::LessEqual;
  else if (cursor_.accept(">="))
    result.op = Op::GreaterEqual;
  else if (cursor_.accept("<"))
    result.op = Op::Less;
  else if (cursor_.accept(">"))
    result.op = Op::Greater;
  else if (cursor_.expect("=="))
    result.op = Op::Equal;
  if (auto text = cursor_.acceptString())
    result.value = *text;
  else if (cursor_.peekFloat())
    result.value = *cursor_.acceptFloat();
  else
    result.value = wholeNumber();
  return result;
}

ScanRows PlanParser::scanRows() {
  ScanRows scan;
  cursor_.expect("#");
  scan.source.input = cursor_.expectNumber("the number of an input");
  scanned(scan.source.row, scan.source.columns);
  return scan;
}

ScanRange PlanParser::scanRange() {
  ScanRange scan;
  scan.source.beginCapture = acceptCapture();
  if (!scan.source.beginCapture) scan.source.begin = wholeNumber();
  cursor_.expect(",");
  scan.source.endCapture = acceptCapture();
  if (!scan.source.endCapture) scan.source.end = wholeNumber();
  cursor_.expect("as");
  scan.column = cursor_.expectName("the name of a column");
  return scan;
}

ScanTable PlanParser::scanTable() {
  ScanTable scan;
  scan.capture = acceptCapture().value_or(UINT32_MAX);
  const auto &types = plan_.captures.types;
  if (scan.capture >= types.size() || !types[scan.capture]->isFrame()) {
    cursor_.fail("expected a capture that is a frame");
    return scan;
  }
  scan.columns = columnsOf(types[scan.capture]->row());
  return scan;
}

// ---- operators

Project PlanParser::project() {
  Project project;
  items("{", "}", [&] {
    if (auto found = acceptColumn(cursor_, rows_)) {
      project.fields.push_back({rows_[0]->fields[*found].name, *found});
      return;
    }
    std::string name = cursor_.expectName("the name of a column");
    if (cursor_.accept("="))
      project.fields.push_back({std::move(name), column()});
    else if (cursor_.expect(":"))
      project.fields.push_back({std::move(name), expression()});
  });
  return project;
}

Sort PlanParser::sort() {
  Sort sort;
  cursor_.expect("by");
  items("(", ")", [&] {
    abi::SortKey key;
    key.column = column();
    key.descending = cursor_.accept("desc");
    key.nullsFirst = cursor_.accept("nulls_first");
    sort.keys.push_back(key);
  });
  if (cursor_.accept("limit")) {
    sort.limitCapture = acceptCapture();
    if (!sort.limitCapture) sort.limit = count();
  }
  return sort;
}

Take PlanParser::take() {
  Take take;
  take.countCapture = acceptCapture();
  if (!take.countCapture && !cursor_.accept("all")) take.count = count();
  if (cursor_.accept("skip")) take.skip = count();
  take.site = site();
  return take;
}

std::optional<JoinField> PlanParser::joinSide() {
  auto found = acceptColumn(cursor_, rows_);
  if (!found) return {};
  auto left = static_cast<uint32_t>(rows_[0]->fields.size());
  JoinField field;
  field.fromRight = *found >= left;
  field.column = field.fromRight ? *found - left : *found;
  field.name = rows_[field.fromRight]->fields[field.column].name;
  return field;
}

Join PlanParser::join(abi::JoinKind kind) {
  Join join;
  join.kind = kind;
  if (cursor_.accept("on")) {
    items("(", ")", [&] {
      join.leftKeys.push_back(column(0));
      cursor_.expect("=");
      join.rightKeys.push_back(column(1));
    });
  }
  if (cursor_.accept("where")) join.condition = expression();
  items("{", "}", [&] {
    auto field = joinSide();
    if (!field) {
      std::string name = cursor_.expectName("the name of a column");
      cursor_.expect("=");
      field = joinSide();
      if (field)
        field->name = std::move(name);
      else
        cursor_.fail("expected a column of `left.` or `right.`");
    }
    join.fields.push_back(field.value_or(JoinField{}));
  });
  if (cursor_.accept("build")) {
    join.build = cursor_.accept("left") ? BuildSide::Left : BuildSide::Right;
    if (join.build == BuildSide::Right) cursor_.expect("right");
  }
  return join;
}

std::optional<abi::AggregateKind> PlanParser::aggregateKind(const std::string &name, bool takesArgument) {
#define FLOW_AGGREGATE(Name, Text, TakesArgument)                                                            \
  if (name == Text && takesArgument == TakesArgument) return abi::AggregateKind::Name;
#include "runtime/abi/Aggregates.def"
  cursor_.fail("no such aggregate");
  return {};
}

AggregateField PlanParser::aggregateField() {
  AggregateField field;
  field.name = cursor_.expectName("the name of a column");
  cursor_.expect(":");
  std::string function = cursor_.expectName("an aggregate function");
  cursor_.expect("(");
  field.argument = acceptColumn(cursor_, rows_);
  field.kind = aggregateKind(function, field.argument.has_value()).value_or(abi::AggregateKind::Count);
  if (field.kind == abi::AggregateKind::Quantile) {
    cursor_.expect(",");
    auto parameter = cursor_.acceptFloat();
    if (!parameter) cursor_.fail("expected a number");
    field.parameter = parameter.value_or(0);
  }
  cursor_.expect(")");
  if (cursor_.accept("where")) field.where = column();
  field.site = site();
  return field;
}

Aggregate PlanParser::aggregate() {
  Aggregate aggregate;
  aggregate.keys = by();
  items("{", "}", [&] { aggregate.fields.push_back(aggregateField()); });
  return aggregate;
}

WriteParquet PlanParser::writeParquet() {
  WriteParquet write;
  write.path = path();
  if (cursor_.accept("compression")) write.compression = cursor_.expectString("a compression");
  write.site = site();
  return write;
}

} // namespace

std::optional<PlanGraph> parsePlan(std::string_view text, types::TypeContext &context, std::string &error,
                                   const Module *module) {
  return PlanParser(text, context, module).parse(error);
}

} // namespace flow::ir
