// Calls: gathering arguments, pipes and methods, and finding out what is called.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/Checker.h"
#include "compiler/sema/ForeignNames.h"
#include "compiler/sema/Verbs.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

const Argument *Checker::namedArgument(const CallSite &call, const char *name) const {
  for (const Argument &argument : call.named)
    if (argument.name() == name) return &argument;
  return nullptr;
}

bool Checker::requireArguments(const CallSite &call, size_t least, size_t most,
                               std::initializer_list<const char *> named) {
  const std::string &name = call.name->text;
  size_t given = call.positional.size();
  if (given < least || given > most) {
    const Expr *first = call.positional.empty() ? nullptr : call.positional[0].piped;
    bool hasFrame = first && (first->type->isFrame() || first->type->is(TypeKind::Grouped));
    size_t besides = hasFrame ? 1 : 0; // `take(3)` in a pipe has one argument, as people count
    std::string wanted = counted(least - besides, "argument");
    if (most == kAnyNumber)
      wanted = "at least " + wanted;
    else if (least != most)
      wanted = std::to_string(least - besides) + " to " + counted(most - besides, "argument");
    report(Code::WrongArgumentCount, call.span,
           "`" + name + "` takes " + wanted + (hasFrame ? " besides the frame" : "") + ", but gets " +
               std::to_string(given - besides));
    return false;
  }
  for (const Argument &argument : call.named) {
    bool isKnown = false;
    for (const char *known : named) isKnown |= argument.name() == known;
    if (isKnown) continue;
    auto builder = report(Code::UnknownArgument, argument.syntax->name.span,
                          "`" + name + "` has no argument `" + argument.name() + "`");
    std::vector<std::string_view> candidates(named.begin(), named.end());
    if (auto near = closestName(argument.name(), candidates))
      builder.fix(argument.syntax->name.span, std::string(*near),
                  "did you mean `" + std::string(*near) + "`?");
    return false;
  }
  return true;
}

std::optional<std::string> Checker::option(const Argument &argument,
                                           std::initializer_list<const char *> variants) {
  std::string written;
  const ast::Expr &value = *argument.syntax->value;
  if (const auto *name = ast::dynCast<const ast::NameExpr>(&value)) written = name->name.text;
  if (const auto *leave = ast::dynCast<const ast::LeaveExpr>(&value);
      leave && !leave->value && leave->leave == ast::LeaveKind::Fail)
    written = "fail";
  if (value.kind == ast::Kind::NoneLiteral) written = "none";
  std::string list;
  for (const char *variant : variants) {
    if (written == variant) return written;
    list += (list.empty() ? "" : ", ") + std::string(variant);
  }
  if (const auto *text = ast::dynCast<const ast::StringLiteral>(&value); text && text->parts.size() == 1)
    written = text->parts[0].text;
  auto builder = report(Code::UnknownOption, value.span, "`" + argument.name() + ":` takes one of: " + list);
  std::vector<std::string_view> candidates(variants.begin(), variants.end());
  bool isQuoted = std::ranges::find(candidates, written) != candidates.end();
  auto near = isQuoted ? std::optional<std::string_view>(written) : closestName(written, candidates);
  if (near)
    builder.fix(value.span, std::string(*near),
                "write `" + std::string(*near) + (isQuoted ? "`, without quotes" : "`"));
  return std::nullopt;
}

/// A piped value; a number literal takes the type that is asked for, as an argument in parentheses does.
Expr *Checker::pipedAs(Expr *piped, const Type *expected) {
  auto literal = expected ? pipedLiterals_.find(piped) : pipedLiterals_.end();
  return literal == pipedLiterals_.end() ? piped : check(*literal->second, expected);
}

Expr *Checker::checkPipe(const ast::PipeExpr &pipe, const Type *expected) {
  Expr *left = check(*pipe.left);
  if (left->type->is(TypeKind::Error)) return left;
  if (isNumberLiteral(*pipe.left)) pipedLiterals_[left] = pipe.left;
  // `x |> f(a).g()`: the further methods apply to the result, so the pipe enters the innermost call.
  const ast::Expr *right = pipe.right;
  if (const auto *call = ast::dynCast<const ast::CallExpr>(right)) return checkCall(*call, left, expected);
  if (const auto *name = ast::dynCast<const ast::NameExpr>(right)) {
    CallSite site;
    site.span = pipe.right->span;
    site.expected = expected;
    site.positional.push_back({nullptr, left, pipe.left->span});
    return callNamed(site, name->name);
  }
  return notBuilt(pipe.right->span, "a pipe into this");
}

