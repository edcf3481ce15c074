// Function values: lambdas with what they capture, named functions, and calls of such values.
//
// A lambda has a type of its own, a closure: its value is the record of its captures, and a call of it is a direct
// call. A function that takes one is checked, and compiled, for that very closure. Only where a value could be one of
// several functions is it an object (see stored).
#include "compiler/sema/calls/Lambdas.h"

#include "compiler/sema/Effects.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/statements/Statements.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/values/Variants.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

// ---- captures

Local *Lambdas::visibleFrom(FunctionState &state, size_t scope, Local *local) {
  if (scope >= state.firstScope) return local;
  if (!state.enclosing) return nullptr;
  Local *outer = visibleFrom(*state.enclosing, scope, local);
  if (!outer || outer->constant) return outer;
  for (const Capture &capture : *state.captures)
    if (capture.outer == outer) return capture.inner;
  outer->isUsed = true;
  auto *source = program_.make<tree::LocalRef>(outer->type, outer->span);
  source->local = outer;
  Local *inner = program_.makeLocal(outer->name, outer->type, outer->span);
  inner->isUsed = inner->isCaptured = true;
  inner->depth = state.depth;
  state.captures->push_back({outer, 0, 0, source, inner});
  return inner;
}

/// A column of the row around the lambda.
Expr *Lambdas::captureColumn(FunctionState &state, uint32_t side, uint32_t index, Span span) {
  const Type *row = side ? state.enclosingRow.right : state.enclosingRow.row;
  const Capture *found = nullptr;
  for (const Capture &capture : *state.captures)
    if (!capture.outer && capture.side == side && capture.column == index) found = &capture;
  if (!found) {
    Local *inner = program_.makeLocal(row->fields[index].name, row->fields[index].type, span);
    inner->isUsed = inner->isCaptured = true;
    inner->depth = state.depth;
    found = &state.captures->emplace_back(
        Capture{nullptr, side, index, checker_.rows().columnRef(row, index, span, side), inner});
  }
  auto *ref = program_.make<tree::LocalRef>(found->inner->type, span);
  ref->local = found->inner;
  return ref;
}

// ---- lambdas

/// Their types are written, or those that the context asks for; false after a report.
bool Lambdas::declareLambdaParameters(const ast::LambdaExpr &lambda, const Type *expected, tree::Function &function) {
  size_t count = lambda.parameters.size();
  if (expected && expected->parts.size() != count + 1) {
    auto builder = report(Code::TypeMismatch, lambda.span,
                          "a function of " + counted(expected->parts.size() - 1, "parameter") +
                              " is expected here, but this one has " + std::to_string(count));
    if (!holdsError(expected)) builder.label("expected `" + text(expected) + "`");
    if (expected->parts.size() == 3 && count == 1) builder.help("write `fn(a, b) => ..`");
    if (expected->parts.size() == 2 && count == 2 && expected->parts[0]->is(TypeKind::Tuple))
      builder.help("a pair is taken apart in parentheses: `fn((a, b)) => ..`");
    else if (expected->parts.size() == 2 && count == 2)
      builder.help("write `fn(x) => ..`; the position comes with `xs.enumerate()`, what is sorted by is a key: "
                   "`xs.sorted_by(fn(x) => -x)`");
    return false;
  }
  for (size_t i = 0; i < count; ++i) {
    const ast::Parameter &parameter = lambda.parameters[i];
    if (parameter.isInout || parameter.defaultValue) {
      notBuilt(parameter.span, parameter.isInout ? "an `inout` parameter of a lambda" : "a default in a lambda");
      return false;
    }
    const Type *type = parameter.type ? checker_.typeNames().resolveType(*parameter.type)
                       : expected     ? expected->parts[i]
                                      : types_.error();
    if (holdsError(type)) {
      if (!parameter.type) reportUnknownParameter(parameter);
      return false;
    }
    bool isUnnamed = parameter.pattern || (parameter.name.text == "_" && !parameter.name.quoted);
    Local *local = isUnnamed ? program_.makeLocal("", type, parameter.span)
                             : checker_.scopes().declare(parameter.name, type, false);
    local->depth = state_.depth;
    local->isUsed = true;
    function.parameters.push_back(local);
  }
  return true;
}

