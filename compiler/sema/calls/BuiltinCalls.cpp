// Calls of the library's scalar functions: the overload that is nearest to the arguments.
#include "compiler/sema/Effects.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/remedies/ForeignNames.h"
#include "compiler/sema/statements/Failures.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/verbs/Rows.h"
#include "compiler/sema/verbs/Verbs.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

Expr *Calls::builtin(const char *name, std::vector<Expr *> arguments, Span span) {
  static const ast::Name kNoName;
  ast::Name called{name, span, false};
  CallSite call;
  call.name = &called;
  call.span = span;
  for (Expr *argument : arguments) {
    if (argument->type->is(TypeKind::Error)) return argument;
    call.positional.push_back({nullptr, argument, argument->span});
  }
  const auto &overloads = checker_.functions().named(name);
  FLOW_CHECK(!overloads.empty(), "no built-in function ", name);
  return callBuiltin(call, overloads);
}

std::optional<int> overloadDistance(const Type *from, const Type *to) {
  if (from == to) return 0;
  if (to->isOptional()) to = to->plain();
  if (from->isOptional()) from = from->plain();
  if (from == to) return 0;
  bool sameText = from->isStringLike() && to->isStringLike();
  bool widens = (from->isInt() && to->isInt() && from->isSignedInt() && to->bits() >= from->bits()) ||
                (from->isUnsignedInt() && to->isSignedInt() && to->bits() > from->bits()) ||
                (from->isInt() && to->is(TypeKind::F64)) || (from->is(TypeKind::F32) && to->is(TypeKind::F64));
  if (!sameText && !widens) return std::nullopt;
  return from->isInt() && to->is(TypeKind::F64) ? 3 : 1;
}

/// Of all arguments; null where one is left out.
static std::optional<int> distance(const BuiltinFunction &function, const std::vector<const Type *> &arguments) {
  int total = 0;
  for (size_t i = 0; i < function.parameters.size(); ++i) {
    std::optional<int> one = arguments[i] ? overloadDistance(arguments[i], function.parameters[i].type) : 0;
    if (!one) return std::nullopt;
    total += *one;
  }
  return total;
}

/// "(date) or (timestamp)".
static std::string signaturesText(const std::vector<BuiltinFunction> &overloads) {
  std::string result;
  for (const BuiltinFunction &function : overloads) {
    std::string parameters;
    for (const BuiltinParameter &parameter : function.parameters)
      parameters += (parameters.empty() ? "" : ", ") + text(parameter.type);
    result += (result.empty() ? "(" : " or (") + parameters + ")";
  }
  return result;
}

/// `m.contains("a")`: what stands first is of a kind of which is known what is meant.
bool Calls::isForOtherValues(const CallSite &call, const BuiltinFunction &function,
                             const std::vector<const Type *> &types) {
  const Type *asked = function.parameters[0].type;
  if (types.empty() || !types[0] || types[0]->plain() == asked || checker_.conversions().fits(types[0], asked))
    return false;
  const char *help = foreignCallHelp(function.name, types[0]);
  if (!help) return false;
  report(Code::TypeMismatch, call.span, "`" + function.name + "` does not take " + text(types[0]) + " first")
      .note("it takes " + signaturesText({function}))
      .help(help);
  return true;
}

/// The parameter that gets no argument, by its name where all of the functions call it so.
static Mismatch missingArgument(const CallSite &call, const std::vector<BuiltinFunction> &overloads, size_t index) {
  const std::string *name = &overloads[0].parameters[std::min(index, overloads[0].parameters.size() - 1)].name;
  bool isCommon = std::ranges::all_of(overloads, [&](const BuiltinFunction &each) {
    return index < each.parameters.size() && each.parameters[index].name == *name;
  });
  std::string what = isCommon     ? "needs the argument `" + *name + "`"
                     : index == 0 ? "needs an argument"
                                  : "needs one more argument";
  return {Code::MissingArgument, call.span, what, {}};
}

/// The overload that is nearest to the arguments of a call, while overloads are compared.
struct Calls::BuiltinChoice {
  BuiltinChoice(const CallSite &site, const std::vector<BuiltinFunction> &functions)
      : call(site), overloads(functions) {}

