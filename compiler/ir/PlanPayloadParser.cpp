#include "compiler/ir/PlanPayloadParser.h"

namespace flow::ir {

std::optional<PlanPayload> PlanPayloadParser::payload(PlanOp op, abi::JoinKind kind) {
  switch (op) {
  case PlanOp::ScanCsv: return scanCsv();
  case PlanOp::ScanBadCsv: return scanBadCsv();
  case PlanOp::ScanParquet: return scanParquet();
  case PlanOp::ScanRows: return scanRows();
  case PlanOp::ScanRange: return scanRange();
  case PlanOp::ScanTable: return scanTable();
  case PlanOp::Filter: return Filter{expression()};
  case PlanOp::Project: return project();
  case PlanOp::Sort: return sort();
  case PlanOp::Take: return take();
  case PlanOp::Distinct: {
    Distinct distinct{by()};
    distinct.keepsLast = cursor_.accept("last");
    return distinct;
  }
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

RowFunction PlanPayloadParser::expression() {
  auto function = parseRowFunction(cursor_, rows_, captures_, context_, module_);
  return function ? std::move(*function) : RowFunction{};
}

uint32_t PlanPayloadParser::column(size_t input) {
  auto found = acceptColumn(cursor_, {rows_[input]});
  if (!found) cursor_.fail("expected a column");
  return found.value_or(0);
}

std::vector<uint32_t> PlanPayloadParser::by() {
  std::vector<uint32_t> keys;
  if (cursor_.accept("by")) items("(", ")", [&] { keys.push_back(column()); });
  return keys;
}

std::optional<uint32_t> PlanPayloadParser::acceptCapture() {
  if (!cursor_.accept("$")) return {};
  return cursor_.expectNumber("the number of a capture");
}

uint64_t PlanPayloadParser::count() {
  auto value = cursor_.acceptInteger();
  if (!value || *value < 0 || *value > static_cast<__int128>(UINT64_MAX)) cursor_.fail("expected a number of rows");
  return static_cast<uint64_t>(value.value_or(0));
}

Project PlanPayloadParser::project() {
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

Sort PlanPayloadParser::sort() {
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

Take PlanPayloadParser::take() {
  Take take;
  take.countCapture = acceptCapture();
  if (!take.countCapture && !cursor_.accept("all")) take.count = count();
  if (cursor_.accept("skip")) {
    take.skipCapture = acceptCapture();
    if (!take.skipCapture) take.skip = count();
  }
  take.site = site();
  return take;
}

std::optional<JoinField> PlanPayloadParser::joinSide() {
  auto found = acceptColumn(cursor_, rows_);
  if (!found) return {};
  auto left = static_cast<uint32_t>(rows_[0]->fields.size());
  JoinField field;
  field.fromRight = *found >= left;
  field.column = field.fromRight ? *found - left : *found;
  field.name = rows_[field.fromRight]->fields[field.column].name;
  return field;
}

Join PlanPayloadParser::join(abi::JoinKind kind) {
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
  if (cursor_.accept("first")) join.partners = abi::JoinPartners::First;
  if (cursor_.accept("only")) {
    join.partners = abi::JoinPartners::Only;
    join.site = site();
  }
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
  join.isReduced = cursor_.accept("reduced");
  return join;
}

std::optional<abi::AggregateKind> PlanPayloadParser::aggregateKind(const std::string &name, bool takesArgument) {
#define FLOW_AGGREGATE(Name, Text, TakesArgument)                                                                      \
  if (name == Text && takesArgument == TakesArgument) return abi::AggregateKind::Name;
#include "runtime/abi/Aggregates.def"
  cursor_.fail("no such aggregate");
  return {};
}

AggregateField PlanPayloadParser::aggregateField() {
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

Aggregate PlanPayloadParser::aggregate() {
  Aggregate aggregate;
  aggregate.keys = by();
  items("{", "}", [&] { aggregate.fields.push_back(aggregateField()); });
  return aggregate;
}

WriteParquet PlanPayloadParser::writeParquet() {
  WriteParquet write;
  write.path = path();
  if (cursor_.accept("compression")) write.compression = cursor_.expectString("a compression");
  write.site = site();
  return write;
}

} // namespace flow::ir
