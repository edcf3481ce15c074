#pragma once
// Users of objects: one more, one less, and what happens after the last one. Nothing here recurses: values may be as
// deep as memory allows.

#include "runtime/abi/ValueShape.h"
#include "runtime/base/ValueHeap.h"

#include <vector>

namespace flow::values {

inline void retain(abi::Object *object) {
  if (object && object->isCounted()) ++object->users;
}
inline void retain(const abi::StringView &text) {
  if (!text.isInline()) retain(abi::TextObject::of(text));
}
/// True when it was the last user.
inline bool dropUser(abi::Object *object) { return object->isCounted() && --object->users == 0; }

/// The object that a value of a shape with one pointer is; null when there is none.
abi::Object *objectAt(const abi::ValueShape &shape, const void *value);
/// Calls `visit(part shape, address)` for what is directly in a value that is no object: fields, the value of an
/// optional, the fields of a variant.
template <typename Visit> void forEachPart(const abi::ValueShape &shape, const char *value, Visit &&visit);

/// One user more of each object that the value at the address holds.
void retainValue(const abi::ValueShape &shape, const void *value);
/// The same for `count` values one after the other.
void retainValues(const abi::ValueShape &shape, const char *values, uint64_t count);

/// Gives back values and objects; what has no user left ends.
class Releaser {
public:
  explicit Releaser(ValueHeap &heap) : heap_(heap) {}

  void value(const abi::ValueShape &shape, const void *value) {
    visit(shape, static_cast<const char *>(value));
    run();
  }
  /// The object has no user left.
  void end(const abi::ValueShape &shape, abi::Object *object) {
    endOne(shape, object);
    run();
  }
  void values(const abi::ValueShape &shape, const char *values, uint64_t count);
  void text(abi::TextObject *text) { heap_.free(text, sizeof(abi::TextObject) + text->capacity); }

private:
  struct Pending {
    const abi::ValueShape *shape;
    abi::Object *object;
  };
  /// Most parts of most values are short texts.
  void visit(const abi::ValueShape &shape, const char *value) {
    if (!shape.isCounted) return;
    uint32_t length;
    std::memcpy(&length, value, sizeof length);
    if (shape.kind != abi::ShapeKind::Text || length > abi::StringView::kInlineBytes) visitObjects(shape, value);
  }
  void visitObjects(const abi::ValueShape &shape, const char *value);
  void visitAll(const abi::ValueShape &shape, const char *values, uint64_t count);
  void run();
  void endOne(const abi::ValueShape &shape, abi::Object *object);
  void endMap(const abi::ValueShape &shape, abi::MapObject &map);
  void endCells(const abi::ValueShape &shape, abi::CellObject *cell);
  void endFailure(abi::FailureObject &failure);

  ValueHeap &heap_;
  std::vector<Pending> pending_; // have no user, and hold what they held
};

template <typename Visit> void forEachPart(const abi::ValueShape &shape, const char *value, Visit &&visit) {
  switch (shape.kind) {
  case abi::ShapeKind::Optional: visit(*shape.first, value); return; // zero where there is none
  case abi::ShapeKind::Record:
  case abi::ShapeKind::Tuple:
    for (uint32_t i = 0; i < shape.count; ++i) visit(*shape.fields[i].shape, value + shape.fields[i].offset);
    return;
  case abi::ShapeKind::Enum: {
    uint32_t number;
    std::memcpy(&number, value, sizeof number);
    const abi::VariantShape &variant = shape.variants[number];
    for (uint32_t i = 0; i < variant.count; ++i)
      visit(*variant.fields[i].shape, value + shape.payload + variant.fields[i].offset);
    return;
  }
  default: return;
  }
}

} // namespace flow::values
