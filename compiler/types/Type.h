#pragma once
// The types of Flow. A Type is immutable and interned: equal types are the same object, so `==` on pointers
// compares. All types of a compilation live in one TypeContext.

#include <atomic>
#include <compare>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace flow::types {

enum class TypeKind : uint8_t {
#define FLOW_SCALAR_TYPE(Name, Text) Name,
#define FLOW_COMPOUND_TYPE(Name) Name,
#include "compiler/types/TypeKinds.def"
};

class Type;

/// Decimals of at most so many digits are kept in 64 bits, others in 128.
constexpr unsigned kDecimal64Precision = 18;

struct Field {
  std::string name;
  const Type *type = nullptr;

  friend auto operator<=>(const Field &, const Field &) = default;
};

/// Of an enum, or of a declared error.
struct Variant {
  std::string name;
  std::vector<Field> fields;
};

/// What was found out about a type, kept with it: found out again it would be the same. Several threads may ask.
class Finding {
public:
  Finding() = default;
  Finding(const Finding &) {} ///< a copy becomes another type, of which nothing is known
  Finding &operator=(const Finding &) = delete;
  std::optional<bool> known() const {
    State state = state_.load(std::memory_order_relaxed);
    return state == State::Unknown ? std::nullopt : std::optional(state == State::Holds);
  }
  void keep(bool holds) const { state_.store(holds ? State::Holds : State::HoldsNot, std::memory_order_relaxed); }

private:
  enum class State : uint8_t { Unknown, Holds, HoldsNot };
  mutable std::atomic<State> state_{State::Unknown};
};

class Type {
public:
  TypeKind kind = TypeKind::Error;
  uint8_t precision = 0; ///< Decimal
  uint8_t scale = 0;     ///< Decimal
  /// A record that holds others of its type in a list, a map, a set or a function. It is made before its fields, which
  /// are no part of what makes it equal to another, and which must not be walked without end.
  bool leadsToItself = false;
  /// Tells declarations of one name in several modules apart: of enums, declared errors and named records.
  uint32_t ordinal = 0;
  std::string name; ///< of a named record, or an enum
  /// What stands before the name in messages, where several modules declare one of that name: no part of what makes
  /// types equal.
  std::string module;
  std::vector<const Type *> parts;
  std::vector<Field> fields;
  std::vector<const Type *> arguments; ///< of a generic named record or enum: what its type parameters stand for
  /// Enum: what it was declared as, which is no part of what makes it equal to another.
  std::vector<Variant> variants;
  Finding recursive, counted; ///< of an enum: see isRecursive, isCounted

  bool is(TypeKind other) const { return kind == other; }
  bool isSignedInt() const { return kind >= TypeKind::I8 && kind <= TypeKind::I64; }
  bool isUnsignedInt() const { return kind >= TypeKind::U8 && kind <= TypeKind::U64; }
  bool isInt() const { return isSignedInt() || isUnsignedInt(); }
  bool isFloat() const { return kind == TypeKind::F32 || kind == TypeKind::F64; }
  bool isDecimal() const { return kind == TypeKind::Decimal; }
  bool isNumeric() const { return isInt() || isFloat() || isDecimal(); }
  bool isOptional() const { return kind == TypeKind::Optional; }
  bool isStringLike() const { return kind == TypeKind::Str || kind == TypeKind::Path; }
  bool isClosure() const { return kind == TypeKind::Closure; }
  /// A function value, whether it is known which one (a closure) or not.
  bool isFunction() const { return kind == TypeKind::Function || isClosure(); }
  bool isFrame() const { return kind == TypeKind::Frame; }
  bool isEnum() const { return kind == TypeKind::Enum; }
  bool isRecursiveRecord() const { return leadsToItself; }
  /// str, bytes or Path: the same representation.
  bool isText() const { return isStringLike() || kind == TypeKind::Bytes; }
  /// A scalar that a column can hold (not counting optional).
  bool isColumnScalar() const { return kind <= TypeKind::Size ? kind != TypeKind::Months : isDecimal(); }
  /// Bits of an integer or float type.
  unsigned bits() const;

  /// The T of T?, else the type itself.
  const Type *plain() const { return isOptional() ? parts[0] : this; }
  const Type *element() const { return parts[0]; }
  /// Of a Frame: its row.
  const Type *row() const { return parts[0]; }
  /// Index of the field, or -1.
  int fieldIndex(std::string_view fieldName) const;
  /// Index of the variant, or -1.
  int variantIndex(std::string_view variantName) const;
  const Type *result() const { return parts.back(); }
  /// The types of the parts of a record or tuple, in order.
  std::vector<const Type *> components() const;

  /// By all but the variants, and the fields of recursive records.
  friend std::strong_ordering operator<=>(const Type &a, const Type &b) {
    auto order = std::tie(a.kind, a.precision, a.scale, a.leadsToItself, a.ordinal, a.name, a.parts, a.arguments) <=>
                 std::tie(b.kind, b.precision, b.scale, b.leadsToItself, b.ordinal, b.name, b.parts, b.arguments);
    return order != 0 || a.isRecursiveRecord() ? order : a.fields <=> b.fields;
  }
};

