// TokenFilter: numbers that are none. They are reported here, and replaced by what was meant, so that the parser has
// nothing to add.
#include "compiler/base/Utf8.h"
#include "compiler/parse/ForeignWords.h"
#include "compiler/parse/TokenFilter.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace flow::parse {

namespace {

bool isNumber(uint16_t type) { return type == Lexer::INT || type == Lexer::FLOAT || type == Lexer::QUANTITY; }

/// Whether a token that touches a number in front of it makes one malformed word with it.
bool continuesNumber(uint16_t type) {
  return isNumber(type) || type == Lexer::IDENT || type == Lexer::UNDERSCORE || type == Lexer::TUPLE_INDEX ||
         isReservedWord(type);
}

/// A number with its type behind it, as in Rust, C or Java: `5u8`, `3L`, `2.5f`; empty when the letters are another
/// thing.
std::string withoutSuffix(std::string_view digits, std::string_view suffix) {
  static constexpr std::string_view kTypes[] = {"i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f32", "f64"};
  static constexpr std::string_view kLetters[] = {"L", "l", "n", "u", "U", "ul", "UL", "LL", "usize", "isize"};
  std::string value(digits);
  bool isFloat = suffix == "f" || suffix == "F";
  if (std::ranges::find(kTypes, suffix) != std::end(kTypes)) return std::string(suffix) + "(" + value + ")";
  if (isFloat) return value + (value.find('.') == std::string::npos ? ".0" : "");
  return std::ranges::find(kLetters, suffix) != std::end(kLetters) ? value : "";
}

/// The unit that people leave out behind the one that the duration ends with: `3h20`.
std::string_view unitBehind(std::string_view quantity) {
  if (quantity.ends_with("min")) return "s";
  if (quantity.ends_with('h')) return "min";
  return quantity.ends_with('d') ? "h" : "";
}

} // namespace

bool TokenFilter::number(size_t &index) {
  const Token &token = in_[index];
  if (token.type == Lexer::TUPLE_INDEX && previous() == Lexer::RANGE) { // 0...10
    emitter_.report(diag::Code::SyntaxError, span(token.begin - 2, token.begin + 1), "a range has two points")
        .fix(span(token.begin, token.begin + 1), "", "write `0..10` without the last number, `0..=10` with it");
    put(Lexer::INT, token.begin + 1, token.end);
    ++index;
    return true;
  }
  if (token.type == Lexer::TUPLE_INDEX && !endsValue(previous())) {
    std::string digits(textOf(token));
    emitter_.report(diag::Code::BadLiteral, span(token.begin, token.end), "a number has a digit before the point")
        .fix(span(token.begin, token.end), "0" + digits, "write `0" + digits + "`");
    put(Lexer::FLOAT, token.begin, token.end);
    ++index;
    return true;
  }
  if (!isNumber(token.type)) return false;
  if (typeAt(index + 1) == kEndOfFile || !adjacent(index)) return checkDigits(token);
  const Token &second = in_[index + 1];
  uint16_t after = typeAt(index + 2);
  if (token.type == Lexer::INT && second.type == Lexer::DOT && !isName(after) && !isReservedWord(after)) {
    std::string digits(textOf(token));
    emitter_.report(diag::Code::BadLiteral, span(token.begin, second.end), "a number has a digit after the point")
        .fix(span(token.begin, second.end), digits + ".0", "write `" + digits + ".0`");
    put(Lexer::FLOAT, token.begin, second.end);
    index += 2;
    return true;
  }
  bool goesOn = continuesNumber(second.type) && (second.type != Lexer::TUPLE_INDEX || token.type == Lexer::FLOAT);
  return goesOn ? malformedNumber(index) : checkDigits(token);
}

