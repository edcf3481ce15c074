#pragma once
// UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF.

#include <cstddef>
#include <string>
#include <string_view>

namespace flow {

/// The code point at the front of `bytes` and the number of bytes it takes; 0 when no valid one stands there.
size_t decodeUtf8(std::string_view bytes, char32_t &codePoint);

/// The offset of the first byte that is not valid UTF-8, or npos.
size_t findInvalidUtf8(std::string_view text);

/// Appends a code point, which must be valid (isCodePoint).
void appendUtf8(std::string &out, char32_t codePoint);

/// For messages: the text itself, or its begin and `..` when it is longer than `most` bytes.
std::string shortened(std::string_view text, size_t most = 60);

/// Whether the value is a code point that text can hold: not a surrogate, at most U+10FFFF.
bool isCodePoint(char32_t value);

} // namespace flow
