// Calls of users' functions.
#include "compiler/sema/Effects.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/remedies/ForeignNames.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/Places.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

const Signature &Instances::signatureOf(const ast::FnDecl &decl) {
  auto [at, isNew] = signatures_.try_emplace(&decl);
  if (!isNew) return at->second;
  Signature signature;
  FunctionState outer = state_;
  state_.module = checker_.modules().homeOf(decl);
  signature.typeParameters = checker_.typeNames().parameterTypes(decl.typeParameters);
  TypeScope scope = checker_.typeNames().scopeOf(decl.typeParameters, signature.typeParameters);
  state_.typeScope = &scope;
  for (const ast::Parameter &parameter : decl.parameters)
    signature.parameters.push_back(parameter.type ? checker_.typeNames().resolveType(*parameter.type) : nullptr);
  for (const ast::Parameter &parameter : decl.parameters)
    if (parameter.isInout && parameter.defaultValue)
      report(Code::BadArgument, parameter.defaultValue->span,
             "`" + parameter.name.text + "` is `inout`: it stands for a variable of the caller, so it has no default");
  signature.result = decl.result      ? checker_.typeNames().resolveType(*decl.result)
                     : decl.arrowBody ? nullptr
                                      : types_.unit();
  state_ = outer;
  return signatures_[&decl] = std::move(signature);
}

void Instances::showDeclared(diag::Emitter::Builder &report, const CallSite &call, const ast::FnDecl &decl, Span where,
                             const char *label) const {
  if (!checker_.isOfLibrary(decl.span)) {
    report.also(where, label);
    return;
  }
  auto written = [&](Span span) { return std::string(checker_.sources().text(span)); };
  bool isMethod = hasReceiver(call) && !decl.parameters.empty();
  std::string text = (isMethod ? decl.parameters[0].name.text + "." : "") + decl.name.text + "(";
  for (size_t i = isMethod ? 1 : 0; i < decl.parameters.size(); ++i)
    text += (text.ends_with('(') ? "" : ", ") + written(decl.parameters[i].span);
  text += ")" + (decl.result ? " -> " + written(decl.result->span) : "");
  report.note("the function is `" + text + "`");
  const Expr *first = call.positional.empty() || !call.named.empty() ? nullptr : call.positional[0].piped;
  if (const char *help = first ? foreignCallHelp(decl.name.text, first->type) : nullptr) report.help(help);
}

/// A default sees what the function sees, not what is around its call.
Expr *Instances::checkDefault(const ast::FnDecl &decl, const ast::Parameter &parameter, const Type *type) {
  if (!openDefaults_.insert(&parameter).second) {
    report(Code::CannotInfer, parameter.defaultValue->span,
           "the default of `" + parameter.name.text + "` calls `" + decl.name.text +
               "`, which needs that default again")
        .help("give the argument in that call");
    return error(parameter.defaultValue->span);
  }
  Aside aside(checker_.surroundings());
  state_.function = aside.outer().function.function; // which calls what the default calls
  state_.module = checker_.modules().homeOf(decl);
  state_.firstScope = checker_.scopes().depth();
  Expr *value = check(*parameter.defaultValue, type);
  if (type && !type->isFrame() && !holdsParameter(type))
    value = coerce(value, type, parameter.defaultValue->span, "the default of `" + parameter.name.text + "`");
  openDefaults_.erase(&parameter);
  return value;
}

bool Instances::isNumberConstant(const Expr *value) {
  const auto *literal = tree::dynCast<tree::Constant>(value);
  return literal && literal->type->isNumeric();
}

/// A number literal that was checked before the type that it takes was known.
Expr *Instances::literalAs(Expr *value, const Type *type) {
  bool takesType = isNumberConstant(value) && value->type->isInt() && (type->isFloat() || type->isDecimal());
  return takesType ? checker_.conversions().widen(value, type) : value;
}

