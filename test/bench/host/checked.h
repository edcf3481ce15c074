#pragma once
// C++ that checks what Flow checks: overflow of integers, and indices. An index is an i64, as in Flow.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

[[noreturn, gnu::cold]] inline void fail(const char *why) {
  std::fprintf(stderr, "%s\n", why);
  std::exit(1);
}

inline int64_t add(int64_t a, int64_t b) {
  int64_t result;
  if (__builtin_add_overflow(a, b, &result)) [[unlikely]]
    fail("overflow");
  return result;
}
inline int64_t sub(int64_t a, int64_t b) {
  int64_t result;
  if (__builtin_sub_overflow(a, b, &result)) [[unlikely]]
    fail("overflow");
  return result;
}
inline int64_t mul(int64_t a, int64_t b) {
  int64_t result;
  if (__builtin_mul_overflow(a, b, &result)) [[unlikely]]
    fail("overflow");
  return result;
}

/// A vector, or a string, whose indices are checked.
template <typename Base> struct Checked : Base {
  using Base::Base;
  Checked(Base base) : Base(std::move(base)) {}
  auto &operator[](int64_t i) {
    if (static_cast<uint64_t>(i) >= this->size()) [[unlikely]]
      fail("index out of bounds");
    return this->data()[i];
  }
  const auto &operator[](int64_t i) const {
    if (static_cast<uint64_t>(i) >= this->size()) [[unlikely]]
      fail("index out of bounds");
    return this->data()[i];
  }
  int64_t len() const { return static_cast<int64_t>(this->size()); }
};

template <typename T> using List = Checked<std::vector<T>>;