/// Whether both are of one declaration, whatever its type parameters stand for.
inline bool areOfOneDeclaration(const Type *a, const Type *b) {
  return a->kind == b->kind && a->ordinal == b->ordinal && a->name == b->name;
}
/// Whether values of the enum can be part of one another other than behind a list, map, set or function:
/// directly, or through records, tuples, optionals and other enums.
bool isRecursive(const Type *enumeration);
/// The same of a record with these fields, whose values would have no end.
bool holdsItself(const Type *record, const std::vector<Field> &fields);
/// Finds enums of which no value has an end, as each needs another one first.
class EndlessTypes {
public:
  /// Of the enums that are asked for; what they are made of is found by itself.
  void add(const Type *enumeration) { collect(enumeration); }
  /// Whether the enum has values that have an end, when those of the types that were assumed have.
  bool hasValues(const Type *enumeration);
  void assume(const Type *enumeration) { finite_.insert(enumeration); }

private:
  void collect(const Type *type);
  bool isFinite(const Type *type) const;
  bool areFinite(const std::vector<Field> &fields) const;
  bool hasFiniteValue(const Type *type) const;

  std::set<const Type *> seen_;
  std::vector<const Type *> open_; ///< enums and recursive records of which nothing is known yet, inner ones first
  std::set<const Type *> finite_;
};
/// Whether some part of a value may be an object whose users are counted: texts, collections, functions, failures,
/// tables, recursive enums.
bool isCounted(const Type *type);
/// Whether `==` compares such values: all but functions, frames, failures and what contains them.
bool isComparable(const Type *type);
/// Whether `<` compares them: scalars, and lists and tuples of what is ordered.
bool isOrdered(const Type *type);

/// As a user would write it: "List[{ a: i64, b: str? }]"; a part that nothing says is "_".
std::string text(const Type *type);

class TypeContext {
public:
  TypeContext();
  TypeContext(const TypeContext &) = delete;

  const Type *scalar(TypeKind kind) const { return scalars_[static_cast<size_t>(kind)]; }
  const Type *boolean() const { return scalar(TypeKind::Bool); }
  const Type *i64() const { return scalar(TypeKind::I64); }
  const Type *f64() const { return scalar(TypeKind::F64); }
  const Type *str() const { return scalar(TypeKind::Str); }
  const Type *unit() const { return scalar(TypeKind::Unit); }
  const Type *error() const { return scalar(TypeKind::Error); }
  const Type *never() const { return scalar(TypeKind::Never); }
  const Type *none() const { return scalar(TypeKind::None); }
  const Type *failure() const { return scalar(TypeKind::Failure); }
  const Type *decimal(unsigned precision, unsigned scale);
  /// T?; an optional stays as it is.
  const Type *optional(const Type *inner);
  const Type *list(const Type *element);
  const Type *map(const Type *key, const Type *value);
  const Type *set(const Type *element);
  const Type *range(const Type *element);
  const Type *tuple(std::vector<const Type *> elements);
  /// `arguments`: what the type parameters of a generic named record stand for.
  const Type *record(std::vector<Field> fields, std::string name = {}, std::vector<const Type *> arguments = {},
                     uint32_t ordinal = 0);
  const Type *function(std::vector<const Type *> parameters, const Type *result);
  const Type *function(std::vector<const Type *> parts); ///< parameters, then the result
  /// The enum (or declared error) of that name with these type arguments. It is made before its variants, whose
  /// fields may have its type.
  const Type *enumeration(std::string name, std::vector<const Type *> arguments = {}, uint32_t ordinal = 0);
  /// Once for each enum.
  void setVariants(const Type *enumeration, std::vector<Variant> variants);
  /// In messages, types of that declaration are called `module.name`. To be said before they are made.
  void nameModule(const std::string &name, uint32_t ordinal, std::string module);
  /// The record of that name, which holds others of its type. It is made before its fields.
  const Type *recursiveRecord(std::string name, std::vector<const Type *> arguments, uint32_t ordinal);
  /// Has no effect when they are known.
  void setFields(const Type *record, std::vector<Field> fields);
  /// The record of the fields of a variant.
  const Type *payload(const Type *enumeration, uint32_t variant) {
    return record(enumeration->variants[variant].fields);
  }
  /// One lambda or named function: calls of it are direct. `captures` are the values it takes along; `name` is its own.
  const Type *closure(std::vector<const Type *> parts, std::vector<Field> captures, std::string name);
  /// What Fn IR makes of the type: a closure is the record of its captures.
  const Type *representation(const Type *type);
  const Type *frame(const Type *row);
  const Type *grouped(const Type *row, std::vector<Field> keys);
  /// A type parameter; two of one name and the same bounds are the same type.
  const Type *parameter(std::string name, std::vector<std::string> bounds);
  /// The type with `change` made to all types that it consists of.
  const Type *rebuilt(const Type *type, const std::function<const Type *(const Type *)> &change);
  /// The scalar type of that name ("i64"), or null.
  const Type *scalarNamed(std::string_view name) const;

private:
  const Type *intern(Type type);
  const Type *rebuiltEnum(const Type *type, const std::function<const Type *(const Type *)> &change);
  const Type *rebuiltRecord(const Type *type, const std::function<const Type *(const Type *)> &change);
  struct Less {
    bool operator()(const Type *a, const Type *b) const { return *a < *b; }
  };
  std::deque<Type> types_;
  std::map<const Type *, const Type *, Less> interned_;
  std::vector<const Type *> scalars_;
  std::map<std::pair<std::string, uint32_t>, std::string> modules_; ///< of declarations, by name and ordinal
  std::set<const Type *> unfinished_; ///< enums and recursive records whose fields are being made
};

} // namespace flow::types
