#pragma once
// Type parameters: `fn second[T: Ord](xs: List[T]) -> T?`. In a signature `T` is a type of its own, with its bounds
// (TypeKind::Parameter); a call finds out what it stands for, and the function is checked again for those types.

#include "compiler/ast/Ast.h"
#include "compiler/base/Span.h"
#include "compiler/types/Type.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flow::sema {

/// Parts of one value. More would be moved about for a while, and take long to compile.
constexpr size_t kMostParts = 10'000;
/// Each part counts as often as it stands there.
bool hasTooManyParts(const types::Type *type);

using types::Type;
using types::TypeKind;

enum class Bound : uint8_t {
#define FLOW_BOUND(Name, Need, Implies) Name,
#include "compiler/sema/types/Bounds.def"
};

const char *boundName(Bound bound);
/// What the bound promises, in words: "order".
const char *needOf(Bound bound);
std::optional<Bound> boundNamed(std::string_view name);
/// "Eq, Ord, Hash, Num, Show".
std::string boundNames();

/// Whether values of the type can do what the bound says; of a type parameter, whether its own bounds promise it.
bool satisfies(const Type *type, Bound bound);
/// Whether a type parameter is the type or somewhere in it.
bool holdsParameter(const Type *type);
/// Whether the Error type is the type or somewhere in it: it is not known, or was reported.
bool holdsError(const Type *type);
/// Whether some part of it, also of its fields and variants, was reported: what follows from that is not reported, too.
bool isOfReported(const Type *type);
/// A number, or a type parameter that stands for one.
inline bool isNumber(const Type *type) {
  return type->isNumeric() || (type->is(TypeKind::Parameter) && satisfies(type, Bound::Num));
}

/// What names of types mean besides those that the module declares: the type parameters of the function at hand.
using TypeScope = std::map<std::string, const Type *, std::less<>>;

/// What the type parameters of one call (or of one record that is made) stand for, as far as it is known.
class TypeArguments {
public:
  explicit TypeArguments(std::vector<const Type *> parameters) : parameters_(std::move(parameters)) {
    values_.resize(parameters_.size());
    isLiteral_.resize(parameters_.size());
  }

  const std::vector<const Type *> &parameters() const { return parameters_; }
  /// By position; null while it is not known.
  const std::vector<const Type *> &values() const { return values_; }
  void set(size_t position, const Type *type) { values_[position] = type; }

  /// Learns from a value of the type `actual` where `asked` is wanted. A second meaning of a parameter counts when one
  /// of both types becomes the other without loss. `literal`: a number literal, whose type gives way.
  void infer(const Type *asked, const Type *actual, types::TypeContext &context, bool literal = false);
  /// What a lambda that takes `T` gives: where only a literal said what `T` is, a decimal that grows with each call has
  /// all digits that there are.
  void inferResult(const Type *asked, const Type *actual, types::TypeContext &context);
  /// Learns only what no argument said. `inPart`: also types of which parts are not known, such as `fn(i64) -> ?`.
  void inferMissing(const Type *asked, const Type *actual, types::TypeContext &context, bool inPart = false);
  /// `type` with what is known put in.
  const Type *substitute(const Type *type, types::TypeContext &context) const;
  /// The function type that a lambda is asked for. The Error type, which fits everywhere, stands for what is not known;
  /// in the result also for what only a literal said: that `T` is f64, not i64, may be what the lambda says.
  const Type *lambdaType(const Type *function, types::TypeContext &context) const;
  /// Whether the type has parameters that are not known yet.
  bool isOpen(const Type *type) const;

private:
  void bind(size_t position, const Type *actual, types::TypeContext &context, bool literal);
  size_t positionOf(const Type *parameter) const;

  std::vector<const Type *> parameters_;
  std::vector<const Type *> values_;
  std::vector<bool> isLiteral_;
};

/// Whether the type is that of a `none` or of an empty list, or has such a part: the context must say more.
bool hasUnknownPart(const Type *type);

/// The type of a closure's value once it is stored: one of several functions, as are functions that it gives.
const Type *storedType(const Type *closure, types::TypeContext &context);

/// Whether `from` becomes `to` without loss and without being asked.
bool widensTo(const Type *from, const Type *to);
/// Whether a decimal `from` becomes one of `to` without being asked, but fails when it has too many digits before the
/// point.
bool narrowsTo(const Type *from, const Type *to);

/// The types of a function, as they are written.
struct Signature {
  std::vector<const Type *> parameters; ///< null where the type is inferred
  const Type *result = nullptr;         ///< null: inferred
  std::vector<const Type *> typeParameters;
};

/// A function that is checked anew for each of these.
struct InstanceKey {
  const ast::FnDecl *decl;
  std::vector<const Type *> arguments;
  std::vector<const Type *> typeArguments;
  friend auto operator<=>(const InstanceKey &, const InstanceKey &) = default;
};

} // namespace flow::sema
