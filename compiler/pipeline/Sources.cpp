#include "compiler/pipeline/Sources.h"

#include "compiler/types/ColumnTypes.h"
#include "runtime/abi/Check.h"

namespace flow::pipeline {

using namespace ir;

bool Sources::isCheap(const PlanNode &node) {
  return node.is(PlanOp::ScanRows) || node.is(PlanOp::ScanRange) || node.is(PlanOp::ScanTable);
}

static std::vector<uint32_t> pick(const std::vector<uint32_t> &columns,
                                  const std::vector<uint32_t> &demanded) {
  std::vector<uint32_t> picked;
  for (uint32_t column : demanded) picked.push_back(columns[column]);
  return picked;
}

/// Files are read in their own order of columns.
static std::vector<uint32_t> pickAscending(const std::vector<uint32_t> &columns,
                                           const std::vector<uint32_t> &demanded) {
  std::vector<uint32_t> picked = pick(columns, demanded);
  for (size_t i = 1; i < picked.size(); ++i)
    FLOW_CHECK_LT(picked[i - 1], picked[i], "columns of a file are read in ascending order");
  return picked;
}

abi::SourceSpec Sources::source(const ScanCsv &scan, const std::vector<uint32_t> &demanded) {
  abi::CsvSource source = scan.source;
  source.path = captures_.operand(source.path);
  source.columns = pickAscending(source.columns, demanded);
  return source;
}

abi::SourceSpec Sources::source(const ScanBadCsv &scan, const std::vector<uint32_t> &demanded) {
  abi::BadCsvSource source = scan.source;
  source.file.path = captures_.operand(source.file.path);
  source.columns = pick(source.columns, demanded);
  return source;
}

abi::SourceSpec Sources::source(const ScanParquet &scan, const std::vector<uint32_t> &demanded) {
  abi::ParquetSource source = scan.source;
  source.path = captures_.operand(source.path);
  source.columns = pickAscending(source.columns, demanded);
  return source;
}

abi::SourceSpec Sources::source(const ScanRows &scan, const std::vector<uint32_t> &demanded) {
  abi::ListSource source;
  source.capture = *captures_.offset(scan.capture);
  source.row = types::rowSpecOf(graph_.captures.types[scan.capture]->element());
  source.columns = pick(scan.columns, demanded);
  return source;
}

abi::SourceSpec Sources::source(const ScanRange &scan, const std::vector<uint32_t> &) {
  abi::RangeSource source = scan.source;
  source.beginCapture = captures_.offset(source.beginCapture);
  source.endCapture = captures_.offset(source.endCapture);
  source.name = scan.column;
  return source;
}

abi::SourceSpec Sources::source(const ScanTable &scan, const std::vector<uint32_t> &demanded) {
  auto known = inputs_.try_emplace(scan.capture, static_cast<uint32_t>(inputs_.size())).first;
  abi::InputSource source;
  source.input = known->second;
  source.row = types::rowSpecOf(graph_.captures.types[scan.capture]->row());
  source.columns = pick(scan.columns, demanded);
  source.capture = captures_.offset(scan.capture);
  return source;
}

template <typename Other> abi::SourceSpec Sources::source(const Other &, const std::vector<uint32_t> &) {
  FLOW_UNREACHABLE("a pipeline begins with a scan");
}

static RowStream begin(abi::SourceSpec source, const PlanNode &node, const std::vector<uint32_t> &read) {
  RowStream stream(std::move(source));
  std::vector<const Type *> types;
  for (uint32_t column : read) types.push_back(node.columns()[column].type);
  std::vector<ColumnId> ids = stream.startBatch(types);
  stream.row.assign(node.columns().size(), kNoColumn);
  for (size_t i = 0; i < read.size(); ++i) stream.row[read[i]] = ids[i];
  return stream;
}

/// A row that does not fit fails when it is read, unless it is left out. Values that paths give always fit.
static RowStream csvRows(const ScanCsv &scan, RowStream stream) {
  if (scan.source.badRows == abi::CsvSource::BadRows::Skip) return stream;
  for (size_t i = 0; i < stream.row.size(); ++i) {
    bool isOfFile = scan.source.columns[i] < scan.source.row.size();
    if (stream.row[i] != kNoColumn && isOfFile) stream.setFieldSite(stream.row[i], scan.source.site);
  }
  return stream;
}

RowStream Sources::scan(const PlanNode &node, const ColumnSet &demanded) {
  std::vector<uint32_t> read = membersOf(demanded);
  abi::SourceSpec spec = std::visit([&](const auto &payload) { return source(payload, read); }, node.payload);
  if (const ScanCsv *csv = node.get<ScanCsv>()) return csvRows(*csv, begin(std::move(spec), node, read));
  if (!node.is(PlanOp::ScanRange)) return begin(std::move(spec), node, read);
  RowStream stream = begin(std::move(spec), node, {0}); // its column is there in any case
  if (read.empty()) stream.row[0] = kNoColumn;
  return stream;
}

RowStream Sources::table(const StoredTable &stored, const PlanNode &node, const ColumnSet &demanded) {
  std::vector<uint32_t> read = membersOf(demanded);
  RowStream stream = begin(abi::TableSource{stored.table, pick(stored.columns, read)}, node, read);
  if (stored.fieldSites.empty()) return stream;
  for (uint32_t column : read) stream.setFieldSite(stream.row[column], stored.fieldSites[stored.columns[column]]);
  return stream;
}

} // namespace flow::pipeline
