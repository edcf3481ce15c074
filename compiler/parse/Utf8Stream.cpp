#include "compiler/parse/Utf8Stream.h"

#include "compiler/base/Utf8.h"

namespace flow::parse {

void Utf8Stream::consume() {
  if (at_ >= text_.size()) return;
  unsigned char lead = static_cast<unsigned char>(text_[at_]);
  at_ += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

size_t Utf8Stream::LA(ssize_t distance) {
  size_t at = at_;
  for (; distance > 1 && at < text_.size(); --distance) {
    char32_t skipped = 0;
    at += decodeUtf8(text_.substr(at), skipped);
  }
  if (distance < 0) {
    if (at == 0) return EOF;
    do --at;
    while (at > 0 && (static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80);
  }
  if (at >= text_.size()) return EOF;
  unsigned char lead = static_cast<unsigned char>(text_[at]);
  if (lead < 0x80) return lead;
  char32_t codePoint = 0;
  decodeUtf8(text_.substr(at, 4), codePoint);
  return codePoint;
}

std::string Utf8Stream::getText(const antlr4::misc::Interval &interval) {
  size_t begin = static_cast<size_t>(interval.a);
  return std::string(text_.substr(begin, static_cast<size_t>(interval.b) + 1 - begin));
}

} // namespace flow::parse