void Lambdas::reportUnknownParameter(const ast::Parameter &parameter) {
  std::string written(checker_.sources().text(parameter.span));
  if (parameter.name.text.starts_with('#')) { // of a function that is named as a value
    report(Code::CannotInfer, parameter.span, "for which types `" + written + "` is meant here is not known")
        .help("say it with a lambda: `fn(x: TYPE) => " + written + "(x)`");
    return;
  }
  bool isInRow = state_.enclosingRow.row && state_.enclosing && !state_.enclosing->captures;
  report(Code::CannotInfer, parameter.span, "the type of `" + written + "` cannot be inferred here")
      .help(isInRow ? std::string("inside of a verb a column is written `.name`, without a function: `.price * 2`")
                    : "say it: `fn(" + written + ": TYPE) => ..`");
}

/// The body, behind what takes arguments apart: `fn((a, b)) => a + b`.
Expr *Lambdas::checkLambdaBody(const ast::LambdaExpr &lambda, const tree::Function &function, const Type *result) {
  auto *block = program_.make<tree::Block>(types_.unit(), lambda.body->span);
  size_t reported = emitter_.errorCount();
  for (size_t i = 0; i < lambda.parameters.size(); ++i) {
    if (!lambda.parameters[i].pattern) continue;
    auto *argument = program_.make<tree::LocalRef>(function.parameters[i]->type, lambda.parameters[i].span);
    argument->local = function.parameters[i];
    checker_.statements().bindPattern(*lambda.parameters[i].pattern, argument, false, block->statements, "parameter");
  }
  if (emitter_.errorCount() != reported) return error(lambda.span);
  Expr *body = checkFunctionBody(*lambda.body, result);
  if (block->statements.empty()) return body;
  block->value = body;
  block->type = body->type;
  return block;
}

Expr *Lambdas::checkLambda(const ast::LambdaExpr &lambda, const Type *expected) {
  tree::Function &function = program_.functions.emplace_back();
  function.span = lambda.span;
  function.name = "lambda";
  function.isOfLibrary = checker_.isOfLibrary(lambda.span);
  std::vector<Capture> captures;
  const Type *asked = expected && expected->plain()->isFunction() ? expected->plain() : nullptr;
  checkLambdaInside(lambda, asked, captures, function);
  if (function.body->type->is(TypeKind::Error) || function.result->is(TypeKind::Error)) return error(lambda.span);
  if (function.result->is(TypeKind::None)) {
    report(Code::CannotInfer, lambda.body->span, "the type of this `none` is not known")
        .help("say it: `fn(..) -> TYPE? { .. }`");
    return error(lambda.span);
  }
  if (state_.function) state_.function->lambdas.push_back(&function);
  return closureOf(function, captures);
}

/// Its parameters, its body and its result, as seen from inside.
void Lambdas::checkLambdaInside(const ast::LambdaExpr &lambda, const Type *asked, std::vector<Capture> &captures,
                                tree::Function &function) {
  Aside aside(checker_.surroundings());
  FunctionState &outer = aside.outer().function;
  state_.function = &function;
  state_.module = outer.module;
  state_.typeScope = outer.typeScope;
  state_.isTest = outer.isTest;
  state_.enclosing = &outer;
  state_.enclosingRow = aside.outer().aggregates ? RowScope{} : aside.outer().row;
  state_.captures = &captures;
  state_.depth = outer.depth + 1;
  state_.firstScope = checker_.scopes().depth();
  checker_.scopes().pushScope();
  bool isDeclared = declareLambdaParameters(lambda, asked, function);
  const Type *result = lambda.result ? checker_.typeNames().resolveType(*lambda.result)
                       : asked       ? asked->result()
                                     : nullptr;
  if (result && !lambda.result && holdsError(result)) result = nullptr; // not known yet
  state_.result = result;
  Expr *body = isDeclared ? checkLambdaBody(lambda, function, result) : error(lambda.span);
  if (!result) result = state_.result ? state_.result : body->type;  // of a `return`, or of the body
  if (result->is(TypeKind::Never) && !asked) result = types_.unit(); // it always leaves
  if (!result->is(TypeKind::Unit) && body->type->is(TypeKind::Unit)) {
    report(Code::MissingReturn, lambda.span,
           "this function must give " + text(result) + ", but its body ends without a value");
    body = error(lambda.span);
  } else if (!result->is(TypeKind::Unit)) {
    body = coerce(body, result, lambda.body->span, "the result of this function");
  }
  checker_.scopes().popScope();
  function.result = result;
  function.body = body;
}

