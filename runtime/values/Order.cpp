#include "runtime/values/Order.h"

#include "runtime/abi/Values.h"
#include "runtime/abi/leaf/Leaf.h"
#include "runtime/values/Walk.h"

#include <cmath>

namespace flow::values {

using namespace abi;

namespace {

/// NaN compares with nothing.
constexpr int kUnordered = 2;

template <typename T> int order(T a, T b) { return a < b ? -1 : b < a; }

int orderOfFloats(double a, double b, bool total) {
  if (!std::isnan(a) && !std::isnan(b)) return order(a, b);
  return total ? order(std::isnan(a) ? 1 : 0, std::isnan(b) ? 1 : 0) : kUnordered;
}

/// As deep as the type, which is what its values are.
int compare(const ValueShape &shape, const char *a, const char *b, bool total);

int compareLists(const ValueShape &element, const ListObject *a, const ListObject *b, bool total) {
  uint64_t lengthA = a ? a->length : 0, lengthB = b ? b->length : 0;
  for (uint64_t i = 0; i < std::min(lengthA, lengthB); ++i) {
    size_t offset = i * element.size;
    if (int found = compare(element, a->elements() + offset, b->elements() + offset, total)) return found;
  }
  return order(lengthA, lengthB);
}

int compare(const ValueShape &shape, const char *a, const char *b, bool total) {
  switch (shape.kind) {
  case ShapeKind::F32: return orderOfFloats(load<float>(a), load<float>(b), total);
  case ShapeKind::F64: return orderOfFloats(load<double>(a), load<double>(b), total);
  case ShapeKind::U64: return order(load<uint64_t>(a), load<uint64_t>(b));
  case ShapeKind::Decimal128: return order(load<__int128>(a), load<__int128>(b));
  case ShapeKind::Text: {
    auto x = load<StringView>(a), y = load<StringView>(b);
    return flow_str_compare(&x, &y);
  }
  case ShapeKind::List:
    return compareLists(*shape.first, load<const ListObject *>(a), load<const ListObject *>(b), total);
  case ShapeKind::Tuple:
    for (uint32_t i = 0; i < shape.count; ++i) {
      const FieldShape &field = shape.fields[i];
      if (int found = compare(*field.shape, a + field.offset, b + field.offset, total)) return found;
    }
    return 0;
  default: return order(wordAt(shape, a), wordAt(shape, b));
  }
}

} // namespace

int compareForSort(const ValueShape &shape, const char *a, const char *b) {
  return compare(shape, a, b, /*total=*/true);
}

} // namespace flow::values

int32_t flow_value_compare(const FlowShape *shape, const void *a, const void *b) noexcept {
  return flow::values::compare(*shape, static_cast<const char *>(a), static_cast<const char *>(b), /*total=*/false);
}
