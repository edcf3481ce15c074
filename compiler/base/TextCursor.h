#pragma once
// Reads the text of the IRs token by token, for hand-written parsers. Spaces, newlines and comments (`//` to
// the end of the line) separate tokens. The first mistake is kept with its line and sticks: from then on
// nothing matches, so that a parser checks for a mistake only where it is convenient.
//
// A name is an identifier, or any text in backquotes; a string stands in double quotes. In both, `\\`, `\n`,
// `\t`, the quote itself after a backslash, and `\xHH` for other bytes below 32 are escapes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flow {

class TextCursor {
public:
  explicit TextCursor(std::string_view text) : text_(text) {}

  bool atEnd();
  /// Nothing more stands on the line of the last token.
  bool atLineEnd();
  /// The token stands here; it is not consumed. A word token matches whole words only.
  bool peek(std::string_view token);
  /// Consumes the token if it stands here.
  bool accept(std::string_view token);
  /// Consumes the token, or reports that it was expected; false then.
  bool expect(std::string_view token);

  /// An identifier or a name in backquotes.
  std::optional<std::string> acceptName();
  /// A word of letters, digits, `_`, `.` and `-` that begins with a letter or `_`: "list.get", "time-out".
  std::optional<std::string> acceptWord();
  std::optional<std::string> acceptString();
  /// Digits, perhaps after a `-`.
  std::optional<__int128> acceptInteger();
  /// What printf's %.17g and this file's floatText write, `inf`, `nan` included.
  std::optional<double> acceptFloat();
  /// A number that acceptFloat reads and acceptInteger does not stands here: with a point or exponent,
  /// inf, nan.
  bool peekFloat();
  /// Report when there is none; the result is then empty or zero.
  std::string expectName(std::string_view what);
  std::string expectString(std::string_view what);
  uint32_t expectNumber(std::string_view what);

  /// Keeps the first mistake; always false. `line` 0 is the line at hand.
  bool fail(std::string message, uint32_t line = 0);
  bool failed() const { return failed_; }
  /// "line 3: expected `)`", or empty.
  const std::string &error() const { return error_; }
  /// Counts from 1.
  uint32_t line() const;
  /// The byte offset behind the last token, to go back to.
  size_t position() const { return at_; }
  void reset(size_t position) {
    if (!failed_) at_ = position;
  }

private:
  void skipSpace();
  std::string quoted(char quote);

  std::string_view text_;
  size_t at_ = 0;
  size_t skippedTo_ = SIZE_MAX; ///< where skipSpace stopped last
  bool atNewLine_ = false;      ///< whether it passed a line break on the way
  std::string error_;
  bool failed_ = false;
};

/// As acceptName reads it: bare when it is an identifier, else in backquotes.
std::string nameText(std::string_view name);
/// As acceptString reads it.
std::string stringText(std::string_view text);
/// Shortest text that acceptFloat reads back to the same bits; NaN is "nan", and a whole number has a point.
std::string floatText(double value);
std::string integerText(__int128 value);

} // namespace flow
