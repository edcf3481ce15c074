// Assignments: a changed part makes a changed whole, up to the variable.
#include "compiler/lower/FunctionLowering.h"

namespace flow::lower {

using abi::FailureKind;
using tree::PlaceStep;

FunctionLowering::OpenPlace FunctionLowering::openPlace(const tree::Place &place) {
  OpenPlace open{&place, {}};
  for (const PlaceStep &step : place.steps) open.indices.push_back(step.index ? lower(*step.index) : ir::kNoValue);
  return open;
}

ValueId FunctionLowering::takeStep(const PlaceStep &step, ValueId whole, ValueId index) {
  if (step.kind == PlaceStep::Kind::Field) return builder_.emit(Op::Field, step.type, {whole}, {}, step.field);
  if (step.kind == PlaceStep::Kind::Entry)
    return builder_.emit(Op::MapAt, step.type, {whole, index}, failAt(step.span, FailureKind::KeyMissing));
  return builder_.emit(Op::ListGet, step.type, {whole, index}, failAt(step.span, FailureKind::IndexOutOfBounds));
}

ValueId FunctionLowering::putStep(const PlaceStep &step, ValueId whole, ValueId index, ValueId part) {
  const Type *type = builder_.typeOf(whole);
  if (step.kind == PlaceStep::Kind::Element)
    return builder_.emit(Op::ListSet, type, {whole, index, part}, failAt(step.span, FailureKind::IndexOutOfBounds));
  if (step.kind == PlaceStep::Kind::Entry) return builder_.emit(Op::MapSet, type, {whole, index, part});
  std::vector<ValueId> fields;
  size_t count = type->is(TypeKind::Tuple) ? type->parts.size() : type->fields.size();
  for (uint32_t i = 0; i < count; ++i) {
    const Type *field = type->is(TypeKind::Tuple) ? type->parts[i] : type->fields[i].type;
    fields.push_back(i == step.field ? part : builder_.emit(Op::Field, field, {whole}, {}, i));
  }
  return builder_.emit(Op::MakeRecord, type, std::move(fields));
}

ValueId FunctionLowering::loadPlace(const OpenPlace &open) {
  ValueId value = localValue(*open.place->root);
  for (size_t i = 0; i < open.place->steps.size(); ++i) value = takeStep(open.place->steps[i], value, open.indices[i]);
  return value;
}

void FunctionLowering::storePlace(const OpenPlace &open, ValueId value) {
  const std::vector<PlaceStep> &steps = open.place->steps;
  std::vector<ValueId> wholes{localValue(*open.place->root)};
  for (size_t i = 0; i + 1 < steps.size(); ++i) wholes.push_back(takeStep(steps[i], wholes[i], open.indices[i]));
  for (size_t i = steps.size(); i-- > 0;) value = putStep(steps[i], wholes[i], open.indices[i], value);
  bind(*open.place->root, value);
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
                                           const std::vector<OpenPlace> &places) {
  if (places.empty()) return given;
  bool hasResult = !node.type->is(TypeKind::Unit) && !node.type->is(TypeKind::Never);
  if (!hasResult && places.size() == 1) {
    storePlace(places[0], given);
    return ir::kNoValue;
  }
  auto part = [&](uint32_t i) { return builder_.emit(Op::Field, builder_.typeOf(given)->parts[i], {given}, {}, i); };
  for (uint32_t i = 0; i < places.size(); ++i) storePlace(places[i], part(i + (hasResult ? 1 : 0)));
  return hasResult ? part(0) : ir::kNoValue;
}

/// Indices first, then the value that is there, then the new one.
void FunctionLowering::lowerAssign(const tree::Stmt &stmt) {
  OpenPlace open = openPlace(*stmt.place);
  if (stmt.local) values_[stmt.local] = loadPlace(open);
  storePlace(open, lower(*stmt.value));
}

} // namespace flow::lower
