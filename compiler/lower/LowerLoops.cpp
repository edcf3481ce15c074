// Loops.
#include "compiler/lower/FunctionLowering.h"
#include "runtime/abi/Functions.h"

namespace flow::lower {

using abi::FailureKind;

void FunctionLowering::lowerLoopBody(const tree::Block &body, ir::BlockId next, ir::BlockId end) {
  loops_.push_back({next, end});
  lowerBlock(body);
  loops_.pop_back();
  if (!builder_.isTerminated()) builder_.jump(next);
}

void FunctionLowering::lowerForRange(const tree::Stmt &stmt) {
  if (stmt.value) return lowerForSteps(stmt);
  const Type *type = stmt.local->type;
  ValueId begin = lower(*stmt.begin), end = lower(*stmt.end);
  uint32_t counter = builder_.slot(stmt.local->name, type);
  builder_.store(counter, begin);
  ir::BlockId head = builder_.newBlock(), body = builder_.newBlock(), next = builder_.newBlock(),
              step = builder_.newBlock(), done = builder_.newBlock();
  builder_.jump(head);
  builder_.setInsertPoint(head);
  Op order = stmt.inclusive ? Op::LessEqual : Op::Less;
  builder_.branch(builder_.emit(order, types_.boolean(), {builder_.load(counter), end}), {body, {}}, {done, {}});
  builder_.setInsertPoint(body);
  values_[stmt.local] = builder_.load(counter);
  lowerLoopBody(*stmt.body, next, done);
  // Stepping beyond an included end could overflow, so the loop is left before.
  builder_.setInsertPoint(next);
  ValueId now = builder_.load(counter);
  builder_.branch(builder_.emit(Op::Equal, types_.boolean(), {now, end}), {done, {}}, {step, {}});
  builder_.setInsertPoint(step);
  ValueId one = builder_.constInt(type, 1);
  builder_.store(counter, builder_.emit(Op::Add, type, {now, one}, {state_.site(stmt.span, FailureKind::Overflow)}));
  builder_.jump(head);
  builder_.setInsertPoint(done);
}

/// A loop with an i64 of its own, which begins at `first`: goes on while `test` of it is true, binds `item` of it, and
/// after each round becomes `step` of it.
void FunctionLowering::lowerForEach(const tree::Stmt &stmt, ValueId first, const std::function<ValueId(ValueId)> &test,
                                    const std::function<ValueId(ValueId)> &item,
                                    const std::function<ValueId(ValueId)> &step) {
  uint32_t position = builder_.slot("", types_.i64());
  builder_.store(position, first);
  ir::BlockId head = builder_.newBlock(), body = builder_.newBlock(), next = builder_.newBlock(),
              done = builder_.newBlock();
  builder_.jump(head);
  builder_.setInsertPoint(head);
  ValueId at = builder_.load(position);
  builder_.branch(test(at), {body, {}}, {done, {}});
  builder_.setInsertPoint(body);
  values_[stmt.local] = item(at);
  lowerLoopBody(*stmt.body, next, done);
  builder_.setInsertPoint(next);
  builder_.store(position, step(builder_.load(position)));
  builder_.jump(head);
  builder_.setInsertPoint(done);
}

void FunctionLowering::lowerForList(const tree::Stmt &stmt) {
  ValueId list = lower(*stmt.value);
  ValueId length = builder_.emit(Op::ListLength, types_.i64(), {list});
  // Neither can fail; the sites are there because the operations ask for them.
  auto site = [&](FailureKind kind) { return ir::FailAt{state_.site(stmt.span, kind)}; };
  lowerForEach(
      stmt, builder_.constI64(0),
      [&](ValueId at) {
        return builder_.emit(Op::Less, types_.boolean(), {at, length});
      },
      [&](ValueId at) {
        return builder_.emit(Op::ListGet, stmt.local->type, {list, at}, site(FailureKind::IndexOutOfBounds));
      },
      [&](ValueId at) {
        return builder_.emit(Op::Add, types_.i64(), {at, builder_.constI64(1)}, site(FailureKind::Overflow));
      });
}

/// Through the characters of a text; the position is a byte offset.
void FunctionLowering::lowerForText(const tree::Stmt &stmt) {
  ValueId text = lower(*stmt.value);
  ValueId size = builder_.emit(Op::TextSize, types_.i64(), {text});
  lowerForEach(
      stmt, builder_.constI64(0),
      [&](ValueId at) {
        return builder_.emit(Op::Less, types_.boolean(), {at, size});
      },
      [&](ValueId at) {
        return builder_.emit(Op::TextChar, types_.str(), {text, at});
      },
      [&](ValueId at) {
        return builder_.emit(Op::TextNext, types_.i64(), {text, at});
      });
}

/// Through the entries of a map, pairs of key and value, or the elements of a set.
void FunctionLowering::lowerForMap(const tree::Stmt &stmt) {
  ValueId map = lower(*stmt.value);
  const Type *type = stmt.value->type;
  auto next = [&](ValueId from) { return builder_.emit(Op::MapNext, types_.i64(), {map, from}); };
  lowerForEach(
      stmt, next(builder_.constI64(0)),
      [&](ValueId at) {
        return builder_.emit(Op::LessEqual, types_.boolean(), {builder_.constI64(0), at});
      },
      [&](ValueId at) {
        ValueId key = builder_.emit(Op::MapKey, type->parts[0], {map, at});
        if (type->is(TypeKind::Set)) return key;
        ValueId value = builder_.emit(Op::MapValue, type->parts[1], {map, at});
        return builder_.emit(Op::MakeRecord, stmt.local->type, {key, value});
      },
      [&](ValueId at) {
        ir::FailAt never{state_.site(stmt.span, FailureKind::Overflow)};
        return next(builder_.emit(Op::Add, types_.i64(), {at, builder_.constI64(1)}, never));
      });
}

/// The line of Functions.def that adds without looking at overflow.
static uint32_t wrappingAddLine() {
  for (uint32_t i = 0; i < std::size(abi::kFunctions); ++i)
    if (std::string_view(abi::kFunctions[i].symbol) == "flow_i64_wrapping_add") return i;
  FLOW_UNREACHABLE();
}

/// Over a Range record: up or down, as its step says. What would leave 64 bits is behind the end.
void FunctionLowering::lowerForSteps(const tree::Stmt &stmt) {
  static const uint32_t kWrappingAdd = wrappingAddLine();
  const Type *i64 = types_.i64();
  ValueId range = lower(*stmt.value);
  ValueId begin = builder_.field(range, 0), end = builder_.field(range, 1), step = builder_.field(range, 2);
  ValueId isUp = builder_.emit(Op::Less, types_.boolean(), {builder_.constI64(0), step});
  auto isBefore = [&](ValueId at, ValueId other) {
    ValueId below = builder_.emit(Op::Less, types_.boolean(), {at, other});
    ValueId above = builder_.emit(Op::Less, types_.boolean(), {other, at});
    return builder_.select(isUp, below, above);
  };
  lowerForEach(
      stmt, begin, [&](ValueId at) { return isBefore(at, end); }, [&](ValueId at) { return at; },
      [&](ValueId at) {
        ValueId next = builder_.builtin(kWrappingAdd, i64, {at, step});
        return builder_.select(isBefore(at, next), next, end);
      });
}

void FunctionLowering::lowerWhile(const tree::Stmt &stmt) {
  ir::BlockId head = builder_.newBlock(), body = builder_.newBlock(), done = builder_.newBlock();
  builder_.jump(head);
  builder_.setInsertPoint(head);
  ValueId condition = lower(*stmt.value);
  builder_.branch(condition, {body, {}}, {done, {}});
  builder_.setInsertPoint(body);
  lowerLoopBody(*stmt.body, head, done);
  builder_.setInsertPoint(done);
  if (!stmt.isEndless) return;
  builder_.unreachable();
  builder_.setInsertPoint(builder_.newBlock()); // nothing reaches what follows
}

} // namespace flow::lower
