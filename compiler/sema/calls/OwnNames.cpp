// A function of the program that is called as one of the library hides that, but only for first arguments that it
// takes: `push(inout s: Stack, x)` leaves `xs.push(x)` of a list to the library.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/verbs/Rows.h"
#include "compiler/sema/verbs/Verbs.h"

#include <algorithm>
#include <cctype>

namespace flow::sema {

/// Whether a value of the type may stand for a parameter of the type, which may be generic.
static bool mayTake(const Type *parameter, const Type *from, const Conversions &conversions) {
  if (parameter->isFrame()) return from->isFrame();
  if (!holdsParameter(parameter)) return widensTo(from, parameter) || conversions.fits(from, parameter);
  const Type *plain = parameter->plain(), *given = from->plain();
  return plain->kind == given->kind && plain->name == given->name;
}

/// Whether a function, a verb or a method of the library takes such a value first.
bool Calls::libraryTakes(const Type *first, const std::string &name) {
  if (first->isFrame() || first->is(TypeKind::Grouped)) return findVerb(name) != nullptr;
  const Type *plain = first->plain();
  bool hasElements = plain->is(TypeKind::List) || plain->is(TypeKind::Map) || plain->is(TypeKind::Set);
  if (hasElements && (name == "len" || (name == "push" && plain->is(TypeKind::List)))) return true;
  if (checker_.library().hasMethodOf(plain, name)) return true;
  return std::ranges::any_of(checker_.functions().named(name), [&](const BuiltinFunction &function) {
    if (function.parameters.empty()) return false;
    const Type *to = function.parameters[0].type;
    return widensTo(plain, to) || checker_.conversions().fits(plain, to);
  });
}

/// Whether what is written has a type of its own, whatever is asked for: no number, lambda, function or variant.
bool Calls::hasOwnType(const ast::Expr &expr) {
  if (const auto *name = ast::dynCast<const ast::NameExpr>(&expr))
    return checker_.scopes().lookup(name->name.text).local != nullptr;
  if (const auto *call = ast::dynCast<const ast::CallExpr>(&expr)) {
    const auto *callee = ast::dynCast<const ast::NameExpr>(call->callee);
    return callee ? std::islower(static_cast<unsigned char>(callee->name.text[0])) : hasOwnType(*call->callee);
  }
  if (const auto *member = ast::dynCast<const ast::MemberExpr>(&expr)) return hasOwnType(*member->base);
  if (const auto *index = ast::dynCast<const ast::IndexExpr>(&expr)) return hasOwnType(*index->base);
  return expr.kind == ast::Kind::StringLiteral || expr.kind == ast::Kind::ColumnExpr;
}

/// Whether the call means the library's function although the program declares one of that name.
bool Calls::isForLibrary(CallSite &call, const ast::FnDecl &mine) {
  if (call.positional.empty() || mine.parameters.empty()) return false;
  bool isKnown = checker_.standard().hasFunction(call.name->text) || findVerb(call.name->text) ||
                 !checker_.functions().named(call.name->text).empty() || call.name->text == "push";
  if (!isKnown) return false;
  const Type *parameter = checker_.instances().signatureOf(mine).parameters[0];
  bool takesAll = !parameter || parameter->is(TypeKind::Error) || parameter->plain()->is(TypeKind::Parameter);
  if (takesAll || parameter->plain()->isFunction()) return false;
  Argument &first = call.positional[0];
  const Expr *value = first.piped;
  if (!value) {
    bool isPlace = first.syntax->kind == ast::ArgumentKind::Inout; // `push(&xs, 3)`
    if ((!isPlace && first.syntax->kind != ast::ArgumentKind::Value) || !hasOwnType(*first.syntax->value)) return false;
    value = isPlace ? check(*first.syntax->value) : first.piped = checkArgument(first);
  }
  const Type *given = value->type;
  if (given->is(TypeKind::Error)) return false;
  if (checker_.rows().inRow() && !parameter->isOptional()) given = given->plain();
  return !mayTake(parameter, given, checker_.conversions()) && libraryTakes(given, call.name->text);
}

} // namespace flow::sema
