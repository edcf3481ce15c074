#include "runtime/values/Equality.h"

#include "runtime/abi/Values.h"
#include "runtime/values/Walk.h"

#include <cmath>
#include <vector>

namespace flow::values {

using namespace abi;

namespace {

/// Values that are equal exactly when their bytes are.
bool isPlain(ShapeKind kind) { return kind <= ShapeKind::Size && kind != ShapeKind::F32 && kind != ShapeKind::F64; }

/// Compares what is on a stack of its own, the last first.
class Comparison {
public:
  explicit Comparison(Floats floats) : floats_(floats) {}

  bool run(const ValueShape &shape, const char *a, const char *b) {
    if (!isSame(shape, a, b)) return false;
    while (!open_.empty()) {
      Run &run = open_.back();
      Run first = run;
      run.a += run.shape->size;
      run.b += run.shape->size;
      if (--run.count == 0) open_.pop_back();
      if (!isSame(*first.shape, first.a, first.b)) return false;
    }
    return true;
  }

private:
  /// `count` values one after the other that have yet to be compared.
  struct Run {
    const ValueShape *shape;
    const char *a, *b;
    uint64_t count;
  };
  /// False when they differ; what it cannot see at once is left on the stack.
  bool isSame(const ValueShape &shape, const char *a, const char *b);
  template <typename Float> bool isSameFloat(const char *a, const char *b) const {
    auto x = load<Float>(a), y = load<Float>(b);
    return x == y || (floats_ == Floats::Keys && std::isnan(x) && std::isnan(y));
  }
  bool isSameList(const ValueShape &shape, const char *a, const char *b);
  bool isSameMap(const ValueShape &shape, const char *a, const char *b);
  bool isSameVariant(const ValueShape &shape, const char *a, const char *b);
  void pushFields(const FieldShape *fields, uint32_t count, const char *a, const char *b) {
    for (uint32_t i = count; i-- > 0;)
      open_.push_back({fields[i].shape, a + fields[i].offset, b + fields[i].offset, 1});
  }

  Floats floats_;
  std::vector<Run> open_;
};

bool Comparison::isSameList(const ValueShape &shape, const char *a, const char *b) {
  const auto *left = load<const ListObject *>(a), *right = load<const ListObject *>(b);
  uint64_t length = left ? left->length : 0;
  if (length != (right ? right->length : 0)) return false;
  if (left == right && !shape.hasFloats) return true;
  if (length == 0) return true;
  if (isPlain(shape.first->kind))
    return std::memcmp(left->elements(), right->elements(), length * shape.first->size) == 0;
  open_.push_back({shape.first, left->elements(), right->elements(), length});
  return true;
}

bool Comparison::isSameMap(const ValueShape &shape, const char *a, const char *b) {
  const auto *left = load<const MapObject *>(a), *right = load<const MapObject *>(b);
  if ((left ? left->length : 0) != (right ? right->length : 0)) return false;
  if (!left || (left == right && !shape.hasFloats)) return true;
  for (int64_t at = flow_map_next(left, 0); at >= 0; at = flow_map_next(left, at + 1)) {
    const char *entry = left->entry(static_cast<uint64_t>(at));
    int64_t other = flow_map_find(right, &shape, entry + shape.key);
    if (other < 0) return false;
    if (shape.kind == ShapeKind::Map)
      open_.push_back({shape.second, entry + shape.value, right->entry(static_cast<uint64_t>(other)) + shape.value, 1});
  }
  return true;
}

bool Comparison::isSameVariant(const ValueShape &shape, const char *a, const char *b) {
  Variant left = variantAt(shape, a), right = variantAt(shape, b);
  if (left.number != right.number) return false;
  if (left.fields && right.fields) pushFields(left.shape->fields, left.shape->count, left.fields, right.fields);
  return !left.fields == !right.fields;
}

bool Comparison::isSame(const ValueShape &shape, const char *a, const char *b) {
  switch (shape.kind) {
  case ShapeKind::F32: return isSameFloat<float>(a, b);
  case ShapeKind::F64: return isSameFloat<double>(a, b);
  case ShapeKind::Text: return load<StringView>(a) == load<StringView>(b);
  case ShapeKind::Optional: {
    bool isPresent = load<uint8_t>(a + shape.presence) != 0;
    if (isPresent != (load<uint8_t>(b + shape.presence) != 0)) return false;
    return !isPresent || isSame(*shape.first, a, b);
  }
  case ShapeKind::Record:
  case ShapeKind::Tuple: pushFields(shape.fields, shape.count, a, b); return true;
  case ShapeKind::List: return isSameList(shape, a, b);
  case ShapeKind::Map:
  case ShapeKind::Set: return isSameMap(shape, a, b);
  case ShapeKind::Enum:
  case ShapeKind::Cell: return isSameVariant(shape, a, b);
  case ShapeKind::Range: return std::memcmp(a, b, shape.size) == 0;
  default:
    FLOW_CHECK(isPlain(shape.kind), "values that nobody compares: ", static_cast<int>(shape.kind));
    return std::memcmp(a, b, shape.size) == 0;
  }
}

} // namespace

bool areEqual(const ValueShape &shape, const void *a, const void *b, Floats floats) {
  return Comparison(floats).run(shape, static_cast<const char *>(a), static_cast<const char *>(b));
}

} // namespace flow::values

uint8_t flow_value_equal(const FlowShape *shape, const void *a, const void *b) noexcept {
  return flow::values::areEqual(*shape, a, b, flow::values::Floats::Numbers);
}
