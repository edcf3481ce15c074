#include "runtime/values/JsonText.h"

#include "runtime/base/ThreadStack.h"

#include <algorithm>

namespace flow::values {

namespace {

constexpr int kMostDepth = 1000;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

void appendPoint(std::string &out, uint32_t code) {
  auto add = [&](uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return add(code);
  if (code < 0x800) {
    add(0xC0 | code >> 6);
  } else if (code < 0x10000) {
    add(0xE0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3F));
  } else {
    add(0xF0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3F));
    add(0x80 | (code >> 6 & 0x3F));
  }
  add(0x80 | (code & 0x3F));
}

} // namespace

void JsonText::skipBlanks() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
    ++at_;
}

char JsonText::peek() {
  skipBlanks();
  return at_ < text_.size() ? text_[at_] : '\0';
}

bool JsonText::skip(char c) {
  if (peek() != c || at_ == text_.size()) return false;
  ++at_;
  return true;
}

bool JsonText::skipWord(std::string_view word) {
  skipBlanks();
  if (!text_.substr(at_).starts_with(word)) return false;
  at_ += word.size();
  return true;
}

bool JsonText::isAtEnd() {
  skipBlanks();
  return at_ == text_.size();
}

bool JsonText::fails(std::string reason) {
  reason_ = std::move(reason);
  return false;
}

std::string_view JsonText::kindAtHand() {
  char c = peek();
  if (at_ == text_.size()) return "the end";
  if (c == '"') return "a string";
  if (c == '{') return "an object";
  if (c == '[') return "an array";
  if (c == '-' || isDigit(c)) return "a number";
  if (text_.substr(at_).starts_with("true") || text_.substr(at_).starts_with("false")) return "a bool";
  return text_.substr(at_).starts_with("null") ? "null" : "no value";
}

std::string JsonText::place() const {
  std::string_view before = text_.substr(0, at_);
  size_t begin = before.rfind('\n') + 1; // npos + 1 is 0
  auto isCharacter = [](char c) { return (c & 0xC0) != 0x80; };
  return "line " + std::to_string(std::ranges::count(before, '\n') + 1) + ", column " +
         std::to_string(std::ranges::count_if(before.substr(begin), isCharacter) + 1);
}

bool JsonText::number(std::string_view &written) {
  char first = peek();
  if (first != '-' && !isDigit(first)) return fails("a number is expected, but this is " + std::string(kindAtHand()));
  size_t begin = at_;
  auto digits = [&] {
    size_t from = at_;
    while (at_ < text_.size() && isDigit(text_[at_])) ++at_;
    return at_ > from;
  };
  auto skipOne = [&](std::string_view any) {
    bool is = at_ < text_.size() && any.find(text_[at_]) != std::string_view::npos;
    at_ += is;
    return is;
  };
  skipOne("-");
  bool isFine = skipOne("0") || digits();
  if (isFine && skipOne(".")) isFine = digits();
  if (isFine && skipOne("eE")) {
    skipOne("+-");
    isFine = digits();
  }
  if (!isFine || (at_ < text_.size() && isDigit(text_[at_]))) return fails("this is no number");
  written = text_.substr(begin, at_ - begin);
  return true;
}

bool JsonText::hexadecimal(uint32_t &code) {
  code = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    char c = at_ < text_.size() ? text_[at_] : '\0';
    uint32_t digit = isDigit(c)               ? static_cast<uint32_t>(c - '0')
                     : (c >= 'a' && c <= 'f') ? static_cast<uint32_t>(c - 'a' + 10)
                     : (c >= 'A' && c <= 'F') ? static_cast<uint32_t>(c - 'A' + 10)
                                              : 16;
    if (digit == 16) return fails("four hexadecimal digits are expected after \\u");
    code = code * 16 + digit;
  }
  return true;
}

/// Behind the backslash.
bool JsonText::escape(std::string &value) {
  static constexpr std::string_view kNames = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
  char c = at_ < text_.size() ? text_[at_] : '\0';
  if (size_t known = kNames.find(c); known != std::string_view::npos && c != '\0') {
    value += kMeanings[known];
    ++at_;
    return true;
  }
  if (c != 'u') return fails("there is no such escape");
  ++at_;
  uint32_t code = 0, low = 0;
  if (!hexadecimal(code)) return false;
  if (code >= 0xD800 && code < 0xDC00) { // half of a pair
    if (!text_.substr(at_).starts_with("\\u")) return fails("half of a character: the other one is missing");
    at_ += 2;
    if (!hexadecimal(low)) return false;
    if (low < 0xDC00 || low > 0xDFFF) return fails("half of a character: the other one is missing");
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  } else if (code >= 0xDC00 && code <= 0xDFFF) {
    return fails("half of a character: the first one is missing");
  }
  appendPoint(value, code);
  return true;
}

bool JsonText::string(std::string &value) {
  if (!skip('"')) return fails("a string is expected, but this is " + std::string(kindAtHand()));
  value.clear();
  while (at_ < text_.size() && text_[at_] != '"') {
    if (static_cast<unsigned char>(text_[at_]) < 0x20) return fails("a string ends on its line: write `\\n`");
    if (text_[at_] != '\\') {
      value += text_[at_++];
      continue;
    }
    ++at_;
    if (!escape(value)) return false;
  }
  if (at_ == text_.size()) return fails("the string has no end");
  ++at_;
  return true;
}

bool JsonText::skipValue(int depth) {
  if (depth > kMostDepth) return fails("this is nested more than " + std::to_string(kMostDepth) + " deep");
  if (isStackLow()) return fails("this is nested too deeply for the stack that is left");
  std::string text;
  std::string_view written;
  char begin = peek();
  if (begin == '"') return string(text);
  if (begin != '{' && begin != '[')
    return skipWord("true") || skipWord("false") || skipWord("null") || number(written);
  ++at_;
  char end = begin == '{' ? '}' : ']';
  if (skip(end)) return true;
  do {
    if (begin == '{' && !(string(text) && (skip(':') || fails("`:` is expected")))) return false;
    if (!skipValue(depth + 1)) return false;
  } while (skip(','));
  return skip(end) || fails(std::string("`,` or `") + end + "` is expected");
}

} // namespace flow::values