/// The value of a lambda: a record of what it takes along, whose type is that lambda's alone.
Expr *Lambdas::closureOf(tree::Function &function, const std::vector<Capture> &captures) {
  std::vector<const Type *> parts;
  for (const Local *parameter : function.parameters) parts.push_back(parameter->type);
  parts.push_back(function.result);
  std::vector<types::Field> fields;
  for (const Capture &capture : captures) {
    function.parameters.push_back(capture.inner);
    fields.push_back({capture.inner->name, capture.inner->type});
  }
  const Type *type = types_.closure(std::move(parts), std::move(fields), std::to_string(closures_.size()));
  closures_[type] = &function;
  auto *value = program_.make<tree::MakeRecord>(type, function.span);
  for (const Capture &capture : captures) value->fields.push_back(capture.source);
  return value;
}

Expr *Lambdas::checkFunctionBody(const ast::Expr &body, const Type *expected) {
  return check(body, expected && expected->is(TypeKind::Unit) ? nullptr : expected);
}

// ---- named functions as values

ArgumentRank Lambdas::rankOf(const ast::Expr &expr) {
  switch (expr.kind) {
  case ast::Kind::IntLiteral:
  case ast::Kind::FloatLiteral: return ArgumentRank::Literal;
  case ast::Kind::LambdaExpr: return ArgumentRank::Lambda;
  case ast::Kind::NameExpr: {
    const std::string &name = ast::as<ast::NameExpr>(expr).name.text;
    return checker_.scopes().lookup(name).local ? ArgumentRank::Typed : ArgumentRank::Lambda;
  }
  case ast::Kind::MemberExpr: {
    const auto &member = ast::as<ast::MemberExpr>(expr);
    if (checker_.variants().enumOf(*member.base)) return ArgumentRank::Lambda;
    const auto *base = ast::dynCast<const ast::NameExpr>(member.base);
    if (ModuleNames *space = base ? checker_.modules().spaceNamed(base->name.text) : nullptr)
      return space->constants.count(member.name.text) ? ArgumentRank::Typed : ArgumentRank::Lambda;
    return base && isNamespace(base->name.text) ? ArgumentRank::Lambda : ArgumentRank::Typed;
  }
  case ast::Kind::ParenExpr: return rankOf(*ast::as<ast::ParenExpr>(expr).inner);
  case ast::Kind::UnaryExpr: return rankOf(*ast::as<ast::UnaryExpr>(expr).operand);
  default: return ArgumentRank::Typed;
  }
}

ArgumentRank Lambdas::rankOf(const Argument &argument) {
  return argument.piped || !argument.syntax->value ? ArgumentRank::Typed : rankOf(*argument.syntax->value);
}

/// A function whose parameters are not those that are asked for.
bool Lambdas::reportOtherParameters(const ast::Expr &callee, const ast::FnDecl &decl, const std::string &name,
                                    const Type *asked) {
  const std::vector<const Type *> &parameters = checker_.instances().signatureOf(decl).parameters;
  for (size_t i = 0; i + 1 < asked->parts.size() && i < parameters.size(); ++i) {
    const Type *takes = parameters[i], *gets = asked->parts[i];
    if (!takes || holdsError(takes) || holdsError(gets) || holdsParameter(takes) || takes == gets) continue;
    if (checker_.conversions().fits(gets, takes)) continue;
    auto builder = report(Code::TypeMismatch, callee.span,
                          "`" + name + "` takes " + text(takes) + ", but here it gets " + text(gets));
    builder.label("a function for " + text(gets) + " is expected");
    bool isConvertible = asked->parts.size() == 2 && takes->isNumeric() && gets->isNumeric();
    if (isConvertible) builder.help("convert what it gets: `fn(x) => " + name + "(" + text(takes) + "(x))`");
    return true;
  }
  return false;
}

/// What is not asked for, or not known, as the function declares it; null when that does not say it either.
const Type *Lambdas::asDeclared(const ast::FnDecl &decl, const Type *asked) {
  const Signature &signature = checker_.instances().signatureOf(decl);
  bool isStated = std::ranges::all_of(signature.parameters, [](const Type *type) { return type != nullptr; });
  if (!isStated) return asked;
  if (!asked) return types_.function(signature.parameters, signature.result ? signature.result : types_.error());
  std::vector<const Type *> parts = asked->parts;
  for (size_t i = 0; i + 1 < parts.size() && i < signature.parameters.size(); ++i)
    if (holdsError(parts[i])) parts[i] = signature.parameters[i];
  return types_.function(std::move(parts));
}

