#pragma once
// The counted parts of the values of a function. A value is one SSA value but may hold several objects, the fields of a
// record for instance, and what happens to one of them need not happen to another: `list.take` gives a tuple whose list
// is changed while its element lives on. So ownership is a matter of parts.
//
// Many values are only names of parts of others: records, tuples and optionals are made and taken apart without
// anybody counting. `of` looks through those: it gives the parts as they were first made.

#include "compiler/ir/Dominance.h"

#include <span>

namespace flow::ownership {

using ir::BlockId;
using ir::Function;
using ir::Instruction;
using ir::Module;
using ir::Type;
using ir::ValueId;

using PartId = uint32_t;
/// In place of a part that nobody counts: a constant.
constexpr PartId kNoPart = UINT32_MAX;

struct Part {
  enum class Kind : uint8_t {
    Owned,    ///< made here, or given to the function: somebody here has a user of it
    Borrowed, ///< of a parameter that the caller keeps
    Seen,     ///< lies in an object, which another part is: `list.get`
  };
  Kind kind = Kind::Owned;
  ValueId value = ir::kNoValue; ///< where it was first made
  uint32_t index = 0;           ///< which of the counted parts of that value
  PartId within = kNoPart;      ///< of Seen: the part in whose object it lies; kNoPart: in a constant
  BlockId block = 0;
};

class CountedParts {
public:
  /// All blocks are reachable. `takes`: by parameter, whether the caller gives it up.
  CountedParts(const Function &function, const ir::Dominance &dominance);

  size_t size() const { return parts_.size(); }
  Part &operator[](PartId part) { return parts_[part]; }
  const Part &operator[](PartId part) const { return parts_[part]; }
  std::span<const PartId> of(ValueId value) const { return byValue_[value]; }
  const Function &function() const { return function_; }

private:
  void addOwn(ValueId value, BlockId block, Part::Kind kind);
  void addOf(const Instruction &instruction, BlockId block);
  void nameParts(const Instruction &instruction);
  void addSeen(const Instruction &instruction, BlockId block);

  const Function &function_;
  std::vector<Part> parts_;
  std::vector<std::vector<PartId>> byValue_;
};

/// How many counted parts values of the type have.
uint32_t countedParts(const Type *type);

/// A step from a value to what it consists of.
struct PartStep {
  ir::Op op; ///< Field or Get
  uint32_t field = 0;
  const Type *type = nullptr; ///< of what it leads to
};
/// The way to a counted part; empty when the value is the part.
std::vector<PartStep> wayToPart(const Type *type, uint32_t index);

} // namespace flow::ownership
