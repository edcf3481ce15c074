// Calls of functions: users', the library's, conversions, records, and aggregates.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/Checker.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

namespace {
/// Why arguments and parameters do not go together.
struct Mismatch {
  Code code = Code::WrongArgumentCount;
  Span where;
  std::string text;                     ///< what follows the name of the function; empty while all is well
  std::optional<std::string_view> near; ///< the parameter that was meant
};
} // namespace

/// Where the arguments of a call go: one per parameter, null where the default counts.
static bool matchArguments(const CallSite &call, const std::vector<std::string_view> &parameters,
                           std::vector<const Argument *> &out, Mismatch &problem) {
  out.assign(parameters.size(), nullptr);
  if (call.positional.size() > parameters.size()) {
    problem = {Code::WrongArgumentCount,
               call.span,
               "takes " + counted(parameters.size(), "argument") + ", but gets " +
                   std::to_string(call.positional.size()),
               {}};
    return false;
  }
  for (size_t i = 0; i < call.positional.size(); ++i) out[i] = &call.positional[i];
  for (const Argument &argument : call.named) {
    size_t at = 0;
    while (at < parameters.size() && parameters[at] != argument.name()) ++at;
    Span name = argument.syntax->name.span;
    if (at == parameters.size()) {
      problem = {Code::UnknownArgument, name, "has no parameter `" + argument.name() + "`",
                 closestName(argument.name(), parameters)};
      return false;
    }
    if (out[at]) {
      problem = {Code::WrongArgumentCount, name, "gets the argument `" + argument.name() + "` twice", {}};
      return false;
    }
    out[at] = &argument;
  }
  return true;
}

/// The report of a call that does not fit.
static diag::Emitter::Builder reportMismatch(Checker &checker, const std::string &name,
                                             const Mismatch &problem) {
  auto builder = checker.report(problem.code, problem.where, "`" + name + "` " + problem.text);
  if (problem.near)
    builder.fix(problem.where, std::string(*problem.near),
                "did you mean `" + std::string(*problem.near) + "`?");
  return builder;
}

Expr *Checker::callUser(const CallSite &call, const ast::FnDecl &decl) {
  if (!call.typeArguments.empty()) return notBuilt(call.span, "type arguments of a user's function");
  std::vector<std::string_view> names;
  for (const ast::Parameter &parameter : decl.parameters) names.push_back(parameter.name.text);
  std::vector<const Argument *> matched;
  Mismatch problem;
  if (!matchArguments(call, names, matched, problem)) {
    reportMismatch(*this, decl.name.text, problem).also(decl.name.span, "declared here");
    return error(call.span);
  }
  std::vector<Expr *> values;
  std::vector<const Type *> asked;
  for (size_t i = 0; i < matched.size(); ++i) {
    const ast::Parameter &parameter = decl.parameters[i];
    if (parameter.isInout) return notBuilt(parameter.span, "an `inout` parameter");
    const Type *type = parameter.type ? resolveType(*parameter.type) : nullptr;
    if (!matched[i] && !parameter.defaultValue) {
      report(Code::MissingArgument, call.span,
             "`" + decl.name.text + "` needs the argument `" + parameter.name.text + "`")
          .also(parameter.span, "this parameter has no default");
      return error(call.span);
    }
    Expr *value = matched[i] ? checkArgument(*matched[i], type) : check(*parameter.defaultValue, type);
    if (value->type->is(TypeKind::Error) || (type && type->is(TypeKind::Error))) return error(call.span);
    if (value->type->is(TypeKind::Unit) || value->type->is(TypeKind::None) ||
        value->type->is(TypeKind::Never)) {
      report(Code::TypeMismatch, value->span, "this gives no value to pass on");
      return error(call.span);
    }
    values.push_back(value);
    asked.push_back(type);
  }
  auto build = [&](std::vector<Expr *> &arguments) -> Expr * {
    std::vector<const Type *> parameterTypes;
    for (size_t i = 0; i < arguments.size(); ++i) {
      bool anyFrame = asked[i] && asked[i]->isFrame();
      if (anyFrame && !arguments[i]->type->isFrame()) {
        report(Code::TypeMismatch, arguments[i]->span,
               "the parameter `" + decl.parameters[i].name.text + "` takes a frame, but this is " +
                   text(arguments[i]->type));
        return error(call.span);
      }
      bool anyRow = anyFrame && asked[i]->row()->name == "*";
      if (asked[i] && !anyRow)
        arguments[i] = coerce(arguments[i], asked[i], arguments[i]->span,
                              "the argument `" + decl.parameters[i].name.text + "`");
      if (arguments[i]->type->is(TypeKind::Error)) return error(call.span);
      parameterTypes.push_back(arguments[i]->type);
    }
    tree::Function *function = instantiate(decl, parameterTypes, call.span);
    if (!function || function->result->is(TypeKind::Error)) return error(call.span);
    if (state_.function) state_.function->callees.push_back(function);
    if (inRow()) rowCalls_.push_back({function, call.span});
    auto *node = program_->make<tree::Call>(function->result, call.span);
    node->callee = function;
    node->arguments = arguments;
    return node;
  };
  // In a row, a parameter of a plain type is lifted over an optional argument.
  if (!inRow()) return build(values);
  std::vector<Expr *> toLift;
  std::vector<size_t> positions;
  for (size_t i = 0; i < values.size(); ++i) {
    if (asked[i] && asked[i]->isOptional()) continue;
    toLift.push_back(values[i]);
    positions.push_back(i);
  }
  return lifted(toLift, call.span, [&](std::vector<Expr *> &plain) {
    std::vector<Expr *> arguments = values;
    for (size_t i = 0; i < positions.size(); ++i) arguments[positions[i]] = plain[i];
    return build(arguments);
  });
}

