#pragma once
// Values of columns as text for messages.

#include "runtime/frame/Column.h"

#include <string>

namespace flow::frame {

/// As Flow prints the value inside of others: `null`, `2.0`, `"text"` (cut when long), `2024-01-31`, `12.50`.
std::string valueText(const ColumnView &column, size_t row);

} // namespace flow::frame
