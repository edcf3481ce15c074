// A function checked for the types of its arguments: once for each of them.
#include "compiler/sema/Instances.h"

#include "compiler/base/Utf8.h"

#include "compiler/sema/Lambdas.h"
#include "compiler/sema/Modules.h"
#include "compiler/sema/Scopes.h"
#include "compiler/sema/TypeNames.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

/// "T = i64, U = str": what is different from call to call; empty when every call sees the same errors.
static std::string meaningsOf(const ast::FnDecl &decl, const std::vector<const Type *> &arguments,
                              const std::vector<const Type *> &typeArguments) {
  std::string meanings;
  auto add = [&](const std::string &name, const Type *type) {
    meanings += (meanings.empty() ? "`" : ", `") + name + "` is " + shortened(text(type), 80);
  };
  for (size_t i = 0; i < typeArguments.size(); ++i)
    if (!holdsParameter(typeArguments[i])) add(decl.typeParameters[i].name.text, typeArguments[i]);
  for (size_t i = 0; i < arguments.size(); ++i)
    if (arguments[i]->isFrame() || !decl.parameters[i].type) add(decl.parameters[i].name.text, arguments[i]);
  return meanings;
}

bool Instances::isCalled(const ast::FnDecl &decl) const {
  return std::ranges::any_of(instances_, [&](const auto &each) { return each.first.decl == &decl; });
}

void Instances::addCall(diag::Emitter::Builder &report) const {
  if (!instantiating_.empty() && !instantiating_.back().meanings.empty())
    report.also(instantiating_.back().callSpan, "in this call, where " + instantiating_.back().meanings);
}

/// A function that was checked for these types before, or null after a report.
tree::Function *Instances::knownInstance(const ast::FnDecl &decl, tree::Function &known, Span callSpan) {
  bool isOpen = std::ranges::any_of(instantiating_, [&](const OpenInstance &open) { return open.decl == &decl; });
  if (isOpen && known.isFrameFunction) {
    notBuilt(callSpan, "a function of frames that calls itself");
    return nullptr;
  }
  if (!known.result) {
    report(Code::CannotInfer, decl.name.span,
           "`" + decl.name.text + "` calls itself, so its result type must be written")
        .also(callSpan, "called here")
        .help("write `-> TYPE` after the parameters");
    known.result = types_.error();
  }
  return &known;
}

/// Adds the parts of the type, each as often as it stands there, until there are more than `most`.
void countParts(const Type *type, size_t most, size_t &count) {
  if (++count > most) return;
  for (const Type *part : type->parts)
    if (part) countParts(part, most, count);
  for (const Type *argument : type->arguments) countParts(argument, most, count);
  if (type->isRecursiveRecord()) return;
  for (const types::Field &field : type->fields)
    if (field.type) countParts(field.type, most, count);
}

tree::Function *Instances::instantiate(const ast::FnDecl &decl, const std::vector<const Type *> &arguments,
                                       const std::vector<const Type *> &typeArguments, Span callSpan) {
  InstanceKey key{&decl, arguments, typeArguments};
  if (auto found = instances_.find(key); found != instances_.end())
    return knownInstance(decl, *found->second, callSpan);
  if (endless_.count(&decl)) return nullptr;
  constexpr size_t kMaxDepth = 1000, kMaxOfOne = 50, kMaxParts = 2000;
  size_t parts = 0; // a type that doubles with each call must not be walked to its end
  for (const Type *type : typeArguments) countParts(type, kMaxParts, parts);
  for (const Type *type : arguments)
    if (type) countParts(type, kMaxParts, parts);
  auto ofThis = std::ranges::count_if(instantiating_, [&](const OpenInstance &open) { return open.decl == &decl; });
  if (static_cast<size_t>(ofThis) > kMaxOfOne || (ofThis > 0 && parts > kMaxParts)) {
    endless_.insert(&decl);
    emitter_.report(Code::EndlessTypes, callSpan, "`" + decl.name.text + "` calls itself with ever new types")
        .label(parts > kMaxParts ? "here with a type of more than " + std::to_string(kMaxParts) + " parts"
                                 : "here with " + meaningsOf(decl, arguments, typeArguments))
        .also(decl.name.span, "declared here")
        .help("each call is compiled for its types, so there must be an end to them");
    return nullptr;
  }
  if (instantiating_.size() > kMaxDepth) {
    report(Code::CannotInfer, callSpan, "functions call each other too deeply to infer their types");
    return nullptr;
  }
  tree::Function &function = program_.functions.emplace_back();
  function.span = decl.name.span;
  function.name = decl.name.text;
  function.decl = &decl;
  function.isOfLibrary = checker_.isOfLibrary(decl.name.span);
  instances_[key] = &function;
  instantiating_.push_back({&decl, callSpan, meaningsOf(decl, arguments, typeArguments), false});
  Aside aside(checker_.surroundings());
  TypeScope typeScope = checker_.typeNames().scopeOf(decl.typeParameters, typeArguments);
  state_.function = &function;
  state_.module = checker_.modules().homeOf(decl);
  state_.typeScope = &typeScope;
  state_.depth = aside.outer().function.depth + 1;
  state_.firstScope = checker_.scopes().depth();
  checker_.scopes().pushScope();
  checkInstance(decl, function, arguments);
  checker_.scopes().popScope();
  instantiating_.pop_back();
  return &function;
}