// Of a number that is one: `1_000_`, `1__0`, `0x_ff`, `0777`. Always false: the number is taken as it is.
bool TokenFilter::checkDigits(const Token &number) {
  Span place = span(number.begin, number.end);
  std::string_view written = textOf(number);
  bool isHexadecimal = written.starts_with("0x");
  auto isDigit = [&](size_t at) {
    auto c = at < written.size() ? static_cast<unsigned char>(written[at]) : '\0';
    return std::isdigit(c) || (isHexadecimal && at > 1 && std::isxdigit(c));
  };
  std::string mended;
  bool isBroken = false;
  for (size_t at = 0; at != written.size(); ++at) {
    bool isBetween = isDigit(at - 1) && isDigit(at + 1);
    isBroken |= written[at] == '_' && !isBetween;
    bool isLast = isDigit(at + 1) && mended.size() > (isHexadecimal ? 2u : 0u) && mended.back() != '.';
    if (written[at] != '_' || isBetween || isLast) mended += written[at];
  }
  std::string help = "write `" + shortened(mended) + "`";
  if (isBroken) {
    emitter_.report(diag::Code::BadLiteral, place, "`_` stands between two digits").fix(place, mended, help);
  } else if (number.type == Lexer::INT && written.size() > 1 && written[0] == '0' && isDigit(1)) {
    size_t digits = std::min(written.find_first_not_of("0_"), written.size() - 1);
    mended.erase(0, digits);
    emitter_.report(diag::Code::BadLiteral, place, "a whole number does not begin with `0`")
        .fix(place, mended, "write `" + shortened(mended) + "`; there are no octal numbers");
  }
  return false;
}

bool TokenFilter::malformedNumber(size_t &index) {
  const Token &first = in_[index];
  size_t last = index;
  while (typeAt(last + 1) != kEndOfFile && adjacent(last) && continuesNumber(in_[last + 1].type)) ++last;
  std::string_view whole = text_.substr(first.begin, in_[last].end - first.begin);
  size_t digits = std::min(whole.find_first_not_of("0123456789_."), whole.size());
  uint16_t before = previous();
  if (before == Lexer::LET || before == Lexer::VAR || before == Lexer::FN_NAMED || before == Lexer::FN) {
    emitter_.report(diag::Code::BadLiteral, span(first.begin, in_[last].end), "a name does not begin with a digit")
        .fix(span(first.begin, first.begin), "_", "write `_" + shortened(whole) + "`, or another name");
    put(Lexer::IDENT, first.begin, in_[last].end);
    index = last + 1;
    return true;
  }
  auto report = emitter_.report(diag::Code::BadLiteral, span(first.begin, in_[last].end),
                                "`" + shortened(whole) + "` is not a number");
  std::string_view next = first.type == Lexer::QUANTITY ? unitBehind(textOf(first)) : "";
  if (!next.empty() && typeAt(index + 1) == Lexer::INT && last == index + 1) { // 3h20
    std::string written = std::string(whole) + std::string(next);
    report.fix(span(first.begin, in_[last].end), written, "every number has its unit: `" + written + "`");
  } else if (whole.ends_with('e') && whole.size() == digits + 1) {
    report.help("an exponent has digits: `" + shortened(whole) + "3`");
  } else if (whole.starts_with("0x") || whole.starts_with("0X")) {
    report.help("hexadecimal numbers are written `0x` and the digits 0-9 and a-f");
  } else if (whole.starts_with("0b") || whole.starts_with("0B")) {
    report.help("binary numbers are written `0b` and the digits 0 and 1");
  } else if (whole.starts_with("0o") || whole.starts_with("0O")) {
    report.help("there are no octal numbers; write it in hexadecimal, `0x..`");
  } else if (std::string value = withoutSuffix(whole.substr(0, digits), whole.substr(digits)); !value.empty()) {
    report.fix(span(first.begin, in_[last].end), value,
               "write `" + value + "`; a number takes the type that is asked for");
  } else if (const ForeignUnit *unit = foreignUnit(whole.substr(digits))) {
    std::string written = std::string(whole.substr(0, digits)) + unit->unit;
    if (*unit->unit)
      report.fix(span(first.begin, in_[last].end), written, "write `" + written + "`");
    else
      report.help(unit->help);
  } else if (typeAt(index + 1) == Lexer::IDENT) {
    report.help("the units are `ns us ms s min h d` for durations and `B KB MB GB TB KiB MiB GiB TiB` for sizes");
  }
  put(first.type, first.begin, first.end);
  index = last + 1;
  return true;
}

} // namespace flow::parse