tree::Function *Checker::instantiate(const ast::FnDecl &decl, const std::vector<const Type *> &arguments,
                                     Span callSpan) {
  auto key = std::make_pair(&decl, arguments);
  if (auto found = instances_.find(key); found != instances_.end()) {
    bool isOpen = std::ranges::any_of(instantiating_, [&](const auto &open) { return open.first == &decl; });
    if (isOpen && found->second->isFrameFunction) {
      notBuilt(callSpan, "a function of frames that calls itself");
      return nullptr;
    }
    if (!found->second->result) {
      report(Code::CannotInfer, decl.name.span,
             "`" + decl.name.text + "` calls itself, so its result type must be written")
          .also(callSpan, "called here")
          .help("write `-> TYPE` after the parameters");
      found->second->result = types_.error();
    }
    return found->second;
  }
  constexpr size_t kMaxDepth = 200;
  if (instantiating_.size() > kMaxDepth) {
    report(Code::CannotInfer, callSpan, "functions call each other too deeply to infer their types");
    return nullptr;
  }
  tree::Function &function = program_->functions.emplace_back();
  function.decl = &decl;
  function.name = decl.name.text;
  function.result = decl.result ? resolveType(*decl.result) : decl.arrowBody ? nullptr : types_.unit();
  instances_[key] = &function;
  instantiating_.push_back({&decl, callSpan});

  FunctionState outerState =
      std::exchange(state_, {&function, function.result, state_.depth + 1, 0, scopes_.size()});
  RowScope outerRow = std::exchange(row_, {});
  AggregateScope *outerAggregates = std::exchange(aggregates_, nullptr);
  Expr *outerPlaceholder = std::exchange(placeholder_, nullptr);
  pushScope();
  for (size_t i = 0; i < decl.parameters.size(); ++i) {
    Local *local = declare(decl.parameters[i].name, arguments[i], false);
    local->isUsed = true;
    function.parameters.push_back(local);
    function.isFrameFunction |= arguments[i]->isFrame();
  }
  bool anyRow = function.result && function.result->isFrame() && function.result->row()->name == "*";
  const Type *expected = anyRow ? nullptr : function.result;
  Expr *body = check(*decl.body, expected && expected->is(TypeKind::Unit) ? nullptr : expected);
  if (anyRow && body->type->isFrame()) function.result = body->type;
  if (!function.result) function.result = body->type;
  bool givesNothing = function.result->is(TypeKind::Unit);
  if (body->type->is(TypeKind::Error))
    function.result = decl.result && !anyRow ? function.result : types_.error();
  else if (!givesNothing && body->type->is(TypeKind::Unit)) {
    report(Code::MissingReturn, decl.name.span,
           "`" + decl.name.text + "` must give " + text(function.result) +
               ", but its body ends without a value")
        .help("end the body with an expression, or `return` one");
  } else if (!givesNothing) {
    body = coerce(body, function.result, decl.body->span, "the result of `" + decl.name.text + "`");
  }
  function.isFrameFunction |= function.result->isFrame();
  function.body = body;
  popScope();
  placeholder_ = outerPlaceholder;
  aggregates_ = outerAggregates;
  row_ = outerRow;
  state_ = outerState;
  instantiating_.pop_back();
  return &function;
}

Expr *Checker::builtin(const char *name, std::vector<Expr *> arguments, Span span) {
  static const ast::Name kNoName;
  ast::Name called{name, span, false};
  CallSite call;
  call.name = &called;
  call.span = span;
  for (Expr *argument : arguments) {
    if (argument->type->is(TypeKind::Error)) return argument;
    call.positional.push_back({nullptr, argument, argument->span});
  }
  const auto &overloads = library_.named(name);
  FLOW_CHECK(!overloads.empty(), "no built-in function ", name);
  return callBuiltin(call, overloads);
}

