#pragma once
// Fn IR: functions in SSA form. User functions, host code and the row functions of pipeline stages are all
// Fn IR.
//
//  - A function has parameters, results, blocks, and slots (mutable locals). A call of a function with several results
//    (`inout` parameters are further ones) gives their tuple. Arguments and results have the types that the function
//    states, or others that lie alike (types/Representation.h).
//  - A block has parameters (values chosen by the jump that enters it), instructions, and ends in a
//    terminator.
//  - A value is defined once and named by its ValueId: function parameters come first, then block parameters
//    and instruction results in any order. A definition dominates its uses.
//  - An instruction that may fail names its site. With a guard it fails only when the guard is true; when the
//    guard is false its result is unspecified but defined. Guards let null-lifted arithmetic stay free of
//    branches.
//  - A block may have a handler: the block to which control goes when something in the block fails, instead of leaving
//    the function. A handler has no parameters, is entered only so, and begins with `failure.take`. Values made by the
//    instructions of a block are not known in its handler nor behind it; what was known before the block is. Slots have
//    what they had at the failure.
//  - A stage's row function takes the input columns, then the captured values, and returns, when it filters,
//    whether the row goes on, then the computed columns (any values when the row does not go on), then the values
//    that its loop accumulates.

#include "compiler/ir/Ops.h"
#include "compiler/types/Type.h"
#include "runtime/abi/Accumulation.h"
#include "runtime/abi/Site.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace flow::ir {

using types::Type;

using ValueId = uint32_t;
using BlockId = uint32_t;
constexpr ValueId kNoValue = UINT32_MAX;
constexpr BlockId kNoBlock = UINT32_MAX;
constexpr uint32_t kNoSlot = UINT32_MAX;
constexpr uint32_t kNotKept = UINT32_MAX;

/// Integers of every kind (dates, timestamps, sizes, decimals, bools too) are the int128 alternative; `none`
/// and zero values of any type are std::monostate.
using Constant = std::variant<std::monostate, __int128, double, std::string>;

struct Target {
  BlockId block = 0;
  std::vector<ValueId> arguments; ///< for the block's parameters
};

struct Instruction {
  Op op = Op::Unreachable;
  const Type *type = nullptr; ///< of the result; null when there is none
  ValueId result = kNoValue;
  std::vector<ValueId> operands;
  ValueId guard = kNoValue;
  uint32_t site = 0; ///< 1-based index into Module::sites
  /// Field, variant, slot, callee, builtin or plan, by op; of Print 1 is standard error.
  uint32_t index = 0;
  /// Of Const; of ToText the format specification, a string, if there is one.
  Constant constant;
  std::vector<Target> targets;

  /// The index, of an operation on a list, was checked before: it is in range, so nothing fails and there is no site.
  bool isInside = false;

  // ---- what compiler/ownership adds
  /// Released when the instruction fails.
  std::vector<ValueId> cleanup;
  /// The slot that gets the first operand when the instruction fails; kNoSlot: none does.
  uint32_t restoredSlot = kNoSlot;
  /// The first operand, a list that is changed, has no other user, which need not be tested.
  bool isSoleUser = false;
};

struct BlockParameter {
  ValueId value = kNoValue;
  const Type *type = nullptr;
};

struct Block {
  std::vector<BlockParameter> parameters;
  std::vector<Instruction> instructions; ///< the last one is the terminator
  BlockId handler = kNoBlock;            ///< where a failure in the block goes to; none: it leaves the function
};

struct Slot {
  std::string name;
  const Type *type = nullptr;
};

enum class FunctionKind : uint8_t {
  User,  ///< called from others
  Stage, ///< the row function of a pipeline stage
  Main,  ///< the statements of the file that is run
  Test   ///< the statements of a test: as Main, but there may be many
};
/// Whether it is called from outside of the module, with nothing but its context.
inline bool isHostEntry(FunctionKind kind) { return kind == FunctionKind::Main || kind == FunctionKind::Test; }

struct Function {
  std::string name; ///< unique in the module: the symbol
  FunctionKind kind = FunctionKind::User;
  std::vector<const Type *> parameters; ///< values 0 .. parameters.size() - 1
  std::vector<const Type *> results;
  std::vector<Slot> slots;
  std::vector<Block> blocks;            ///< the first is the entry, without parameters
  std::vector<const Type *> valueTypes; ///< by ValueId
  /// By parameter: the callee takes the caller's user of the objects in it. Of others it only looks at the value.
  /// Empty: it takes none.
  std::vector<bool> takes;
  bool mayFail = false;                 ///< some instruction in it or in a callee may fail
  /// Of the value of a constant: without parameters, with one result, which is the same in each call. Host code
  /// computes it once in a run and keeps it under this number; kernels compute it in each call.
  uint32_t keptAs = kNotKept;

  /// Of a stage: how many of the parameters are columns (the rest are captures), and whether the first result
  /// is the filter's mask.
  uint32_t columnParameters = 0;
  bool filters = false;
  /// Of a stage that accumulates: nobody reads the mask; the last results are not written either, only accumulated.
  bool hidesMask = false;
  bool accumulatesByGroup = false;
  uint32_t accumulatedResults = 0;
  std::vector<abi::Accumulation> accumulations;

  /// The results that are columns of the batch: from `filters` on so many.
  uint32_t computedResults() const {
    return static_cast<uint32_t>(results.size()) - (filters ? 1 : 0) - accumulatedResults;
  }
  /// The result that an accumulation names.
  uint32_t accumulatedResult(uint32_t number) const {
    return static_cast<uint32_t>(results.size()) - accumulatedResults + number;
  }

  bool takesParameter(size_t parameter) const { return parameter < takes.size() && takes[parameter]; }
  ValueId newValue(const Type *type) {
    valueTypes.push_back(type);
    return static_cast<ValueId>(valueTypes.size() - 1);
  }
};

/// Values of host code that a plan's kernels and sources read: the layout of StageCall::captures is a
/// struct of these types in order, each at its natural alignment as C++ has it (strings at 8, 16-byte
/// decimals at 16); bools are one byte; an optional is the value, then one byte that says whether it is
/// present, padded to the alignment.
struct CaptureList {
  std::vector<const Type *> types;
};

struct Module {
  types::TypeContext *types = nullptr;
  std::vector<Function> functions;
  std::vector<abi::Site> sites;
  std::vector<CaptureList> planCaptures; ///< by plan
  int main = -1;                         ///< index of the Main function
};

} // namespace flow::ir
