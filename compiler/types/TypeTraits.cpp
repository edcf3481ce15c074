// What holds of a type because of what it contains.
#include "compiler/types/Type.h"

#include <algorithm>
#include <set>

namespace flow::types {

namespace {

/// Whether `target` lies within a value of the type itself, not behind a pointer of its own.
class ContainmentSearch {
public:
  explicit ContainmentSearch(const Type *target) : target_(target) {}

  bool isIn(const std::vector<Variant> &variants) {
    return std::ranges::any_of(variants, [this](const Variant &variant) { return isIn(variant.fields); });
  }
  bool isIn(const std::vector<Field> &fields) {
    return std::ranges::any_of(fields, [this](const Field &field) { return isIn(field.type); });
  }

private:
  bool isIn(const Type *type) {
    if (type == target_) return true;
    switch (type->kind) {
    case TypeKind::Record:
      if (type->isRecursiveRecord() && !seen_.insert(type).second) return false;
      [[fallthrough]];
    case TypeKind::Optional:
    case TypeKind::Tuple:
      for (const Type *part : type->components())
        if (isIn(part)) return true;
      return false;
    case TypeKind::Enum: // one that leads back to a record is recursive with it, so it is a pointer
      return !target_->is(TypeKind::Record) && seen_.insert(type).second && isIn(type->variants);
    default: return false;
    }
  }

  const Type *target_;
  std::set<const Type *> seen_;
};

/// Whether `holds` is true of all that the type is made of; enums and recursive records are entered once.
template <typename Predicate> bool allParts(const Type *type, Predicate holds, std::set<const Type *> &seen) {
  if (!holds(type)) return false;
  if (type->isEnum()) {
    if (!seen.insert(type).second) return true;
    for (const Variant &variant : type->variants)
      for (const Field &field : variant.fields)
        if (!allParts(field.type, holds, seen)) return false;
    return true;
  }
  if (type->isRecursiveRecord() && !seen.insert(type).second) return true;
  for (const Type *part : type->components())
    if (!allParts(part, holds, seen)) return false;
  return true;
}

} // namespace

bool isRecursive(const Type *enumeration) { return ContainmentSearch(enumeration).isIn(enumeration->variants); }

bool holdsItself(const Type *record, const std::vector<Field> &fields) {
  return ContainmentSearch(record).isIn(fields);
}

/// Enums and recursive records that a value of the type is made of, itself included.
static void collectDeclared(const Type *type, std::set<const Type *> &found) {
  bool isDeclared = type->isEnum() || type->isRecursiveRecord();
  if (isDeclared && !found.insert(type).second) return;
  for (const Variant &variant : type->variants)
    for (const Field &field : variant.fields) collectDeclared(field.type, found);
  if (type->is(TypeKind::Record) || type->is(TypeKind::Tuple))
    for (const Type *part : type->components()) collectDeclared(part, found);
}

bool hasValues(const Type *enumeration, const std::set<const Type *> &assumed) {
  std::set<const Type *> open, known = assumed;
  collectDeclared(enumeration, open);
  std::function<bool(const Type *)> isKnown = [&](const Type *type) {
    if (type->isEnum() || type->isRecursiveRecord()) return known.contains(type);
    bool hasParts = type->is(TypeKind::Record) || type->is(TypeKind::Tuple);
    return !hasParts || std::ranges::all_of(type->components(), isKnown);
  };
  auto areKnown = [&](const std::vector<Field> &fields) { return std::ranges::all_of(fields, isKnown, &Field::type); };
  auto isFinite = [&](const Type *type) {
    bool isUndeclared = type->variants.empty() && type->fields.empty(); // which was reported
    return isUndeclared ||
           (type->isEnum() ? std::ranges::any_of(type->variants, areKnown, &Variant::fields) : areKnown(type->fields));
  };
  for (size_t before = open.size() + 1; open.size() < before && !known.contains(enumeration);) {
    before = open.size();
    std::erase_if(open, [&](const Type *type) { return isFinite(type) && (known.insert(type), true); });
  }
  return known.contains(enumeration);
}

bool isCounted(const Type *type) {
  switch (type->kind) {
  case TypeKind::List:
  case TypeKind::Map:
  case TypeKind::Set:
  case TypeKind::Function:
  case TypeKind::Failure:
  case TypeKind::Frame: return true;
  case TypeKind::Optional:
  case TypeKind::Tuple:
  case TypeKind::Record: return std::ranges::any_of(type->components(), isCounted);
  case TypeKind::Enum: // one that is not recursive is as deep as its declaration
    if (isRecursive(type)) return true;
    return std::ranges::any_of(type->variants, [](const Variant &variant) {
      return std::ranges::any_of(variant.fields, [](const Field &field) { return isCounted(field.type); });
    });
  default: return type->isText();
  }
}

bool isComparable(const Type *type) {
  auto holds = [](const Type *part) {
    switch (part->kind) {
    case TypeKind::Function:
    case TypeKind::Closure:
    case TypeKind::Frame:
    case TypeKind::Grouped:
    case TypeKind::Failure:
    case TypeKind::Error: return false;
    default: return true;
    }
  };
  std::set<const Type *> seen;
  return allParts(type, holds, seen);
}

bool isOrdered(const Type *type) {
  if (type->is(TypeKind::List)) return isOrdered(type->element());
  if (!type->is(TypeKind::Tuple)) return type->kind < TypeKind::Unit || type->isDecimal();
  for (const Type *part : type->parts)
    if (!isOrdered(part)) return false;
  return true;
}

} // namespace flow::types
