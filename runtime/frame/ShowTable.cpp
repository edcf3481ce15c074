#include "runtime/frame/ShowTable.h"

#include "runtime/text/DisplayWidth.h"
#include "runtime/text/ValueFormat.h"

#include <algorithm>

namespace flow::frame {

namespace {

constexpr size_t kLongestText = 40; // columns of the terminal
constexpr const char *kBold = "\x1b[1m";
constexpr const char *kDim = "\x1b[2m";
constexpr const char *kPlain = "\x1b[0m";

/// The cells of one column: name, type, then the rows.
struct Shown {
  std::string name, type;
  std::vector<std::string> cells;
  std::vector<bool> isNull;
  bool right = false;
  size_t width = 0;

  void fit(const std::string &cell) { width = std::max(width, text::displayWidth(cell)); }
};

bool standsRight(ColumnKind kind) {
  switch (kind) {
  case ColumnKind::Bool:
  case ColumnKind::Str:
  case ColumnKind::Bytes:
  case ColumnKind::Path:
  case ColumnKind::Date:
  case ColumnKind::Timestamp: return false;
  default: return true;
  }
}

Shown shownColumn(const Table &table, size_t index, size_t rows) {
  const ColumnSpec &spec = table.row[index];
  Shown shown;
  shown.name = text::cutToWidth(text::escapedForDisplay(spec.name), kLongestText);
  shown.type = abi::typeText(spec.type);
  shown.right = standsRight(spec.type.kind);
  shown.fit(shown.name);
  shown.fit(shown.type);
  for (const Chunk &chunk : table.chunks) {
    ColumnView column = chunk.columns[index].view();
    for (uint32_t row = 0; row < chunk.rows && shown.cells.size() < rows; ++row) {
      std::string cell;
      shown.isNull.push_back(!column.isValid(row));
      const char *value = column.as<char>() + row * abi::bytesOf(column.type.kind);
      if (shown.isNull.back())
        cell = "null";
      else
        text::appendValue(cell, column.type, value);
      if (abi::isStringLike(column.type.kind)) {
        cell.resize(std::min(cell.size(), kLongestText * 16)); // enough for what is shown
        cell = text::cutToWidth(text::escapedForDisplay(cell), kLongestText);
      }
      shown.fit(cell);
      shown.cells.push_back(std::move(cell));
    }
  }
  return shown;
}

/// How many columns fit; the first always does.
size_t fittingColumns(const std::vector<Shown> &columns, size_t width) {
  constexpr size_t kMarkWidth = 4; // of a column that stands for those left out
  size_t used = 1;
  for (size_t index = 0; index < columns.size(); ++index) {
    used += columns[index].width + 3;
    bool isLast = index + 1 == columns.size();
    if (width != 0 && index > 0 && used + (isLast ? 0 : kMarkWidth) > width) return index;
  }
  return columns.size();
}

class Box {
public:
  Box(std::vector<Shown> columns, bool colour) : columns_(std::move(columns)), colour_(colour) {}

  std::string text() {
    rule("┌─", "─┬─", "─┐\n", "─");
    line([](const Shown &column) { return column.name; }, [](const Shown &) { return kBold; });
    line([](const Shown &column) { return column.type; }, [](const Shown &) { return kDim; });
    rule("╞═", "═╪═", "═╡\n", "═");
    for (size_t row = 0; row < columns_[0].cells.size(); ++row)
      line([&](const Shown &column) { return column.cells[row]; },
           [&](const Shown &column) { return column.isNull[row] ? kDim : nullptr; });
    rule("└─", "─┴─", "─┘\n", "─");
    return std::move(out_);
  }

private:
  void rule(const char *left, const char *between, const char *right, const char *stroke) {
    out_ += left;
    for (size_t index = 0; index < columns_.size(); ++index) {
      if (index) out_ += between;
      for (size_t count = 0; count < columns_[index].width; ++count) out_ += stroke;
    }
    out_ += right;
  }

  template <typename Cell, typename Style> void line(Cell cellOf, Style styleOf) {
    for (size_t index = 0; index < columns_.size(); ++index) {
      const Shown &column = columns_[index];
      std::string cell = cellOf(column);
      std::string pad(column.width - text::displayWidth(cell), ' ');
      const char *style = colour_ ? styleOf(column) : nullptr;
      out_ += index ? " ┆ " : "│ ";
      if (column.right) out_ += pad;
      out_ += style ? style + cell + kPlain : cell;
      if (!column.right) out_ += pad;
    }
    out_ += " │\n";
  }

  std::vector<Shown> columns_;
  bool colour_;
  std::string out_;
};

/// "... 5 more rows".
std::string moreText(uint64_t count, const char *what) {
  return "... " + std::to_string(count) + " more " + what + (count == 1 ? "" : "s");
}

} // namespace

std::string showTable(const Table &table, const ShowOptions &options) {
  uint64_t rows = std::min<uint64_t>(table.rows(), options.rows);
  uint64_t total = std::max(options.totalRows, table.rows());
  if (table.row.empty()) return "no columns, " + std::to_string(total) + (total == 1 ? " row\n" : " rows\n");
  std::vector<Shown> columns;
  for (size_t index = 0; index < table.row.size(); ++index)
    columns.push_back(shownColumn(table, index, rows));
  size_t fitting = fittingColumns(columns, options.width);
  std::string hidden;
  for (size_t index = fitting; index < columns.size(); ++index)
    hidden += (index == fitting ? ": " : ", ") + columns[index].name;
  if (fitting < table.row.size()) {
    columns.resize(fitting + 1);
    columns.back() = {"…",   "…", std::vector<std::string>(rows, "…"), std::vector<bool>(rows, false),
                      false, 1};
  }
  std::string out = Box(std::move(columns), options.colour).text();
  if (total > rows) out += moreText(total - rows, "row") + "\n";
  if (fitting < table.row.size()) out += moreText(table.row.size() - fitting, "column") + hidden + "\n";
  return out;
}

std::string showTable(const Table &table, size_t rows, uint64_t totalRows, bool colour) {
  return showTable(table, ShowOptions{rows, totalRows, colour, 0});
}

} // namespace flow::frame