/// Checks the arguments, by position, and learns from them what the type parameters stand for: first from those that
/// have a type of their own, then from literals, which take the type that is asked for. False after a report.
bool Instances::checkUserArguments(const CallSite &call, const ast::FnDecl &decl,
                                   const std::vector<const Argument *> &matched, TypeArguments &meanings,
                                   std::vector<Expr *> &values) {
  const Signature &signature = signatureOf(decl);
  values.assign(matched.size(), nullptr);
  std::vector<size_t> unknown; // arguments such as `[]`, which take the type that is expected
  for (ArgumentRank rank : {ArgumentRank::Typed, ArgumentRank::Literal, ArgumentRank::Lambda}) {
    for (size_t i = 0; i < matched.size(); ++i) {
      const ast::Parameter &parameter = decl.parameters[i];
      if ((matched[i] ? checker_.lambdas().rankOf(*matched[i]) : ArgumentRank::Typed) != rank) continue;
      const Type *asked = signature.parameters[i];
      const Type *expected = !asked                          ? nullptr
                             : asked->is(TypeKind::Function) ? meanings.lambdaType(asked, types_)
                             : meanings.isOpen(asked)        ? nullptr
                                                             : meanings.substitute(asked, types_);
      if (!matched[i] && parameter.isInout && parameter.defaultValue) return false; // reported
      if (!matched[i] && !parameter.defaultValue) {
        auto builder = report(Code::MissingArgument, call.span,
                              "`" + decl.name.text + "` needs the argument `" + parameter.name.text + "`");
        showDeclared(builder, call, decl, parameter.span, "this parameter has no default");
        return false;
      }
      Expr *value = !matched[i]         ? checkDefault(decl, parameter, expected)
                    : parameter.isInout ? checker_.places().checkInoutArgument(*matched[i], decl, parameter)
                                        : checkArgument(*matched[i], expected);
      if (value->type->is(TypeKind::Error) || (asked && asked->is(TypeKind::Error))) return false;
      if (value->type->is(TypeKind::None) && !(asked && (asked->isOptional() || !holdsParameter(asked)))) {
        report(Code::CannotInfer, value->span, "nothing says what this `none` is a missing value of")
            .help("give it a name with a type: `let nothing: i64? = none`");
        return false;
      }
      if (value->type->is(TypeKind::Unit) || value->type->is(TypeKind::Never)) {
        auto builder = report(Code::TypeMismatch, value->span, "this gives no value to pass on");
        const ast::Argument *syntax = matched[i] ? matched[i]->syntax : nullptr;
        if (const char *help = syntax && syntax->value ? changingCallHelp(*syntax->value) : nullptr) builder.help(help);
        return false;
      }
      // In a row, an optional argument of a parameter that is none is lifted.
      bool isLifted = checker_.rows().inRow() && asked && !asked->isOptional();
      values[i] = value;
      if (asked && rank == ArgumentRank::Typed && hasUnknownPart(value->type) && meanings.isOpen(asked)) {
        unknown.push_back(i);
        continue;
      }
      if (asked) meanings.inferResult(asked, value->type, types_);
      if (asked) meanings.infer(asked, isLifted ? value->type->plain() : value->type, types_, isNumberConstant(value));
    }
    if (rank == ArgumentRank::Typed && call.expected && signature.result)
      meanings.inferMissing(signature.result, call.expected, types_);
    if (rank == ArgumentRank::Typed && !inferUnknown(decl, unknown, meanings, values)) return false;
  }
  return checkLambdasAgain(decl, matched, meanings, values);
}

