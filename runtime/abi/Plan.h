#pragma once
// The plan descriptor: what the compiler hands to the runtime. Plain data without addresses; it can be written to disk
// or sent to a node. A plan is a list of pipelines in the order in which they run; each reads a source, passes batches
// through steps and ends in a sink. Later pipelines read what earlier ones left: tables and join tables, by number.
//
// Columns are named by their position in the batch that enters a step.

#include "runtime/abi/Accumulation.h"
#include "runtime/abi/AggregateKind.h"
#include "runtime/abi/ColumnType.h"
#include "runtime/abi/Kernel.h"
#include "runtime/abi/Site.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace flow::abi {

/// A string that is known while compiling, or captured from host code at run time (a Path computed there).
struct TextOperand {
  std::string text;
  std::optional<uint32_t> capture; ///< byte offset of a StringView in the captures
};

// ---- sources

/// A comparison of a column with a constant. Files and row groups without a row for which it is true are not read;
/// rows are still filtered by the stage.
struct ColumnBound {
  uint32_t column = 0;                   ///< of the source's row, then of its partitions
  enum class Op : uint8_t { Less, LessEqual, Greater, GreaterEqual, Equal } op{};
  std::variant<int64_t, double, std::string> value; ///< in the column's own representation
};

struct CsvSource {
  TextOperand path;                      ///< a glob is expanded, sorted by name; so is a folder
  RowSpec row;                           ///< the whole row of the file, in file order
  /// Columns that the path gives, by parts such as `year=2024`. They come behind those of the file.
  RowSpec partitions;
  std::vector<uint32_t> columns;         ///< those read, ascending; the batch has exactly these
  /// The program states the row: columns are found by name, and the file may have others. An inferred row has to
  /// be exactly that of the file.
  bool stated = false;
  char delimiter = ',';
  char quote = '"';
  bool header = true;
  enum class BadRows : uint8_t { Fail, Skip } badRows = BadRows::Fail;
  std::optional<std::vector<std::string>> nulls; ///< replaces the default list
  std::vector<ColumnBound> bounds;       ///< of partitions
  uint32_t site = 0;
};
/// The rows of a CSV file that `bad_rows: skip` leaves out. The row is badRowSpec().
struct BadCsvSource {
  CsvSource file;
  std::vector<uint32_t> columns;
};
inline RowSpec badRowSpec() {
  const ColumnType text{ColumnKind::Str, 0, 0, false}, number{ColumnKind::I64, 0, 0, false};
  const ColumnType perhapsText{ColumnKind::Str, 0, 0, true};
  return {{"file", text}, {"line", number}, {"column", perhapsText}, {"text", text}, {"reason", text}};
}
struct ParquetSource {
  TextOperand path;
  RowSpec row;
  RowSpec partitions;                    ///< as CsvSource::partitions
  std::vector<uint32_t> columns;
  bool stated = false;                   ///< as CsvSource::stated
  std::vector<ColumnBound> bounds;
  uint32_t site = 0;
};
struct TableSource {
  uint32_t table = 0;
  std::vector<uint32_t> columns;
};
struct RangeSource { // from_range: one i64 column
  int64_t begin = 0, end = 0;
  std::optional<uint32_t> beginCapture, endCapture; ///< byte offsets of i64 values in the captures
  std::string name = {};                            ///< of the column
};
/// Records of host code: a list whose elements lie as runtime/frame/RowLayout.h says of `row`.
struct ListSource {
  uint32_t capture = 0;                  ///< byte offset of the `ListObject *` in the captures
  RowSpec row;
  std::vector<uint32_t> columns;
};
/// A table from outside of the plan; numbered among the plan's inputs.
struct InputSource {
  uint32_t input = 0;
  RowSpec row;
  std::vector<uint32_t> columns;
  /// Of a table that an earlier plan gave and host code holds: byte offset of its `HostTable *` in the captures.
  std::optional<uint32_t> capture = {};
};
using SourceSpec =
    std::variant<CsvSource, BadCsvSource, ParquetSource, TableSource, RangeSource, ListSource, InputSource>;

// ---- steps

