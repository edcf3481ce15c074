#include "compiler/opt/Simplify.h"

#include "compiler/ir/Dominance.h"
#include "compiler/ir/Evaluate.h"
#include "compiler/opt/ControlFlow.h"
#include "compiler/opt/DeadCode.h"
#include "compiler/opt/SimplifyRules.h"
#include "compiler/opt/ValueReplacement.h"

#include <bit>
#include <map>

namespace flow::opt {

using ir::BlockId;
using ir::Instruction;
using ir::Op;
using ir::ValueId;

namespace {

/// One walk through the blocks, each after those that dominate it.
class SimplifyWalk {
public:
  SimplifyWalk(ir::Function &function, const ir::Module &module)
      : function_(function), module_(module), dominance_(function), definitions_(function.valueTypes.size()),
        replacement_(function.valueTypes.size()) {}

  bool run() {
    for (BlockId block : dominance_.reversePostorder()) visit(block);
    if (changed_) replacement_.apply(function_); // arguments of jumps backwards
    return changed_;
  }

private:
  /// What makes two operations the same.
  using Key = std::tuple<Op, const ir::Type *, uint32_t, std::vector<ValueId>, ir::Constant>;
  struct Available {
    BlockId block;
    ValueId value;
  };

  void visit(BlockId block);
  ValueId available(const Instruction &instruction, BlockId block);

  ir::Function &function_;
  const ir::Module &module_;
  ir::Dominance dominance_;
  ValueDefinitions definitions_;
  ValueReplacement replacement_;
  struct Less {
    bool operator()(const Key &a, const Key &b) const;
  };
  std::map<Key, Available, Less> available_;
  bool changed_ = false;
};

/// Floats by their bits: NaN and -0.0 are constants as others.
bool SimplifyWalk::Less::operator()(const Key &a, const Key &b) const {
  auto withoutConstant = [](const Key &key) {
    return std::tie(std::get<0>(key), std::get<1>(key), std::get<2>(key), std::get<3>(key));
  };
  if (withoutConstant(a) != withoutConstant(b)) return withoutConstant(a) < withoutConstant(b);
  const ir::Constant &left = std::get<4>(a), &right = std::get<4>(b);
  const double *x = std::get_if<double>(&left), *y = std::get_if<double>(&right);
  if (x && y) return std::bit_cast<uint64_t>(*x) < std::bit_cast<uint64_t>(*y);
  return left < right;
}

/// An equal value that is computed in any case before, else none; from now on this one is.
ValueId SimplifyWalk::available(const Instruction &instruction, BlockId block) {
  bool isBuiltin = instruction.op == Op::CallBuiltin && instruction.guard == ir::kNoValue;
  if (!(ir::isEvaluable(instruction.op) || isBuiltin) || !ir::isPure(instruction) ||
      ir::canFail(instruction, function_, &module_))
    return ir::kNoValue;
  Key key{instruction.op, instruction.type, instruction.index, instruction.operands, instruction.constant};
  auto [at, isNew] = available_.try_emplace(std::move(key), Available{block, instruction.result});
  if (isNew) return ir::kNoValue;
  if (dominance_.dominates(at->second.block, block)) return at->second.value;
  at->second = {block, instruction.result};
  return ir::kNoValue;
}

void SimplifyWalk::visit(BlockId block) {
  std::vector<Instruction> before = std::move(function_.blocks[block].instructions);
  std::vector<Instruction> &after = function_.blocks[block].instructions;
  after.clear();
  after.reserve(before.size()); // so that definitions_ may point into it
  for (Instruction &instruction : before) {
    replacement_.apply(instruction);
    bool changedInPlace = true;
    Rewrite result;
    while (changedInPlace && result.kind == Rewrite::Kind::Keep) {
      changedInPlace = false;
      result = rewrite(instruction, function_, definitions_, changedInPlace);
      changed_ |= changedInPlace;
    }
    if (result.kind == Rewrite::Kind::Keep) {
      ValueId same = instruction.type ? available(instruction, block) : ir::kNoValue;
      if (same == ir::kNoValue) {
        after.push_back(std::move(instruction));
        definitions_.add(after.back());
        continue;
      }
      result = {Rewrite::Kind::Replace, same};
    }
    changed_ = true;
    if (result.kind == Rewrite::Kind::Replace) replacement_.replace(instruction.result, result.value);
  }
}

} // namespace

bool simplify(ir::Function &function, const ir::Module &module) {
  constexpr int kMostRounds = 8; // each round only finds what the one before has made possible
  bool changed = false;
  for (int round = 0; round < kMostRounds; ++round) {
    bool changedNow = SimplifyWalk(function, module).run();
    changedNow |= simplifyControlFlow(function);
    changedNow |= removeDeadCode(function, module);
    if (!changedNow) break;
    changed = true;
  }
  return changed;
}

} // namespace flow::opt
