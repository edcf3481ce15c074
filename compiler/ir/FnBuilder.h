#pragma once
// Builds one Function, instruction by instruction, in SSA form. The builder holds a reference: the function
// must not move while it is being built (build it apart, then push it into the module).
//
// Types may be those of the language; the function has their representations (TypeContext::representation).
//
// Order of use: parameters and results first, then blocks. Block 0 is made by the constructor and is the
// insertion point at the beginning. After a terminator the block is closed; choose another one before
// emitting more.

#include "compiler/ir/Fn.h"

#include <functional>
#include <initializer_list>
#include <span>

namespace flow::ir {

/// What an instruction that may fail needs besides its operands.
struct FailAt {
  uint32_t site = 0;
  ValueId guard = kNoValue;
};

class FnBuilder {
public:
  FnBuilder(Function &function, types::TypeContext &context);

  types::TypeContext &types() { return context_; }
  Function &function() { return function_; }
  const Type *typeOf(ValueId value) const { return function_.valueTypes[value]; }

  /// From here on operations that take memory but cannot fail otherwise have a site, too: one that `site` gives.
  void tellMemory(std::function<uint32_t()> site) { memorySite_ = std::move(site); }

  // ---- signature
  ValueId parameter(const Type *type);
  /// A parameter of a stage that is a column; before those that are captures.
  ValueId columnParameter(const Type *type);
  void result(const Type *type) { function_.results.push_back(context_.representation(type)); }
  uint32_t slot(std::string name, const Type *type);

  // ---- blocks
  BlockId newBlock(std::span<const Type *const> parameterTypes);
  BlockId newBlock(std::initializer_list<const Type *> parameterTypes = {}) {
    return newBlock(std::span(parameterTypes.begin(), parameterTypes.size()));
  }
  ValueId blockParameter(BlockId block, size_t index) const { return function_.blocks[block].parameters[index].value; }
  void setInsertPoint(BlockId block) { at_ = block; }
  /// Failures go to that block from here on (kNoBlock: out of the function): goes on in a new block, and blocks made
  /// from now on have that handler. Gives the handler there was before.
  BlockId setHandler(BlockId handler);
  BlockId insertBlock() const { return at_; }
  /// Whether the block at hand is closed.
  bool isTerminated() const;

  // ---- instructions: the general form, and the ones whose result type follows from their operands
  ValueId emit(Op op, const Type *type, std::vector<ValueId> operands, FailAt fail = {}, uint32_t index = 0);
  ValueId emit(Op op, std::vector<ValueId> operands, FailAt fail = {}, uint32_t index = 0);

  ValueId constant(const Type *type, Constant value);
  ValueId constInt(const Type *type, __int128 value) { return constant(type, Constant(value)); }
  ValueId constI64(int64_t value) { return constInt(context_.i64(), value); }
  ValueId constBool(bool value) { return constInt(context_.boolean(), value ? 1 : 0); }
  ValueId constStr(std::string value) { return constant(context_.str(), Constant(std::move(value))); }
  /// `none`, or the zero value of the type.
  ValueId zero(const Type *type) { return constant(type, Constant()); }

  ValueId select(ValueId condition, ValueId thenValue, ValueId elseValue) {
    return emit(Op::Select, {condition, thenValue, elseValue});
  }
  ValueId field(ValueId record, uint32_t index) { return emit(Op::Field, {record}, {}, index); }
  ValueId convert(const Type *type, ValueId value) { return emit(Op::Convert, type, {value}); }
  ValueId load(uint32_t slot) { return emit(Op::Load, function_.slots[slot].type, {}, {}, slot); }
  void store(uint32_t slot, ValueId value) { emit(Op::Store, nullptr, {value}, {}, slot); }
  /// `type` is null when the callee gives nothing.
  ValueId call(uint32_t callee, const Type *type, std::vector<ValueId> arguments, FailAt fail = {}) {
    return emit(Op::Call, type, std::move(arguments), fail, callee);
  }
  ValueId builtin(uint32_t line, const Type *type, std::vector<ValueId> arguments, FailAt fail = {}) {
    return emit(Op::CallBuiltin, type, std::move(arguments), fail, line);
  }
  ValueId text(ValueId value, std::string format = {});
  /// The enum's value of that variant.
  ValueId variant(const Type *enumeration, uint32_t variant, std::vector<ValueId> fields) {
    return emit(Op::MakeVariant, enumeration, std::move(fields), {}, variant);
  }
  /// kNoValue when the function gives nothing.
  ValueId callValue(ValueId function, std::vector<ValueId> arguments, FailAt fail = {});

  // ---- terminators
  void jump(BlockId target, std::vector<ValueId> arguments = {});
  void branch(ValueId condition, Target thenTarget, Target elseTarget);
  void ret(std::vector<ValueId> values = {}) { emit(Op::Return, nullptr, std::move(values)); }
  /// `reason`: a str, a declared error, or a Failure.
  void failWith(uint32_t site, ValueId reason = kNoValue);
  void unreachable() { append(Op::Unreachable, nullptr); }

private:
  Instruction &append(Op op, const Type *type);
  /// What stands behind `fail`, `return` or `break` has no values to work on, and is never reached: it is left out.
  bool isNeverReached(std::span<const ValueId> operands) const;
  bool isReachable(BlockId wanted) const;
  /// In the place of the operation that is left out: any value of its type.
  ValueId anyValue(const Type *type) { return type ? zero(type) : kNoValue; }
  void addMemorySite(Instruction &instruction);

  Function &function_;
  types::TypeContext &context_;
  BlockId at_ = 0;
  BlockId handler_ = kNoBlock; ///< of blocks that are made
  std::function<uint32_t()> memorySite_;
};

} // namespace flow::ir
