// Collections: how they are made, and what is one operation or a loop.
#include "compiler/lower/FunctionLowering.h"

namespace flow::lower {

using abi::FailureKind;

ValueId FunctionLowering::lowerOperation(const tree::Operation &node) {
  std::vector<ValueId> operands;
  for (const Expr *operand : node.operands) operands.push_back(lower(*operand));
  return emitOperation(node, std::move(operands));
}

ValueId FunctionLowering::emitOperation(const tree::Operation &node, std::vector<ValueId> operands) {
  if (!ir::mayFail(node.op)) return builder_.emit(node.op, node.type, std::move(operands), {0, guard_});
  return builder_.emit(node.op, node.type, std::move(operands), failAt(node.span, failureOf(node.op)));
}

ValueId FunctionLowering::lowerMakeMap(const tree::MakeMap &node) {
  ValueId map = builder_.zero(node.type);
  for (size_t i = 0; i < node.keys.size(); ++i) {
    ValueId key = lower(*node.keys[i]);
    map = builder_.emit(Op::MapSet, node.type, {map, key, lower(*node.values[i])});
  }
  return map;
}

ValueId FunctionLowering::lowerMakeSet(const tree::MakeSet &node) {
  if (const auto *literal = tree::dynCast<tree::MakeList>(node.list)) {
    ValueId set = builder_.zero(node.type);
    for (const Expr *element : literal->elements) set = builder_.emit(Op::SetAdd, node.type, {set, lower(*element)});
    return set;
  }
  ValueId list = lower(*node.list);
  uint32_t set = builder_.slot("", node.type);
  builder_.store(set, builder_.zero(node.type));
  ValueId length = builder_.emit(Op::ListLength, types_.i64(), {list});
  countingLoop(builder_.constI64(0), length, node.span, [&](ValueId index, ir::BlockId) {
    ir::FailAt never = failAt(node.span, FailureKind::IndexOutOfBounds);
    ValueId element = builder_.emit(Op::ListGet, node.type->element(), {list, index}, never);
    builder_.store(set, builder_.emit(Op::SetAdd, node.type, {builder_.load(set), element}));
  });
  return builder_.load(set);
}

void FunctionLowering::countingLoop(ValueId begin, ValueId end, Span span,
                                    const std::function<void(ValueId, ir::BlockId)> &body) {
  const Type *i64 = types_.i64();
  uint32_t counter = builder_.slot("", i64);
  builder_.store(counter, begin);
  ir::BlockId head = builder_.newBlock(), inside = builder_.newBlock(), done = builder_.newBlock();
  builder_.jump(head);
  builder_.setInsertPoint(head);
  ValueId index = builder_.load(counter);
  builder_.branch(builder_.emit(Op::Less, types_.boolean(), {index, end}), {inside, {}}, {done, {}});
  builder_.setInsertPoint(inside);
  body(index, done);
  // Below `end`, so it cannot overflow; the site is there because the operation asks for one.
  ValueId next = builder_.emit(Op::Add, i64, {index, builder_.constI64(1)}, failAt(span, FailureKind::Overflow));
  builder_.store(counter, next);
  builder_.jump(head);
  builder_.setInsertPoint(done);
}

ValueId FunctionLowering::listSlice(ValueId list, ValueId begin, ValueId end, Span span) {
  const Type *type = builder_.typeOf(list);
  uint32_t part = builder_.slot("", type);
  builder_.store(part, builder_.emit(Op::MakeList, type, {}));
  countingLoop(begin, end, span, [&](ValueId index, ir::BlockId) {
    ir::FailAt never = failAt(span, FailureKind::IndexOutOfBounds);
    ValueId element = builder_.emit(Op::ListGet, type->element(), {list, index}, never);
    builder_.store(part, builder_.emit(Op::ListPush, type, {builder_.load(part), element}));
  });
  return builder_.load(part);
}

ValueId FunctionLowering::lowerContains(const tree::Contains &node) {
  if (guard_ != ir::kNoValue) { // a loop needs no guard inside of a branch
    ValueId outer = std::exchange(guard_, ir::kNoValue);
    ValueId found = branched(
        node.type, outer, [&] { return lowerContains(node); }, [&] { return builder_.zero(node.type); });
    guard_ = outer;
    return found;
  }
  ValueId item = lower(*node.item), list = lower(*node.container);
  if (!node.container->type->is(TypeKind::List)) return builder_.emit(Op::MapHas, node.type, {list, item});
  uint32_t found = builder_.slot("", node.type);
  builder_.store(found, builder_.constBool(false));
  ValueId length = builder_.emit(Op::ListLength, types_.i64(), {list});
  countingLoop(builder_.constI64(0), length, node.span, [&](ValueId index, ir::BlockId done) {
    ir::FailAt never = failAt(node.span, FailureKind::IndexOutOfBounds);
    ValueId element = builder_.emit(Op::ListGet, node.item->type, {list, index}, never);
    ir::BlockId same = builder_.newBlock(), next = builder_.newBlock();
    builder_.branch(builder_.emit(Op::Equal, node.type, {element, item}), {same, {}}, {next, {}});
    builder_.setInsertPoint(same);
    builder_.store(found, builder_.constBool(true));
    builder_.jump(done);
    builder_.setInsertPoint(next);
  });
  return builder_.load(found);
}

} // namespace flow::lower
