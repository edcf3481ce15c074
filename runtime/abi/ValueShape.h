#pragma once
// A type as C++ sees it, for what is done by walking a value: releasing, printing, comparing, hashing, freezing.
// Generated code has shapes as constants; equal types of a module have one.

#include "runtime/abi/Objects.h"

namespace flow::abi {

enum class ShapeKind : uint8_t {
  Unit,
  None, ///< of a bare `none`
  Bool,
  I8,
  I16,
  I32,
  I64,
  U8,
  U16,
  U32,
  U64,
  F32,
  F64,
  Decimal64,
  Decimal128,
  Date,
  Timestamp,
  Duration,
  Months,
  Size,
  Text,     ///< str, bytes, Path
  Optional, ///< first; `presence`
  Record,   ///< fields, with names
  Tuple,    ///< fields
  Range,    ///< first, twice
  List,     ///< first
  Map,      ///< first, second, `key`, `value`, `entryBytes`
  Set,      ///< first, `key`, `entryBytes`
  Enum,     ///< variants; `payload`
  Cell,     ///< variants: a recursive enum
  Function,
  Failure,
  Frame
};

struct FieldShape {
  const char *name = nullptr; ///< ends in a zero byte, as all names here
  const ValueShape *shape = nullptr;
  uint64_t offset = 0;
};

struct VariantShape {
  const char *name = nullptr;
  const FieldShape *fields = nullptr; ///< offsets from the begin of the fields
  uint32_t count = 0;
  uint32_t bytes = 0; ///< of all fields
};

struct ValueShape {
  static constexpr uint8_t kTexts = 1, kObjects = 2;

  ShapeKind kind = ShapeKind::Unit;
  /// Some part of it is an object, or may be: kTexts when those are texts alone, else kObjects.
  uint8_t isCounted = 0;
  uint8_t hasFloats = 0; ///< so a value may differ from itself
  union {
    uint8_t scale = 0; ///< of decimals
    uint8_t isBytes;   ///< of a Text: 1 when it is of the type bytes
  };
  uint32_t size = 0;     ///< bytes, a multiple of the alignment
  uint32_t count = 0; ///< fields or variants; of a decimal its digits
  union {
    uint32_t presence = 0; ///< Optional: offset of the byte
    uint32_t payload;      ///< Enum: offset of the fields
    uint32_t entryBytes;   ///< Map, Set
  };
  uint32_t key = 0, value = 0; ///< Map, Set: offsets within an entry
  const char *name = nullptr;  ///< of named records; of enums the exact text of the type
  const ValueShape *first = nullptr, *second = nullptr;
  const FieldShape *fields = nullptr;
  const VariantShape *variants = nullptr;
};
static_assert(sizeof(ValueShape) == 64);

} // namespace flow::abi
