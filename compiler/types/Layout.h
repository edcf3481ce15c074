#pragma once
// How a value lies in memory wherever generated code and C++ both touch it: captures, parameters of the
// program, elements of lists. In registers a value is just the list of its leaves.
//
//  - Scalars lie as columns keep them (runtime/abi/ColumnKinds.def); a str is two words.
//  - An optional is the value, then one byte that says whether it is present, padded to the alignment.
//  - Records and tuples are their fields in order, each at its natural alignment, as C++ has it.
//  - Lists and tables are one pointer.

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
  /// byte.
  std::vector<uint32_t> offsets;
};

/// The type must be one that values have: no error, function or grouping.
Layout layoutOf(const Type *type);
/// Values one after the other as in a C++ struct: `offsets` has one entry for each.
Layout layoutOf(const std::vector<const Type *> &types);

} // namespace flow::types
