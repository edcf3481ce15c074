#pragma once
// Verbs of the typed tree, one struct each. Expressions in them see the columns of the verb's inputs.

#include "runtime/abi/Plan.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace flow::tree {

struct Expr;

struct ReadCsvVerb {
  abi::CsvSource source;
  Expr *path = nullptr;
  uint64_t rowCount = 0; ///< of the file, 0 when it is not known
};
/// The rows of the file that do not fit; its row is abi::badRowSpec().
struct ReadBadCsvVerb {
  abi::CsvSource file;
  Expr *path = nullptr;
};
struct ReadParquetVerb {
  abi::ParquetSource source;
  Expr *path = nullptr;
  uint64_t rowCount = 0;
};
struct FromListVerb {
  Expr *list = nullptr;
};
struct FromRangeVerb {
  Expr *begin = nullptr;
  Expr *end = nullptr;
};
/// The input's rows, computed once and kept.
struct PersistVerb {};
struct FilterVerb {
  Expr *predicate = nullptr;
};
/// The whole new row: select, derive, drop, rename and cast all end here.
struct ProjectVerb {
  std::vector<Expr *> fields;
};
struct SortKeyExpr {
  Expr *key = nullptr;
  bool descending = false;
};
struct SortVerb {
  std::vector<SortKeyExpr> keys;
  bool nullsFirst = false;
  Expr *limit = nullptr;
};
struct TakeVerb {
  Expr *count = nullptr;
  Expr *skip = nullptr;
};
struct DistinctVerb {
  std::vector<uint32_t> keys;
  bool keepsLast = false;
};
struct JoinVerb {
  abi::JoinKind kind{};
  abi::JoinPartners partners = abi::JoinPartners::All;
  std::vector<Expr *> leftKeys;      ///< expressions over the left row
  std::vector<Expr *> rightKeys;     ///< as many, of the same types, over the right row
  Expr *condition = nullptr;         ///< further conditions over both
  std::vector<uint32_t> leftColumns; ///< of the result, in order
  std::vector<uint32_t> rightColumns;
};
struct AggregateCall {
  abi::AggregateKind kind{};
  Expr *argument = nullptr;
  Expr *where = nullptr;
  double parameter = 0;
  abi::ColumnType result;
  uint32_t siteBegin = 0, siteEnd = 0, siteFile = 0;
};
/// Keys and aggregate calls give a row (keys, then calls); `results`, over that row, is what the verb gives:
/// `agg(late: sum(.a) / count())` has two calls and one result.
struct AggregateVerb {
  std::vector<Expr *> keys;
  std::vector<AggregateCall> calls;
  std::vector<Expr *> results;
};
struct UnionVerb {};

using FrameVerb =
    std::variant<std::monostate, ReadCsvVerb, ReadBadCsvVerb, ReadParquetVerb, FromListVerb, FromRangeVerb, PersistVerb,
                 FilterVerb, ProjectVerb, SortVerb, TakeVerb, DistinctVerb, JoinVerb, AggregateVerb, UnionVerb>;

} // namespace flow::tree
