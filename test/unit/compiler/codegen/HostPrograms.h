#pragma once
// Random programs of host code over values of all kinds: they share, change, nest, pass on, capture, fail and catch.

#include "compiler/ir/FnBuilder.h"

#include <random>

namespace flow::codegen {

/// A module with a Main that prints what it has computed.
class HostProgram {
public:
  HostProgram(types::TypeContext &context, uint64_t seed);
  ir::Module make();

private:
  using Builder = ir::FnBuilder;
  using ValueId = ir::ValueId;
  using Type = types::Type;

  uint32_t pick(uint32_t count) { return static_cast<uint32_t>(random_() % count); }
  const Type *pickType() { return types_[pick(static_cast<uint32_t>(types_.size()))]; }
  void makeTypes();
  void makeFunction(uint32_t number);
  void makeMain();
  void begin(Builder &builder);
  void statements(Builder &builder, uint32_t count);
  void statement(Builder &builder);
  void loop(Builder &builder);
  void choice(Builder &builder);
  void attempt(Builder &builder);
  void returnEarly(Builder &builder);
  void change(Builder &builder);
  void changeInside(Builder &builder);
  void iterate(Builder &builder);
  void print(Builder &builder, ValueId value);

  /// A value of the type: made, loaded, or taken out of another.
  ValueId value(Builder &builder, const Type *type);
  ValueId made(Builder &builder, const Type *type);
  ValueId madeList(Builder &builder, const Type *type);
  ValueId variantOf(Builder &builder, const Type *type, uint32_t variant);
  ValueId taken(Builder &builder, const Type *type);
  ValueId changed(Builder &builder, const Type *type, ValueId whole);
  ValueId changedList(Builder &builder, const Type *type, ValueId list);
  ValueId changedMap(Builder &builder, const Type *type, ValueId map);
  ValueId index(Builder &builder, ValueId list);
  ValueId number(Builder &builder) { return builder.constI64(pick(20)); }
  ValueId text(Builder &builder);
  ir::FailAt fails() { return {1}; }
  /// What doubles in a loop would soon be too large.
  bool mayDouble() const { return depth_ <= 1 && functions_ == 3; }

  types::TypeContext &context_;
  std::mt19937_64 random_;
  ir::Module module_;
  std::vector<const Type *> types_;
  const Type *i64_, *str_, *numbers_, *texts_, *grid_, *counts_, *lists_, *words_, *record_, *pair_, *shape_, *tree_,
      *maybe_, *function_;
  std::vector<std::pair<const Type *, uint32_t>> slots_;
  std::vector<const Type *> results_; ///< of the function at hand; none in Main
  uint32_t depth_ = 0;     ///< of statements in statements
  uint32_t nested_ = 0;    ///< of values in values
  uint32_t functions_ = 0; ///< that can be called
};

} // namespace flow::codegen
