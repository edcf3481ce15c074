// Sources, and what only they have: rows, columns, paths, bounds.

#include "compiler/ir/PlanPayloadParser.h"
#include "compiler/types/ColumnTypes.h"
#include "compiler/types/TypeText.h"

namespace flow::ir {

using types::parseType;

abi::RowSpec PlanPayloadParser::row() {
  const Type *whole = parseType(cursor_, context_);
  if (!whole || !whole->is(types::TypeKind::Record)) {
    cursor_.fail("expected a row");
    return {};
  }
  for (const types::Field &field : whole->fields)
    if (!types::columnTypeOf(field.type)) cursor_.fail("no column can hold " + types::text(field.type));
  return cursor_.failed() ? abi::RowSpec() : types::rowSpecOf(whole);
}

/// What sources of files have in common: path, row, partitions, columns, bounds.
template <typename FileSource> void PlanPayloadParser::files(FileSource &source) {
  source.path = path();
  source.row = row();
  if (cursor_.accept("partitions")) source.partitions = row();
  source.stated = cursor_.accept("stated");
  abi::RowSpec whole = source.row;
  whole.insert(whole.end(), source.partitions.begin(), source.partitions.end());
  const Type *columns = types::recordOf(whole, context_);
  source.columns = columnsOf(columns);
  if (cursor_.accept("where")) items("(", ")", [&] { source.bounds.push_back(bound(columns)); });
}

std::vector<uint32_t> PlanPayloadParser::columnsOf(const Type *row) {
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

abi::TextOperand PlanPayloadParser::path() {
  abi::TextOperand result;
  result.capture = acceptCapture();
  if (!result.capture) result.text = cursor_.expectString("a path");
  return result;
}

char PlanPayloadParser::character() {
  std::string text = cursor_.expectString("a character");
  if (text.size() != 1) cursor_.fail("expected one character");
  return text.empty() ? ' ' : text[0];
}

int64_t PlanPayloadParser::wholeNumber() {
  auto value = cursor_.acceptInteger();
  if (!value || *value < INT64_MIN || *value > INT64_MAX) cursor_.fail("expected a whole number");
  return static_cast<int64_t>(value.value_or(0));
}

void PlanPayloadParser::dialect(abi::CsvSource &source) {
  if (cursor_.accept("delimiter")) source.delimiter = character();
  if (cursor_.accept("quote")) source.quote = character();
  source.header = !cursor_.accept("headerless");
  if (cursor_.accept("skip_bad")) source.badRows = abi::CsvSource::BadRows::Skip;
  if (cursor_.accept("nulls")) {
    source.nulls.emplace();
    items("[", "]", [&] { source.nulls->push_back(cursor_.expectString("a text")); });
  }
}

ScanCsv PlanPayloadParser::scanCsv() {
  ScanCsv scan;
  files(scan.source);
  dialect(scan.source);
  if (cursor_.accept("rows")) scan.rowCount = count();
  scan.source.site = site();
  return scan;
}

ScanBadCsv PlanPayloadParser::scanBadCsv() {
  ScanBadCsv scan;
  files(scan.source.file);
  dialect(scan.source.file);
  cursor_.accept("give");
  scan.source.columns = columnsOf(types::recordOf(abi::badRowSpec(), context_));
  scan.source.file.site = site();
  return scan;
}

ScanParquet PlanPayloadParser::scanParquet() {
  ScanParquet scan;
  files(scan.source);
  if (cursor_.accept("rows")) scan.rowCount = count();
  scan.source.site = site();
  return scan;
}

abi::ColumnBound PlanPayloadParser::bound(const Type *row) {
  using Op = abi::ColumnBound::Op;
  abi::ColumnBound result;
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

ScanRows PlanPayloadParser::scanRows() {
  ScanRows scan;
  scan.capture = acceptCapture().value_or(UINT32_MAX);
  const auto &types = captures_.types;
  bool isList = scan.capture < types.size() && types[scan.capture]->is(types::TypeKind::List) &&
                types[scan.capture]->element()->is(types::TypeKind::Record);
  if (isList)
    scan.columns = columnsOf(types[scan.capture]->element());
  else
    cursor_.fail("expected a capture that is a list of records");
  return scan;
}

ScanRange PlanPayloadParser::scanRange() {
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

ScanTable PlanPayloadParser::scanTable() {
  ScanTable scan;
  scan.capture = acceptCapture().value_or(UINT32_MAX);
  const auto &types = captures_.types;
  if (scan.capture >= types.size() || !types[scan.capture]->isFrame()) {
    cursor_.fail("expected a capture that is a frame");
    return scan;
  }
  scan.columns = columnsOf(types[scan.capture]->row());
  return scan;
}

} // namespace flow::ir
