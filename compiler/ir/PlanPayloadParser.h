#pragma once
// The part of PlanParser that reads what belongs to one node: its payload. Operators stand in
// PlanPayloadParser.cpp, sources in PlanSourceParser.cpp. Mistakes go to the cursor.

#include "compiler/base/TextCursor.h"
#include "compiler/ir/ExprText.h"
#include "runtime/abi/Plan.h"

namespace flow::ir {

class PlanPayloadParser {
public:
  PlanPayloadParser(TextCursor &cursor, const CaptureList &captures, types::TypeContext &context, const Module *module)
      : cursor_(cursor), captures_(captures), context_(context), module_(module) {}

  /// What follows the op, the kind of a join, and the inputs, whose rows these are.
  std::optional<PlanPayload> parse(PlanOp op, abi::JoinKind kind, const RowsInSight &rows) {
    rows_ = rows;
    return payload(op, kind);
  }
  /// `( item, item )` or with other brackets; `item` reads one.
  template <typename Item> static void items(TextCursor &cursor, const char *open, const char *close, Item &&item);

private:
  std::optional<PlanPayload> payload(PlanOp op, abi::JoinKind kind);

  ScanCsv scanCsv();
  ScanBadCsv scanBadCsv();
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
  abi::ColumnBound bound(const Type *row);
  std::optional<JoinField> joinSide();
  RowFunction expression();
  uint32_t column(size_t input = 0);
  std::vector<uint32_t> by();
  abi::RowSpec row();
  template <typename FileSource> void files(FileSource &source);
  void dialect(abi::CsvSource &source);
  std::vector<uint32_t> columnsOf(const Type *row);
  abi::TextOperand path();
  char character();
  int64_t wholeNumber();
  uint64_t count();
  std::optional<uint32_t> acceptCapture();
  uint32_t site() { return cursor_.accept("!") ? cursor_.expectNumber("the number of a site") : 0; }
  template <typename Item> void items(const char *open, const char *close, Item &&item) {
    items(cursor_, open, close, item);
  }

  TextCursor &cursor_;
  const CaptureList &captures_;
  types::TypeContext &context_;
  const Module *module_;
  RowsInSight rows_; ///< of the inputs of the node at hand
};

template <typename Item>
void PlanPayloadParser::items(TextCursor &cursor, const char *open, const char *close, Item &&item) {
  cursor.expect(open);
  if (cursor.accept(close)) return;
  do {
    item();
  } while (cursor.accept(","));
  cursor.expect(close);
}

} // namespace flow::ir