  const CallSite &call;
  const std::vector<BuiltinFunction> &overloads;
  const BuiltinFunction *best = nullptr;
  std::vector<Expr *> values; ///< its arguments; null where one is left out
  std::vector<uint32_t> order;
  int distance = 0;
  Mismatch problem;                           ///< where no overload takes so many arguments
  std::map<const Argument *, Expr *> checked; ///< each argument once, whatever the number of overloads
  std::vector<const Type *> types, given;     ///< of the last one; given: where the number of arguments is right
};

/// The arguments in the order of the parameters. False: reported, or (isComplete) the overload takes others.
bool Calls::checkBuiltinArguments(BuiltinChoice &choice, const BuiltinFunction &candidate,
                                  const std::vector<const Argument *> &matched, std::vector<Expr *> &values,
                                  bool &isComplete) {
  choice.types.clear();
  for (size_t i = 0; i < matched.size(); ++i) {
    if (!matched[i]) {
      bool isMissing = !candidate.parameters[i].defaultText.has_value();
      if (isMissing && isComplete) choice.problem = missingArgument(choice.call, choice.overloads, i);
      isComplete &= !isMissing;
      values.push_back(nullptr);
      choice.types.push_back(nullptr);
      continue;
    }
    Expr *&value = choice.checked[matched[i]];
    const Type *expected = choice.overloads.size() == 1 ? candidate.parameters[i].type : nullptr;
    if (!value) value = checkArgument(*matched[i], expected);
    if (value->type->is(TypeKind::Error)) return false;
    if (value->type->is(TypeKind::Unit)) {
      report(Code::TypeMismatch, value->span, "this gives no value to pass on");
      return false;
    }
    values.push_back(value);
    choice.types.push_back(value->type);
  }
  return true;
}

/// Keeps the overload when it is nearer than those before it. False after a report.
bool Calls::considerOverload(BuiltinChoice &choice, const BuiltinFunction &candidate) {
  constexpr int kFar = 100;
  std::vector<std::string_view> names;
  for (const BuiltinParameter &parameter : candidate.parameters) names.push_back(parameter.name);
  std::vector<const Argument *> matched;
  if (!matchArguments(choice.call, names, matched, choice.problem)) return true;
  std::vector<Expr *> values;
  bool isComplete = true;
  if (!checkBuiltinArguments(choice, candidate, matched, values, isComplete)) return false;
  if (!isComplete) return true;
  choice.given = choice.types;
  for (const Type *type : choice.types) // what a type parameter is good for here is known when it is a type
    if (type && holdsParameter(type)) return false;
  auto far = distance(candidate, choice.types);
  if (!far && choice.overloads.size() == 1) far = kFar; // coercing its arguments says what is wrong
  if (far == kFar && isForOtherValues(choice.call, candidate, choice.types)) return false;
  if (!far || (choice.best && *far >= choice.distance)) return true;
  choice.best = &candidate;
  choice.values = values;
  choice.order = evaluationOrder(choice.call, matched);
  choice.distance = *far;
  return true;
}

/// `min(a, b)` of any one type, which the library writes in Flow; null when there is none.
Expr *Calls::callForOneType(const BuiltinChoice &choice) {
  const std::vector<const Type *> &types = choice.types;
  bool isOfOne = !types.empty() && std::ranges::all_of(types, [&](const Type *type) { return type == types[0]; });
  const ast::FnDecl *decl = isOfOne ? checker_.library().libraryFunction("", choice.call.name->text) : nullptr;
  if (!decl) return nullptr;
  CallSite again = choice.call;
  for (Argument &argument : again.positional) // checked already
    for (const auto &[known, value] : choice.checked)
      if (known->span == argument.span) argument.piped = value;
  return checker_.instances().callUser(again, *decl);
}

/// "; first may also stand: List, Map": what else functions of that name take.
std::string Calls::otherTakers(const std::string &name) {
  std::vector<std::string> kinds;
  if (name == "len") kinds = {"List", "Map", "Set"};
  for (std::string_view kind : checker_.standard().kindsOf(name))
    if (kind.find('[') == std::string_view::npos && std::isupper(static_cast<unsigned char>(kind[0])))
      kinds.emplace_back(kind);
  if (findVerb(name)) kinds.emplace_back("Frame");
  std::string result;
  for (const std::string &kind : kinds) result += (result.empty() ? "; first may also stand: " : ", ") + kind;
  return result;
}