Expr *Lambdas::functionValue(const ast::Expr &callee, const ast::FnDecl *decl, const Type *expected) {
  std::string name = ast::kindName(callee.kind);
  if (const auto *plain = ast::dynCast<const ast::NameExpr>(&callee)) name = plain->name.text;
  if (const auto *member = ast::dynCast<const ast::MemberExpr>(&callee)) name = member->name.text;
  auto isInout = [](const ast::Parameter &parameter) { return parameter.isInout; };
  if (decl && std::ranges::any_of(decl->parameters, isInout)) {
    report(Code::TypeMismatch, callee.span, "`" + name + "` changes what it is passed with `&`, so it is no value")
        .also(std::ranges::find_if(decl->parameters, isInout)->span, "`inout` here")
        .help("it can only be called");
    return error(callee.span);
  }
  const Type *asked = expected && expected->plain()->isFunction() ? expected->plain() : nullptr;
  if (decl && decl->typeParameters.empty()) asked = asDeclared(*decl, asked);
  if (!asked) {
    auto builder = report(Code::CannotInfer, callee.span, "for which types `" + name + "` is meant here is not known");
    if (!decl) builder.note("it is a function of the library; no variable of that name is declared here");
    builder.help("say it with a lambda: `fn(x: TYPE) => " + name + "(x)`");
    return error(callee.span);
  }
  if (decl && reportOtherParameters(callee, *decl, name, asked)) return error(callee.span);
  auto key = std::make_tuple(decl, decl ? std::string() : name, asked);
  if (auto found = namedClosures_.find(key); found != namedClosures_.end()) {
    if (state_.function) state_.function->lambdas.push_back(closures_.at(found->second));
    checker_.effects().call(*closures_.at(found->second));
    return program_.make<tree::MakeRecord>(found->second, callee.span);
  }
  // fn(x, y) => f(x, y)
  auto *lambda = made_.make<ast::LambdaExpr>(callee.span);
  auto *call = made_.make<ast::CallExpr>(callee.span);
  call->callee = const_cast<ast::Expr *>(&callee);
  for (size_t i = 0; i + 1 < asked->parts.size(); ++i) {
    ast::Name parameter{"#" + std::to_string(i), callee.span, false};
    lambda->parameters.emplace_back().name = parameter;
    lambda->parameters.back().span = callee.span;
    auto *argument = made_.make<ast::NameExpr>(callee.span);
    argument->name = parameter;
    call->arguments.emplace_back().value = argument;
  }
  lambda->body = call;
  lambda->arrowBody = true;
  Expr *value = checkLambda(*lambda, asked);
  if (value->type->isClosure() && value->type->fields.empty()) namedClosures_[key] = value->type;
  return value;
}

Expr *Lambdas::stored(Expr *value) {
  if (!value->type->isClosure()) return value;
  return coerce(value, storedType(value->type, types_), value->span, "this function");
}

/// The function of a closure as its objects call it. One that gives a closure gives an object then.
tree::Function *Lambdas::storedFunction(const Type *closure) {
  tree::Function *function = closures_.at(closure);
  if (!function->result->isClosure()) return function;
  if (auto found = storedFunctions_.find(closure); found != storedFunctions_.end()) return found->second;
  tree::Function &made = program_.functions.emplace_back();
  made.span = function->span;
  made.name = function->name;
  made.callees.push_back(function);
  auto *call = program_.make<tree::Call>(function->result, function->span);
  call->callee = function;
  for (const Local *parameter : function->parameters) {
    Local *own = program_.makeLocal(parameter->name, parameter->type, parameter->span);
    own->isUsed = true;
    made.parameters.push_back(own);
    auto *ref = program_.make<tree::LocalRef>(own->type, own->span);
    ref->local = own;
    call->arguments.push_back(ref);
  }
  tree::Function *outer = std::exchange(state_.function, &made);
  RowScope outerRow = std::exchange(row_, {});
  made.body = stored(call);
  made.result = made.body->type;
  row_ = outerRow;
  state_.function = outer;
  return storedFunctions_[closure] = &made;
}

// ---- calls of values