/// Of what a body gives: its last expression.
static Span valueSpan(const ast::Expr &body) {
  const auto *block = ast::dynCast<const ast::BlockExpr>(&body);
  const auto *last =
      block && !block->statements.empty() ? ast::dynCast<const ast::ExprStmt>(block->statements.back()) : nullptr;
  return last ? valueSpan(*last->expr) : body.span;
}

/// The body of a function whose parameters have these types.
void Instances::checkInstance(const ast::FnDecl &decl, tree::Function &function,
                              const std::vector<const Type *> &arguments) {
  function.result = decl.result      ? checker_.typeNames().resolveType(*decl.result)
                    : decl.arrowBody ? nullptr
                                     : types_.unit();
  state_.result = function.result;
  for (size_t i = 0; i < decl.parameters.size(); ++i) {
    Local *local = checker_.scopes().declare(decl.parameters[i].name, arguments[i], decl.parameters[i].isInout);
    local->isUsed = local->isParameter = true;
    function.parameters.push_back(local);
    function.isFrameFunction |= arguments[i]->isFrame();
  }
  bool anyRow = function.result && function.result->isFrame() && function.result->row()->name == "*";
  const Type *expected = anyRow ? nullptr : function.result;
  Expr *body = checker_.lambdas().checkFunctionBody(*decl.body, expected);
  const auto *block = decl.result || decl.arrowBody ? nullptr : tree::dynCast<tree::Block>(body);
  bool isLost = block && block->value && block->isPure && !body->type->is(TypeKind::Unit) &&
                !body->type->is(TypeKind::Never) && !body->type->is(TypeKind::Error);
  if (isLost) reportNoResult(body->type, block->value->span);
  if (instantiating_.back().givesNothing) {
    function.body = body;
    function.result = types_.error();
    return;
  }
  if (anyRow && body->type->isFrame()) function.result = body->type;
  if (!function.result) function.result = body->type;
  bool givesNothing = function.result->is(TypeKind::Unit) || function.result->is(TypeKind::Error);
  if (body->type->is(TypeKind::Error))
    function.result = decl.result && !anyRow ? function.result : types_.error();
  else if (!givesNothing && body->type->is(TypeKind::Unit)) {
    report(Code::MissingReturn, decl.name.span,
           "`" + decl.name.text + "` must give " + text(function.result) + ", but its body ends without a value")
        .help("end the body with an expression, or `return` one");
  } else if (!givesNothing) {
    body = coerce(body, function.result, valueSpan(*decl.body), "the result of `" + decl.name.text + "`");
  }
  function.isFrameFunction |= function.result->isFrame();
  function.body = body;
}

bool Instances::isOpenInstance(const ast::FnDecl &decl) const {
  constexpr auto kDirect = 2;
  return std::ranges::count_if(instantiating_, [&](const OpenInstance &open) { return open.decl == &decl; }) > kDirect;
}

} // namespace flow::sema
