#pragma once
// Rows as CSV text.

#include "runtime/frame/Column.h"

#include <string>

namespace flow::frame {

/// A text field, in quotes where it needs them.
void appendCsvField(std::string &out, std::string_view text);

/// The line of names.
void appendCsvHeader(std::string &out, const RowSpec &row);

/// All rows of a batch.
void appendCsvRows(std::string &out, const Batch &batch);

} // namespace flow::frame