/// How far the argument types are from the parameters: 0 equal, 1 by widening, none when they do not fit.
static std::optional<int> distance(const BuiltinFunction &function,
                                   const std::vector<const Type *> &arguments) {
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
                  (from->isInt() && to->is(TypeKind::F64)) ||
                  (from->is(TypeKind::F32) && to->is(TypeKind::F64));
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

Expr *Checker::callBuiltin(const CallSite &call, const std::vector<BuiltinFunction> &overloads) {
  std::vector<const Argument *> matched;
  const BuiltinFunction *best = nullptr;
  std::vector<Expr *> bestValues;
  int bestDistance = 0;
  Mismatch problem;
  std::map<const Argument *, Expr *> checked; // each argument once, whatever the number of overloads
  std::vector<const Type *> types;
  for (const BuiltinFunction &candidate : overloads) {
    std::vector<std::string_view> names;
    for (const BuiltinParameter &parameter : candidate.parameters) names.push_back(parameter.name);
    if (!matchArguments(call, names, matched, problem)) continue;
    std::vector<Expr *> values;
    types.clear();
    bool isComplete = true;
    for (size_t i = 0; i < matched.size(); ++i) {
      if (!matched[i]) {
        isComplete &= candidate.parameters[i].defaultText.has_value();
        if (!isComplete)
          problem = {Code::MissingArgument,
                     call.span,
                     "needs the argument `" + candidate.parameters[i].name + "`",
                     {}};
        values.push_back(nullptr);
        types.push_back(nullptr);
        continue;
      }
      Expr *&value = checked[matched[i]];
      if (!value)
        value = checkArgument(*matched[i], overloads.size() == 1 ? candidate.parameters[i].type : nullptr);
      if (value->type->is(TypeKind::Error)) return value;
      values.push_back(value);
      types.push_back(value->type);
    }
    if (!isComplete) continue;
    auto far = distance(candidate, types);
    if (!far && overloads.size() == 1) far = 100; // coerce below says what is wrong
    if (far && (!best || *far < bestDistance)) {
      best = &candidate;
      bestValues = values;
      bestDistance = *far;
    }
  }
  if (!best) {
    if (problem.text.empty()) {
      std::string given;
      for (const Type *type : types)
        given += (given.empty() ? "" : ", ") + (type ? text(type) : std::string("_"));
      auto builder =
          report(Code::TypeMismatch, call.span, "`" + call.name->text + "` does not take (" + given + ")");
      builder.note("it takes " + signaturesText(overloads));
    } else {
      reportMismatch(*this, call.name->text, problem);
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
  auto build = [&](std::vector<Expr *> &arguments) -> Expr * {
    auto *node = program_->make<tree::Builtin>(best->result, call.span);
    node->function = best->index;
    for (size_t i = 0; i < arguments.size(); ++i) {
      const Type *to = best->parameters[i].type;
      bool rounds = arguments[i]->type->isInt() && to->is(TypeKind::F64);
      Expr *value = rounds
                        ? widen(arguments[i], to)
                        : coerce(arguments[i], to, arguments[i]->span,
                                 "the argument `" + best->parameters[i].name + "` of `" + best->name + "`");
      if (value->type->is(TypeKind::Error)) return value;
      node->arguments.push_back(value);
    }
    return node;
  };
  return inRow() ? lifted(bestValues, call.span, build) : build(bestValues);
}

Expr *Checker::callRecord(const CallSite &call, const Type *type) {
  auto *record = program_->make<tree::MakeRecord>(type, call.span);
  std::vector<std::string_view> names;
  for (const types::Field &field : type->fields) names.push_back(field.name);
  std::vector<const Argument *> matched;
  Mismatch problem;
  if (!matchArguments(call, names, matched, problem)) {
    reportMismatch(*this, type->name, problem);
    return error(call.span);
  }
  for (size_t i = 0; i < matched.size(); ++i) {
    const types::Field &field = type->fields[i];
    if (!matched[i] && field.type->isOptional()) {
      record->fields.push_back(constant(field.type, call.span, std::monostate()));
      continue;
    }
    if (!matched[i]) {
      report(Code::MissingArgument, call.span,
             "the field `" + field.name + "` of `" + type->name + "` is missing");
      return error(call.span);
    }
    Expr *value = coerce(checkArgument(*matched[i], field.type), field.type, matched[i]->span,
                         "the field `" + field.name + "`");
    if (value->type->is(TypeKind::Error)) return value;
    record->fields.push_back(value);
  }
  return record;
}

Expr *Checker::callList(const CallSite &call, const std::string &name, bool &handled) {
  if (call.positional.empty()) return nullptr;
  bool isLength = name == "len" && call.positional.size() == 1;
  if (!isLength) return nullptr;
  Expr *list = checkArgument(call.positional[0]);
  const_cast<Argument &>(call.positional[0]).piped = list; // checked once, whoever takes it
  if (!list->type->is(TypeKind::List)) return nullptr;
  handled = true;
  auto *node = program_->make<tree::ListOp>(types_.i64(), call.span);
  node->op = tree::ListOpKind::Length;
  node->operands = {list};
  return node;
}

} // namespace flow::sema
