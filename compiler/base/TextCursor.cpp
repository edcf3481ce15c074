#include "compiler/base/TextCursor.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace flow {

static bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool isDigit(char c) { return c >= '0' && c <= '9'; }
static bool isNamePart(char c) { return isLetter(c) || isDigit(c); }

void TextCursor::skipSpace() {
  if (at_ == skippedTo_) return;
  atNewLine_ = false;
  for (; at_ < text_.size(); ++at_) {
    char c = text_[at_];
    if (text_.substr(at_).starts_with("//")) {
      at_ = std::min(text_.find('\n', at_), text_.size() - 1);
      c = text_[at_];
    } else if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
      break;
    }
    atNewLine_ |= c == '\n';
  }
  skippedTo_ = at_;
}

bool TextCursor::atEnd() {
  skipSpace();
  return failed_ || at_ == text_.size();
}

bool TextCursor::atLineEnd() { return atEnd() || atNewLine_; }

bool TextCursor::peek(std::string_view token) {
  skipSpace();
  if (failed_ || !text_.substr(at_).starts_with(token)) return false;
  size_t end = at_ + token.size();
  return !isNamePart(token.back()) || end == text_.size() || !isNamePart(text_[end]);
}

bool TextCursor::accept(std::string_view token) {
  if (!peek(token)) return false;
  at_ += token.size();
  return true;
}

bool TextCursor::expect(std::string_view token) {
  return accept(token) || fail("expected `" + std::string(token) + "`");
}

std::optional<std::string> TextCursor::acceptName() {
  skipSpace();
  if (failed_ || at_ == text_.size()) return {};
  if (text_[at_] == '`') return quoted('`');
  if (!isLetter(text_[at_])) return {};
  size_t begin = at_;
  while (at_ < text_.size() && isNamePart(text_[at_])) ++at_;
  return std::string(text_.substr(begin, at_ - begin));
}

std::optional<std::string> TextCursor::acceptWord() {
  skipSpace();
  if (failed_ || at_ == text_.size() || !isLetter(text_[at_])) return {};
  size_t begin = at_;
  while (at_ < text_.size() && (isNamePart(text_[at_]) || text_[at_] == '.' || text_[at_] == '-')) ++at_;
  return std::string(text_.substr(begin, at_ - begin));
}

std::optional<std::string> TextCursor::acceptString() {
  skipSpace();
  if (failed_ || at_ == text_.size() || text_[at_] != '"') return {};
  return quoted('"');
}

static std::optional<unsigned> hexByte(std::string_view digits) {
  unsigned value = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc() || end != digits.data() + 2) return {};
  return value;
}

std::string TextCursor::quoted(char quote) {
  std::string result;
  for (++at_; at_ < text_.size(); ++at_) {
    char c = text_[at_];
    if (c == quote) {
      ++at_;
      return result;
    }
    if (c != '\\') {
      result += c;
      continue;
    }
    char escaped = ++at_ < text_.size() ? text_[at_] : '\0';
    if (escaped == 'x') {
      auto byte = hexByte(text_.substr(at_ + 1, 2));
      if (!byte) break;
      result += static_cast<char>(*byte);
      at_ += 2;
    } else {
      result += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
    }
  }
  fail("a quoted text does not end, or has a wrong escape");
  return {};
}

std::optional<__int128> TextCursor::acceptInteger() {
  skipSpace();
  if (failed_) return {};
  size_t at = at_;
  bool negative = at < text_.size() && text_[at] == '-';
  if (negative) ++at;
  if (at == text_.size() || !isDigit(text_[at])) return {};
  unsigned __int128 magnitude = 0;
  for (; at < text_.size() && isDigit(text_[at]); ++at)
    magnitude = magnitude * 10 + static_cast<unsigned>(text_[at] - '0');
  at_ = at;
  return static_cast<__int128>(negative ? -magnitude : magnitude);
}

std::optional<double> TextCursor::acceptFloat() {
  skipSpace();
  if (failed_) return {};
  for (auto [word, value] : {std::pair<const char *, double>{"nan", std::numeric_limits<double>::quiet_NaN()},
                             {"inf", std::numeric_limits<double>::infinity()},
                             {"-inf", -std::numeric_limits<double>::infinity()}})
    if (accept(word)) return value;
  double value = 0;
  auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
  if (error != std::errc()) return {};
  at_ = static_cast<size_t>(end - text_.data());
  return value;
}

bool TextCursor::peekFloat() {
  if (peek("inf") || peek("-inf") || peek("nan")) return true;
  if (failed_) return false;
  size_t at = at_;
  if (at < text_.size() && text_[at] == '-') ++at;
  size_t digits = at;
  while (at < text_.size() && isDigit(text_[at])) ++at;
  return at != digits && at < text_.size() && (text_[at] == '.' || text_[at] == 'e');
}

std::string TextCursor::expectName(std::string_view what) {
  if (auto name = acceptName()) return *name;
  fail("expected " + std::string(what));
  return {};
}

std::string TextCursor::expectString(std::string_view what) {
  if (auto value = acceptString()) return *value;
  fail("expected " + std::string(what));
  return {};
}

uint32_t TextCursor::expectNumber(std::string_view what) {
  auto value = acceptInteger();
  if (value && *value >= 0 && *value <= UINT32_MAX) return static_cast<uint32_t>(*value);
  fail("expected " + std::string(what));
  return 0;
}

uint32_t TextCursor::line() const {
  return 1 +
         static_cast<uint32_t>(std::count(text_.begin(), text_.begin() + static_cast<ptrdiff_t>(at_), '\n'));
}

bool TextCursor::fail(std::string message, uint32_t inLine) {
  if (failed_) return false;
  failed_ = true;
  error_ = "line " + std::to_string(inLine != 0 ? inLine : line()) + ": " + std::move(message);
  return false;
}

static std::string quotedText(std::string_view text, char quote) {
  std::string result(1, quote);
  for (char c : text) {
    if (c == '\n')
      result += "\\n";
    else if (c == '\t')
      result += "\\t";
    else if (c == quote || c == '\\')
      result += {'\\', c};
    else if (static_cast<unsigned char>(c) < 32) {
      constexpr char kDigits[] = "0123456789abcdef";
      result += {'\\', 'x', kDigits[(c >> 4) & 15], kDigits[c & 15]};
    } else
      result += c;
  }
  return result + quote;
}

std::string nameText(std::string_view name) {
  bool bare = !name.empty() && isLetter(name[0]) && std::all_of(name.begin(), name.end(), isNamePart);
  return bare ? std::string(name) : quotedText(name, '`');
}

std::string stringText(std::string_view text) { return quotedText(text, '"'); }

std::string floatText(double value) {
  if (std::isnan(value)) return "nan";
  char buffer[40];
  auto [end, error] = std::to_chars(buffer, buffer + sizeof(buffer), value);
  std::string result(buffer, end);
  if (result.find_first_not_of("-0123456789") == std::string::npos) result += ".0";
  return result;
}

std::string integerText(__int128 value) {
  auto magnitude = static_cast<unsigned __int128>(value);
  if (value < 0) magnitude = -magnitude;
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(magnitude % 10));
    magnitude /= 10;
  } while (magnitude != 0);
  if (value < 0) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

} // namespace flow
