#include "runtime/values/Freeze.h"

#include "runtime/values/Ownership.h"
#include "runtime/values/Walk.h"

namespace flow::values {

using namespace abi;

namespace {

/// Each object once: the mark itself says whether it was met.
class Freezer {
public:
  explicit Freezer(bool thaws) : thaws_(thaws) {}

  void run(const ValueShape &shape, const char *value) {
    visit(shape, value);
    while (!pending_.empty()) {
      Pending next = pending_.back();
      pending_.pop_back();
      visitObject(*next.shape, *next.object);
    }
  }

private:
  struct Pending {
    const ValueShape *shape;
    Object *object;
  };
  void visit(const ValueShape &shape, const char *value);
  void visitObject(const ValueShape &shape, Object &object);
  void visitAll(const ValueShape &shape, const char *values, uint64_t count) {
    if (shape.isCounted != ValueShape::kObjects) return;
    for (uint64_t i = 0; i < count; ++i) visit(shape, values + i * shape.size);
  }
  bool mark(Object &object) const;

  bool thaws_;
  std::vector<Pending> pending_;
};

/// False when it is marked so already, or a constant.
bool Freezer::mark(Object &object) const {
  if (object.isCounted() == !thaws_ && object.users != Object::kImmortal) {
    object.users ^= Object::kImmortal;
    return true;
  }
  return false;
}

void Freezer::visit(const ValueShape &shape, const char *value) {
  if (shape.isCounted != ValueShape::kObjects) return;
  if (shape.kind == ShapeKind::Frame) return; // captured for what runs the plan alone
  if (Object *object = objectAt(shape, value)) {
    if (mark(*object)) pending_.push_back({&shape, object});
    return;
  }
  forEachPart(shape, value, [this](const ValueShape &part, const char *at) { visit(part, at); });
}

void Freezer::visitObject(const ValueShape &shape, Object &object) {
  switch (shape.kind) {
  case ShapeKind::List: {
    auto &list = static_cast<ListObject &>(object);
    return visitAll(*shape.first, list.elements(), list.length);
  }
  case ShapeKind::Map:
  case ShapeKind::Set: {
    auto &map = static_cast<MapObject &>(object);
    for (uint64_t i = 0; i < map.used; ++i) {
      if (load<uint32_t>(map.entry(i)) == 0) continue;
      visit(*shape.first, map.entry(i) + shape.key);
      if (shape.kind == ShapeKind::Map) visit(*shape.second, map.entry(i) + shape.value);
    }
    return;
  }
  case ShapeKind::Cell: {
    auto &cell = static_cast<CellObject &>(object);
    const VariantShape &variant = shape.variants[cell.variant];
    for (uint32_t i = 0; i < variant.count; ++i)
      visit(*variant.fields[i].shape, cell.fields() + variant.fields[i].offset);
    return;
  }
  case ShapeKind::Function: {
    auto &function = static_cast<FunctionObject &>(object);
    if (function.captures) visit(*function.captures, function.captured());
    return;
  }
  default: return;
  }
}

} // namespace

void freeze(const ValueShape &shape, const void *value) { Freezer(false).run(shape, static_cast<const char *>(value)); }
void thaw(const ValueShape &shape, const void *value) { Freezer(true).run(shape, static_cast<const char *>(value)); }

} // namespace flow::values
