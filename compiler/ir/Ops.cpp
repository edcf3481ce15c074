#include "compiler/ir/Ops.h"

#include <iterator>

namespace flow::ir {

namespace {

/// Bits; what each says stands in Ops.def.
enum OpTrait : uint16_t {
  Plain = 0,
  MayFail = 1 << 0,
  TakesMemory = 1 << 1,
  HasEffect = 1 << 2,
  IsTerminator = 1 << 3,
  IsHostOnly = 1 << 4,
  UsesIndex = 1 << 5,
  OnlyMoves = 1 << 6,
  ChangesOperand = 1 << 7,
  ChangesInPlace = 1 << 8,
  GivesOwnList = 1 << 9,
};

struct OpFacts {
  const char *spelling;
  int operands;
  OpResult result;
  OpTakes takes;
  int traits;
};

constexpr OpFacts kFacts[] = {
#define FLOW_IR_OP(Name, Spelling, Operands, Result, Takes, Traits)                                                    \
  {Spelling, Operands, OpResult::Result, OpTakes::Takes, Traits},
#include "compiler/ir/Ops.def"
};

const OpFacts &factsOf(Op op) { return kFacts[static_cast<size_t>(op)]; }
bool has(Op op, OpTrait trait) { return factsOf(op).traits & trait; }

} // namespace

const char *spelling(Op op) { return factsOf(op).spelling; }
int operandCount(Op op) { return factsOf(op).operands; }
OpResult resultOf(Op op) { return factsOf(op).result; }
OpTakes takenBy(Op op) { return factsOf(op).takes; }

bool mayFail(Op op) { return has(op, MayFail); }
bool takesMemory(Op op) { return has(op, TakesMemory); }
bool hasEffect(Op op) { return has(op, HasEffect) || isTerminator(op); }
bool isTerminator(Op op) { return has(op, IsTerminator); }
bool isHostOnly(Op op) { return has(op, IsHostOnly); }
bool usesIndex(Op op) { return has(op, UsesIndex); }
bool onlyMoves(Op op) { return has(op, OnlyMoves); }
bool changesOperand(Op op) { return has(op, ChangesOperand); }
bool changesListInPlace(Op op) { return has(op, ChangesInPlace); }
bool givesOwnList(Op op) { return has(op, GivesOwnList); }

bool namesFunction(Op op) { return op == Op::Call || op == Op::MakeFunction; }

std::optional<Op> opSpelled(std::string_view text) {
  for (size_t i = 0; i < std::size(kFacts); ++i)
    if (kFacts[i].spelling == text) return static_cast<Op>(i);
  return {};
}

} // namespace flow::ir
