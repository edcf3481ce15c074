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
  /// Whether all was there that was to be searched: the variants of an enum that is being made are not yet.
  bool isComplete() const { return isComplete_; }

private:
  bool isIn(const Type *type) {
    if (type == target_) return true;
    switch (type->kind) {
    case TypeKind::Record:
      if (type->isRecursiveRecord() && !seen_.insert(type).second) return false;
      isComplete_ &= !type->isRecursiveRecord() || !type->fields.empty();
      [[fallthrough]];
    case TypeKind::Optional:
    case TypeKind::Tuple:
      for (const Type *part : type->components())
        if (isIn(part)) return true;
      return false;
    case TypeKind::Enum: // one that leads back to a record is recursive with it, so it is a pointer
      isComplete_ &= !type->variants.empty();
      return !target_->is(TypeKind::Record) && seen_.insert(type).second && isIn(type->variants);
    default: return false;
    }
  }

  const Type *target_;
  std::set<const Type *> seen_;
  bool isComplete_ = true;
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

bool isRecursive(const Type *enumeration) {
  if (auto known = enumeration->recursive.known()) return *known;
  ContainmentSearch search(enumeration);
  bool found = search.isIn(enumeration->variants);
  bool isMade = !enumeration->variants.empty() && search.isComplete();
  if (found || isMade) enumeration->recursive.keep(found);
  return found;
}

bool holdsItself(const Type *record, const std::vector<Field> &fields) {
  return ContainmentSearch(record).isIn(fields);
}

// ---- values without an end

/// Enums and recursive records that a value of the type is made of, itself included.
void EndlessTypes::collect(const Type *type) {
  bool isDeclared = type->isEnum() || type->isRecursiveRecord();
  if (isDeclared && !seen_.insert(type).second) return;
  for (const Variant &variant : type->variants)
    for (const Field &field : variant.fields) collect(field.type);
  if (type->is(TypeKind::Record) || type->is(TypeKind::Tuple))
    for (const Type *part : type->components()) collect(part);
  if (isDeclared) open_.push_back(type);
}

bool EndlessTypes::isFinite(const Type *type) const {
  if (type->isEnum() || type->isRecursiveRecord()) return finite_.contains(type);
  bool hasParts = type->is(TypeKind::Record) || type->is(TypeKind::Tuple);
  return !hasParts || std::ranges::all_of(type->components(), [this](const Type *part) { return isFinite(part); });
}

bool EndlessTypes::areFinite(const std::vector<Field> &fields) const {
  return std::ranges::all_of(fields, [this](const Field &field) { return isFinite(field.type); });
}

/// One whose parts are known to have values.
bool EndlessTypes::hasFiniteValue(const Type *type) const {
  if (type->variants.empty() && type->fields.empty()) return true; // which was reported
  if (!type->isEnum()) return areFinite(type->fields);
  return std::ranges::any_of(type->variants, [this](const Variant &each) { return areFinite(each.fields); });
}

bool EndlessTypes::hasValues(const Type *enumeration) {
  collect(enumeration);
  for (size_t before = open_.size() + 1; open_.size() < before && !finite_.contains(enumeration);) {
    before = open_.size();
    std::erase_if(open_, [this](const Type *type) { return hasFiniteValue(type) && (finite_.insert(type), true); });
  }
  return finite_.contains(enumeration);
}

// ---- what values can do

/// One that is not recursive is as deep as its declaration.
static bool isCountedEnum(const Type *type) {
  if (auto known = type->counted.known()) return *known;
  auto hasCounted = [](const Variant &variant) {
    return std::ranges::any_of(variant.fields, [](const Field &field) { return isCounted(field.type); });
  };
  bool result = isRecursive(type) || std::ranges::any_of(type->variants, hasCounted);
  if (type->recursive.known()) type->counted.keep(result); // all variants are there
  return result;
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
  case TypeKind::Enum: return isCountedEnum(type);
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
