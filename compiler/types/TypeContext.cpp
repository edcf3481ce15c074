#include "compiler/types/Type.h"
#include "runtime/abi/Check.h"

namespace flow::types {

TypeContext::TypeContext() {
  constexpr size_t kSimpleKinds = static_cast<size_t>(TypeKind::Failure) + 1;
  scalars_.reserve(kSimpleKinds);
  for (size_t i = 0; i < kSimpleKinds; ++i) {
    Type type;
    type.kind = static_cast<TypeKind>(i);
    scalars_.push_back(intern(std::move(type)));
  }
}

const Type *TypeContext::intern(Type type) {
  auto found = interned_.find(&type);
  if (found != interned_.end()) return found->second;
  Type &owned = types_.emplace_back(std::move(type));
  if (auto module = modules_.find({owned.name, owned.ordinal}); module != modules_.end()) owned.module = module->second;
  interned_.emplace(&owned, &owned);
  return &owned;
}

static Type compound(TypeKind kind, std::vector<const Type *> parts) {
  Type type;
  type.kind = kind;
  type.parts = std::move(parts);
  return type;
}

const Type *TypeContext::decimal(unsigned precision, unsigned scale) {
  FLOW_CHECK(precision >= 1 && precision <= 38, "precision ", precision);
  FLOW_CHECK_LE(scale, precision);
  Type type;
  type.kind = TypeKind::Decimal;
  type.precision = static_cast<uint8_t>(precision);
  type.scale = static_cast<uint8_t>(scale);
  return intern(std::move(type));
}

const Type *TypeContext::optional(const Type *inner) {
  // What fits everywhere, and `none` itself, already take part in every optional.
  if (inner->isOptional() || inner->is(TypeKind::Error) || inner->is(TypeKind::None)) return inner;
  return intern(compound(TypeKind::Optional, {inner}));
}

const Type *TypeContext::list(const Type *element) { return intern(compound(TypeKind::List, {element})); }
const Type *TypeContext::map(const Type *key, const Type *value) {
  return intern(compound(TypeKind::Map, {key, value}));
}
const Type *TypeContext::set(const Type *element) { return intern(compound(TypeKind::Set, {element})); }
const Type *TypeContext::range(const Type *element) { return intern(compound(TypeKind::Range, {element})); }

const Type *TypeContext::tuple(std::vector<const Type *> elements) {
  if (elements.empty()) return unit();
  return intern(compound(TypeKind::Tuple, std::move(elements)));
}

const Type *TypeContext::record(std::vector<Field> fields, std::string name, std::vector<const Type *> arguments,
                                uint32_t ordinal) {
  Type type;
  type.kind = TypeKind::Record;
  type.fields = std::move(fields);
  type.name = std::move(name);
  type.arguments = std::move(arguments);
  type.ordinal = ordinal;
  return intern(std::move(type));
}

const Type *TypeContext::function(std::vector<const Type *> parameters, const Type *result) {
  parameters.push_back(result);
  return function(std::move(parameters));
}

const Type *TypeContext::function(std::vector<const Type *> parts) {
  return intern(compound(TypeKind::Function, std::move(parts)));
}

const Type *TypeContext::closure(std::vector<const Type *> parts, std::vector<Field> captures, std::string name) {
  Type type = compound(TypeKind::Closure, std::move(parts));
  type.fields = std::move(captures);
  type.name = std::move(name);
  return intern(std::move(type));
}

const Type *TypeContext::representation(const Type *type) {
  if (!type || !type->isClosure()) return type;
  std::vector<Field> captures;
  for (const Field &capture : type->fields) captures.push_back({capture.name, representation(capture.type)});
  return record(std::move(captures));
}

const Type *TypeContext::enumeration(std::string name, std::vector<const Type *> arguments, uint32_t ordinal) {
  Type type = compound(TypeKind::Enum, {});
  type.arguments = std::move(arguments);
  type.name = std::move(name);
  type.ordinal = ordinal;
  return intern(std::move(type));
}

void TypeContext::setVariants(const Type *enumeration, std::vector<Variant> variants) {
  FLOW_CHECK(enumeration->isEnum() && enumeration->variants.empty(), text(enumeration));
  const_cast<Type *>(enumeration)->variants = std::move(variants); // it is one of types_
}

const Type *TypeContext::recursiveRecord(std::string name, std::vector<const Type *> arguments, uint32_t ordinal) {
  Type type = compound(TypeKind::Record, {});
  type.leadsToItself = true;
  type.arguments = std::move(arguments);
  type.name = std::move(name);
  type.ordinal = ordinal;
  return intern(std::move(type));
}

void TypeContext::nameModule(const std::string &name, uint32_t ordinal, std::string module) {
  modules_[{name, ordinal}] = std::move(module);
}

void TypeContext::setFields(const Type *record, std::vector<Field> fields) {
  FLOW_CHECK(record->isRecursiveRecord(), text(record));
  if (record->fields.empty()) const_cast<Type *>(record)->fields = std::move(fields); // it is one of types_
}

const Type *TypeContext::frame(const Type *row) { return intern(compound(TypeKind::Frame, {row})); }

const Type *TypeContext::grouped(const Type *row, std::vector<Field> keys) {
  Type type = compound(TypeKind::Grouped, {row});
  type.fields = std::move(keys);
  return intern(std::move(type));
}

const Type *TypeContext::parameter(std::string name, std::vector<std::string> bounds) {
  Type type;
  type.kind = TypeKind::Parameter;
  type.name = std::move(name);
  for (std::string &bound : bounds) type.fields.push_back({std::move(bound), nullptr});
  return intern(std::move(type));
}

const Type *TypeContext::rebuilt(const Type *type, const std::function<const Type *(const Type *)> &change) {
  if (type->isOptional()) return optional(change(type->parts[0])); // of an optional: stays as it is
  if (type->isEnum()) return rebuiltEnum(type, change);
  if (type->isRecursiveRecord()) return rebuiltRecord(type, change);
  Type other = *type;
  for (const Type *&part : other.parts) part = change(part);
  for (Field &field : other.fields) field.type = change(field.type);
  for (const Type *&argument : other.arguments) argument = change(argument);
  return intern(std::move(other));
}

const Type *TypeContext::rebuiltEnum(const Type *type, const std::function<const Type *(const Type *)> &change) {
  std::vector<const Type *> arguments = type->arguments;
  for (const Type *&argument : arguments) argument = change(argument);
  const Type *other = enumeration(type->name, std::move(arguments), type->ordinal);
  // Its own fields may lead here again.
  if (!other->variants.empty() || type->variants.empty() || !unfinished_.insert(other).second) return other;
  std::vector<Variant> variants = type->variants;
  for (Variant &variant : variants)
    for (Field &field : variant.fields) field.type = change(field.type);
  unfinished_.erase(other);
  setVariants(other, std::move(variants));
  return other;
}

const Type *TypeContext::rebuiltRecord(const Type *type, const std::function<const Type *(const Type *)> &change) {
  std::vector<const Type *> arguments = type->arguments;
  for (const Type *&argument : arguments) argument = change(argument);
  const Type *other = recursiveRecord(type->name, std::move(arguments), type->ordinal);
  if (!other->fields.empty() || type->fields.empty() || !unfinished_.insert(other).second) return other;
  std::vector<Field> fields = type->fields;
  for (Field &field : fields) field.type = change(field.type);
  unfinished_.erase(other);
  setFields(other, std::move(fields));
  return other;
}

const Type *TypeContext::scalarNamed(std::string_view name) const {
#define FLOW_SCALAR_TYPE(Name, Text)                                                                                   \
  if (name == Text) return scalar(TypeKind::Name);
#include "compiler/types/TypeKinds.def"
  return nullptr;
}

} // namespace flow::types
