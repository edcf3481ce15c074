#include "runtime/abi/Check.h"

#include <cstdio>
#include <cstdlib>

namespace flow::check {

static void printInteger(unsigned __int128 magnitude, bool negative) {
  char digits[41];
  char *at = digits + sizeof(digits);
  *--at = '\0';
  do {
    *--at = static_cast<char>('0' + static_cast<int>(magnitude % 10));
    magnitude /= 10;
  } while (magnitude != 0);
  if (negative) *--at = '-';
  std::fputs(at, stderr);
}

void Value::print() const {
  switch (kind_) {
  case Kind::Bool: std::fputs(unsigned_ ? "true" : "false", stderr); return;
  case Kind::Char: std::fprintf(stderr, "'%c'", static_cast<int>(unsigned_)); return;
  case Kind::Signed: {
    bool negative = signed_ < 0;
    auto magnitude = static_cast<unsigned __int128>(signed_);
    printInteger(negative ? -magnitude : magnitude, negative);
    return;
  }
  case Kind::Unsigned: printInteger(unsigned_, false); return;
  case Kind::Float: std::fprintf(stderr, "%.17g", float_); return;
  case Kind::Text: std::fwrite(text_.data(), 1, text_.size(), stderr); return;
  case Kind::Pointer: std::fprintf(stderr, "%p", pointer_); return;
  }
}

[[noreturn]] static void finish(std::initializer_list<Value> message) {
  if (message.size() != 0) std::fputs(": ", stderr);
  for (const Value &piece : message) piece.print();
  std::fputc('\n', stderr);
  std::fflush(stderr);
  std::abort();
}

void fail(const char *file, int line, const char *condition, std::initializer_list<Value> message) {
  std::fprintf(stderr, "%s:%d: internal error: %s", file, line, condition);
  finish(message);
}

void failCompare(const char *file, int line, const char *condition, Value left, Value right,
                 std::initializer_list<Value> message) {
  std::fprintf(stderr, "%s:%d: internal error: %s (", file, line, condition);
  left.print();
  std::fputs(" against ", stderr);
  right.print();
  std::fputs(")", stderr);
  finish(message);
}

} // namespace flow::check
