// The arguments of a call of a function of the program, and what they say of its type parameters.
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/calls/UserCall.h"
#include "compiler/sema/remedies/ForeignNames.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/Places.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

/// The fields of a recursive record lead to itself, those of a parameter are the ones that it must have.
static bool mentions(const Type *type, const Type *parameter) {
  if (type->is(TypeKind::Parameter)) return type == parameter;
  auto isMentioning = [&](const Type *part) { return mentions(part, parameter); };
  if (std::ranges::any_of(type->parts, isMentioning) || std::ranges::any_of(type->arguments, isMentioning)) return true;
  return !type->isRecursiveRecord() && std::ranges::any_of(type->fields, isMentioning, &types::Field::type);
}

// ---- in which order they are checked

/// `id(fn(x) => x + 1)`: a call to which nothing says its types but where it stands.
static bool takesTypes(const ast::Expr &expr) {
  if (const auto *lambda = ast::dynCast<const ast::LambdaExpr>(&expr))
    return std::ranges::any_of(lambda->parameters, [](const ast::Parameter &each) { return !each.type; });
  const auto *call = ast::dynCast<const ast::CallExpr>(&expr);
  return call && !call->arguments.empty() && std::ranges::all_of(call->arguments, [](const ast::Argument &argument) {
           return argument.value && takesTypes(*argument.value);
         });
}

/// `[3]`, `(1, [2.5])`: made of number literals alone, which take the types that are asked for.
static bool isOfLiterals(const ast::Expr &expr) {
  auto areAll = [](const auto &parts, auto valueOf) {
    return !parts.empty() && std::ranges::all_of(parts, [&](const auto &each) { return isOfLiterals(*valueOf(each)); });
  };
  if (const auto *list = ast::dynCast<const ast::ListExpr>(&expr))
    return areAll(list->elements, [](const ast::ListElement &each) { return each.value; });
  if (const auto *tuple = ast::dynCast<const ast::TupleExpr>(&expr))
    return areAll(tuple->elements, [](const ast::Expr *each) { return each; });
  return isNumberLiteral(expr);
}

ArgumentRank Instances::rankOf(const UserCall &user, size_t i) {
  const Argument *argument = user.matched[i];
  if (!argument) return ArgumentRank::Typed;
  ArgumentRank rank = checker_.lambdas().rankOf(*argument);
  const ast::Argument *written = argument->piped ? nullptr : argument->syntax;
  if (rank == ArgumentRank::Typed && written && written->value && isOfLiterals(*written->value))
    return ArgumentRank::Literal;
  const Type *asked = user.signature.parameters[i];
  bool isFunction = rank == ArgumentRank::Typed && asked && asked->is(TypeKind::Function);
  const ast::Argument *syntax = isFunction ? argument->syntax : nullptr;
  return syntax && syntax->value && takesTypes(*syntax->value) ? ArgumentRank::Maker : rank;
}

/// What the argument is asked for. Of functions also what is known in part, by the call around this one.
const Type *Instances::expectedOf(const UserCall &user, size_t i) {
  const Type *asked = user.signature.parameters[i];
  if (!asked) return nullptr;
  TypeArguments known = user.meanings;
  if (user.call.expected && user.signature.result)
    known.inferMissing(user.signature.result, user.call.expected, types_, /*inPart=*/true);
  if (asked->is(TypeKind::Function)) return known.lambdaType(asked, types_);
  if (!user.meanings.isOpen(asked)) return user.meanings.substitute(asked, types_);
  const Type *inPart = known.substitute(asked, types_);
  return inPart->is(TypeKind::Function) ? inPart : nullptr;
}

/// Checks the arguments, by position, and learns from them what the type parameters stand for: first from those that
/// have a type of their own, then from literals, which take the type that is asked for. False after a report.
bool Instances::checkUserArguments(UserCall &user, std::vector<Expr *> &values) {
  values.assign(user.matched.size(), nullptr);
  std::vector<size_t> unknown; // arguments such as `[]`, which take the type that is expected
  for (ArgumentRank rank : {ArgumentRank::Typed, ArgumentRank::Literal, ArgumentRank::Maker, ArgumentRank::Lambda}) {
    for (size_t i = 0; i < user.matched.size(); ++i) {
      if (rankOf(user, i) != rank) continue;
      values[i] = checkUserArgument(user, i);
      if (!values[i]) return false;
      const Type *asked = user.signature.parameters[i];
      if (!asked) continue;
      if (rank == ArgumentRank::Typed && hasUnknownPart(values[i]->type) && user.meanings.isOpen(asked))
        unknown.push_back(i);
      else
        learnFrom(user, asked, values[i]);
    }
    if (rank == ArgumentRank::Typed && user.call.expected && user.signature.result)
      user.meanings.inferMissing(user.signature.result, user.call.expected, types_);
    if (rank == ArgumentRank::Literal && !inferUnknown(user, unknown, values)) return false;
  }
  if (!checkLambdasAgain(user, values)) return false;
  settleUnknown(user, values);
  return true;
}

