#pragma once
// Expressions over the columns of a row, and what they may not do.

#include "compiler/sema/Part.h"
#include "runtime/abi/AggregateKind.h"
#include "runtime/abi/ColumnType.h"

#include <optional>
#include <utility>

namespace flow::sema {

/// The aggregate of that name.
std::optional<abi::AggregateKind> aggregateNamed(std::string_view name);

class Rows : Part {
public:
  using Part::Part;

  void noteCall(const tree::Function *function, Span span) { calls_.emplace_back(function, span); }
  /// Checks with the columns of `scope` visible.
  Expr *checkInRow(const ast::Expr &expr, RowScope scope, const Type *expected = nullptr);
  Expr *checkCondition(const ast::Expr &expr, RowScope scope, const char *what);
  /// A value of the row as another type; with `orNone` as an optional where the conversion may fail.
  Expr *castInRow(Expr *value, RowScope scope, const Type *target, Span span, bool orNone);
  /// `on_error: null`; `isOk` is false after a report.
  bool givesNullOnError(const CallSite &call, bool &isOk);
  Expr *checkColumn(const ast::ColumnExpr &column);
  Expr *columnRef(const Type *row, uint32_t index, Span span, uint32_t side = 0);
  /// The column `.name` of `row`, or a report with the columns and a suggestion.
  Expr *resolveColumn(const ast::Name &name, Span span, const Type *row, uint32_t side = 0);
  /// The column of the row with that name, else with a similar one; else the name itself.
  static std::string meantColumn(const std::string &name, const Type *row);
  Expr *checkAggregates(const ast::Expr &expr, AggregateScope &scope);
  std::optional<abi::ColumnType> columnType(const Type *type) const;
  const Type *rowType(const abi::RowSpec &row);
  /// Reports when a column of the row has a type that none can have (nested ones), false then.
  bool requireColumns(const Type *row, Span span);
  std::string columnsText(const Type *row) const;
  /// How the column `name` of a frame of the row `row` is written in the row at hand: `.name`, `right.name`; empty when
  /// it is none of it.
  std::string columnInRow(const std::string &name, const Type *row) const;
  /// Something that only host code can do, such as "printing": reports it in a row, remembers it in a function.
  /// False after a report.
  bool usesHost(Span span, const char *what);
  /// A name for an unnamed column in `select` or `by:`: that of the column itself; reports others.
  std::string columnName(const ast::Expr &expr, const std::string &where, const Type *row);
  Expr *callAggregate(const CallSite &call, abi::AggregateKind kind);
  /// Reports `left.x`, or `right.x` where there is no join: false when the name means something.
  bool reportSide(const std::string &side, const ast::MemberExpr &expr);
  /// Reports a function of lists that is called with a column in `agg`, as in other languages.
  bool reportNoAggregate(const CallSite &call);
  /// An aggregate where there is one row, not many.
  Expr *reportMisplaced(const std::string &name, Span span);
  bool inRow() const { return row_.row != nullptr; }
  void reportHostUses();

private:
  std::vector<std::pair<const tree::Function *, Span>> calls_; ///< in rows, of functions that may need the host
};

} // namespace flow::sema
