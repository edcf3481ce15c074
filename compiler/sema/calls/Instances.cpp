// A function checked for the types of its arguments: once for each of them.
#include "compiler/sema/calls/Instances.h"

#include "compiler/base/Utf8.h"
#include "compiler/sema/Effects.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/remedies/MissingPipes.h"
#include "compiler/sema/types/TypeNames.h"

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
  for (size_t i = 0; i < arguments.size(); ++i) {
    bool isOpen = arguments[i]->isFrame() || !decl.parameters[i].type;
    if (isOpen && !holdsError(arguments[i])) add(decl.parameters[i].name.text, arguments[i]);
  }
  return meanings;
}

bool Instances::isCalled(const ast::FnDecl &decl) const {
  auto first = instances_.lower_bound(InstanceKey{&decl, {}, {}});
  return first != instances_.end() && first->first.decl == &decl;
}

void Instances::addCall(diag::Emitter::Builder &report) const {
  if (current_ && !current_->meanings.empty())
    report.also(current_->callSpan, "in this call, where " + current_->meanings);
}

bool Instances::reportAtCall(Code code, Span span, const std::string &message) const {
  if (!current_ || current_->meanings.empty() || !checker_.isOfLibrary(span)) return false;
  const Instance *at = current_;
  while (at->caller && checker_.isOfLibrary(at->callSpan)) at = at->caller;
  LineColumn begin = checker_.sources().begin(span);
  std::string place = std::string(checker_.sources().name(span.file)) + ":" + std::to_string(begin.line);
  emitter_.report(code, at->callSpan, "`" + at->decl->name.text + "` is not made for this: " + message)
      .label("here " + at->meanings)
      .note("it is in the library, at " + place + ":" + std::to_string(begin.column));
  return true;
}

size_t Instances::countOpen(const ast::FnDecl &decl) const {
  size_t count = 0;
  for (const Instance *open = current_; open; open = open->caller) count += open->decl == &decl;
  return count;
}