void Calls::reportNoOverload(const BuiltinChoice &choice) {
  const CallSite &call = choice.call;
  const std::string &name = call.name->text;
  if (!choice.given.empty()) {
    std::string listed;
    for (const Type *type : choice.given)
      listed += (listed.empty() ? "" : ", ") + (type ? text(type) : std::string("_"));
    auto builder = report(Code::TypeMismatch, call.span, "`" + name + "` does not take (" + listed + ")");
    builder.note("it takes " + signaturesText(choice.overloads) + otherTakers(name));
    if (const char *help = choice.given[0] ? foreignCallHelp(name, choice.given[0]) : nullptr) builder.help(help);
    return;
  }
  auto builder = reportMismatch(emitter_, name, choice.problem);
  const char *help = choice.problem.code == Code::UnknownArgument
                         ? foreignArgumentHelp(name, checker_.sources().text(choice.problem.where))
                         : nullptr;
  const Argument *first = call.positional.empty() ? nullptr : &call.positional[0];
  if (!help && first && first->syntax && (call.positional.size() > 2 || call.positional.size() == 1))
    help = foreignCallHelp(name, checkArgument(*first)->type);
  else if (!help && first && first->piped)
    help = foreignCallHelp(name, first->piped->type);
  if (!help && aggregates_ && name == "len") help = "the rows of a group are `count()`";
  if (help) builder.help(help);
}

/// What an argument is that is left out.
Expr *Calls::defaultOf(const BuiltinParameter &parameter, Span span) {
  const std::string &literal = *parameter.defaultText;
  if (literal.starts_with('"')) return constant(parameter.type, span, literal.substr(1, literal.size() - 2));
  if (parameter.type->isFloat()) return constant(parameter.type, span, std::stod(literal));
  return constant(parameter.type, span, static_cast<__int128>(std::stoll(literal)));
}

Expr *Calls::makeBuiltin(const BuiltinChoice &choice, const std::vector<Expr *> &arguments) {
  const BuiltinFunction &function = *choice.best;
  auto *node = program_.make<tree::Builtin>(function.result, choice.call.span);
  node->function = function.index;
  node->order = choice.order;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const Type *to = function.parameters[i].type;
    bool rounds = arguments[i]->type->isInt() && to->is(TypeKind::F64);
    Expr *value = rounds ? checker_.conversions().widen(arguments[i], to)
                         : coerce(arguments[i], to, arguments[i]->span,
                                  "the argument `" + function.parameters[i].name + "` of `" + function.name + "`");
    if (value->type->is(TypeKind::Error)) return value;
    node->arguments.push_back(value);
  }
  return isRefused(*node, function) ? error(node->span) : node;
}

/// Whether the library refuses an argument that is a literal: it would fail whenever the call is reached.
bool Calls::isRefused(const tree::Builtin &call, const BuiltinFunction &function) {
  AskLibrary ask = checker_.options().askLibrary;
  if (!ask || !function.mayFail || checker_.isOfLibrary(call.span) || checker_.failures().isCaught()) return false;
  std::vector<const ir::Constant *> known;
  for (const Expr *argument : call.arguments) {
    const auto *literal = tree::dynCast<tree::Constant>(argument);
    known.push_back(literal ? &literal->value : nullptr);
  }
  std::optional<Refusal> refusal = ask(function.index, known);
  if (!refusal) return false;
  report(Code::BadArgument, call.arguments[refusal->argument]->span, refusal->why);
  return true;
}

Expr *Calls::callBuiltin(const CallSite &call, const std::vector<BuiltinFunction> &overloads) {
  BuiltinChoice choice(call, overloads);
  for (const BuiltinFunction &candidate : overloads)
    if (!considerOverload(choice, candidate)) return error(call.span);
  if (!choice.best) {
    if (Expr *value = callForOneType(choice)) return value;
    reportNoOverload(choice);
    return error(call.span);
  }
  const BuiltinFunction &best = *choice.best;
  for (size_t i = 0; i < choice.values.size(); ++i)
    if (!choice.values[i]) choice.values[i] = defaultOf(best.parameters[i], call.span);
  if (!best.isPure) checker_.effects().happen();
  if (best.nondetUse && state_.function && !state_.function->nondetUse) {
    state_.function->nondetUse = best.nondetUse;
    state_.function->nondetSpan = call.span;
  }
  auto build = [&](std::vector<Expr *> &arguments) { return makeBuiltin(choice, arguments); };
  return checker_.rows().inRow() ? checker_.conversions().lifted(choice.values, call.span, build)
                                 : build(choice.values);
}

} // namespace flow::sema
