// Calls of users' functions.
#include "compiler/sema/Effects.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/calls/UserCall.h"
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

/// Functions of frames are inlined; calls that double from one to the next would never end.
constexpr uint32_t kMaxInlined = 10'000;

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

/// Then it says nothing of type parameters either.
static bool isResultReported(const Signature &signature) {
  return signature.result && signature.result->is(TypeKind::Error);
}

Expr *Instances::callUser(const CallSite &call, const ast::FnDecl &decl) {
  const Signature &signature = signatureOf(decl);
  UserCall user{call, decl, signature, TypeArguments(signature.typeParameters), {}, {}};
  std::vector<Expr *> values;
  if (!matchParameters(user) ||
      !checker_.typeNames().giveTypeArguments(call, decl.typeParameters, user.meanings, decl.name) ||
      !checkUserArguments(user, values) || !requireResults(user) || !checkShapes(user, values) ||
      (isResultReported(signature) && std::ranges::count(user.meanings.values(), nullptr) != 0) ||
      !checker_.typeNames().checkTypeArguments(user.meanings, decl.typeParameters, decl.name, call.span))
    return error(call.span);
  for (const Type *type : signature.parameters)
    user.asked.push_back(type ? user.meanings.substitute(type, types_) : nullptr);
  return checker_.rows().inRow() ? liftedCall(user, values) : makeCall(user, values);
}

} // namespace flow::sema