struct StageOutput {
  bool computed = false; ///< whether `index` counts computed columns or columns of the entering batch
  uint32_t index = 0;
};
/// Which inputs of a stage (positions among them) the expression reads that may fail at that site.
struct SiteInputs {
  uint32_t site = 0;
  std::vector<uint32_t> inputs;
};
/// Runs a kernel; the leaving batch has `outputs`, only the rows whose mask is set when it filters.
/// A stage without a kernel only selects columns.
struct StageStep {
  std::optional<uint32_t> kernel;        ///< index into the plan's kernels
  std::vector<uint32_t> inputs;
  std::vector<ColumnType> computed;
  std::vector<StageOutput> outputs;
  bool filters = false;
  /// Of a stage in an AggregateSink: values that exist only in its loop, and what is made of them there. The mask is
  /// written when there are outputs.
  std::vector<ColumnType> accumulated = {};
  std::vector<Accumulation> accumulations = {};
  bool byGroup = false;
  /// The kernel reads fields of files (`field.read`): bad ones fail where it asks for them. Without it any fails.
  bool readsFields = false;
  std::vector<SiteInputs> reads = {}; ///< by ascending sites
};
enum class JoinKind : uint8_t { Inner, Left, Semi, Anti };
/// The partners of a row that a join keeps: all, the first, or the only one (more are a failure).
enum class JoinPartners : uint8_t { All, First, Only };
/// Looks the key columns up in a join table; leaving batch: `probeOutputs`, then `buildOutputs` (not for Semi, Anti).
/// Rows keep the probe side's order, matches of one row the build side's. A null key matches nothing.
struct ProbeStep {
  uint32_t joinTable = 0;
  JoinKind kind = JoinKind::Inner;
  std::vector<uint32_t> keys;
  std::vector<uint32_t> probeOutputs;
  std::vector<uint32_t> buildOutputs;
  /// A further condition over the pair: a filtering stage whose inputs count probe columns, then build columns.
  std::optional<StageStep> condition;
  JoinPartners partners = JoinPartners::All;
  uint32_t site = 0;                     ///< of a row with more partners than the only one
};
struct TakeStep { // the first `skip` rows are dropped, the next `count` pass
  uint64_t skip = 0;
  uint64_t count = 0;
  std::optional<uint32_t> countCapture;  ///< byte offset of an i64 in the captures; used instead of `count`
  uint32_t site = 0;                     ///< fails when a captured number is negative
  std::optional<uint32_t> skipCapture{}; ///< as countCapture, used instead of `skip`
};
using StepSpec = std::variant<StageStep, ProbeStep, TakeStep>;

// ---- sinks

struct AggregateSpec {
  AggregateKind kind{};
  std::optional<uint32_t> argument;
  std::optional<uint32_t> where;         ///< a bool column; only rows where it is true count
  double parameter = 0;                  ///< q of Quantile
  ColumnType result;
  uint32_t site = 0;                     ///< of an overflowing sum
};
/// Leaves a table: keys, then aggregates; groups in order of first appearance. Without keys exactly one row.
/// With a stage and no keys the rows go through it first; aggregates then count the columns that leave it, followed by
/// the values that it accumulates. What it has no accumulation for is computed from the rows that leave. With a stage
/// and keys it accumulates by group, whenever groups are made of a segment's rows; its inputs are what it accumulates,
/// nothing leaves it, and it cannot fail.
struct AggregateSink {
  uint32_t table = 0;
  std::vector<uint32_t> keys;
  std::vector<AggregateSpec> aggregates;
  std::optional<StageStep> stage = {};
};
struct SortKey { uint32_t column = 0; bool descending = false; bool nullsFirst = false; };
/// Leaves a table of all columns, sorted stably; at most `limit` rows when set (top-k).
struct SortSink {
  uint32_t table = 0;
  std::vector<SortKey> keys;
  std::optional<uint64_t> limit;
  std::optional<uint32_t> limitCapture;
};
/// Leaves a table of all columns in source order; later pipelines with the same number append.
struct CollectSink { uint32_t table = 0; };
/// Leaves the rows that first (or last) show their key columns (all columns when empty), in source order.
struct DistinctSink { uint32_t table = 0; std::vector<uint32_t> keys; bool keepsLast = false; };
struct JoinBuildSink { uint32_t joinTable = 0; std::vector<uint32_t> keys; };
struct WriteCsvSink { TextOperand path; RowSpec row; uint32_t site = 0; };
struct WriteParquetSink { TextOperand path; RowSpec row; std::string compression; uint32_t site = 0; };
using SinkSpec =
    std::variant<AggregateSink, SortSink, CollectSink, DistinctSink, JoinBuildSink, WriteCsvSink, WriteParquetSink>;

struct PipelineSpec {
  SourceSpec source;
  std::vector<StepSpec> steps;
  SinkSpec sink;
};

struct PlanSpec {
  std::vector<PipelineSpec> pipelines;
  std::vector<RowSpec> tables;           ///< rows of the tables, by number
  std::vector<RowSpec> joinTables;
  std::vector<std::string> kernels;      ///< symbol names; "<name>" is fast, "<name>.exact" exact
  std::vector<Site> sites;
  uint32_t result = 0;                   ///< the table that is the plan's result
};

} // namespace flow::abi
