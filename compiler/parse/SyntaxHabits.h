#pragma once
// What people write by habit, from another language or half right, as a table: a token that does not fit, what stands
// before it, what the parser would have taken; and the words that mend it (SyntaxHabits.cpp).

#include "compiler/parse/SyntaxPlace.h"

namespace flow::parse {

struct SyntaxHabit {
  static constexpr uint16_t kAny = 0;
  static constexpr size_t kAnyRule = SIZE_MAX;

  const char *message = nullptr;
  const char *help = nullptr;
  uint16_t at = kAny;      ///< the token that does not fit; kName stands for every name
  uint16_t before = kAny;  ///< the token before it; kName or kValue stand for many
  uint16_t expects = kAny; ///< a token that would fit
  uint16_t after = kAny;   ///< the token behind it
  uint16_t secondBefore = kAny; ///< the token before the one before it
  uint16_t begin = kAny;        ///< the first token of its statement
  size_t rule = kAnyRule;  ///< a rule of the grammar that is open, the innermost `levels` of them counted
  size_t levels = 2;
  uint16_t opener = kAny; ///< the bracket around it
  const char *fix = nullptr;        ///< a sure replacement of the token
  const char *insertion = nullptr;  ///< or what to put before it
  bool first = false;     ///< what stands before it is the first value of its bracket
  bool replaces = false;  ///< the token is read as the one expected, so that what follows is checked too

  /// Stand for the end of any value, and for an identifier with or without backticks.
  static constexpr uint16_t kValue = UINT16_MAX - 1;
  static constexpr uint16_t kName = UINT16_MAX - 2;
  static constexpr uint16_t kEnd = UINT16_MAX - 3; ///< the end of a line or of the file
};

/// The first habit that explains the place, or nullptr.
const SyntaxHabit *habitAt(const SyntaxPlace &place);

} // namespace flow::parse
