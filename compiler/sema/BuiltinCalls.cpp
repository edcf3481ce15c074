// Calls of the library's scalar functions: the overload that is nearest to the arguments.
#include "compiler/sema/Calls.h"
#include "compiler/sema/Conversions.h"
#include "compiler/sema/Effects.h"
#include "compiler/sema/ForeignNames.h"
#include "compiler/sema/Instances.h"
#include "compiler/sema/Library.h"
#include "compiler/sema/Rows.h"

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

/// How far the argument types are from the parameters: 0 equal, 1 by widening, none when they do not fit.
static std::optional<int> distance(const BuiltinFunction &function, const std::vector<const Type *> &arguments) {
  int total = 0;
  for (size_t i = 0; i < function.parameters.size(); ++i) {
    const Type *from = arguments[i], *to = function.parameters[i].type;
    if (!from || from == to) continue;
    if (to->isOptional()) to = to->plain();
    if (from->isOptional()) from = from->plain();
    if (from == to) continue;
    bool sameText = from->isStringLike() && to->isStringLike();
    bool widens = (from->isInt() && to->isInt() && from->isSignedInt() && to->bits() >= from->bits()) ||
                  (from->isUnsignedInt() && to->isSignedInt() && to->bits() > from->bits()) ||
                  (from->isInt() && to->is(TypeKind::F64)) || (from->is(TypeKind::F32) && to->is(TypeKind::F64));
    if (!sameText && !widens) return std::nullopt;
    total += from->isInt() && to->is(TypeKind::F64) ? 3 : 1;
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

Expr *Calls::callBuiltin(const CallSite &call, const std::vector<BuiltinFunction> &overloads) {
  std::vector<const Argument *> matched;
  const BuiltinFunction *best = nullptr;
  std::vector<Expr *> bestValues;
  std::vector<uint32_t> bestOrder;
  int bestDistance = 0;
  Mismatch problem;
  std::map<const Argument *, Expr *> checked; // each argument once, whatever the number of overloads
  std::vector<const Type *> types, given;     // given: where the number of arguments is right
  for (const BuiltinFunction &candidate : overloads) {
    std::vector<std::string_view> names;
    for (const BuiltinParameter &parameter : candidate.parameters) names.push_back(parameter.name);
    if (!matchArguments(call, names, matched, problem)) continue;
    std::vector<Expr *> values;
    types.clear();
    bool isComplete = true;
    for (size_t i = 0; i < matched.size(); ++i) {
      if (!matched[i]) {
        bool isMissing = !candidate.parameters[i].defaultText.has_value();
        if (isMissing && isComplete) problem = missingArgument(call, overloads, i);
        isComplete &= !isMissing;
        values.push_back(nullptr);
        types.push_back(nullptr);
        continue;
      }
      Expr *&value = checked[matched[i]];
      if (!value) value = checkArgument(*matched[i], overloads.size() == 1 ? candidate.parameters[i].type : nullptr);
      if (value->type->is(TypeKind::Error)) return value;
      if (value->type->is(TypeKind::Unit)) {
        report(Code::TypeMismatch, value->span, "this gives no value to pass on");
        return error(call.span);
      }
      values.push_back(value);
      types.push_back(value->type);
    }
    if (!isComplete) continue;
    given = types;
    for (const Type *type : types) // what a type parameter is good for here is known when it is a type
      if (type && holdsParameter(type)) return error(call.span);
    auto far = distance(candidate, types);
    if (!far && overloads.size() == 1) far = 100; // coerce below says what is wrong
    if (far == 100 && isForOtherValues(call, candidate, types)) return error(call.span);
    if (far && (!best || *far < bestDistance)) {
      best = &candidate;
      bestValues = values;
      bestOrder = evaluationOrder(call, matched);
      bestDistance = *far;
    }
  }
  // min(a, b) of any one type
  bool isOfOne = !types.empty() && std::ranges::all_of(types, [&](const Type *type) { return type == types[0]; });
  if (const ast::FnDecl *decl = best || !isOfOne ? nullptr : checker_.library().libraryFunction("", call.name->text)) {
    CallSite again = call;
    for (Argument &argument : again.positional) // checked already
      for (const auto &[known, value] : checked)
        if (known->span == argument.span) argument.piped = value;
    return checker_.instances().callUser(again, *decl);
  }
  if (!best) {
    if (!given.empty()) {
      std::string listed;
      for (const Type *type : given) listed += (listed.empty() ? "" : ", ") + (type ? text(type) : std::string("_"));
      auto builder = report(Code::TypeMismatch, call.span, "`" + call.name->text + "` does not take (" + listed + ")");
      builder.note("it takes " + signaturesText(overloads));
      if (const char *help = given[0] ? foreignCallHelp(call.name->text, given[0]) : nullptr) builder.help(help);
    } else {
      auto builder = reportMismatch(emitter_, call.name->text, problem);
      const char *help = problem.code == Code::UnknownArgument
                             ? foreignArgumentHelp(call.name->text, checker_.sources().text(problem.where))
                             : nullptr;
      const Argument *first = call.positional.empty() ? nullptr : &call.positional[0];
      if (!help && first && first->syntax && call.positional.size() > 2)
        help = foreignCallHelp(call.name->text, checkArgument(*first)->type);
      else if (!help && first && first->piped)
        help = foreignCallHelp(call.name->text, first->piped->type);
      if (!help && aggregates_ && call.name->text == "len") help = "the rows of a group are `count()`";
      if (help) builder.help(help);
    }
    return error(call.span);
  }
  for (size_t i = 0; i < bestValues.size(); ++i) {
    if (bestValues[i]) continue;
    const BuiltinParameter &parameter = best->parameters[i];
    const std::string &literal = *parameter.defaultText;
    if (literal.starts_with('"'))
      bestValues[i] = constant(parameter.type, call.span, literal.substr(1, literal.size() - 2));
    else if (parameter.type->isFloat())
      bestValues[i] = constant(parameter.type, call.span, std::stod(literal));
    else
      bestValues[i] = constant(parameter.type, call.span, static_cast<__int128>(std::stoll(literal)));
  }
  if (!best->isPure) checker_.effects().happen();
  if (best->nondetUse && state_.function && !state_.function->nondetUse) {
    state_.function->nondetUse = best->nondetUse;
    state_.function->nondetSpan = call.span;
  }
  auto build = [&](std::vector<Expr *> &arguments) -> Expr * {
    auto *node = program_.make<tree::Builtin>(best->result, call.span);
    node->function = best->index;
    node->order = bestOrder;
    for (size_t i = 0; i < arguments.size(); ++i) {
      const Type *to = best->parameters[i].type;
      bool rounds = arguments[i]->type->isInt() && to->is(TypeKind::F64);
      Expr *value = rounds ? checker_.conversions().widen(arguments[i], to)
                           : coerce(arguments[i], to, arguments[i]->span,
                                    "the argument `" + best->parameters[i].name + "` of `" + best->name + "`");
      if (value->type->is(TypeKind::Error)) return value;
      node->arguments.push_back(value);
    }
    return node;
  };
  return checker_.rows().inRow() ? checker_.conversions().lifted(bestValues, call.span, build) : build(bestValues);
}

} // namespace flow::sema