/// `words.fold([], fn(all, word) => ..)`: what `[]` is a list of must be known before the lambda is checked, which
/// takes it. False after a report.
bool Instances::inferUnknown(const ast::FnDecl &decl, const std::vector<size_t> &unknown, TypeArguments &meanings,
                             const std::vector<Expr *> &values) {
  const Signature &signature = signatureOf(decl);
  auto isTaken = [&](const Type *parameter, const Type *function) {
    return function && function->is(TypeKind::Function) &&
           std::ranges::count(function->parts.begin(), function->parts.end() - 1, parameter) != 0;
  };
  for (size_t i : unknown) {
    const Type *asked = signature.parameters[i], *given = values[i]->type;
    if (!meanings.isOpen(asked)) continue;
    bool mustBeKnown =
        std::ranges::any_of(signature.parameters, [&](const Type *each) { return isTaken(asked, each); });
    if (!mustBeKnown) {
      meanings.infer(asked, given, types_);
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
bool Instances::checkLambdasAgain(const ast::FnDecl &decl, const std::vector<const Argument *> &matched,
                                  TypeArguments &meanings, std::vector<Expr *> &values) {
  const Signature &signature = signatureOf(decl);
  for (size_t i = 0; i < matched.size(); ++i) {
    const Type *asked = signature.parameters[i];
    if (!matched[i] || !asked || !asked->is(TypeKind::Function) || !values[i]->type->isClosure()) continue;
    if (checker_.lambdas().rankOf(*matched[i]) != ArgumentRank::Lambda || meanings.isOpen(asked)) continue;
    const Type *wanted = meanings.substitute(asked, types_);
    if (wanted->parts == values[i]->type->parts) continue;
    values[i] = checkArgument(*matched[i], wanted);
    if (values[i]->type->is(TypeKind::Error)) return false;
  }
  return true;
}

/// The fields of a recursive record lead to itself, those of a parameter are the ones that it must have.
static bool mentions(const Type *type, const Type *parameter) {
  if (type->is(TypeKind::Parameter)) return type == parameter;
  auto isMentioning = [&](const Type *part) { return mentions(part, parameter); };
  if (std::ranges::any_of(type->parts, isMentioning) || std::ranges::any_of(type->arguments, isMentioning)) return true;
  return !type->isRecursiveRecord() && std::ranges::any_of(type->fields, isMentioning, &types::Field::type);
}

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

/// Functions of frames are inlined; calls that double from one to the next would never end.
constexpr uint32_t kMaxInlined = 10'000;

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
bool Instances::checkShapes(const CallSite &call, const ast::FnDecl &decl, const TypeArguments &meanings,
                            const std::vector<Expr *> &values) {
  const Signature &signature = signatureOf(decl);
  for (size_t i = 0; i < values.size(); ++i) {
    const Type *asked = signature.parameters[i], *given = values[i]->type->plain();
    if (!asked || !meanings.isOpen(asked) || asked->plain()->is(TypeKind::Parameter)) continue;
    bool isFunction = asked->plain()->isFunction() && given->isFunction();
    if (isFunction && reportOtherResult(asked->plain(), values[i], meanings)) return false;
    if (isFunction || asked->plain()->kind == given->kind || given->is(TypeKind::None)) continue;
    auto builder = report(Code::TypeMismatch, values[i]->span,
                          "the argument `" + decl.parameters[i].name.text + "` must be " + shapeText(asked) +
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
    showDeclared(builder, call, decl, decl.parameters[i].name.span, "of this parameter");
    return false;
  }
  return true;
}

/// Where two arguments fit each other's parameters: they are swapped. Of several only the first is reported.
bool Instances::reportSwapped(const CallSite &call, const ast::FnDecl &decl, const std::vector<const Type *> &asked,
                              const std::vector<Expr *> &given, size_t wrong) {
  auto isFitting = [&](size_t argument, size_t parameter) {
    const Type *from = given[argument]->type, *to = asked[parameter];
    return to && (from == to || checker_.conversions().fits(from, to));
  };
  if (isFitting(wrong, wrong) || !call.named.empty()) return false;
  for (size_t other = wrong + 1; other < given.size(); ++other) {
    if (isFitting(other, other) || !isFitting(wrong, other) || !isFitting(other, wrong)) continue;
    const std::string &first = decl.parameters[wrong].name.text, &second = decl.parameters[other].name.text;
    report(Code::TypeMismatch, given[wrong]->span, "the arguments `" + first + "` and `" + second + "` are swapped")
        .label("`" + first + "` must be " + text(asked[wrong]))
        .also(given[other]->span, "`" + second + "` must be " + text(asked[other]))
        .fix(given[wrong]->span, std::string(checker_.sources().text(given[other]->span)))
        .fix(given[other]->span, std::string(checker_.sources().text(given[wrong]->span)),
             "write `" + checker_.written(given[other]->span) + "` first, then `" +
                 checker_.written(given[wrong]->span) + "`");
    return true;
  }
  return false;
}

/// Where a type parameter would have to be two types, by two arguments.
bool Instances::reportTwoMeanings(const ast::FnDecl &decl, const std::vector<const Type *> &asked,
                                  const std::vector<Expr *> &given, size_t wrong) {
  const std::vector<const Type *> &parameters = signatureOf(decl).parameters;
  const Type *parameter = parameters[wrong];
  if (!parameter || !parameter->is(TypeKind::Parameter) || given[wrong]->type->is(TypeKind::Error)) return false;
  const Type *is = literalAs(given[wrong], asked[wrong])->type;
  if (is == asked[wrong] || checker_.conversions().fits(is, asked[wrong])) return false;
  for (size_t other = 0; other < given.size(); ++other) {
    if (other == wrong || parameters[other] != parameter || given[other]->type != asked[wrong]) continue;
    std::string first = text(given[wrong]->type), second = text(given[other]->type);
    report(Code::TypeMismatch, given[wrong]->span,
           "`" + text(parameter) + "` of `" + decl.name.text + "` cannot be both " + first + " and " + second)
        .label("`" + decl.parameters[wrong].name.text + "` is " + first)
        .also(given[other]->span, "`" + decl.parameters[other].name.text + "` is " + second)
        .help("both have the type `" + text(parameter) + "`, so they must be of one type");
    return true;
  }
  return false;
}

/// Of a function that calls itself, which a closure would make a new one with every call.
constexpr size_t kMostDirect = 2;

/// A call of a function of the program, while it is checked.
struct Instances::UserCall {
  const CallSite &call;
  const ast::FnDecl &decl;
  TypeArguments meanings;
  std::vector<const Argument *> matched; ///< for each parameter; null: its default
  std::vector<const Type *> asked;       ///< the types of the parameters; null where any is taken

  const ast::Parameter &parameter(size_t i) const { return decl.parameters[i]; }
};

/// Which argument is for which parameter. False after a report, as in the functions below.
bool Instances::matchParameters(UserCall &user) {
  std::vector<std::string_view> names;
  for (const ast::Parameter &parameter : user.decl.parameters) names.push_back(parameter.name.text);
  Mismatch problem;
  if (matchArguments(user.call, names, user.matched, problem)) return true;
  auto builder = reportMismatch(emitter_, user.decl.name.text, problem);
  const char *foreign = problem.code == Code::UnknownArgument && checker_.isOfLibrary(user.decl.span)
                            ? foreignArgumentHelp(user.decl.name.text, checker_.sources().text(problem.where))
                            : nullptr;
  if (foreign) builder.help(foreign);
  showDeclared(builder, user.call, user.decl, user.decl.name.span, "declared here");
  return false;
}

bool Instances::requireResults(const UserCall &user) {
  const Signature &signature = signatureOf(user.decl);
  const Argument *nothing =
      signature.result ? bringsNothing(signature.result, signature.parameters, user.matched, user.meanings) : nullptr;
  if (!nothing) return true;
  report(Code::TypeMismatch, nothing->span,
         "`" + user.decl.name.text + "` keeps what this function gives, but it gives nothing")
      .help("what only has effects is a loop: `for x in xs { .. }`");
  return false;
}

/// Brings an argument to the type of its parameter.
bool Instances::coerceArgument(const UserCall &user, std::vector<Expr *> &arguments, size_t i) {
  const Type *asked = user.asked[i];
  bool anyFrame = asked && asked->isFrame();
  if (anyFrame && !arguments[i]->type->isFrame()) {
    report(Code::TypeMismatch, arguments[i]->span,
           "the parameter `" + user.parameter(i).name.text + "` takes a frame, but this is " +
               text(arguments[i]->type));
    return false;
  }
  if (arguments[i]->kind == tree::ExprKind::PlaceRef)
    return checker_.places().requireSameType(*arguments[i], asked, user.parameter(i));
  bool anyRow = anyFrame && asked->row()->name == "*";
  // A closure stays one: the function is compiled for it.
  const Type *given = arguments[i]->type;
  bool isDirect = asked && given->isClosure() && asked->is(TypeKind::Function) && given->parts == asked->parts &&
                  countOpen(user.decl) <= kMostDirect;
  if (!asked || anyRow || isDirect) return true;
  if (reportTwoMeanings(user.decl, user.asked, arguments, i) ||
      reportSwapped(user.call, user.decl, user.asked, arguments, i))
    return false;
  arguments[i] = coerce(literalAs(arguments[i], asked), asked, arguments[i]->span,
                        "the argument `" + user.parameter(i).name.text + "`");
  return true;
}

/// What a call means for the function around it.
bool Instances::noteCallee(const UserCall &user, tree::Function &function, const std::vector<Expr *> &arguments) {
  if (tree::Function *caller = state_.function) {
    caller->callees.push_back(&function);
    if (function.isFrameFunction && (caller->inlined += function.inlined) > kMaxInlined) {
      auto isOfThis = [](const diag::Diagnostic &each) { return each.code == Code::NestingTooDeep; };
      if (std::ranges::any_of(emitter_.diagnostics(), isOfThis)) return false; // its callers are too many as well
      report(Code::NestingTooDeep, user.call.span,
             "with this call, `" + caller->name + "` becomes more than " + std::to_string(kMaxInlined) +
                 " calls of functions of frames")
          .help("give a frame that is used several times a name with `let`");
      return false;
    }
  }
  bool changesPlace =
      std::ranges::any_of(arguments, [](const Expr *argument) { return argument->kind == tree::ExprKind::PlaceRef; });
  if (changesPlace) checker_.effects().happen();
  checker_.effects().call(function);
  if (checker_.rows().inRow()) checker_.rows().noteCall(&function, user.call.span);
  return true;
}

Expr *Instances::makeCall(const UserCall &user, std::vector<Expr *> &arguments) {
  Span span = user.call.span;
  std::vector<const Type *> types;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (!coerceArgument(user, arguments, i) || arguments[i]->type->is(TypeKind::Error)) return error(span);
    types.push_back(arguments[i]->type);
  }
  if (!checker_.places().requireApart(arguments)) return error(span);
  tree::Function *function = instantiate(user.decl, types, user.meanings.values(), span);
  if (!function || function->result->is(TypeKind::Error)) return error(span);
  if (function->isFrameFunction && checker_.rows().inRow())
    return notBuilt(span, "a function of frames in a column expression");
  if (!noteCallee(user, *function, arguments)) return error(span);
  auto *node = program_.make<tree::Call>(function->result, span);
  node->callee = function;
  node->arguments = arguments;
  node->order = evaluationOrder(user.call, user.matched);
  return node;
}

/// In a row, a parameter of a plain type is lifted over an optional argument.
Expr *Instances::liftedCall(const UserCall &user, const std::vector<Expr *> &values) {
  std::vector<Expr *> toLift;
  std::vector<size_t> positions;
  for (size_t i = 0; i < values.size(); ++i) {
    if ((user.asked[i] && user.asked[i]->isOptional()) || values[i]->kind == tree::ExprKind::PlaceRef) continue;
    toLift.push_back(values[i]);
    positions.push_back(i);
  }
  return checker_.conversions().lifted(toLift, user.call.span, [&](std::vector<Expr *> &plain) {
    std::vector<Expr *> arguments = values;
    for (size_t i = 0; i < positions.size(); ++i) arguments[positions[i]] = plain[i];
    return makeCall(user, arguments);
  });
}

Expr *Instances::callUser(const CallSite &call, const ast::FnDecl &decl) {
  const Signature &signature = signatureOf(decl);
  UserCall user{call, decl, TypeArguments(signature.typeParameters), {}, {}};
  std::vector<Expr *> values;
  if (!matchParameters(user) ||
      !checker_.typeNames().giveTypeArguments(call, decl.typeParameters, user.meanings, decl.name) ||
      !checkUserArguments(call, decl, user.matched, user.meanings, values) || !requireResults(user) ||
      !checkShapes(call, decl, user.meanings, values) ||
      !checker_.typeNames().checkTypeArguments(user.meanings, decl.typeParameters, decl.name, call.span))
    return error(call.span);
  for (const Type *type : signature.parameters)
    user.asked.push_back(type ? user.meanings.substitute(type, types_) : nullptr);
  return checker_.rows().inRow() ? liftedCall(user, values) : makeCall(user, values);
}

} // namespace flow::sema
