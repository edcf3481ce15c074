#include "compiler/sema/types/Generics.h"

#include <algorithm>
#include <set>

namespace flow::sema {

namespace {
struct BoundInfo {
  const char *name;
  const char *need;
  const char *implies;
};
constexpr BoundInfo kBounds[] = {
#define FLOW_BOUND(Name, Need, Implies) {#Name, Need, Implies},
#include "compiler/sema/types/Bounds.def"
};
} // namespace

const char *boundName(Bound bound) { return kBounds[static_cast<size_t>(bound)].name; }

const char *needOf(Bound bound) { return kBounds[static_cast<size_t>(bound)].need; }

std::optional<Bound> boundNamed(std::string_view name) {
  for (size_t i = 0; i < std::size(kBounds); ++i)
    if (kBounds[i].name == name) return static_cast<Bound>(i);
  return std::nullopt;
}

std::string boundNames() {
  std::string names;
  for (const BoundInfo &bound : kBounds) names += (names.empty() ? "" : ", ") + std::string(bound.name);
  return names;
}

/// Whether the bounds of a parameter promise this one.
static bool promises(const Type *parameter, Bound wanted) {
  return std::ranges::any_of(parameter->fields, [&](const types::Field &bound) {
    if (bound.name == boundName(wanted)) return true;
    std::optional<Bound> known = boundNamed(bound.name);
    return known &&
           std::string_view(kBounds[static_cast<size_t>(*known)].implies).find(boundName(wanted)) != std::string::npos;
  });
}

static bool allSatisfy(const Type *type, Bound bound) {
  return std::ranges::all_of(type->parts, [&](const Type *part) { return satisfies(part, bound); }) &&
         std::ranges::all_of(type->fields, [&](const types::Field &field) { return satisfies(field.type, bound); });
}

/// Of an enum or a record, which may contain itself.
static bool declaredSatisfies(const Type *type, Bound bound) {
  if (bound == Bound::Num || bound == Bound::Ord) return false;
  if (!std::ranges::all_of(type->arguments, [&](const Type *argument) { return satisfies(argument, bound); }))
    return false;
  return bound == Bound::Show || types::isComparable(type);
}

bool satisfies(const Type *type, Bound bound) {
  switch (type->kind) {
  case TypeKind::Error: return true;
  case TypeKind::Parameter: return promises(type, bound);
  case TypeKind::Function:
  case TypeKind::Closure:
  case TypeKind::Frame:
  case TypeKind::Grouped:
  case TypeKind::Unit:
  case TypeKind::Never:
  case TypeKind::None: return false;
  case TypeKind::Optional:
    return (bound == Bound::Eq || bound == Bound::Hash || bound == Bound::Show) && satisfies(type->plain(), bound);
  case TypeKind::List:
  case TypeKind::Tuple: return bound != Bound::Num && allSatisfy(type, bound);
  case TypeKind::Record:
    if (type->isRecursiveRecord()) return declaredSatisfies(type, bound);
    return bound != Bound::Num && bound != Bound::Ord && allSatisfy(type, bound);
  case TypeKind::Map:
  case TypeKind::Set:
    return (bound == Bound::Eq || bound == Bound::Hash || bound == Bound::Show) && allSatisfy(type, bound);
  case TypeKind::Enum: return declaredSatisfies(type, bound);
  case TypeKind::Months: return bound == Bound::Eq || bound == Bound::Show || bound == Bound::Hash;
  default: return bound != Bound::Num || type->isNumeric();
  }
}

/// The fields that say what the type is made of; those of a recursive record lead to itself.
static const std::vector<types::Field> &ownFields(const Type *type) {
  static const std::vector<types::Field> kNone;
  return type->isRecursiveRecord() ? kNone : type->fields;
}

bool holdsError(const Type *type) {
  return type->is(TypeKind::Error) || std::ranges::any_of(type->parts, holdsError) ||
         (!type->is(TypeKind::Parameter) &&
          std::ranges::any_of(ownFields(type), [](const types::Field &field) { return holdsError(field.type); }));
}

static bool isOfReported(const Type *type, std::set<const Type *> &seen) {
  if (type->is(TypeKind::Error)) return true;
  if (type->is(TypeKind::Parameter) || !seen.insert(type).second) return false;
  auto isReported = [&](const Type *part) { return isOfReported(part, seen); };
  auto hasReported = [&](const types::Field &field) { return isReported(field.type); };
  return std::ranges::any_of(type->parts, isReported) || std::ranges::any_of(type->fields, hasReported) ||
         std::ranges::any_of(type->variants, [&](const types::Variant &variant) {
           return std::ranges::any_of(variant.fields, hasReported);
         });
}

bool isOfReported(const Type *type) {
  std::set<const Type *> seen;
  return isOfReported(type, seen);
}

bool holdsParameter(const Type *type) {
  if (type->is(TypeKind::Parameter)) return true;
  return std::ranges::any_of(type->parts, holdsParameter) || std::ranges::any_of(type->arguments, holdsParameter) ||
         std::ranges::any_of(ownFields(type), [](const types::Field &field) { return holdsParameter(field.type); });
}

// ---- what parameters stand for

size_t TypeArguments::positionOf(const Type *parameter) const {
  return static_cast<size_t>(std::ranges::find(parameters_, parameter) - parameters_.begin());
}

const Type *storedType(const Type *closure, types::TypeContext &context) {
  std::vector<const Type *> parts = closure->parts;
  if (closure->result()->isClosure()) parts.back() = storedType(closure->result(), context);
  return context.function(std::move(parts));
}

/// The decimal that values of a type keep when they grow with each call.
static const Type *grown(const Type *decimal, types::TypeContext &context) {
  constexpr unsigned kMostDigits = 38;
  return context.decimal(kMostDigits, decimal->scale);
}

/// The type that both become without loss, or null.
static const Type *joined(const Type *a, const Type *b, types::TypeContext &context) {
  if (a == b) return a;
  if (a->isOptional() || b->isOptional()) {
    const Type *plain = joined(a->plain(), b->plain(), context);
    return plain ? context.optional(plain) : nullptr;
  }
  if (widensTo(a, b)) return b;
  if (widensTo(b, a)) return a;
  bool areInts = a->isInt() && b->isInt() && a->bits() < 64 && b->bits() < 64; // of which one has a sign
  if (!areInts) return nullptr;
  unsigned bits = 2 * (a->isUnsignedInt() ? a : b)->bits();
  return context.scalar(bits == 16 ? TypeKind::I16 : bits == 32 ? TypeKind::I32 : TypeKind::I64);
}

void TypeArguments::bind(size_t position, const Type *actual, types::TypeContext &context, bool literal) {
  if (actual->isClosure()) actual = storedType(actual, context);
  const Type *&value = values_[position];
  if (!value || value->is(TypeKind::Error)) {
    value = actual;
    isLiteral_[position] = literal;
    return;
  }
  bool givesWay = isLiteral_[position] && value->isInt() && (actual->isFloat() || actual->isDecimal());
  if (const Type *both = givesWay ? actual : joined(value, actual, context)) {
    isLiteral_[position] = isLiteral_[position] && literal;
    value = both;
  }
}

void TypeArguments::infer(const Type *asked, const Type *actual, types::TypeContext &context, bool literal) {
  if (actual->is(TypeKind::Error) || actual->is(TypeKind::None) || actual->is(TypeKind::Never)) return;
  if (asked->is(TypeKind::Parameter)) {
    size_t position = positionOf(asked);
    if (position < values_.size()) bind(position, actual, context, literal);
    return;
  }
  if (asked->isOptional()) return infer(asked->plain(), actual->plain(), context, literal);
  if (asked->kind != actual->kind && !(asked->isFunction() && actual->isFunction())) return;
  bool isSameName = areOfOneDeclaration(asked, actual) && asked->arguments.size() == actual->arguments.size();
  for (size_t i = 0; isSameName && i < asked->arguments.size(); ++i)
    infer(asked->arguments[i], actual->arguments[i], context);
  // Of a function the result first: where it says that `T` is f64, a parameter of a literal's type gives way.
  for (size_t i = std::min(asked->parts.size(), actual->parts.size()); i-- > 0;)
    infer(asked->parts[i], actual->parts[i], context);
  if (!asked->is(TypeKind::Record) || actual->isRecursiveRecord()) return; // whose arguments say all
  for (const types::Field &field : asked->fields)
    if (int index = actual->fieldIndex(field.name); index >= 0)
      infer(field.type, actual->fields[static_cast<size_t>(index)].type, context);
}

void TypeArguments::inferResult(const Type *asked, const Type *actual, types::TypeContext &context) {
  const Type *result = asked->is(TypeKind::Function) && actual->isFunction() ? asked->result() : nullptr;
  size_t position = result && result->is(TypeKind::Parameter) ? positionOf(result) : values_.size();
  bool growsWith = position < values_.size() && values_[position] && isLiteral_[position] &&
                   std::ranges::count(asked->parts, result) > 1 && actual->result()->isDecimal();
  if (growsWith) values_[position] = grown(actual->result(), context);
}

void TypeArguments::inferMissing(const Type *asked, const Type *actual, types::TypeContext &context, bool inPart) {
  TypeArguments other = *this;
  other.infer(asked, asked->isOptional() ? actual : actual->plain(), context);
  for (size_t i = 0; i < values_.size(); ++i)
    if (const Type *value = other.values_[i]; !values_[i] && value && (inPart || !holdsError(value)))
      values_[i] = value;
}

bool TypeArguments::isOpen(const Type *type) const {
  if (type->is(TypeKind::Parameter)) {
    size_t position = positionOf(type);
    return position < values_.size() && !values_[position];
  }
  auto isOpenType = [this](const Type *part) { return isOpen(part); };
  return std::ranges::any_of(type->parts, isOpenType) || std::ranges::any_of(type->arguments, isOpenType) ||
         std::ranges::any_of(ownFields(type), [this](const types::Field &field) { return isOpen(field.type); });
}

const Type *TypeArguments::lambdaType(const Type *function, types::TypeContext &context) const {
  TypeArguments known = *this, certain = *this;
  for (size_t i = 0; i < values_.size(); ++i) {
    if (!values_[i]) known.values_[i] = context.error();
    if (!values_[i] || isLiteral_[i]) certain.values_[i] = context.error();
  }
  std::vector<const Type *> parts;
  for (const Type *part : function->parts) parts.push_back(known.substitute(part, context));
  parts.back() = certain.substitute(function->result(), context);
  return context.function(std::move(parts));
}

const Type *TypeArguments::substitute(const Type *type, types::TypeContext &context) const {
  if (type->is(TypeKind::Parameter)) {
    size_t position = positionOf(type);
    return position < values_.size() && values_[position] ? values_[position] : type;
  }
  if (!holdsParameter(type)) return type;
  return context.rebuilt(type, [&](const Type *part) { return substitute(part, context); });
}

} // namespace flow::sema
