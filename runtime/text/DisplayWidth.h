#pragma once
// How much room UTF-8 text takes on a terminal, in columns: East Asian wide characters and emoji take two,
// combining ones none.

#include <cstddef>
#include <string>
#include <string_view>

namespace flow::text {

/// Columns that valid UTF-8 without control characters takes.
size_t displayWidth(std::string_view text);

/// The text if it takes at most `width` columns, else a beginning of it and `…`, together of at most that
/// width.
std::string cutToWidth(std::string_view text, size_t width);

/// Control characters, and bytes that are not UTF-8, become escapes: `\n`, `\x1b`.
std::string escapedForDisplay(std::string_view text);

} // namespace flow::text