/// One of them; null after a report.
Expr *Instances::checkUserArgument(const UserCall &user, size_t i) {
  const ast::Parameter &parameter = user.parameter(i);
  const Argument *given = user.matched[i];
  const Type *asked = user.signature.parameters[i];
  if (!given && parameter.isInout && parameter.defaultValue) return nullptr; // reported
  if (!given && !parameter.defaultValue) {
    auto builder = report(Code::MissingArgument, user.call.span,
                          "`" + user.decl.name.text + "` needs the argument `" + parameter.name.text + "`");
    showDeclared(builder, user.call, user.decl, parameter.span, "this parameter has no default");
    return nullptr;
  }
  const Type *expected = expectedOf(user, i);
  Expr *value = !given              ? checkDefault(user.decl, parameter, expected)
                : parameter.isInout ? checker_.places().checkInoutArgument(*given, user.decl, parameter)
                                    : checkArgument(*given, expected);
  if (value->type->is(TypeKind::Error) || (asked && asked->is(TypeKind::Error))) return nullptr;
  bool takesNone = asked && (asked->isOptional() || !holdsParameter(asked) || isOnlyTaken(user, asked));
  if (value->type->is(TypeKind::None) && !takesNone) {
    report(Code::CannotInfer, value->span, "nothing says what this `none` is a missing value of")
        .help("give it a name with a type: `let nothing: i64? = none`");
    return nullptr;
  }
  if (value->type->is(TypeKind::Unit) || value->type->is(TypeKind::Never)) {
    auto builder = report(Code::TypeMismatch, value->span, "this gives no value to pass on");
    const ast::Argument *syntax = given ? given->syntax : nullptr;
    if (const char *help = syntax && syntax->value ? changingCallHelp(*syntax->value) : nullptr) builder.help(help);
    return nullptr;
  }
  return value;
}

// ---- what they say

void Instances::learnFrom(UserCall &user, const Type *asked, const Expr *value) {
  // In a row, an optional argument of a parameter that is none is lifted.
  bool isLifted = checker_.rows().inRow() && !asked->isOptional();
  user.meanings.inferResult(asked, value->type, types_);
  user.meanings.infer(asked, isLifted ? value->type->plain() : value->type, types_, isNumberConstant(value));
}

/// `words.fold([], fn(all, word) => ..)`: what `[]` is a list of must be known before the lambda is checked, which
/// takes it. False after a report.
bool Instances::inferUnknown(UserCall &user, const std::vector<size_t> &unknown, const std::vector<Expr *> &values) {
  auto isTaken = [&](const Type *parameter, const Type *function) {
    return function && function->is(TypeKind::Function) &&
           std::ranges::count(function->parts.begin(), function->parts.end() - 1, parameter) != 0;
  };
  for (size_t i : unknown) {
    const Type *asked = user.signature.parameters[i], *given = values[i]->type;
    if (!user.meanings.isOpen(asked)) continue;
    bool mustBeKnown =
        std::ranges::any_of(user.signature.parameters, [&](const Type *each) { return isTaken(asked, each); });
    if (!mustBeKnown) {
      user.meanings.infer(asked, given, types_);
      continue;
    }
    const char *what = "a part of this value", *type = "TYPE";
    if (given->is(TypeKind::List)) what = "this empty list", type = "List[TYPE]";
    if (given->is(TypeKind::Map)) what = "this empty map", type = "Map[KEY, VALUE]";
    if (given->is(TypeKind::Set)) what = "this empty set", type = "Set[TYPE]";
    report(Code::CannotInfer, values[i]->span, "the type of " + std::string(what) + " is not known")
        .help("give it a name and a type before: `let start: " + std::string(type) + " = " +
              checker_.written(values[i]->span, "[]") + "`");
    return false;
  }
  return true;
}

/// `[1.5].fold(0, fn(sum, x) => sum + x)`: the result of the lambda said that `sum` is no i64.
bool Instances::checkLambdasAgain(const UserCall &user, std::vector<Expr *> &values) {
  const std::vector<const Argument *> &matched = user.matched;
  for (size_t i = 0; i < matched.size(); ++i) {
    const Type *asked = user.signature.parameters[i];
    if (!matched[i] || !asked || !asked->is(TypeKind::Function) || !values[i]->type->isClosure()) continue;
    if (checker_.lambdas().rankOf(*matched[i]) != ArgumentRank::Lambda || user.meanings.isOpen(asked)) continue;
    const Type *wanted = user.meanings.substitute(asked, types_);
    if (wanted->parts == values[i]->type->parts) continue;
    values[i] = checkArgument(*matched[i], wanted);
    if (values[i]->type->is(TypeKind::Error)) return false;
  }
  return true;
}

/// `shown([])`: what `[]` is a list of does not matter where it is only taken: no result has such a part.
bool Instances::isOnlyTaken(const UserCall &user, const Type *parameter) {
  const Type *result = user.signature.result;
  if (!parameter->is(TypeKind::Parameter) || !result || holdsError(result) || mentions(result, parameter)) return false;
  return std::ranges::none_of(user.signature.parameters, [&](const Type *other) {
    return other && other->is(TypeKind::Function) && mentions(other, parameter);
  });
}

