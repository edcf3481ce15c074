#include "runtime/values/Ownership.h"

#include "runtime/abi/Values.h"
#include "runtime/values/Failure.h"
#include "runtime/values/Walk.h"

namespace flow::values {

using namespace abi;

namespace {

constexpr ValueShape textShape() {
  ValueShape shape;
  shape.kind = ShapeKind::Text;
  shape.isCounted = ValueShape::kTexts;
  shape.size = sizeof(StringView);
  return shape;
}
constexpr ValueShape kText = textShape();

/// Of shapes that are not objects themselves.
bool isInPlace(ShapeKind kind) {
  return kind == ShapeKind::Optional || kind == ShapeKind::Record || kind == ShapeKind::Tuple ||
         kind == ShapeKind::Enum;
}

} // namespace

Object *objectAt(const ValueShape &shape, const void *value) {
  switch (shape.kind) {
  case ShapeKind::Text: {
    auto text = load<StringView>(value);
    return text.isInline() ? nullptr : TextObject::of(text);
  }
  case ShapeKind::Cell: {
    auto address = load<uint64_t>(value);
    return address < CellObject::kFirstAddress ? nullptr : reinterpret_cast<Object *>(address);
  }
  case ShapeKind::List:
  case ShapeKind::Map:
  case ShapeKind::Set:
  case ShapeKind::Function:
  case ShapeKind::Failure:
  case ShapeKind::Frame: return load<Object *>(value);
  default: return nullptr;
  }
}

void retainValue(const ValueShape &shape, const void *value) {
  if (!shape.isCounted) return;
  if (!isInPlace(shape.kind)) return retain(objectAt(shape, value));
  // As deep as the type is, not the value.
  forEachPart(shape, static_cast<const char *>(value),
              [](const ValueShape &part, const char *at) { retainValue(part, at); });
}

void retainValues(const ValueShape &shape, const char *values, uint64_t count) {
  if (!shape.isCounted) return;
  for (uint64_t i = 0; i < count; ++i) retainValue(shape, values + i * shape.size);
}

void Releaser::visitObjects(const ValueShape &shape, const char *value) {
  if (isInPlace(shape.kind))
    return forEachPart(shape, value, [this](const ValueShape &part, const char *at) { visit(part, at); });
  Object *object = objectAt(shape, value);
  if (!object || !dropUser(object)) return;
  if (shape.kind == ShapeKind::Text)
    text(static_cast<TextObject *>(object));
  else
    pending_.push_back({&shape, object});
}

void Releaser::visitAll(const ValueShape &shape, const char *values, uint64_t count) {
  if (!shape.isCounted) return;
  if (shape.kind == ShapeKind::Cell) {
    for (uint64_t i = 0; i < count; ++i, values += sizeof(uint64_t)) {
      auto address = load<uint64_t>(values);
      auto *cell = reinterpret_cast<CellObject *>(address);
      if (address >= CellObject::kFirstAddress && dropUser(cell)) pending_.push_back({&shape, cell});
    }
    return;
  }
  for (uint64_t i = 0; i < count; ++i) visit(shape, values + i * shape.size);
}

void Releaser::values(const ValueShape &shape, const char *values, uint64_t count) {
  visitAll(shape, values, count);
  run();
}

void Releaser::run() {
  while (!pending_.empty()) {
    Pending next = pending_.back();
    pending_.pop_back();
    endOne(*next.shape, next.object);
  }
}

void Releaser::endMap(const ValueShape &shape, MapObject &map) {
  const ValueShape *value = shape.kind == ShapeKind::Map ? shape.second : nullptr;
  if (shape.first->isCounted || (value && value->isCounted))
    for (uint64_t i = 0; i < map.used; ++i) {
      const char *entry = map.entry(i);
      if (load<uint32_t>(entry) == 0) continue;
      visit(*shape.first, entry + shape.key);
      if (value) visit(*value, entry + shape.value);
    }
  heap_.free(&map, map.bytes);
}

/// Cells of one type that have no user left wait in a list by what was their number of users: a tree needs no other
/// memory to end.
void Releaser::endCells(const ValueShape &shape, CellObject *cell) {
  auto wait = [](CellObject *waiting, CellObject *behind) { waiting->users = reinterpret_cast<int64_t>(behind); };
  wait(cell, nullptr);
  while (cell) {
    auto *next = reinterpret_cast<CellObject *>(cell->users);
    const VariantShape &variant = shape.variants[cell->variant];
    for (uint32_t i = 0; i < variant.count; ++i) {
      const FieldShape &field = variant.fields[i];
      const char *at = cell->fields() + field.offset;
      if (field.shape != &shape) {
        visit(*field.shape, at);
        continue;
      }
      auto address = load<uint64_t>(at);
      if (address < CellObject::kFirstAddress) continue;
      auto *part = reinterpret_cast<CellObject *>(address);
      if (!dropUser(part)) continue;
      wait(part, next);
      next = part;
    }
    heap_.free(cell, cell->bytes);
    cell = next;
  }
}

void Releaser::endFailure(FailureObject &failure) {
  visit(kText, reinterpret_cast<const char *>(&failure.kind));
  visit(kText, reinterpret_cast<const char *>(&failure.message));
  if (failure.trace && dropUser(failure.trace)) {
    visitAll(kText, failure.trace->elements(), failure.trace->length);
    heap_.free(failure.trace, failure.trace->bytes);
  }
  if (failure.error) visit(*failure.error, failure.value());
  heap_.free(&failure, failure.bytes);
}

void Releaser::endOne(const ValueShape &shape, Object *object) {
  switch (shape.kind) {
  case ShapeKind::Text: return text(static_cast<TextObject *>(object));
  case ShapeKind::List: {
    auto &list = static_cast<ListObject &>(*object);
    visitAll(*shape.first, list.elements(), list.length);
    return heap_.free(&list, list.bytes);
  }
  case ShapeKind::Map:
  case ShapeKind::Set: return endMap(shape, static_cast<MapObject &>(*object));
  case ShapeKind::Cell: return endCells(shape, static_cast<CellObject *>(object));
  case ShapeKind::Function: {
    auto &function = static_cast<FunctionObject &>(*object);
    if (function.captures) visit(*function.captures, function.captured());
    return heap_.free(&function, function.bytes);
  }
  case ShapeKind::Failure: return endFailure(static_cast<FailureObject &>(*object));
  case ShapeKind::Frame: {
    auto &frame = static_cast<FrameObject &>(*object);
    return frame.end(&frame);
  }
  default: FLOW_UNREACHABLE("no object is of shape ", static_cast<int>(shape.kind));
  }
}

} // namespace flow::values

using flow::values::Releaser;

void *flow_object_new(FlowContext *context, uint64_t bytes) noexcept {
  void *memory = context->values->allocate(bytes);
  if (!memory) flow::values::outOfMemory(context);
  return memory;
}

void flow_object_end(FlowContext *context, const FlowShape *shape, void *object) noexcept {
  Releaser(*context->values).end(*shape, static_cast<flow::abi::Object *>(object));
}

void flow_text_end(FlowContext *context, flow::abi::TextObject *text) noexcept {
  context->values->free(text, sizeof(flow::abi::TextObject) + text->capacity);
}

void flow_value_retain(const FlowShape *shape, const void *value) noexcept {
  flow::values::retainValue(*shape, value);
}

void flow_value_release(FlowContext *context, const FlowShape *shape, void *value) noexcept {
  Releaser(*context->values).value(*shape, value);
}
