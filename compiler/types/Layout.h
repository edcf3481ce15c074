#pragma once
// How a value lies in memory wherever generated code and C++ both touch it: captures, parameters of the
// program, elements of lists. In registers a value is just the list of its leaves.
//
//  - Scalars lie as columns keep them (runtime/abi/ColumnKinds.def); a str is two words.
//  - An optional is the value, then one byte that says whether it is present, padded to the alignment.
//  - Records and tuples are their fields in order, each at its natural alignment, as C++ has it.
//  - Lists, maps, sets, functions, failures and tables are one pointer.
//  - An enum that can contain itself (isRecursive) is one pointer: of a variant without fields its number, else the
//    address of a counted cell (runtime/abi/Objects.h). Zero is the first variant.
//  - Another enum is the number of its variant (4 bytes), then, when some variant has fields, 64-bit words that hold
//    the fields of the variant as a record has them; what a variant does not use is zero.

#include "compiler/types/Type.h"

namespace flow::types {

struct Leaf {
  enum class Kind : uint8_t { Bool, I8, I16, I32, I64, I128, F32, F64, Pointer };
  Kind kind = Kind::I64;
  uint32_t offset = 0; ///< bytes from the start of the value
};

struct Layout {
  uint32_t size = 0; ///< bytes, a multiple of `alignment`
  uint32_t alignment = 1;
  std::vector<Leaf> leaves;
  /// Of records and tuples: where each field begins, in bytes; of an optional: the value, then the presence
  /// byte; of an enum that is not recursive: the tag, then the words.
  std::vector<uint32_t> offsets;
};

/// The type must be one that values have: no error and no grouping.
Layout layoutOf(const Type *type);
/// Values one after the other as in a C++ struct: `offsets` has one entry for each.
Layout layoutOf(const std::vector<const Type *> &types);
/// The fields of a variant as a record has them.
Layout fieldsLayout(const Variant &variant);

} // namespace flow::types
