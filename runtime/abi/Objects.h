#pragma once
// Values of generated code that have memory of their own: texts longer than a view, lists, maps and sets, cells of
// recursive enums, function values, caught failures. Each is one block that begins with the number of its users; who
// holds a value holds one of them. Objects belong to one thread, so the number is a plain integer.
//
// A number below zero is never counted: constants of a module, and what kernels of other threads read while a plan
// runs (`frozen`). The empty list, map or set, a function value of nowhere and a failure of nothing are null.
//
// Who changes an object is its only user, else copies it first. Elements lie as compiler/types/Layout.h says.

#include "runtime/abi/StringView.h"

#include <cstdint>

namespace flow::abi {

struct ValueShape;

struct Object {
  int64_t users = 1;

  /// Of constants: all bits below the sign are zero.
  static constexpr int64_t kImmortal = INT64_MIN;
  bool isCounted() const { return users >= 0; }
  bool isShared() const { return users != 1; }
};

/// Before the bytes of every text of host code that is longer than a view; the view points behind it.
struct TextObject : Object {
  uint64_t capacity = 0; ///< bytes that fit behind it

  char *bytes() { return reinterpret_cast<char *>(this + 1); }
  static TextObject *of(const StringView &text) {
    return reinterpret_cast<TextObject *>(const_cast<char *>(text.outside.pointer)) - 1;
  }
};
static_assert(sizeof(TextObject) == 16);

struct ListObject : Object {
  uint64_t length = 0;   ///< elements
  uint64_t capacity = 0; ///< elements that fit
  uint64_t bytes = 0;    ///< of the block

  char *elements() { return reinterpret_cast<char *>(this + 1); }
  const char *elements() const { return reinterpret_cast<const char *>(this + 1); }
};
static_assert(sizeof(ListObject) == 32);

/// A map, or a set, which has no values. Entries lie in the order of insertion, each a hash, the key and the value as
/// the shape says; a hash of 0 is a hole that an entry has left. An index of positions follows them, when there are
/// more than kUnindexed: open addressing, linear, 0 is free, else a position plus 1; what was removed stays taken.
struct MapObject : Object {
  uint64_t length = 0;     ///< entries
  uint64_t used = 0;       ///< positions, holes too
  uint64_t capacity = 0;   ///< positions that fit
  uint64_t bytes = 0;      ///< of the block
  uint32_t entryBytes = 0; ///< the distance of entries
  uint32_t indexMask = 0;  ///< places of the index minus 1; 0: there is none

  static constexpr uint64_t kUnindexed = 8;
  char *entries() { return reinterpret_cast<char *>(this + 1); }
  const char *entries() const { return reinterpret_cast<const char *>(this + 1); }
  char *entry(uint64_t position) { return entries() + position * entryBytes; }
  const char *entry(uint64_t position) const { return entries() + position * entryBytes; }
  uint32_t *index() { return reinterpret_cast<uint32_t *>(entry(capacity)); }
  const uint32_t *index() const { return reinterpret_cast<const uint32_t *>(entry(capacity)); }
};
static_assert(sizeof(MapObject) == 48);

/// A value of a recursive enum whose variant has fields. Pointers below kFirstAddress are numbers of variants without.
struct CellObject : Object {
  static constexpr uint64_t kFirstAddress = 4096;
  uint32_t variant = 0;
  uint32_t bytes = 0; ///< of the block

  char *fields() { return reinterpret_cast<char *>(this + 1); }
};
static_assert(sizeof(CellObject) == 16);

/// The code takes the context, the arguments and this object; what it captured lies behind as a record.
struct FunctionObject : Object {
  const void *code = nullptr;
  const ValueShape *captures = nullptr;
  uint64_t bytes = 0; ///< of the block

  char *captured() { return reinterpret_cast<char *>(this + 1); }
};
static_assert(sizeof(FunctionObject) == 32);

/// What a handler gets. A declared error lies behind it.
struct FailureObject : Object {
  uint64_t bytes = 0;                ///< of the block
  StringView kind, message;          ///< objects when they are long, in kernels too
  ListObject *trace = nullptr;       ///< of such texts
  const ValueShape *error = nullptr; ///< of the declared error, if it was one

  char *value() { return reinterpret_cast<char *>(this + 1); }
  const char *value() const { return reinterpret_cast<const char *>(this + 1); }
};
static_assert(sizeof(FailureObject) % 16 == 0);

/// A table that a plan gave; `end` is what happens after the last user.
struct FrameObject : Object {
  void (*end)(FrameObject *frame) = nullptr;
};

} // namespace flow::abi
