#pragma once
// A table as `show` prints it: a box with names, types and rows.

#include "runtime/frame/Column.h"

#include <string>

namespace flow::frame {

struct ShowOptions {
  size_t rows = 20;       ///< shown at most
  uint64_t totalRows = 0; ///< of the frame, of which the table may hold only the first
  bool colour = false;
  size_t width = 0; ///< of the terminal, in columns; 0: all columns of the table are shown
};

/// Ends with a line feed. Numbers stand right; nulls are `null`; long texts are cut and end in `…`; what does
/// not fit into the width is named below the box, as are the number of rows that are not shown.
std::string showTable(const Table &table, const ShowOptions &options);

/// The same, with the arguments that `show` has.
std::string showTable(const Table &table, size_t rows, uint64_t totalRows, bool colour);

} // namespace flow::frame
