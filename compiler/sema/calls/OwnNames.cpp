// A function of the program that is called as one of the library hides that, but only for first arguments that it
// takes: `push(inout s: Stack, x)` leaves `xs.push(x)` of a list to the library.
#include "compiler/ast/Walk.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/Variants.h"
#include "compiler/sema/verbs/Rows.h"
#include "compiler/sema/verbs/Verbs.h"

#include <algorithm>
#include <cctype>

namespace flow::sema {

// ---- what the program's own function takes

/// Whether what type parameters stand for keeps their bounds, as far as it is known.
static bool keepsBounds(const TypeArguments &meanings) {
  for (size_t i = 0; i < meanings.values().size(); ++i)
    for (const types::Field &bound : meanings.parameters()[i]->fields)
      if (const Type *type = meanings.values()[i]; type && !satisfies(type, *boundNamed(bound.name))) return false;
  return true;
}

/// Whether a value of the type may stand first in a call of the function.
bool Calls::mayTake(const ast::FnDecl &mine, const Type *from) {
  const Signature &signature = checker_.instances().signatureOf(mine);
  if (signature.parameters.empty()) return false;
  const Type *parameter = signature.parameters[0];
  if (!parameter || parameter->is(TypeKind::Error)) return true;
  if (checker_.rows().inRow() && !parameter->isOptional()) from = from->plain();
  if (parameter->isFrame()) return from->isFrame();
  if (parameter->plain()->isFunction()) return from->plain()->isFunction();
  TypeArguments meanings(signature.typeParameters);
  meanings.infer(parameter, from, types_);
  if (!keepsBounds(meanings)) return false;
  const Type *asked = meanings.substitute(parameter, types_);
  if (!meanings.isOpen(parameter)) return widensTo(from, asked) || checker_.conversions().fits(from, asked);
  bool isAny = asked->plain()->is(TypeKind::Parameter);
  return isAny || (asked->plain()->kind == from->plain()->kind && asked->plain()->name == from->plain()->name);
}

/// The expressions whose type the expression takes: operands of arithmetic, branches, what stands in parentheses.
static std::vector<const ast::Expr *> decidingParts(const ast::Expr &expr) {
  switch (expr.kind) {
  case ast::Kind::ParenExpr: return {ast::as<ast::ParenExpr>(expr).inner};
  case ast::Kind::UnaryExpr: return {ast::as<ast::UnaryExpr>(expr).operand};
  case ast::Kind::BinaryExpr: {
    const auto &binary = ast::as<ast::BinaryExpr>(expr);
    bool isArithmetic = binary.op > ast::BinaryOperator::NotIn;
    return isArithmetic ? std::vector<const ast::Expr *>{binary.left, binary.right} : std::vector<const ast::Expr *>();
  }
  case ast::Kind::BlockExpr: {
    const auto &statements = ast::as<ast::BlockExpr>(expr).statements;
    const auto *last = statements.empty() ? nullptr : ast::dynCast<const ast::ExprStmt>(statements.back());
    return last ? std::vector<const ast::Expr *>{last->expr} : std::vector<const ast::Expr *>();
  }
  case ast::Kind::IfExpr: {
    const auto &choice = ast::as<ast::IfExpr>(expr);
    std::vector<const ast::Expr *> branches{choice.thenBlock};
    if (choice.elseBranch) branches.push_back(choice.elseBranch);
    return branches;
  }
  case ast::Kind::MatchExpr: {
    std::vector<const ast::Expr *> bodies;
    for (const ast::MatchArm &arm : ast::as<ast::MatchExpr>(expr).arms)
      if (const auto *body = ast::dynCast<const ast::ExprStmt>(arm.body)) bodies.push_back(body->expr);
    return bodies;
  }
  default: return {};
  }
}

/// The elements of a list, the keys of a map.
static std::vector<const ast::Expr *> elementsOf(const ast::Expr &expr) {
  std::vector<const ast::Expr *> elements;
  if (const auto *list = ast::dynCast<const ast::ListExpr>(&expr))
    for (const ast::ListElement &element : list->elements) elements.push_back(element.value);
  if (const auto *map = ast::dynCast<const ast::MapExpr>(&expr))
    for (const ast::MapEntry &entry : map->entries) elements.push_back(entry.key);
  return elements;
}

/// A number, or what is made of such, whose names need not be known to say so.
static bool isLiteralForm(const ast::Expr &expr) {
  static constexpr ast::Kind kForms[] = {ast::Kind::NoneLiteral, ast::Kind::ListExpr,   ast::Kind::MapExpr,
                                         ast::Kind::TupleExpr,   ast::Kind::RecordExpr, ast::Kind::LambdaExpr};
  return isNumberLiteral(expr) || mayBeVariant(expr) || std::ranges::find(kForms, expr.kind) != std::end(kForms);
}

/// Whether what is written has a type of its own, whatever is asked for: no number, lambda, function or variant, nor
/// what is made of such.
bool Calls::hasOwnType(const ast::Expr &expr) {
  auto isOwn = [this](const ast::Expr *part) { return hasOwnType(*part); };
  if (std::vector<const ast::Expr *> parts = decidingParts(expr); !parts.empty())
    return std::ranges::any_of(parts, isOwn);
  switch (expr.kind) {
  case ast::Kind::NameExpr: return checker_.scopes().lookup(ast::as<ast::NameExpr>(expr).name.text).local != nullptr;
  case ast::Kind::CallExpr: {
    const ast::Expr &callee = *ast::as<ast::CallExpr>(expr).callee;
    const auto *name = ast::dynCast<const ast::NameExpr>(&callee);
    return name ? std::islower(static_cast<unsigned char>(name->name.text[0])) : hasOwnType(callee);
  }
  case ast::Kind::MemberExpr: return hasOwnType(*ast::as<ast::MemberExpr>(expr).base);
  case ast::Kind::IndexExpr: return hasOwnType(*ast::as<ast::IndexExpr>(expr).base);
  case ast::Kind::ListExpr:
  case ast::Kind::MapExpr: return std::ranges::any_of(elementsOf(expr), isOwn);
  case ast::Kind::TupleExpr: {
    const auto &elements = ast::as<ast::TupleExpr>(expr).elements;
    return !elements.empty() && std::ranges::all_of(elements, isOwn);
  }
  case ast::Kind::ComprehensionExpr: return !isLiteralForm(*ast::as<ast::ComprehensionExpr>(expr).value);
  case ast::Kind::StringLiteral:
  case ast::Kind::BoolLiteral:
  case ast::Kind::BytesLiteral:
  case ast::Kind::QuantityLiteral:
  case ast::Kind::TaggedLiteral:
  case ast::Kind::ColumnExpr:
  case ast::Kind::RangeExpr:
  case ast::Kind::BinaryExpr: return true; // a comparison
  default: return false;
  }
}

bool Calls::mayBecome(const ast::Expr &expr, const Type *type) {
  const Type *plain = type->plain();
  auto areLike = [this](const std::vector<const ast::Expr *> &parts, const Type *asked) {
    return std::ranges::all_of(parts, [&](const ast::Expr *part) { return mayBecome(*part, asked); });
  };
  if (plain->is(TypeKind::Parameter) || plain->is(TypeKind::Error)) return true;
  if (std::vector<const ast::Expr *> parts = decidingParts(expr); !parts.empty()) return areLike(parts, type);
  if (mayBeVariant(expr))
    return plain->is(TypeKind::Record) || plain->isEnum() || plain->is(TypeKind::Set) || plain->isFunction();
  switch (expr.kind) {
  case ast::Kind::IntLiteral: return plain->isNumeric();
  case ast::Kind::FloatLiteral: return plain->isFloat() || plain->isDecimal();
  case ast::Kind::NoneLiteral: return type->isOptional();
  case ast::Kind::NameExpr:
  case ast::Kind::LambdaExpr: return plain->isFunction();
  case ast::Kind::RecordExpr: return plain->is(TypeKind::Record);
  case ast::Kind::ListExpr: return plain->is(TypeKind::List) && areLike(elementsOf(expr), plain->element());
  case ast::Kind::ComprehensionExpr: {
    const auto &made = ast::as<ast::ComprehensionExpr>(expr);
    return made.key ? plain->is(TypeKind::Map) : plain->is(TypeKind::List) && mayBecome(*made.value, plain->element());
  }
  case ast::Kind::MapExpr: return plain->is(TypeKind::Map) && areLike(elementsOf(expr), plain->element());
  case ast::Kind::TupleExpr: {
    const auto &elements = ast::as<ast::TupleExpr>(expr).elements;
    bool isLike = plain->is(TypeKind::Tuple) && plain->parts.size() == elements.size();
    for (size_t i = 0; isLike && i < elements.size(); ++i)
      isLike = hasOwnType(*elements[i]) || mayBecome(*elements[i], plain->parts[i]);
    return isLike;
  }
  default: return true;
  }
}

// ---- what the library takes

/// Whether the library, or the language, knows a function, a verb, a conversion or an aggregate of the name.
bool Calls::isKnownToLibrary(const std::string &name) {
  static constexpr std::string_view kOfLanguage[] = {
      "push", "print", "eprint", "Set", "range", "is_null", "cast", "wrapping_add", "wrapping_sub", "wrapping_mul"};
  return checker_.standard().hasFunction(name) || findVerb(name) || !checker_.functions().named(name).empty() ||
         types_.scalarNamed(name) || aggregateNamed(name) ||
         std::ranges::find(kOfLanguage, name) != std::end(kOfLanguage);
}

/// What has rules of its own in the language, and conversions.
bool Calls::languageTakes(const Type *first, const std::string &name) {
  bool isText = !first->isFunction() && !first->isFrame() && !first->is(TypeKind::Grouped);
  if (name == "print" || name == "eprint" || name == "str" || name == "is_null") return isText;
  if (name == "Set") return first->is(TypeKind::List);
  if (first->isDecimal() && (name == "round" || name == "floor" || name == "ceil" || name == "trunc")) return true;
  if (name == "range" || name.starts_with("wrapping_")) return first->isInt();
  bool isPlain = first->isNumeric() || first->isText() || first->is(TypeKind::Bool);
  bool isTime = first->is(TypeKind::Date) || first->is(TypeKind::Timestamp);
  if (name == "cast") return isPlain || isTime;
  const Type *target = types_.scalarNamed(name);
  if (!target || target->is(TypeKind::Unit)) return false;
  if (target->isNumeric()) return isPlain || first->is(TypeKind::Size);
  return first->isText() || first == target || (isTime && (name == "date" || name == "timestamp"));
}

/// Whether a function of the library, which is written in Flow for values of all types, takes such a value first.
bool Calls::anyTypeTakes(const Type *first, const std::string &name) {
  const ast::FnDecl *decl = checker_.library().libraryFunction("", name);
  return decl && mayTake(*decl, first);
}

/// Whether a function, a verb or a method of the library takes such a value first.
bool Calls::libraryTakes(const Type *first, const std::string &name) {
  if (first->isFrame() || first->is(TypeKind::Grouped)) return findVerb(name) != nullptr;
  const Type *plain = first->plain();
  bool hasElements = plain->is(TypeKind::List) || plain->is(TypeKind::Map) || plain->is(TypeKind::Set);
  if (hasElements && (name == "len" || (name == "push" && plain->is(TypeKind::List)))) return true;
  if (const Verb *verb = findVerb(name); verb && !verb->takesFrame)
    return name.starts_with("read_") ? plain->isStringLike()
                                     : plain->is(name == "from_list" ? TypeKind::List : TypeKind::Record);
  if (checker_.library().hasMethodOf(plain, name) || languageTakes(plain, name) || anyTypeTakes(plain, name))
    return true;
  return std::ranges::any_of(checker_.functions().named(name), [&](const BuiltinFunction &function) {
    return !function.parameters.empty() && overloadDistance(plain, function.parameters[0].type);
  });
}

// ---- which of both a call means

/// `mean(.fare)` in `agg`: a column that is no key of the group has many values there, which only an aggregate takes.
bool Calls::isOfManyValues(const ast::Expr &expr) {
  class Finder : public ast::Walker {
  public:
    explicit Finder(const Type *keys) : keys_(keys) {}
    bool isFound = false;
    using ast::Walker::enter;
    bool enter(const ast::Expr &part) override {
      if (const auto *column = ast::dynCast<const ast::ColumnExpr>(&part))
        isFound |= keys_->fieldIndex(column->name.text) < 0;
      const auto *call = ast::dynCast<const ast::CallExpr>(&part); // an aggregate has one value
      const auto *name = call ? ast::dynCast<const ast::NameExpr>(call->callee) : nullptr;
      const auto *method = call ? ast::dynCast<const ast::MemberExpr>(call->callee) : nullptr;
      return !(name && aggregateNamed(name->name.text)) && !(method && aggregateNamed(method->name.text));
    }

  private:
    const Type *keys_;
  };
  Finder finder(row_.row);
  finder.walk(&expr);
  return finder.isFound;
}

/// In the arguments of `agg`.
bool Calls::isForAggregate(const CallSite &call, const ast::FnDecl &mine) {
  if (!aggregates_ || !aggregateNamed(call.name->text)) return false;
  if (!call.positional.empty()) return call.positional[0].syntax && isOfManyValues(*call.positional[0].syntax->value);
  bool needsArgument = !mine.parameters.empty() && !mine.parameters[0].defaultValue;
  bool isGiven = std::ranges::any_of(call.named, [](const Argument &each) { return each.name() != "where"; });
  return needsArgument && !isGiven; // count()
}

bool Calls::isForLibrary(CallSite &call, const ast::FnDecl &mine) {
  const std::string &name = call.name->text;
  if (!isKnownToLibrary(name)) return false;
  if (isForAggregate(call, mine)) return true;
  if (call.positional.empty()) return false;
  Argument &first = call.positional[0];
  const Expr *value = first.piped;
  if (!value) {
    const ast::Expr &written = *first.syntax->value;
    bool isPlace = first.syntax->kind == ast::ArgumentKind::Inout; // `push(&xs, 3)`
    if (!isPlace && first.syntax->kind != ast::ArgumentKind::Value) return false;
    const Type *parameter = mine.parameters.empty() ? nullptr : checker_.instances().signatureOf(mine).parameters[0];
    bool isLike = !mine.parameters.empty() && (!parameter || mayBecome(written, parameter));
    if (!isPlace && !hasOwnType(written) && isLike) return false;
    Expr *checked = isPlace ? check(written) : checkArgument(first);
    if (!isPlace && !isNumberLiteral(written)) first.piped = checked; // checked once, whoever takes it
    value = checked;
  }
  return !value->type->is(TypeKind::Error) && isForLibrary(name, mine, value->type);
}

bool Calls::isForLibrary(const std::string &name, const ast::FnDecl &mine, const Type *first) {
  bool isAggregate = aggregates_ && aggregateNamed(name);
  return isKnownToLibrary(name) && !mayTake(mine, first) && (isAggregate || libraryTakes(first, name));
}

} // namespace flow::sema
