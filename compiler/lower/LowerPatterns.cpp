// `match` and patterns: tests in the order of the arms, each part of the subject taken out once. Arms without branches
// become selects, which keep loops over rows vectorizable.
#include "compiler/lower/FunctionLowering.h"
#include "compiler/lower/TreeWalk.h"

namespace flow::lower {

using tree::Pattern;
using tree::PatternKind;

ValueId FunctionLowering::both(ValueId first, ValueId second) {
  if (first == ir::kNoValue) return second;
  if (second == ir::kNoValue) return first;
  return builder_.emit(Op::And, types_.boolean(), {first, second});
}

/// The test of a Value or Range pattern.
ValueId FunctionLowering::lowerConstantTest(const Pattern &pattern, ValueId value) {
  auto compare = [&](Op op, ValueId left, ValueId right) { return builder_.emit(op, types_.boolean(), {left, right}); };
  ValueId constant = builder_.constant(pattern.type, pattern.value);
  if (pattern.kind == PatternKind::Value) return compare(Op::Equal, value, constant);
  ValueId end = builder_.constant(pattern.type, pattern.end);
  return both(compare(Op::LessEqual, constant, value),
              compare(pattern.isInclusive ? Op::LessEqual : Op::Less, value, end));
}

ValueId FunctionLowering::lowerStraightTest(const Pattern &pattern, ValueId value) {
  switch (pattern.kind) {
  case PatternKind::Any:
    if (pattern.local) values_[pattern.local] = value;
    return ir::kNoValue;
  case PatternKind::Value:
  case PatternKind::Range: return lowerConstantTest(pattern, value);
  case PatternKind::None:
    return builder_.emit(Op::Not, types_.boolean(), {builder_.emit(Op::Has, types_.boolean(), {value})});
  case PatternKind::Some: {
    ValueId has = builder_.emit(Op::Has, types_.boolean(), {value});
    ValueId plain = builder_.emit(Op::Get, pattern.type->plain(), {value});
    return both(has, lowerStraightTest(*pattern.parts[0], plain));
  }
  case PatternKind::Fields: {
    ValueId test = ir::kNoValue;
    for (uint32_t i = 0; i < pattern.parts.size(); ++i) {
      const Pattern &part = *pattern.parts[i];
      if (part.takesAll() && !part.local) continue;
      test = both(test, lowerStraightTest(part, builder_.emit(Op::Field, part.type, {value}, {}, i)));
    }
    return test;
  }
  case PatternKind::Alternatives: {
    ValueId test = ir::kNoValue;
    for (const Pattern *part : pattern.parts) {
      ValueId one = lowerStraightTest(*part, value);
      if (one == ir::kNoValue) return ir::kNoValue;
      test = test == ir::kNoValue ? one : builder_.emit(Op::Or, types_.boolean(), {test, one});
    }
    return test;
  }
  case PatternKind::Variant: return lowerTagTest(pattern, value); // without parts, see isStraight
  case PatternKind::List:
  case PatternKind::Failure: break;
  }
  FLOW_UNREACHABLE();
}

/// kNoValue when the enum has no other variant.
ValueId FunctionLowering::lowerTagTest(const Pattern &pattern, ValueId value) {
  if (pattern.type->variants.size() == 1) return ir::kNoValue;
  ValueId tag = builder_.emit(Op::VariantTag, types_.i64(), {value});
  return builder_.emit(Op::Equal, types_.boolean(), {tag, builder_.constI64(pattern.variant)});
}

ValueId FunctionLowering::lowerStraightArms(const tree::Match &node, ValueId subject, size_t at) {
  const tree::MatchArm &arm = node.arms[at];
  ValueId test = lowerStraightTest(*arm.pattern, subject);
  bool isLast = at + 1 == node.arms.size();
  if (isLast) return lower(*arm.body); // the arms before it leave nothing else
  if (arm.guard)
    test = test == ir::kNoValue ? lower(*arm.guard) : both(test, guarded(test, [&] { return lower(*arm.guard); }));
  if (test == ir::kNoValue) return lower(*arm.body);
  ValueId value = guarded(test, [&] { return lower(*arm.body); });
  ValueId otherwise = builder_.emit(Op::Not, types_.boolean(), {test});
  ValueId rest = guarded(otherwise, [&] { return lowerStraightArms(node, subject, at + 1); });
  return builder_.emit(Op::Select, node.type, {test, value, rest});
}

ValueId FunctionLowering::lowerMatch(const tree::Match &node) {
  bool hasValue = !node.type->is(TypeKind::Unit) && !node.type->is(TypeKind::Never);
  if (hasValue && isStraight(node)) return lowerStraightArms(node, lower(*node.subject), 0);
  if (guard_ != ir::kNoValue) { // as branched() does it: inside of blocks no guard is needed
    ValueId outer = std::exchange(guard_, ir::kNoValue);
    ValueId value = branched(
        hasValue ? node.type : nullptr, outer, [&] { return lowerMatch(node); },
        [&] { return hasValue ? builder_.zero(node.type) : ir::kNoValue; });
    guard_ = outer;
    return value;
  }
  ValueId subject = lower(*node.subject);
  ir::BlockId end = hasValue ? builder_.newBlock({node.type}) : builder_.newBlock();
  for (const tree::MatchArm &arm : node.arms) {
    ir::BlockId next = builder_.newBlock();
    lowerPattern(*arm.pattern, subject, next);
    if (arm.guard) branchOn(lower(*arm.guard), next);
    ValueId value = lower(*arm.body);
    if (hasValue && value == ir::kNoValue) value = builder_.zero(node.type); // after leaving: never reached
    if (hasValue)
      builder_.jump(end, {value});
    else
      builder_.jump(end);
    builder_.setInsertPoint(next);
  }
  builder_.unreachable(); // together the arms take every value
  builder_.setInsertPoint(end);
  return hasValue ? builder_.blockParameter(end, 0) : ir::kNoValue;
}

/// Goes on in a new block when the condition is true.
void FunctionLowering::branchOn(ValueId condition, ir::BlockId otherwise) {
  ir::BlockId next = builder_.newBlock();
  builder_.branch(condition, {next, {}}, {otherwise, {}});
  builder_.setInsertPoint(next);
}

void FunctionLowering::lowerPattern(const Pattern &pattern, ValueId value, ir::BlockId otherwise) {
  switch (pattern.kind) {
  case PatternKind::Any:
    if (pattern.local) bind(*pattern.local, value);
    return;
  case PatternKind::Value:
  case PatternKind::Range: return branchOn(lowerConstantTest(pattern, value), otherwise);
  case PatternKind::None:
    return branchOn(builder_.emit(Op::Not, types_.boolean(), {builder_.emit(Op::Has, types_.boolean(), {value})}),
                    otherwise);
  case PatternKind::Some:
    branchOn(builder_.emit(Op::Has, types_.boolean(), {value}), otherwise);
    return lowerPattern(*pattern.parts[0], builder_.emit(Op::Get, pattern.type->plain(), {value}), otherwise);
  case PatternKind::Fields:
    for (uint32_t i = 0; i < pattern.parts.size(); ++i) {
      const Pattern &part = *pattern.parts[i];
      if (part.takesAll() && !part.local) continue;
      lowerPattern(part, builder_.emit(Op::Field, part.type, {value}, {}, i), otherwise);
    }
    return;
  case PatternKind::Variant: return lowerVariantPattern(pattern, value, otherwise);
  case PatternKind::Failure: return lowerFailurePattern(pattern, value, otherwise);
  case PatternKind::List: return lowerListPattern(pattern, value, otherwise);
  case PatternKind::Alternatives: return lowerAlternatives(pattern, value, otherwise);
  }
  FLOW_UNREACHABLE();
}

void FunctionLowering::lowerVariantPattern(const Pattern &pattern, ValueId value, ir::BlockId otherwise) {
  ValueId test = lowerTagTest(pattern, value);
  if (test != ir::kNoValue) branchOn(test, otherwise);
  ValueId payload = ir::kNoValue;
  for (uint32_t i = 0; i < pattern.parts.size(); ++i) {
    const Pattern &part = *pattern.parts[i];
    if (part.takesAll() && !part.local) continue;
    if (payload == ir::kNoValue)
      payload = builder_.emit(Op::VariantPayload, types_.payload(pattern.type, pattern.variant), {value}, {},
                              pattern.variant);
    lowerPattern(part, builder_.emit(Op::Field, part.type, {payload}, {}, i), otherwise);
  }
}

void FunctionLowering::lowerFailurePattern(const Pattern &pattern, ValueId failure, ir::BlockId otherwise) {
  if (pattern.parts.empty()) {
    ValueId kind = builder_.emit(Op::FailureKind, types_.str(), {failure});
    ValueId wanted = builder_.constStr(std::get<std::string>(pattern.value));
    return branchOn(builder_.emit(Op::Equal, types_.boolean(), {kind, wanted}), otherwise);
  }
  const Type *error = pattern.parts[0]->type;
  ValueId declared = builder_.emit(Op::FailureAs, types_.optional(error), {failure});
  branchOn(builder_.emit(Op::Has, types_.boolean(), {declared}), otherwise);
  lowerPattern(*pattern.parts[0], builder_.emit(Op::Get, error, {declared}), otherwise);
}

void FunctionLowering::lowerListPattern(const Pattern &pattern, ValueId list, ir::BlockId otherwise) {
  const Type *i64 = types_.i64();
  ValueId length = builder_.emit(Op::ListLength, i64, {list});
  ValueId least = builder_.constI64(static_cast<int64_t>(pattern.parts.size()));
  if (!pattern.hasRest)
    branchOn(builder_.emit(Op::Equal, types_.boolean(), {length, least}), otherwise);
  else if (!pattern.parts.empty())
    branchOn(builder_.emit(Op::LessEqual, types_.boolean(), {least, length}), otherwise);
  // Indices are within the list; the site is there because the operation asks for one.
  ir::FailAt never = failAt(pattern.span, abi::FailureKind::IndexOutOfBounds);
  auto fromEnd = [&](size_t distance) {
    return builder_.emit(Op::Subtract, i64, {length, builder_.constI64(static_cast<int64_t>(distance))}, never);
  };
  for (size_t i = 0; i < pattern.parts.size(); ++i) {
    const Pattern &part = *pattern.parts[i];
    if (part.takesAll() && !part.local) continue;
    bool isAfterRest = pattern.hasRest && i >= pattern.restAt;
    ValueId index = isAfterRest ? fromEnd(pattern.parts.size() - i) : builder_.constI64(static_cast<int64_t>(i));
    lowerPattern(part, builder_.emit(Op::ListGet, part.type, {list, index}, never), otherwise);
  }
  if (!pattern.local) return;
  ValueId end = fromEnd(pattern.parts.size() - pattern.restAt);
  bind(*pattern.local, listSlice(list, builder_.constI64(pattern.restAt), end, pattern.span));
}

void FunctionLowering::lowerLetPattern(const tree::Stmt &stmt) {
  ValueId value = lower(*stmt.value);
  ir::BlockId never = builder_.newBlock();
  lowerPattern(*stmt.pattern, value, never);
  ir::BlockId next = builder_.insertBlock();
  builder_.setInsertPoint(never);
  builder_.unreachable();
  builder_.setInsertPoint(next);
}

/// The locals that a pattern binds, in its order.
static void addLocals(const Pattern &pattern, std::vector<const tree::Local *> &out) {
  if (pattern.local) out.push_back(pattern.local);
  if (pattern.kind == PatternKind::Alternatives) return addLocals(*pattern.parts[0], out);
  for (const Pattern *part : pattern.parts) addLocals(*part, out);
}

/// Each alternative jumps to what follows with the values of the locals.
void FunctionLowering::lowerAlternatives(const Pattern &pattern, ValueId value, ir::BlockId otherwise) {
  std::vector<const tree::Local *> locals;
  addLocals(pattern, locals);
  std::vector<const Type *> types;
  for (const tree::Local *local : locals) types.push_back(local->type);
  ir::BlockId end = builder_.newBlock(types);
  for (size_t i = 0; i < pattern.parts.size(); ++i) {
    bool isLast = i + 1 == pattern.parts.size();
    ir::BlockId next = isLast ? otherwise : builder_.newBlock();
    lowerPattern(*pattern.parts[i], value, next);
    std::vector<ValueId> bound;
    for (const tree::Local *local : locals) bound.push_back(localValue(*local));
    builder_.jump(end, std::move(bound));
    if (!isLast) builder_.setInsertPoint(next);
  }
  builder_.setInsertPoint(end);
  for (size_t i = 0; i < locals.size(); ++i) bind(*locals[i], builder_.blockParameter(end, i));
}

} // namespace flow::lower