/// Whether `_` stands directly among the arguments.
static bool hasPlaceholder(const ast::CallExpr &call) {
  for (const ast::Argument &argument : call.arguments)
    if (argument.value && argument.value->kind == ast::Kind::PlaceholderExpr) return true;
  return false;
}

Expr *Checker::checkCall(const ast::CallExpr &call, Expr *piped, const Type *expected) {
  CallSite site;
  site.expected = expected;
  site.span = call.span;
  const ast::Expr *callee = call.callee;
  if (const auto *index = ast::dynCast<const ast::IndexExpr>(callee)) { // f[T](..)
    for (const ast::Expr *argument : index->indices) site.typeArguments.push_back(argument);
    callee = index->base;
  }
  const auto *name = ast::dynCast<const ast::NameExpr>(callee);
  const auto *member = ast::dynCast<const ast::MemberExpr>(callee);
  const ast::Name *called = name ? &name->name : member ? &member->name : nullptr;
  if (!called) return notBuilt(call.callee->span, "calling a value");
  const auto *owner = member ? ast::dynCast<const ast::NameExpr>(member->base) : nullptr;
  if (const ast::Decl *decl = owner ? enumNamed(owner->name.text) : nullptr) { // Shape.Circle(r: 2.0)
    for (const ast::Argument &argument : call.arguments) {
      Argument one{&argument, nullptr, argument.value ? argument.value->span : argument.name.span};
      (argument.name.empty() ? site.positional : site.named).push_back(one);
    }
    site.name = &member->name;
    return callVariant(site, qualifiedVariant(*decl, member->name));
  }
  if (member) {
    const auto *module = ast::dynCast<const ast::NameExpr>(member->base);
    bool isLibrary =
        module && !lookup(module->name.text).local &&
        (module->name.text == "math" || module->name.text == "random" || module->name.text == "json" ||
         module->name.text == "fs" || module->name.text == "time");
    if (isLibrary && module->name.text != "math")
      return notBuilt(call.span, "`" + module->name.text + "." + called->text + "`");
    if (isLibrary)
      called = &libraryNames_.emplace_back(ast::Name{"math." + called->text, called->span, false});
    if (!isLibrary) {
      // `x |> f(a).g()` pipes x into f; then g is a method of the result.
      Expr *base = piped && member->base->kind == ast::Kind::CallExpr
                       ? checkCall(ast::as<ast::CallExpr>(*member->base), piped)
                       : check(*member->base);
      if (base->type->is(TypeKind::Error)) return base;
      if (member->optional) return notBuilt(call.span, "a method call with `?.`");
      if (piped && member->base->kind != ast::Kind::CallExpr)
        return notBuilt(call.span, "a pipe into a method");
      piped = nullptr;
      site.positional.push_back({nullptr, base, member->base->span});
    }
  }
  bool placed = piped && hasPlaceholder(call);
  if (piped && !placed) site.positional.push_back({nullptr, piped, piped->span});
  Expr *outer = placeholder_;
  if (placed) placeholder_ = piped;
  for (const ast::Argument &argument : call.arguments) {
    Argument one{&argument, nullptr, argument.value ? argument.value->span : argument.name.span};
    (argument.name.empty() ? site.positional : site.named).push_back(one);
  }
  Expr *result = callNamed(site, *called);
  placeholder_ = outer;
  return result;
}

static std::optional<abi::AggregateKind> aggregateNamed(std::string_view name) {
  if (name == "median") return abi::AggregateKind::Quantile;
#define FLOW_AGGREGATE(Name, Text, TakesArgument)                                                            \
  if (name == Text) return abi::AggregateKind::Name;
#include "runtime/abi/Aggregates.def"
  return std::nullopt;
}

/// A name that is called, but holds a value; often it hides the function or verb that was meant.
Expr *Checker::reportNotCallable(const Local &local, const ast::Name &name) {
  if (local.type->is(TypeKind::Error)) return error(name.span);
  auto builder =
      report(Code::UnknownFunction, name.span, "`" + name.text + "` is a value here, not a function");
  builder.label("has the type `" + text(local.type) + "`").also(local.span, "declared here");
  if (findVerb(name.text) || !library_.named(name.text).empty())
    builder.help("it hides the library's `" + name.text + "`: give it another name");
  return error(name.span);
}