/// What stands in the type of an argument for the parameter, where nothing says what it is: that of `none`, or of the
/// elements of `[]`. Null: nothing does.
static const Type *unknownFor(const Type *parameter, const Type *asked, const Type *actual) {
  if (asked == parameter) return hasUnknownPart(actual) ? actual : nullptr;
  for (size_t i = 0; i < std::min(asked->parts.size(), actual->parts.size()); ++i)
    if (const Type *found = unknownFor(parameter, asked->parts[i], actual->parts[i])) return found;
  return nullptr;
}

void Instances::settleUnknown(UserCall &user, const std::vector<Expr *> &values) {
  for (size_t p = 0; p < user.meanings.values().size(); ++p) {
    const Type *parameter = user.meanings.parameters()[p], *meaning = user.meanings.values()[p];
    if ((meaning && !hasUnknownPart(meaning)) || !isOnlyTaken(user, parameter)) continue;
    for (size_t i = 0; !meaning && i < values.size(); ++i)
      if (const Type *asked = user.signature.parameters[i]) meaning = unknownFor(parameter, asked, values[i]->type);
    if (meaning) user.meanings.set(p, checker_.conversions().settled(meaning));
  }
}

// ---- what they may not be

/// `xs.map(fn(x) => print(x))` would be a list of nothing. The argument that brings the nothing, or null.
static const Argument *bringsNothing(const Type *result, const std::vector<const Type *> &parameters,
                                     const std::vector<const Argument *> &matched, const TypeArguments &meanings) {
  for (size_t i = 0; i < meanings.values().size(); ++i) {
    const Type *meaning = meanings.values()[i], *parameter = meanings.parameters()[i];
    if (!meaning || !meaning->is(TypeKind::Unit) || result == parameter || !mentions(result, parameter)) continue;
    for (size_t j = 0; j < matched.size(); ++j)
      if (matched[j] && parameters[j] && parameters[j]->is(TypeKind::Function) && parameters[j]->result() == parameter)
        return matched[j];
  }
  return nullptr;
}

bool Instances::requireResults(const UserCall &user) {
  const Signature &signature = user.signature;
  const Argument *nothing =
      signature.result ? bringsNothing(signature.result, signature.parameters, user.matched, user.meanings) : nullptr;
  if (!nothing) return true;
  report(Code::TypeMismatch, nothing->span,
         "`" + user.decl.name.text + "` keeps what this function gives, but it gives nothing")
      .help("what only has effects is a loop: `for x in xs { .. }`");
  return false;
}

/// A type of which parts are not known, in words.
static std::string shapeText(const Type *type) {
  switch (type->plain()->kind) {
  case TypeKind::List: return "a list";
  case TypeKind::Map: return "a map";
  case TypeKind::Set: return "a set";
  case TypeKind::Function: return "a function";
  default: return text(type);
  }
}

/// `xs.flat_map(fn(x) => x)`: the function gives something of another kind.
bool Instances::reportOtherResult(const Type *asked, const Expr *value, const TypeArguments &meanings) {
  const Type *wanted = asked->result(), *given = value->type->result();
  bool isOpenShape = meanings.isOpen(wanted) && !wanted->plain()->is(TypeKind::Parameter);
  if (!isOpenShape || holdsError(given) || wanted->plain()->kind == given->plain()->kind ||
      wanted->plain()->isFunction() || given->is(TypeKind::None))
    return false;
  auto builder = report(Code::TypeMismatch, value->span,
                        "this function must give " + shapeText(wanted) + ", but it gives " + text(given));
  if (wanted->is(TypeKind::List)) builder.help("a list of one value is `[..]`; without lists this is `map`");
  return true;
}

/// Where an argument says nothing of a type parameter because it is of another kind, such as i64 for List[T].
bool Instances::checkShapes(const UserCall &user, const std::vector<Expr *> &values) {
  const TypeArguments &meanings = user.meanings;
  for (size_t i = 0; i < values.size(); ++i) {
    const Type *asked = user.signature.parameters[i], *given = values[i]->type->plain();
    if (!asked || !meanings.isOpen(asked) || asked->plain()->is(TypeKind::Parameter)) continue;
    bool isFunction = asked->plain()->isFunction() && given->isFunction();
    if (isFunction && reportOtherResult(asked->plain(), values[i], meanings)) return false;
    if (isFunction || asked->plain()->kind == given->kind || given->is(TypeKind::None)) continue;
    auto builder = report(Code::TypeMismatch, values[i]->span,
                          "the argument `" + user.parameter(i).name.text + "` must be " + shapeText(asked) +
                              ", but this is " + text(values[i]->type));
    std::string written = checker_.written(values[i]->span, "r");
    if (given == checker_.expressions().rangeType() && asked->plain()->is(TypeKind::List)) {
      builder.help("a range becomes a list with `(" + written + ").to_list()`");
      return false;
    }
    if (given->is(TypeKind::Str) && asked->plain()->is(TypeKind::List)) {
      builder.help("a text becomes a list with `" + written + ".chars()`");
      return false;
    }
    showDeclared(builder, user.call, user.decl, user.parameter(i).name.span, "of this parameter");
    return false;
  }
  return true;
}

} // namespace flow::sema
