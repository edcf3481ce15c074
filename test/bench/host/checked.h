#pragma once
// C++ that checks what Flow checks: overflow of integers, indices.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

[[noreturn, gnu::cold]] inline void fail(const char *why) {
  std::fprintf(stderr, "%s\n", why);
  std::exit(1);
}

inline int64_t add(int64_t a, int64_t b) {
  int64_t result;
  if (__builtin_expect(__builtin_add_overflow(a, b, &result), 0)) fail("overflow");
  return result;
}
inline int64_t sub(int64_t a, int64_t b) {
  int64_t result;
  if (__builtin_expect(__builtin_sub_overflow(a, b, &result), 0)) fail("overflow");
  return result;
}
inline int64_t mul(int64_t a, int64_t b) {
  int64_t result;
  if (__builtin_expect(__builtin_mul_overflow(a, b, &result), 0)) fail("overflow");
  return result;
}

template <typename T> struct List : std::vector<T> {
  using std::vector<T>::vector;
  T &operator[](int64_t i) {
    if (__builtin_expect(static_cast<uint64_t>(i) >= this->size(), 0)) fail("index out of bounds");
    return this->data()[i];
  }
  const T &operator[](int64_t i) const {
    if (__builtin_expect(static_cast<uint64_t>(i) >= this->size(), 0)) fail("index out of bounds");
    return this->data()[i];
  }
  int64_t len() const { return static_cast<int64_t>(this->size()); }
};