Expr *Checker::callNamed(CallSite &call, const ast::Name &name) {
  call.name = &name;
  Symbol symbol = lookup(name.text);
  if (symbol.fn) return callUser(call, *symbol.fn);
  if (symbol.local) return reportNotCallable(*symbol.local, name);
  if (Expr *made = callDeclared(call, name)) return made;
  if (name.text == "print" || name.text == "eprint") return callPrint(call);
  if (name.text == "Set") return callSet(call);
  if (name.text == "range") return callRange(call);
  if (name.text == "decimal" && !call.typeArguments.empty()) { // decimal[8, 2](x)
    const Type *target = decimalOfExprs(call.typeArguments, call.span);
    return target->is(TypeKind::Error) ? error(call.span) : callConversion(call, target);
  }

  bool onFrame =
      !call.positional.empty() && call.positional[0].piped && call.positional[0].piped->type->isFrame();
  bool onGroups = !call.positional.empty() && call.positional[0].piped &&
                  call.positional[0].piped->type->is(TypeKind::Grouped);
  auto kind = aggregateNamed(name.text);
  bool takesTwo = (name.text == "min" || name.text == "max") && call.positional.size() == 2;
  if (kind && aggregates_ && !takesTwo) return callAggregate(call, *kind);
  if (const Verb *verb = findVerb(name.text); verb && !(call.positional.empty() && verb->takesFrame)) {
    if (!onFrame && !onGroups && verb->takesFrame) { // take(f, 3) and the like
      Expr *first = checkArgument(call.positional[0]);
      if (first->type->is(TypeKind::Error)) return first;
      onFrame = first->type->isFrame() || first->type->is(TypeKind::Grouped);
      call.positional[0].piped = first;
    }
    if (onFrame || onGroups || !verb->takesFrame) return verb->check(*this, call);
  }
  const auto &overloads = library_.named(name.text);
  if (const char *construct = findLaterVerb(name.text); construct && (overloads.empty() || onFrame))
    return notBuilt(call.span, construct);
  if (name.text == "is_null") return callIsNull(call);
  if (name.text == "cast") return callCast(call);
  // `i64(x)`; `date(2024, 1, 31)` and `months(3)` are ordinary functions.
  const Type *scalar = types_.scalarNamed(name.text);
  bool isOrdinary =
      !scalar || scalar->is(TypeKind::Unit) || scalar->is(TypeKind::Date) || scalar->is(TypeKind::Months);
  bool isOne = call.positional.size() == 1 && call.named.empty();
  if (!isOrdinary && (isOne || overloads.empty())) return callConversion(call, scalar);
  Expr *receiver = call.positional.empty() ? nullptr : call.positional[0].piped;
  if (name.text == "push" && receiver && receiver->type->is(TypeKind::List)) return callPush(call);
  bool handled = false;
  if (Expr *list = callList(call, name.text, handled); handled) return list;
  bool isOfValues = call.positional.size() >= 2 && !overloads.empty(); // min(a, b) is no aggregate
  if (kind && inRow() && !isOfValues) {
    report(Code::MisplacedAggregate, call.span, "the aggregate `" + name.text + "` stands outside of `agg`")
        .label("there is one row here, not a group of rows")
        .help("compute it first: `|> agg(.. : " + name.text + "(..))`");
    return error(call.span);
  }
  if (isLaterFunction(name.text)) {
    Expr *first = call.positional.empty() ? nullptr : checkArgument(call.positional[0]);
    if (first && first->type->is(TypeKind::Error)) return first;
    bool ofList = first && first->type->is(TypeKind::List);
    if (overloads.empty() || ofList)
      return notBuilt(call.span, "`" + name.text + (ofList ? "` of a list" : "`"));
    call.positional[0].piped = first;
  }
  if (!overloads.empty()) return callBuiltin(call, overloads);
  reportUnknownFunction(call, name);
  return error(call.span);
}

void Checker::reportUnknownFunction(const CallSite &, const ast::Name &name) {
  std::vector<std::string_view> candidates = verbNames();
  for (const auto &[known, decl] : state_.module->functions) candidates.push_back(known);
  for (std::string_view known : library_.names()) candidates.push_back(known);
  auto builder = report(Code::UnknownFunction, name.span, "there is no function or verb `" + name.text + "`");
  builder.label("not found");
  if (const char *foreign = foreignFunctionHelp(name.text))
    builder.help(foreign);
  else if (auto near = closestName(name.text, candidates))
    builder.fix(name.span, std::string(*near),
                "one with a similar name exists: `" + std::string(*near) + "`");
}

} // namespace flow::sema
