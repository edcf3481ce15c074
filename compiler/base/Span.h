#pragma once
// A place in the source: a range of bytes of one file. Twelve bytes, passed by value everywhere.
// Invariant: begin <= end. A span of file 0 stands for no place at all (SourceManager counts files from 1).

#include <algorithm>
#include <cstdint>

namespace flow {

struct Span {
  uint32_t file = 0;  ///< as given by SourceManager::add
  uint32_t begin = 0; ///< byte offset of the first byte
  uint32_t end = 0;   ///< byte offset after the last byte

  bool valid() const { return file != 0; }
  uint32_t length() const { return end - begin; }
  bool contains(uint32_t offset) const { return begin <= offset && offset < end; }
  bool operator==(const Span &) const = default;

  /// The empty span where this one begins, or ends.
  Span atBegin() const { return {file, begin, begin}; }
  Span atEnd() const { return {file, end, end}; }
};

/// The smallest span around both. A span without a place changes nothing; of two files the first wins.
inline Span merge(Span a, Span b) {
  if (!b.valid() || (a.valid() && a.file != b.file)) return a;
  if (!a.valid()) return b;
  return {a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

} // namespace flow