/// A function that was checked for these types before, or null after a report.
tree::Function *Instances::knownInstance(const ast::FnDecl &decl, tree::Function &known, Span callSpan) {
  if (known.isFrameFunction && countOpen(decl) > 0) {
    report(Code::NotBuilt, callSpan, "a function of frames that calls itself is not built yet")
        .label("parses, but this version cannot compile it")
        .help("a loop does the same: `var f = frame`, then `for .. { f = f |> .. }`, whose columns stay the same");
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

/// The types that stand in it as it is written.
static void countWritten(const Type *type, size_t most, size_t &count) {
  if (++count > most) return;
  for (const Type *part : type->parts)
    if (part) countWritten(part, most, count);
  for (const Type *argument : type->arguments) countWritten(argument, most, count);
  if (type->isRecursiveRecord()) return;
  for (const types::Field &field : type->fields)
    if (field.type) countWritten(field.type, most, count);
}

/// The parts of one value, also those of the variants of enums that are no pointers.
static void countOfValue(const Type *type, size_t most, size_t &count) {
  if (++count > most) return;
  bool isWhole = type->isOptional() || type->is(TypeKind::Tuple) || type->is(TypeKind::Record);
  auto countPart = [&](const Type *part) {
    if (part && isWhole) countOfValue(part, most, count);
    if (part && !isWhole) countWritten(part, most, count);
  };
  std::ranges::for_each(type->parts, countPart);
  for (const Type *argument : type->arguments) countWritten(argument, most, count);
  if (type->isEnum() && !isRecursive(type))
    for (const types::Variant &variant : type->variants)
      for (const types::Field &field : variant.fields) countOfValue(field.type, most, count);
  if (!type->isRecursiveRecord()) std::ranges::for_each(type->fields, countPart, &types::Field::type);
}

bool hasTooManyParts(const Type *type) {
  size_t count = 0;
  countOfValue(type, kMostParts, count);
  return count > kMostParts;
}

bool Instances::reportEndless(const Instance &instance) {
  constexpr size_t kMaxOfOne = 50, kMaxParts = 2000;
  const ast::FnDecl &decl = *instance.decl;
  size_t ofThis = countOpen(decl);
  if (ofThis == 0) return false;
  size_t parts = 0; // a type that doubles with each call must not be walked to its end
  for (const Type *type : instance.typeArguments) countWritten(type, kMaxParts, parts);
  for (const Type *type : instance.arguments)
    if (type) countWritten(type, kMaxParts, parts);
  if (ofThis <= kMaxOfOne && parts <= kMaxParts) return false;
  endless_.insert(&decl);
  emitter_.report(Code::EndlessTypes, instance.callSpan, "`" + decl.name.text + "` calls itself with ever new types")
      .label(parts > kMaxParts ? "here with a type of more than " + std::to_string(kMaxParts) + " parts"
                               : "here with " + instance.meanings)
      .also(decl.name.span, "declared here")
      .help("each call is compiled for its types, so there must be an end to them");
  return true;
}

/// The result that the declaration states for these type arguments; null: it is inferred.
const Type *Instances::statedResult(const ast::FnDecl &decl, const std::vector<const Type *> &typeArguments) {
  if (!decl.result) return decl.arrowBody ? nullptr : types_.unit();
  Aside aside(checker_.surroundings());
  TypeScope typeScope = checker_.typeNames().scopeOf(decl.typeParameters, typeArguments);
  state_.module = checker_.modules().homeOf(decl);
  state_.typeScope = &typeScope;
  return checker_.typeNames().resolveType(*decl.result);
}

tree::Function *Instances::instantiate(const ast::FnDecl &decl, const std::vector<const Type *> &arguments,
                                       const std::vector<const Type *> &typeArguments, Span callSpan) {
  InstanceKey key{&decl, arguments, typeArguments};
  if (auto found = instances_.find(key); found != instances_.end())
    return knownInstance(decl, *found->second, callSpan);
  if (endless_.count(&decl)) return nullptr;
  Instance made{&decl, nullptr, arguments, typeArguments, callSpan, current_, {}};
  made.meanings = meaningsOf(decl, arguments, typeArguments);
  if (reportEndless(made)) return nullptr;
  constexpr size_t kMaxNesting = 1000;
  const Type *result = statedResult(decl, typeArguments);
  auto isFrame = [](const Type *type) { return type && type->isFrame(); };
  bool hasFrames = isFrame(result) || std::ranges::any_of(arguments, isFrame);
  // What states no result gives nothing, or is a mistake that its callers should know of.
  bool canWait = result && !hasFrames && (decl.result || nesting_ >= kMaxNesting);
  if (!canWait && nesting_ >= kMaxNesting) {
    report(Code::CannotInfer, callSpan, "functions call each other too deeply to infer their types")
        .help("state the result of `" + decl.name.text + "`, `-> TYPE`");
    return nullptr;
  }
  tree::Function &function = program_.functions.emplace_back();
  function.span = decl.name.span;
  function.name = decl.name.text;
  function.decl = &decl;
  function.isOfLibrary = checker_.isOfLibrary(decl.name.span);
  function.result = result;
  function.isFrameFunction = hasFrames;
  made.function = instances_[key] = &function;
  Instance &instance = made_.emplace_back(std::move(made));
  waiting_[&function] = &instance;
  if (canWait)
    called_.push_back(&instance);
  else
    checkInstance(instance);
  return &function;
}

void Instances::checkCalled() {
  std::vector<Instance *> open; // the next one last: what a body calls comes before what stands behind its own call
  while (!called_.empty() || !open.empty()) {
    open.insert(open.end(), called_.rbegin(), called_.rend());
    called_.clear();
    Instance *next = open.back();
    open.pop_back();
    if (!next->isBegun) checkInstance(*next);
  }
}

void Instances::checkNow(const tree::Function &function) {
  constexpr size_t kMaxNesting = 200; // of bodies that are checked because others ask for them
  auto waiting = waiting_.find(&function);
  if (waiting != waiting_.end() && nesting_ < kMaxNesting) checkInstance(*waiting->second);
}

void Instances::within(Instance *instance, const std::function<void()> &report) {
  Instance *outer = std::exchange(current_, instance);
  report();
  current_ = outer;
}

/// Checks the body of the function, which sees nothing of what is around its call.
void Instances::checkInstance(Instance &instance) {
  const ast::FnDecl &decl = *instance.decl;
  instance.isBegun = true;
  waiting_.erase(instance.function);
  Instance *outer = std::exchange(current_, &instance);
  ++nesting_;
  Aside aside(checker_.surroundings());
  TypeScope typeScope = checker_.typeNames().scopeOf(decl.typeParameters, instance.typeArguments);
  state_.function = instance.function;
  state_.module = checker_.modules().homeOf(decl);
  state_.typeScope = &typeScope;
  state_.result = instance.function->result;
  state_.depth = aside.outer().function.depth + 1;
  state_.firstScope = checker_.scopes().depth();
  checker_.scopes().pushScope();
  MissingPipes::Line line = checker_.missingPipes().leaveLine(); // of the statements around
  checkBody(instance);
  checker_.missingPipes().returnTo(line);
  checker_.effects().bodyIsChecked();
  checker_.scopes().popScope();
  --nesting_;
  current_ = outer;
}

/// Of what a body gives: its last expression.
static Span valueSpan(const ast::Expr &body) {
  const auto *block = ast::dynCast<const ast::BlockExpr>(&body);
  const auto *last =
      block && !block->statements.empty() ? ast::dynCast<const ast::ExprStmt>(block->statements.back()) : nullptr;
  return last ? valueSpan(*last->expr) : body.span;
}

/// The value at the end of a body that states no result is lost, unless it only comes with what happens there.
void Instances::requireNoValue(const tree::Block &body) {
  auto lost = [this, type = body.type, span = body.value->span] { reportNoResult(type, span); };
  Purity purity = checker_.effects().purity(body.effects);
  if (purity == Purity::Pure) lost();
  if (purity == Purity::Unknown) checker_.effects().askLater(body.effects, lost);
}

void Instances::checkBody(Instance &instance) {
  const ast::FnDecl &decl = *instance.decl;
  tree::Function &function = *instance.function;
  for (size_t i = 0; i < decl.parameters.size(); ++i) {
    const ast::Parameter &parameter = decl.parameters[i];
    Local *local = checker_.scopes().declare(parameter.name, instance.arguments[i], parameter.isInout);
    local->isUsed = local->isParameter = true;
    function.parameters.push_back(local);
  }
  bool anyRow = function.result && function.result->isFrame() && function.result->row()->name == "*";
  const Type *expected = anyRow ? nullptr : function.result;
  Expr *body = checker_.lambdas().checkFunctionBody(*decl.body, expected);
  const auto *block = decl.result || decl.arrowBody ? nullptr : tree::dynCast<tree::Block>(body);
  if (block && block->value && !isNothing(body->type)) requireNoValue(*block);
  if (instance.givesNothing) {
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

} // namespace flow::sema