/// Whether there are as many arguments as the function takes, without names; false after a report.
bool Lambdas::requireArguments(const CallSite &call, const Type *type, const std::string &name) {
  size_t count = type->parts.size() - 1;
  if (!call.named.empty()) {
    report(Code::UnknownArgument, call.named[0].syntax->name.span,
           "`" + name + "` is a function value, so its arguments have no names")
        .label("has the type `" + text(type) + "`");
    return false;
  }
  if (call.positional.size() == count) return true;
  report(Code::WrongArgumentCount, call.span,
         "`" + name + "` takes " + counted(count, "argument") + ", but gets " + std::to_string(call.positional.size()))
      .label("has the type `" + text(type) + "`");
  return false;
}

/// The function that calls of the object give; which one it is shows at run time.
Expr *Lambdas::callStored(Expr *callee, std::vector<Expr *> arguments, Span span) {
  checker_.rows().usesHost(span, "a call of a function that is stored in a value");
  checker_.effects().happen(); // perhaps
  auto *node = program_.make<tree::CallValue>(callee->type->result(), span);
  node->callee = callee;
  node->arguments = std::move(arguments);
  return node;
}

/// The function of a closure takes what that captured as further arguments.
Expr *Lambdas::callClosure(Expr *callee, std::vector<Expr *> arguments, Span span) {
  const Type *type = callee->type;
  tree::Function *function = closures_.at(type);
  for (uint32_t i = 0; i < type->fields.size(); ++i) {
    auto *capture = program_.make<tree::FieldOf>(type->fields[i].type, callee->span);
    capture->base = callee;
    capture->index = i;
    arguments.push_back(capture);
  }
  if (state_.function) state_.function->callees.push_back(function);
  checker_.effects().call(*function);
  if (checker_.rows().inRow()) checker_.rows().noteCall(function, span);
  auto *node = program_.make<tree::Call>(function->result, span);
  node->callee = function;
  node->arguments = std::move(arguments);
  return node;
}

/// With the arguments in the types of the parameters; in a row over those that may be null.
Expr *Lambdas::callWith(Expr *callee, const std::vector<Expr *> &values, const std::string &name, Span span) {
  const std::vector<const Type *> &parts = callee->type->parts;
  std::vector<Expr *> toLift;
  std::vector<size_t> positions;
  for (size_t i = 0; i < values.size(); ++i) {
    if (parts[i]->isOptional()) continue;
    toLift.push_back(values[i]);
    positions.push_back(i);
  }
  auto build = [&](std::vector<Expr *> &plain) -> Expr * {
    std::vector<Expr *> arguments = values;
    for (size_t i = 0; i < positions.size(); ++i) arguments[positions[i]] = plain[i];
    for (size_t i = 0; i < arguments.size(); ++i) {
      arguments[i] = coerce(arguments[i], parts[i], arguments[i]->span,
                            "argument " + std::to_string(i + 1) + " of `" + name + "`");
      if (arguments[i]->type->is(TypeKind::Error)) return arguments[i];
    }
    return callee->type->isClosure() ? callClosure(callee, std::move(arguments), span)
                                     : callStored(callee, std::move(arguments), span);
  };
  return checker_.rows().inRow() ? checker_.conversions().lifted(toLift, span, build) : build(toLift);
}

Expr *Lambdas::callValue(const CallSite &call, Expr *callee, const std::string &name) {
  const Type *type = callee->type;
  if (!requireArguments(call, type, name)) return error(call.span);
  std::vector<Expr *> values;
  for (size_t i = 0; i < call.positional.size(); ++i) {
    values.push_back(checkArgument(call.positional[i], type->parts[i]));
    if (values[i]->type->is(TypeKind::Error)) return values[i];
  }
  auto made = [&](Expr *once) { return callWith(once, values, name, call.span); };
  bool isName = tree::dynCast<tree::LocalRef>(callee) != nullptr; // what is called is evaluated once
  return type->isClosure() && !isName ? checker_.conversions().withLocal(callee, made) : made(callee);
}

static bool isNamespaceName(std::string_view name) {
  static constexpr std::string_view kNamespaces[] = {"math", "random", "json", "fs", "time"};
  return std::ranges::find(kNamespaces, name) != std::end(kNamespaces);
}

bool Lambdas::isNamespace(std::string_view name) {
  return isNamespaceName(name) && !checker_.scopes().lookup(name).local;
}

std::string Lambdas::hiddenNamespaceRemedy(std::string_view base) {
  if (!isNamespaceName(base) || isNamespace(base)) return "";
  std::string name(base);
  return "`" + name + "` is a value of the program here, which hides the namespace: give it another name";
}

} // namespace flow::sema
