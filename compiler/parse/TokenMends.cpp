// TokenFilter: what people write who come from another language, and numbers that are none. All of it is
// reported here, and replaced by what was meant, so that the parser has nothing to add.
#include "compiler/base/Utf8.h"
#include "compiler/parse/ForeignWords.h"
#include "compiler/parse/TokenFilter.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace flow::parse {

namespace {

/// Two signs without a blank between them that are one in other languages.
struct ForeignSign {
  uint16_t first, second;
  uint16_t meant;
  const char *written;
  const char *instead;
};

constexpr ForeignSign kForeignSigns[] = {
    {Lexer::AMPERSAND, Lexer::AMPERSAND, Lexer::AND, "&&", "and"},
    {Lexer::BAR, Lexer::BAR, Lexer::OR, "||", "or"},
    {Lexer::EQUAL, Lexer::ASSIGN, Lexer::EQUAL, "===", "=="},
    {Lexer::NOT_EQUAL, Lexer::ASSIGN, Lexer::NOT_EQUAL, "!==", "!="},
    {Lexer::LESS, Lexer::GREATER, Lexer::NOT_EQUAL, "<>", "!="},
    {Lexer::COLON, Lexer::COLON, Lexer::DOT, "::", "."},
};

bool isNumber(uint16_t type) { return type == Lexer::INT || type == Lexer::FLOAT || type == Lexer::QUANTITY; }

/// Whether a token that touches a number in front of it makes one malformed word with it.
bool continuesNumber(uint16_t type) {
  return isNumber(type) || type == Lexer::IDENT || type == Lexer::UNDERSCORE || type == Lexer::TUPLE_INDEX ||
         isReservedWord(type);
}

} // namespace

bool TokenFilter::foreign(size_t &index) {
  const Token &token = in_[index];
  if (token.type == Lexer::IDENT) return foreignWordAt(index);
  if (!endsValue(previous()) || typeAt(index + 1) == kEndOfFile || !adjacent(index)) return false;
  const Token &second = in_[index + 1];
  for (const ForeignSign &sign : kForeignSigns) {
    if (token.type != sign.first || second.type != sign.second) continue;
    if (sign.meant == Lexer::DOT && !isName(typeAt(index + 2))) continue; // xs[a::2]
    std::string instead = std::string("`") + sign.instead + "`";
    emitter_
        .report(diag::Code::SyntaxError, span(token.begin, second.end),
                std::string("`") + sign.written + "` is not an operator")
        .fix(span(token.begin, second.end), sign.instead, "this is written " + instead);
    put(sign.meant, token.begin, second.end);
    index += 2;
    return true;
  }
  bool steps = (token.type == Lexer::PLUS || token.type == Lexer::MINUS) && second.type == token.type;
  uint16_t after = typeAt(index + 2);
  if (!steps ||
      !(after == Lexer::NEWLINE || after == Lexer::SEMICOLON || after == Lexer::RBRACE || after == kEndOfFile))
    return false;
  bool plus = token.type == Lexer::PLUS;
  emitter_
      .report(diag::Code::SyntaxError, span(token.begin, second.end),
              plus ? "`++` is not an operator" : "`--` is not an operator")
      .fix(span(token.begin, second.end), plus ? " += 1" : " -= 1", plus ? "write `+= 1`" : "write `-= 1`");
  put(plus ? Lexer::PLUS_ASSIGN : Lexer::MINUS_ASSIGN, token.begin, second.end);
  put(Lexer::NONE, second.end, second.end);
  index += 2;
  return true;
}

bool TokenFilter::foreignWordAt(size_t &index) {
  const Token &token = in_[index];
  uint16_t next = typeAt(index + 1), afterNext = typeAt(index + 2);
  bool elseIf = previous() == Lexer::RBRACE || previous() == Lexer::NEWLINE;
  if (!isName(next) && !elseIf) return false;
  const ForeignWord *foreign = foreignWord(textOf(token));
  if (!foreign || foreign->message) return false;
  auto report = [&] {
    emitter_
        .report(diag::Code::SyntaxError, span(token.begin, token.end),
                "`" + std::string(foreign->word) + "` is not a word of Flow")
        .fix(span(token.begin, token.end), std::string(foreign->instead), foreign->help);
    ++index;
  };
  if (foreign->instead == "fn" && isName(next) && afterNext == Lexer::LPAREN) {
    report();
    put(Lexer::FN_NAMED, token.begin, token.end);
    return true;
  }
  if (foreign->instead == "let" && isName(next) && (afterNext == Lexer::ASSIGN || afterNext == Lexer::COLON)) {
    report();
    put(Lexer::LET, token.begin, token.end);
    return true;
  }
  if (foreign->instead == "else if" && elseIf && next != Lexer::ASSIGN && next != Lexer::LPAREN &&
      next != Lexer::COLON) {
    if (previous() == Lexer::NEWLINE) out_->pop_back();
    report();
    put(Lexer::ELSE, token.begin, token.begin);
    put(Lexer::IF, token.begin, token.end);
    return true;
  }
  if (foreign->word == "mut" && previous() == Lexer::LET) {
    report();
    out_->back().type = Lexer::VAR;
    return true;
  }
  return false;
}

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
  auto report = emitter_.report(diag::Code::BadLiteral, span(first.begin, in_[last].end),
                                "`" + shortened(whole) + "` is not a number");
  if (whole.starts_with("0x") || whole.starts_with("0X")) {
    report.help("hexadecimal numbers are written `0x` and the digits 0-9 and a-f");
  } else if (whole.starts_with("0b") || whole.starts_with("0B")) {
    report.help("binary numbers are written `0b` and the digits 0 and 1");
  } else if (whole.starts_with("0o") || whole.starts_with("0O")) {
    report.help("there are no octal numbers; write it in hexadecimal, `0x..`");
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
