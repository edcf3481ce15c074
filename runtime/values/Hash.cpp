#include "runtime/abi/leaf/Leaf.h"
#include "runtime/values/Equality.h"
#include "runtime/values/Walk.h"

#include <cmath>
#include <vector>

namespace flow::values {

using namespace abi;

namespace {

/// Mixes what is on a stack of its own, the last first.
class Hashing {
public:
  uint64_t run(const ValueShape &shape, const char *value) {
    add(shape, value);
    while (!open_.empty()) {
      Run &run = open_.back();
      Run first = run;
      run.value += run.shape->size;
      if (--run.count == 0) open_.pop_back();
      add(*first.shape, first.value);
    }
    return state_;
  }

private:
  struct Run {
    const ValueShape *shape;
    const char *value;
    uint64_t count;
  };
  void mix(uint64_t word) { state_ = hashOfWord(state_ + word); }
  void mixFloat(double value) {
    if (std::isnan(value)) return mix(0x7FF8000000000000);
    double number = value == 0 ? 0 : value; // -0.0 is equal to 0.0
    mix(load<uint64_t>(&number));
  }
  void add(const ValueShape &shape, const char *value);
  void addMap(const char *value);
  void pushFields(const FieldShape *fields, uint32_t count, const char *value) {
    for (uint32_t i = count; i-- > 0;) open_.push_back({fields[i].shape, value + fields[i].offset, 1});
  }

  uint64_t state_ = 0;
  std::vector<Run> open_;
};

/// Whatever the order of the entries; values are left out, which makes no equal maps differ.
void Hashing::addMap(const char *value) {
  const auto *map = load<const MapObject *>(value);
  uint64_t sum = 0;
  for (uint64_t i = 0; map && i < map->used; ++i) sum += load<uint32_t>(map->entry(i)); // 0 of holes
  mix(sum);
  mix(map ? map->length : 0);
}

void Hashing::add(const ValueShape &shape, const char *value) {
  switch (shape.kind) {
  case ShapeKind::Unit:
  case ShapeKind::None: return;
  case ShapeKind::F32: return mixFloat(load<float>(value));
  case ShapeKind::F64: return mixFloat(load<double>(value));
  case ShapeKind::Text: {
    auto text = load<StringView>(value);
    return mix(flow_str_hash(&text));
  }
  case ShapeKind::Decimal128: mix(load<uint64_t>(value)); return mix(load<uint64_t>(value + 8));
  case ShapeKind::Optional:
    mix(load<uint8_t>(value + shape.presence));
    if (load<uint8_t>(value + shape.presence)) add(*shape.first, value);
    return;
  case ShapeKind::Record:
  case ShapeKind::Tuple: return pushFields(shape.fields, shape.count, value);
  case ShapeKind::Range: add(*shape.first, value); return add(*shape.first, value + shape.first->size);
  case ShapeKind::List: {
    const auto *list = load<const ListObject *>(value);
    mix(list ? list->length : 0);
    if (list && list->length) open_.push_back({shape.first, list->elements(), list->length});
    return;
  }
  case ShapeKind::Map:
  case ShapeKind::Set: return addMap(value);
  case ShapeKind::Enum:
  case ShapeKind::Cell: {
    Variant variant = variantAt(shape, value);
    mix(variant.number);
    if (variant.fields) pushFields(variant.shape->fields, variant.shape->count, variant.fields);
    return;
  }
  default: return mix(static_cast<uint64_t>(wordAt(shape, value)));
  }
}

} // namespace

uint64_t hashOf(const ValueShape &shape, const void *value) {
  return Hashing().run(shape, static_cast<const char *>(value));
}

} // namespace flow::values
