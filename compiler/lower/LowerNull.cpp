// Null lifting, three-valued logic, `??`: with guards where the expression is straight, with blocks
// elsewhere.
#include "compiler/lower/FunctionLowering.h"
#include "compiler/lower/TreeWalk.h"

namespace flow::lower {

ValueId FunctionLowering::guarded(ValueId condition, const std::function<ValueId()> &body) {
  ValueId outer = guard_;
  guard_ = outer == ir::kNoValue ? condition : builder_.emit(Op::And, types_.boolean(), {outer, condition});
  ValueId result = body();
  guard_ = outer;
  return result;
}

ValueId FunctionLowering::branched(const Type *type, ValueId condition, const std::function<ValueId()> &then,
                                   const std::function<ValueId()> &other) {
  ValueId outer = guard_;
  // Inside the blocks the condition is known; a guard from outside must still be a branch around everything.
  if (outer != ir::kNoValue) {
    guard_ = ir::kNoValue;
    return branched(
        type, outer, [&] { return branched(type, condition, then, other); },
        [&] {
          ValueId none = type ? builder_.zero(type) : ir::kNoValue;
          guard_ = outer;
          return none;
        });
  }
  ir::BlockId thenBlock = builder_.newBlock(), elseBlock = builder_.newBlock();
  ir::BlockId end = type ? builder_.newBlock({type}) : builder_.newBlock();
  builder_.branch(condition, {thenBlock, {}}, {elseBlock, {}});
  auto side = [&](ir::BlockId block, const std::function<ValueId()> &body) {
    builder_.setInsertPoint(block);
    ValueId value = body();
    if (type && value == ir::kNoValue) value = builder_.zero(type); // after leaving: never reached
    if (type)
      builder_.jump(end, {value});
    else
      builder_.jump(end);
  };
  side(thenBlock, then);
  side(elseBlock, other);
  builder_.setInsertPoint(end);
  return type ? builder_.blockParameter(end, 0) : ir::kNoValue;
}

ValueId FunctionLowering::makeOptional(const Type *type, ValueId value, ValueId present) {
  ValueId clean = builder_.emit(Op::Select, type->plain(), {present, value, builder_.zero(type->plain())});
  return builder_.emit(Op::MakeOptional, type, {clean, present});
}

ValueId FunctionLowering::lowerLifted(const tree::Lifted &node) {
  ValueId present = ir::kNoValue;
  for (const tree::Lifted::Binding &binding : node.bindings) {
    ValueId operand = lower(*binding.operand);
    ValueId has = builder_.emit(Op::Has, types_.boolean(), {operand});
    present = present == ir::kNoValue ? has : builder_.emit(Op::And, types_.boolean(), {present, has});
    values_[binding.local] = builder_.emit(Op::Get, binding.local->type, {operand});
  }
  bool givesOptional = node.body->type->isOptional();
  if (!isStraight(*node.body))
    return branched(
        node.type, present,
        [&] {
          ValueId value = lower(*node.body);
          return givesOptional ? value : builder_.emit(Op::Some, node.type, {value});
        },
        [&] { return builder_.zero(node.type); });
  ValueId value = guarded(present, [&] { return lower(*node.body); });
  if (givesOptional) {
    ValueId has = builder_.emit(Op::Has, types_.boolean(), {value});
    present = builder_.emit(Op::And, types_.boolean(), {present, has});
    value = builder_.emit(Op::Get, node.type->plain(), {value});
  }
  return makeOptional(node.type, value, present);
}

ValueId FunctionLowering::lowerLogic(const tree::Logic &node) {
  const Type *boolean = types_.boolean();
  auto both = [&](ValueId a, ValueId b) { return builder_.emit(Op::And, boolean, {a, b}); };
  auto either = [&](ValueId a, ValueId b) { return builder_.emit(Op::Or, boolean, {a, b}); };
  auto negate = [&](ValueId a) { return builder_.emit(Op::Not, boolean, {a}); };
  ValueId left = lower(*node.left);
  bool leftIsOptional = node.left->type->isOptional(), rightIsOptional = node.right->type->isOptional();
  ValueId leftHas = leftIsOptional ? builder_.emit(Op::Has, boolean, {left}) : ir::kNoValue;
  ValueId leftValue = leftIsOptional ? builder_.emit(Op::Get, boolean, {left}) : left;
  // The left side decides when it is false (and), true (or). An absent value reads as false, so `and` asks
  // for Has too.
  ValueId goesOn =
      node.isAnd ? (leftIsOptional ? either(leftValue, negate(leftHas)) : leftValue) : negate(leftValue);
  bool isOptional = node.type->isOptional();
  if (!isStraight(*node.right)) {
    return branched(
        node.type, goesOn,
        [&] {
          ValueId right = lower(*node.right);
          if (!isOptional) return right;
          ValueId rightHas =
              rightIsOptional ? builder_.emit(Op::Has, boolean, {right}) : builder_.constBool(true);
          ValueId rightValue = rightIsOptional ? builder_.emit(Op::Get, boolean, {right}) : right;
          ValueId known = leftIsOptional ? both(leftHas, rightHas) : rightHas;
          ValueId decides = both(rightHas, node.isAnd ? negate(rightValue) : rightValue);
          return makeOptional(node.type, rightValue, either(known, decides));
        },
        [&] {
          ValueId decided = builder_.constBool(!node.isAnd);
          return isOptional ? builder_.emit(Op::Some, node.type, {decided}) : decided;
        });
  }
  ValueId right = guarded(goesOn, [&] { return lower(*node.right); });
  if (!isOptional) return node.isAnd ? both(left, right) : either(left, right);
  ValueId yes = builder_.constBool(true);
  ValueId rightHas = rightIsOptional ? builder_.emit(Op::Has, boolean, {right}) : yes;
  ValueId rightValue = rightIsOptional ? builder_.emit(Op::Get, boolean, {right}) : right;
  if (!leftIsOptional) leftHas = yes;
  ValueId bothKnown = both(leftHas, rightHas);
  if (node.isAnd) {
    ValueId decided = either(both(leftHas, negate(leftValue)), both(rightHas, negate(rightValue)));
    return makeOptional(node.type, both(leftValue, rightValue), either(decided, bothKnown));
  }
  ValueId isTrue = either(both(leftHas, leftValue), both(rightHas, rightValue));
  return makeOptional(node.type, isTrue, either(isTrue, bothKnown));
}

ValueId FunctionLowering::lowerCoalesce(const tree::Coalesce &node) {
  ValueId left = lower(*node.left);
  ValueId has = builder_.emit(Op::Has, types_.boolean(), {left});
  bool keepsOptional = node.type->isOptional();
  auto present = [&] { return keepsOptional ? left : builder_.emit(Op::Get, node.type, {left}); };
  if (!isStraight(*node.right)) return branched(node.type, has, present, [&] { return lower(*node.right); });
  ValueId missing = builder_.emit(Op::Not, types_.boolean(), {has});
  ValueId right = guarded(missing, [&] { return lower(*node.right); });
  return builder_.emit(Op::Select, node.type, {has, present(), right});
}

} // namespace flow::lower
