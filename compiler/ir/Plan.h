#pragma once
// Plan IR: a frame as a DAG of relational operators with exact row types, made by lowering, rewritten by the
// optimizer and cut into pipelines afterwards. It knows no syntax tree and no machine.
//
//  - A node's row is a Record: names and types of its columns, in order. Columns are named by their position
//  in an input's
//    row. The row follows from the inputs and the payload by the op's typing rule (PlanTyping.h).
//  - A node with several users is evaluated once.
//  - Expressions are row functions: Fn IR over columns and captures, with one result. Only demanded values
//  are evaluated,
//    so only they fail: see compiler/opt/README.md for what passes may do.
//  - Captures are values of host code, given when the plan runs; they are named by position in
//  PlanGraph::captures. In
//    the sources' descriptors (abi::TextOperand, abi::RangeSource), too: byte offsets come with the
//    pipelines.
//  - Rows have an order: it is the source's and kept by all operators but Sort; a join keeps its left side's,
//  aggregates
//    and distinct rows come in order of first appearance. No choice of an implementation may be visible in
//    it.

#include "compiler/ir/Fn.h"
#include "runtime/abi/Plan.h"

#include <deque>

namespace flow::ir {

enum class PlanOp : uint8_t {
#define FLOW_PLAN_OP(Name, Spelling, Inputs) Name,
#include "compiler/ir/PlanOps.def"
};
const char *spelling(PlanOp op);
/// The number of inputs, or -1 for one or more.
int inputCount(PlanOp op);

/// An expression over a row: a function of kind Stage, without mask, with one result. Its parameters are
/// `columns` (of a join: left ones, then right ones), then `captures`.
struct RowFunction {
  Function body;
  std::vector<uint32_t> columns;
  std::vector<uint32_t> captures;

  const Type *type() const { return body.results[0]; }
};

// ---- payloads, by op

/// The row is that of source.columns. `rowCount` is what is known about the file, 0 when nothing is.
struct ScanCsv {
  abi::CsvSource source;
  uint64_t rowCount = 0;
};
/// The rows that `bad_rows: skip` leaves out; the row is that of abi::badRowSpec().
struct ScanBadCsv {
  abi::BadCsvSource source;
};
struct ScanParquet {
  abi::ParquetSource source;
  uint64_t rowCount = 0;
};
/// `capture` is a List of records; the row is that of the columns, which count the fields of the records.
struct ScanRows {
  uint32_t capture = 0;
  std::vector<uint32_t> columns;
};
struct ScanRange {
  std::string column;
  abi::RangeSource source;
};
/// `capture` is a Frame; the row is that of the columns.
struct ScanTable {
  uint32_t capture = 0;
  std::vector<uint32_t> columns;
};

/// Keeps the rows for which the predicate, a bool, is true.
struct Filter {
  RowFunction predicate;
};

/// A column of the new row: one of the input's, or computed.
struct ProjectField {
  std::string name;
  std::variant<uint32_t, RowFunction> value;

  bool isColumn() const { return value.index() == 0; }
  uint32_t column() const { return std::get<uint32_t>(value); }
  const RowFunction &computed() const { return std::get<RowFunction>(value); }
};
struct Project {
  std::vector<ProjectField> fields;
};

/// Stable. With a limit only so many rows are kept; a negative captured one keeps none.
struct Sort {
  std::vector<abi::SortKey> keys;
  std::optional<uint64_t> limit;
  std::optional<uint32_t> limitCapture;
};
/// Drops the first `skip` rows, passes the next `count`. Fails at `site` when a captured number, an i64,
/// is negative.
struct Take {
  static constexpr uint64_t kAll = UINT64_MAX;
  uint64_t skip = 0;
  uint64_t count = kAll;
  std::optional<uint32_t> countCapture; ///< used instead of count
  uint32_t site = 0;
  std::optional<uint32_t> skipCapture{}; ///< used instead of skip
};
/// The rows that first (or last) show their keys; all columns are keys when there are none.
struct Distinct {
  std::vector<uint32_t> keys;
  bool keepsLast = false;
};

struct JoinField {
  std::string name;
  bool fromRight = false;
  uint32_t column = 0;
};
/// Pairs rows with equal keys (never null ones) for which the condition, if any, holds. Left also keeps rows
/// without a partner, with nulls on the right. Semi and Anti give left columns only.
struct Join {
  abi::JoinKind kind{};
  std::vector<uint32_t> leftKeys, rightKeys; ///< as many, of the same plain types
  std::optional<RowFunction> condition;
  std::vector<JoinField> fields;
  /// The left side is likely much smaller: right rows without a partner are left out first. Changes no result.
  bool isReduced = false;
  abi::JoinPartners partners = abi::JoinPartners::All; ///< of Inner and Left: right rows that a left row may have
  uint32_t site = 0;                                   ///< of JoinPartners::Only
};

struct AggregateField {
  std::string name;
  abi::AggregateKind kind{};
  std::optional<uint32_t> argument;
  std::optional<uint32_t> where; ///< a column of bool or bool?: only rows where it is true count
  double parameter = 0;          ///< q of Quantile
  uint32_t site = 0;             ///< of a sum that may overflow
};
/// The row is the keys, then the aggregates. Without keys there is exactly one row.
struct Aggregate {
  std::vector<uint32_t> keys;
  std::vector<AggregateField> fields;
};

/// The rows of the inputs, which have one row type, one after the other.
struct Union {};
/// The row is the input's; nothing reads it.
struct WriteCsv {
  abi::TextOperand path;
  uint32_t site = 0;
};
struct WriteParquet {
  abi::TextOperand path;
  std::string compression;
  uint32_t site = 0;
};

/// In the order of PlanOps.def.
using PlanPayload = std::variant<ScanCsv, ScanBadCsv, ScanParquet, ScanRows, ScanRange, ScanTable, Filter, Project,
                                 Sort, Take, Distinct, Join, Aggregate, Union, WriteCsv, WriteParquet>;

struct PlanNode {
  PlanPayload payload;
  const Type *row = nullptr;
  std::vector<PlanNode *> inputs;

  PlanOp op() const { return static_cast<PlanOp>(payload.index()); }
  bool is(PlanOp other) const { return op() == other; }
  /// The payload, when it is of that kind.
  template <typename T> T *get() { return std::get_if<T>(&payload); }
  template <typename T> const T *get() const { return std::get_if<T>(&payload); }
  PlanNode *input(size_t i = 0) const { return inputs[i]; }
  const std::vector<types::Field> &columns() const { return row->fields; }
};

/// Owns the nodes; those that the root no longer reaches do no harm. Pointers stay valid.
class PlanGraph {
public:
  explicit PlanGraph(types::TypeContext &context) : context_(&context) {}
  PlanGraph(PlanGraph &&) = default;
  PlanGraph &operator=(PlanGraph &&) = default;

  types::TypeContext &types() const { return *context_; }
  /// A new node, whose row is what the typing rule gives; a payload that breaks it is an internal error.
  PlanNode *add(PlanPayload payload, std::vector<PlanNode *> inputs = {});
  /// A new node with that row, which nothing checks before the verifier.
  PlanNode *addUnchecked(PlanPayload payload, std::vector<PlanNode *> inputs, const Type *row);
  /// The nodes that the root reaches, each after its inputs.
  std::vector<PlanNode *> reachable() const;

  CaptureList captures;
  PlanNode *root = nullptr;

private:
  types::TypeContext *context_;
  std::deque<PlanNode> nodes_;
};

} // namespace flow::ir
