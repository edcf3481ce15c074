#include "compiler/ir/ValueOrder.h"

#include <algorithm>
#include <cmath>

namespace flow::ir {

using types::TypeKind;

namespace {

/// Equality of floats: IEEE, or as keys.
class Equality {
public:
  explicit Equality(bool asKeys) : asKeys_(asKeys) {}

  bool of(const Value &a, const Value &b, const Type *type) const {
    switch (type->kind) {
    case TypeKind::Optional: return a.isNone() || b.isNone() ? a.isNone() == b.isNone() : of(a, b, type->plain());
    case TypeKind::F32:
    case TypeKind::F64:
      return a.number() == b.number() || (asKeys_ && std::isnan(a.number()) && std::isnan(b.number()));
    case TypeKind::Record:
    case TypeKind::Tuple: return ofParts(a.parts(), b.parts(), type->components());
    case TypeKind::List: return ofLists(a.parts(), b.parts(), type->element());
    case TypeKind::Map:
    case TypeKind::Set: return ofMaps(a.parts(), b.parts(), type);
    case TypeKind::Enum: return ofVariants(a.parts(), b.parts(), type);
    case TypeKind::Unit:
    case TypeKind::None: return true;
    default: return type->isText() ? a.text() == b.text() : a.integer() == b.integer();
    }
  }

private:
  bool ofParts(const Values &a, const Values &b, const std::vector<const Type *> &types, size_t first = 0) const {
    for (size_t i = 0; i < types.size(); ++i)
      if (!of(a[first + i], b[first + i], types[i])) return false;
    return true;
  }
  bool ofLists(const Values &a, const Values &b, const Type *element) const {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](const Value &x, const Value &y) { return of(x, y, element); });
  }
  bool ofMaps(const Values &a, const Values &b, const Type *type) const {
    if (a.size() != b.size()) return false;
    return std::all_of(a.begin(), a.end(), [&](const Value &entry) {
      return std::any_of(b.begin(), b.end(), [&](const Value &other) {
        return areSameKey(entry.parts()[0], other.parts()[0], type->parts[0]) &&
               (type->is(TypeKind::Set) || of(entry.parts()[1], other.parts()[1], type->parts[1]));
      });
    });
  }
  bool ofVariants(const Values &a, const Values &b, const Type *type) const {
    if (a[0].integer() != b[0].integer() || a.size() != b.size()) return false;
    if (a.size() == 1) return true; // no fields, or both zero
    std::vector<const Type *> fields;
    for (const types::Field &field : type->variants[static_cast<size_t>(a[0].integer())].fields)
      fields.push_back(field.type);
    return ofParts(a, b, fields, 1);
  }

  bool asKeys_;
};

int sign(bool less, bool greater) { return less ? -1 : greater ? 1 : 0; }

int compareFloats(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return sign(std::isnan(b) && !std::isnan(a), std::isnan(a) && !std::isnan(b));
  return sign(a < b, b < a);
}

const Type *partType(const Type *type, size_t i) { return type->is(TypeKind::List) ? type->element() : type->parts[i]; }

} // namespace

bool areEqual(const Value &a, const Value &b, const Type *type) { return Equality(/*asKeys=*/false).of(a, b, type); }
bool areSameKey(const Value &a, const Value &b, const Type *type) { return Equality(/*asKeys=*/true).of(a, b, type); }

bool isLess(const Value &a, const Value &b, const Type *type, bool orEqual) {
  if (type->isFloat()) return orEqual ? a.number() <= b.number() : a.number() < b.number();
  if (type->isText()) return orEqual ? a.text() <= b.text() : a.text() < b.text();
  if (!type->is(TypeKind::List) && !type->is(TypeKind::Tuple))
    return orEqual ? a.integer() <= b.integer() : a.integer() < b.integer();
  const Values &left = a.parts(), &right = b.parts();
  for (size_t i = 0; i < std::min(left.size(), right.size()); ++i)
    if (!areEqual(left[i], right[i], partType(type, i))) return isLess(left[i], right[i], partType(type, i), orEqual);
  return orEqual ? left.size() <= right.size() : left.size() < right.size();
}

int compareForSort(const Value &a, const Value &b, const Type *type) {
  if (type->isFloat()) return compareFloats(a.number(), b.number());
  if (type->isText()) return a.text().compare(b.text());
  if (!type->is(TypeKind::List) && !type->is(TypeKind::Tuple))
    return sign(a.integer() < b.integer(), b.integer() < a.integer());
  const Values &left = a.parts(), &right = b.parts();
  for (size_t i = 0; i < std::min(left.size(), right.size()); ++i)
    if (int order = compareForSort(left[i], right[i], partType(type, i)); order != 0) return order;
  return sign(left.size() < right.size(), right.size() < left.size());
}

} // namespace flow::ir
