// Assignments: a changed part makes a changed whole, up to the variable.
#include "compiler/lower/FunctionLowering.h"
#include "compiler/lower/TreeWalk.h"

#include <algorithm>
#include <set>

namespace flow::lower {

using abi::FailureKind;
using tree::PlaceStep;

FunctionLowering::OpenPlace FunctionLowering::openPlace(const tree::Place &place) {
  OpenPlace open{&place, {}};
  for (const PlaceStep &step : place.steps) open.indices.push_back(step.index ? lower(*step.index) : ir::kNoValue);
  return open;
}

ValueId FunctionLowering::readStep(const PlaceStep &step, ValueId whole, ValueId index) {
  if (step.kind == PlaceStep::Kind::Field) return builder_.emit(Op::Field, step.type, {whole}, {}, step.field);
  if (step.kind == PlaceStep::Kind::Entry)
    return builder_.emit(Op::MapAt, step.type, {whole, index}, failAt(step.span, FailureKind::KeyMissing));
  return builder_.emit(Op::ListGet, step.type, {whole, index}, failAt(step.span, FailureKind::IndexOutOfBounds));
}

ValueId FunctionLowering::loadPlace(const OpenPlace &open) {
  ValueId value = localValue(*open.place->root);
  for (size_t i = 0; i < open.place->steps.size(); ++i) value = readStep(open.place->steps[i], value, open.indices[i]);
  return value;
}

/// Takes a part out of `whole`, which has zero there then; in a map, `index` becomes the position of the entry.
ValueId FunctionLowering::takeStep(const PlaceStep &step, ValueId &whole, ValueId &index) {
  if (step.kind == PlaceStep::Kind::Field) return readStep(step, whole, index);
  ValueId pair = ir::kNoValue;
  if (step.kind == PlaceStep::Kind::Element) {
    pair = builder_.emit(Op::ListTake, {whole, index}, failAt(step.span, FailureKind::IndexOutOfBounds));
  } else {
    ValueId position = builder_.emit(Op::MapFind, {whole, index});
    ValueId isMissing = builder_.emit(Op::Less, {position, builder_.constI64(0)});
    branched(
        nullptr, isMissing, [&] { return readStep(step, whole, index); }, [] { return ir::kNoValue; });
    pair = builder_.emit(Op::MapTake, {whole, position});
    index = position;
  }
  whole = builder_.field(pair, 0);
  return builder_.field(pair, 1);
}

/// `isTaken`: the part was taken out of there by `takeStep`.
ValueId FunctionLowering::putStep(const PlaceStep &step, ValueId whole, ValueId index, ValueId part, bool isTaken) {
  const Type *type = builder_.typeOf(whole);
  if (step.kind == PlaceStep::Kind::Element)
    return builder_.emit(Op::ListSet, type, {whole, index, part}, failAt(step.span, FailureKind::IndexOutOfBounds));
  if (step.kind == PlaceStep::Kind::Entry)
    return builder_.emit(isTaken ? Op::MapPut : Op::MapSet, type, {whole, index, part});
  std::vector<ValueId> fields;
  size_t count = type->is(TypeKind::Tuple) ? type->parts.size() : type->fields.size();
  for (uint32_t i = 0; i < count; ++i) {
    const Type *field = type->is(TypeKind::Tuple) ? type->parts[i] : type->fields[i].type;
    fields.push_back(i == step.field ? part : builder_.emit(Op::Field, field, {whole}, {}, i));
  }
  return builder_.emit(Op::MakeRecord, type, std::move(fields));
}

FunctionLowering::TakenPlace FunctionLowering::takePlace(const OpenPlace &open, bool withLast) {
  const std::vector<PlaceStep> &steps = open.place->steps;
  TakenPlace taken{&open, {localValue(*open.place->root)}, open.indices, withLast};
  for (size_t i = 0; i < steps.size(); ++i) {
    if (i + 1 == steps.size() && !withLast) break;
    ValueId part = takeStep(steps[i], taken.wholes[i], taken.indices[i]);
    taken.wholes.push_back(part);
  }
  return taken;
}

void FunctionLowering::putPlace(const TakenPlace &taken, ValueId value) {
  const std::vector<PlaceStep> &steps = taken.open->place->steps;
  for (size_t i = steps.size(); i-- > 0;) {
    bool isTaken = i + 1 < steps.size() || taken.withLast;
    value = putStep(steps[i], taken.wholes[i], taken.indices[i], value, isTaken);
  }
  bind(*taken.open->place->root, value);
}

void FunctionLowering::storePlace(const OpenPlace &open, ValueId value) {
  putPlace(takePlace(open, /*withLast=*/false), value);
}

// ---- `inout` parameters: a call gives their values back behind its result

const Type *FunctionLowering::givenType(const tree::Function &function) {
  std::vector<const Type *> given;
  if (!function.result->is(TypeKind::Unit) && !function.result->is(TypeKind::Never)) given.push_back(function.result);
  for (const tree::Local *parameter : function.parameters)
    if (parameter->isVar) given.push_back(parameter->type);
  if (given.empty()) return nullptr;
  return given.size() == 1 ? given[0] : types_.tuple(std::move(given));
}

ValueId FunctionLowering::withInoutValues(const tree::Function &function, ValueId result) {
  std::vector<ValueId> given;
  if (result != ir::kNoValue) given.push_back(result);
  for (const tree::Local *parameter : function.parameters)
    if (parameter->isVar) given.push_back(localValue(*parameter));
  if (given.empty()) return ir::kNoValue;
  return given.size() == 1 ? given[0] : builder_.emit(Op::MakeRecord, givenType(function), std::move(given));
}

ValueId FunctionLowering::storeInoutValues(const tree::Call &node, ValueId given,
                                           const std::function<void(size_t, ValueId)> &store) {
  auto count = static_cast<uint32_t>(std::ranges::count_if(
      node.callee->parameters, [](const tree::Local *parameter) { return parameter->isVar; }));
  if (count == 0) return given;
  bool hasResult = !node.type->is(TypeKind::Unit) && !node.type->is(TypeKind::Never);
  if (!hasResult && count == 1) {
    store(0, given);
    return ir::kNoValue;
  }
  for (uint32_t i = 0; i < count; ++i) store(i, builder_.field(given, i + (hasResult ? 1 : 0)));
  return hasResult ? builder_.field(given, 0) : ir::kNoValue;
}

/// Places of one variable are read one by one, as one may lie in an object that holds the other.
static bool haveOwnRoots(const std::vector<const tree::Place *> &places) {
  std::set<const tree::Local *> roots;
  for (const tree::Place *place : places) roots.insert(place->root);
  return roots.size() == places.size();
}

/// Places are read when everything else is known: an argument may have changed them. Their values move to the function.
ValueId FunctionLowering::lowerInoutCall(const tree::Call &node, const std::vector<OpenPlace> &places,
                                         std::vector<ValueId> arguments) {
  std::vector<const tree::Place *> asked;
  for (const OpenPlace &place : places) asked.push_back(place.place);
  bool isMoved = haveOwnRoots(asked);
  std::vector<TakenPlace> taken;
  for (size_t i = 0, place = 0; i < arguments.size(); ++i) {
    if (arguments[i] != ir::kNoValue) continue;
    const OpenPlace &open = places[place++];
    if (isMoved) taken.push_back(takePlace(open, /*withLast=*/true));
    arguments[i] = isMoved ? taken.back().wholes.back() : loadPlace(open);
  }
  ValueId given = builder_.call(state_.functionIndex(node.callee), givenType(*node.callee), std::move(arguments),
                                failAt(node.span, FailureKind::Failure));
  return storeInoutValues(node, given, [&](size_t i, ValueId value) {
    if (isMoved)
      putPlace(taken[i], value);
    else
      storePlace(places[i], value);
  });
}

/// Whether evaluating the expression changes the variable.
static bool changes(const Expr &expr, const tree::Local &root) {
  if (const auto *ref = tree::dynCast<tree::PlaceRef>(&expr); ref && ref->place->root == &root) return true;
  if (const auto *block = tree::dynCast<tree::Block>(&expr))
    for (const tree::Stmt *stmt : block->statements)
      if (stmt->place && stmt->place->root == &root) return true;
  bool any = false;
  forEachChild(expr, [&](const Expr &child) { any = any || changes(child, root); });
  return any;
}

/// The new value of an assignment that uses the old one. What the old one is joined with is evaluated before that is
/// taken out of its place, so that it may look at the variable.
ValueId FunctionLowering::lowerChanged(const tree::Stmt &stmt, const OpenPlace &open, TakenPlace &taken) {
  auto take = [&] {
    taken = takePlace(open, /*withLast=*/true);
    return taken.wholes.back();
  };
  auto isOld = [&](const Expr *operand) {
    const auto *ref = tree::dynCast<tree::LocalRef>(operand);
    return ref && ref->local == stmt.local;
  };
  const auto *operation = tree::dynCast<tree::Operation>(stmt.value);
  const auto *concat = tree::dynCast<tree::Concat>(stmt.value);
  const std::vector<Expr *> *operands = operation ? &operation->operands : concat ? &concat->parts : nullptr;
  if (!operands || operands->empty() || !isOld(operands->front())) {
    values_[stmt.local] = take();
    return lower(*stmt.value);
  }
  std::vector<ValueId> values{ir::kNoValue};
  for (size_t i = 1; i < operands->size(); ++i) values.push_back(lower(*(*operands)[i]));
  values[0] = take();
  return operation ? emitOperation(*operation, std::move(values)) : joined(values);
}

/// Indices first, then the value that is there, then the new one.
void FunctionLowering::lowerAssign(const tree::Stmt &stmt) {
  OpenPlace open = openPlace(*stmt.place);
  // What is pushed comes first in any case, as the arguments of a call do.
  const auto *operation = tree::dynCast<tree::Operation>(stmt.value);
  bool isPush = operation && operation->op == Op::ListPush;
  bool isMoved = stmt.local && types::isCounted(stmt.local->type) &&
                 (isPush || !changes(*stmt.value, *stmt.place->root));
  if (isMoved) {
    TakenPlace taken;
    ValueId value = lowerChanged(stmt, open, taken);
    putPlace(taken, value);
    return;
  }
  if (stmt.local) values_[stmt.local] = loadPlace(open);
  storePlace(open, lower(*stmt.value));
}

} // namespace flow::lower
