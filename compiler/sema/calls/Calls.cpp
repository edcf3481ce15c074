// Calls: gathering arguments, pipes and methods, and finding out what is called.
#include "compiler/sema/calls/Calls.h"

#include "compiler/ast/Walk.h"
#include "compiler/base/EditDistance.h"
#include "compiler/sema/Effects.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/remedies/ForeignNames.h"
#include "compiler/sema/remedies/MissingPipes.h"
#include "compiler/sema/statements/Asserts.h"
#include "compiler/sema/statements/Statements.h"
#include "compiler/sema/types/Conversions.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/values/Decimals.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/Places.h"
#include "compiler/sema/values/Variants.h"
#include "compiler/sema/verbs/Rows.h"
#include "compiler/sema/verbs/Verbs.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;

const Argument *Calls::namedArgument(const CallSite &call, const char *name) const {
  for (const Argument &argument : call.named)
    if (argument.name() == name) return &argument;
  return nullptr;
}

bool Calls::requireArguments(const CallSite &call, size_t least, size_t most,
                             std::initializer_list<const char *> named) {
  const std::string &name = call.name->text;
  size_t given = call.positional.size();
  auto isKnown = [&](const Argument &argument) { return std::ranges::find(named, argument.name()) != named.end(); };
  auto unknown = std::ranges::find_if_not(call.named, isKnown);
  if (unknown != call.named.end() && given <= most) {
    reportUnknownArgument(call, *unknown, named, given < least);
    return false;
  }
  if (given < least || given > most) {
    const Expr *first = call.positional.empty() ? nullptr : call.positional[0].piped;
    bool hasFrame = first && (first->type->isFrame() || first->type->is(TypeKind::Grouped));
    size_t besides = hasReceiver(call) || hasFrame ? 1 : 0; // `take(3)` in a pipe has one argument, as people count
    std::string wanted = counted(least - besides, "argument");
    if (most == kAnyNumber)
      wanted = "at least " + wanted;
    else if (least != most)
      wanted = least == besides ? "at most " + counted(most - besides, "argument")
                                : std::to_string(least - besides) + " to " + counted(most - besides, "argument");
    auto builder = report(Code::WrongArgumentCount, call.span,
                          "`" + name + "` takes " + wanted + (hasFrame ? " besides the frame" : "") + ", but gets " +
                              std::to_string(given - besides));
    if (name == "Set" && given == 0)
      builder.help("an empty set is `let s: Set[i64] = Set([])`");
    else if (name == "Set")
      builder.help("a set is made of a list: `Set([1, 2])`");
    else if (const char *help = first ? foreignCallHelp(name, first->type) : nullptr)
      builder.help(help);
    return false;
  }
  return true;
}

std::optional<std::string> Calls::option(const Argument &argument, std::initializer_list<const char *> variants) {
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
Expr *Calls::pipedAs(Expr *piped, const Type *expected) {
  auto literal = expected ? pipedLiterals_.find(piped) : pipedLiterals_.end();
  return literal == pipedLiterals_.end() ? piped : check(*literal->second, expected);
}

/// The call that a piped value enters: of `f(a).g().h` it is `f(a)`, whose result the rest is about. Null: none.
static const ast::CallExpr *pipeTarget(const ast::Expr &right) {
  if (const auto *member = ast::dynCast<const ast::MemberExpr>(&right)) return pipeTarget(*member->base);
  if (const auto *index = ast::dynCast<const ast::IndexExpr>(&right)) return pipeTarget(*index->base);
  const auto *call = ast::dynCast<const ast::CallExpr>(&right);
  if (!call) return nullptr;
  const ast::CallExpr *inner = call->callee ? pipeTarget(*call->callee) : nullptr;
  return inner ? inner : call;
}

Expr *Calls::checkPlaceholder(const ast::Expr &expr, const Type *expected) {
  if (placeholder_) return pipedAs(placeholder_, expected);
  report(Code::BadPlaceholder, expr.span, "`_` stands for a piped value, but none arrives here")
      .label("only a whole argument of the call after `|>` can be `_`");
  return error(expr.span);
}

Expr *Calls::checkPipe(const ast::PipeExpr &pipe, const Type *expected) {
  Expr *left = check(*pipe.left);
  if (left->type->is(TypeKind::Error)) return left;
  if (isNumberLiteral(*pipe.left)) pipedLiterals_[left] = pipe.left;
  if (const auto *name = ast::dynCast<const ast::NameExpr>(pipe.right)) {
    CallSite site;
    site.span = pipe.right->span;
    site.expected = expected;
    site.positional.push_back({nullptr, left, pipe.left->span});
    return callNamed(site, name->name);
  }
  const ast::CallExpr *target = pipeTarget(*pipe.right);
  const auto *callee = ast::dynCast<const ast::MemberExpr>(pipe.right); // `x |> math.sqrt`
  const auto *space = callee ? ast::dynCast<const ast::NameExpr>(callee->base) : nullptr;
  if (!target && space &&
      (checker_.modules().spaceNamed(space->name.text) || checker_.lambdas().isNamespace(space->name.text))) {
    CallSite site;
    site.span = pipe.right->span;
    site.expected = expected;
    site.positional.push_back({nullptr, left, pipe.left->span});
    return callMember(site, *callee, false);
  }
  if (!target) {
    report(Code::BadPipe, pipe.right->span,
           "a value is piped into a call or the name of a function, but this is neither")
        .help("put the pipe in parentheses to go on with its result: `(x |> f()) + 1`");
    return error(pipe.span);
  }
  return checkPipedInto(*target, left, *pipe.right, expected);
}

Expr *Calls::checkPipedInto(const ast::CallExpr &target, Expr *value, const ast::Expr &expr, const Type *expected) {
  PipedValue outer = std::exchange(piped_, {&target, value});
  Expr *result = check(expr, expected);
  piped_ = outer;
  return result;
}

/// Whether `_` stands directly among the arguments.
static bool hasPlaceholder(const ast::CallExpr &call) {
  for (const ast::Argument &argument : call.arguments)
    if (argument.value && argument.value->kind == ast::Kind::PlaceholderExpr) return true;
  return false;
}

/// `abs(-_)`: a `_` that is only a part of an argument, or null. That of a pipe in an argument is its own.
static const ast::Expr *placeholderInside(const ast::CallExpr &call) {
  class Finder : public ast::Walker {
  public:
    const ast::Expr *found = nullptr;
    using ast::Walker::enter;
    bool enter(const ast::Expr &expr) override {
      if (expr.kind == ast::Kind::PlaceholderExpr) found = &expr;
      return expr.kind != ast::Kind::PipeExpr && expr.kind != ast::Kind::LambdaExpr;
    }
  };
  Finder finder;
  for (const ast::Argument &argument : call.arguments) finder.walk(argument.value);
  return finder.found;
}

Expr *Calls::checkCall(const ast::CallExpr &call, const Type *expected) {
  CallSite site;
  site.span = call.span;
  site.expected = expected;
  Expr *piped = piped_.target == &call ? std::exchange(piped_, {}).value : nullptr;
  bool isPlaced = piped && hasPlaceholder(call);
  if (piped && !isPlaced)
    if (const ast::Expr *inside = placeholderInside(call)) return checkPlaceholder(*inside, nullptr);
  if (piped && !isPlaced) site.positional.push_back({nullptr, piped, piped->span});
  for (const ast::Argument &argument : call.arguments) {
    Argument one{&argument, nullptr, argument.value ? argument.value->span : argument.name.span};
    (argument.name.empty() ? site.positional : site.named).push_back(one);
  }
  const ast::Expr *callee = call.callee;
  const auto *index = ast::dynCast<const ast::IndexExpr>(callee); // `f[T](..)`, unless it is an element: `fs[0](..)`
  const auto *base = index ? ast::dynCast<const ast::NameExpr>(index->base) : nullptr;
  bool givesTypes = index && (index->base->kind == ast::Kind::MemberExpr ||
                              (base && !checker_.scopes().lookup(base->name.text).local));
  if (givesTypes) {
    for (const ast::Expr *argument : index->indices) site.typeArguments.push_back(argument);
    callee = index->base;
  }
  Expr *outer = placeholder_;
  if (isPlaced) placeholder_ = piped;
  Expr *result = nullptr;
  if (const auto *name = ast::dynCast<const ast::NameExpr>(callee))
    result = callNamed(site, name->name);
  else if (const auto *member = ast::dynCast<const ast::MemberExpr>(callee))
    result = callMember(site, *member, piped != nullptr && !isPlaced);
  else
    result = callExpression(site, *callee);
  placeholder_ = outer;
  return result;
}

/// `x.f(a)` is `f(x, a)`, unless `f` is a field of x that holds a function, or x a namespace.
Expr *Calls::callMember(CallSite &site, const ast::MemberExpr &member, bool isPiped) {
  const auto *space = ast::dynCast<const ast::NameExpr>(member.base);
  if (ModuleNames *module = space ? checker_.modules().spaceNamed(space->name.text) : nullptr)
    return checker_.modules().callInSpace(site, *module, member.name);
  if (space && checker_.lambdas().isNamespace(space->name.text)) {
    std::string whole = space->name.text + "." + member.name.text;
    if (space->name.text == "json") return checker_.library().callJson(site, member.name);
    if (Expr *value = checker_.library().callLibrarySpace(site, space->name, member.name)) return value;
    return callNamed(site, checker_.makeName(std::move(whole), member.name.span));
  }
  if (const ast::Decl *decl = checker_.variants().enumOf(*member.base)) { // Shape.Circle(r: 2.0)
    site.name = &member.name;
    return checker_.variants().callVariant(site, checker_.variants().qualifiedVariant(*decl, member.name));
  }
  if (space && space->name.text == "op" && state_.module->isLibrary)
    return checker_.library().callOperation(site, member.name);
  bool isColumn = member.base->kind == ast::Kind::ColumnExpr;
  if (aggregates_ && isColumn && !isPiped && aggregateNamed(member.name.text)) { // `.km.sum()` in `agg`
    ast::Argument &column = madeArguments_.emplace_back();
    column.value = member.base;
    site.positional.insert(site.positional.begin(), Argument{&column, nullptr, member.base->span});
    return callNamed(site, member.name);
  }
  if (Expr *foreign = space ? foreignInSpace(site, *space, member) : nullptr) return foreign;
  Expr *base = check(*member.base);
  if (base->type->is(TypeKind::Error)) return base;
  if (isPiped) {
    report(Code::BadPipe, site.span,
           "a value is piped into a call of a function, but this is a method of another value")
        .help("say where it goes: `" + checker_.written(member.base->span) + "." + member.name.text + "(_)`");
    return error(site.span);
  }
  int field = base->type->is(TypeKind::Record) ? base->type->fieldIndex(member.name.text) : -1;
  if (field >= 0 && base->type->fields[static_cast<size_t>(field)].type->isFunction()) {
    auto *value = program_.make<tree::FieldOf>(base->type->fields[static_cast<size_t>(field)].type, member.span);
    value->base = base;
    value->index = static_cast<uint32_t>(field);
    return checker_.lambdas().callValue(site, value, member.name.text);
  }
  auto call = [&](std::vector<Expr *> &plain) {
    site.positional.insert(site.positional.begin(), Argument{nullptr, plain[0], member.base->span});
    return callNamed(site, member.name);
  };
  std::vector<Expr *> values{base};
  return member.optional ? checker_.conversions().lifted(values, site.span, call) : call(values);
}

/// `(fn(x) => x + 1)(2)`, `fs[0](2)`.
Expr *Calls::callExpression(const CallSite &site, const ast::Expr &callee) {
  Expr *value = check(callee);
  if (value->type->is(TypeKind::Error)) return value;
  if (value->type->isFunction()) return checker_.lambdas().callValue(site, value, "this function");
  report(Code::UnknownFunction, callee.span, "this is a value, not a function")
      .label("has the type `" + text(value->type) + "`");
  return error(site.span);
}

/// A name that is called, but holds a value, and nothing else of that name can be called.
void Calls::reportNotCallable(const Local &local, const ast::Name &name) {
  report(Code::UnknownFunction, name.span, "`" + name.text + "` is a value here, not a function")
      .label("has the type `" + text(local.type) + "`")
      .also(local.span, "declared here");
}

Expr *Calls::callNamed(CallSite &call, const ast::Name &name) {
  call.name = &name;
  if (Expr *value = callDeclared(call, name)) return value;
  if (Expr *value = callOfLanguage(call, name.text)) return value;
  if (Expr *value = callOnFrame(call, name.text)) return value;
  return callOfLibrary(call, name);
}

/// What the program itself declares, or null.
Expr *Calls::callDeclared(CallSite &call, const ast::Name &name) {
  Symbol symbol = checker_.scopes().lookup(name.text, /*isCalled=*/true);
  if (symbol.fn && !isForLibrary(call, *symbol.fn)) return checker_.instances().callUser(call, *symbol.fn);
  if (symbol.fn) return nullptr;
  if (symbol.local && symbol.local->type->is(TypeKind::Error)) {
    checker_.effects().happen(); // nobody knows
    return error(name.span);
  }
  if (symbol.local) {
    symbol.local->isUsed = true;
    auto *ref = program_.make<tree::LocalRef>(symbol.local->type, name.span);
    ref->local = symbol.local;
    return checker_.lambdas().callValue(call, ref, name.text);
  }
  if (auto variant = checker_.variants().findVariant(name, call.expected))
    return checker_.variants().callVariant(call, *variant);
  const ast::Decl *decl = state_.module->find(state_.module->typeDecls, name.text);
  return decl ? checker_.variants().callType(call, *decl) : nullptr;
}

/// What has rules of its own in the language: `print`, `Set([..])`, `range(a, b)`, `decimal[8, 2](x)`,
/// `parse_decimal[8, 2](s)`, `assert_fails(f)`; or null.
Expr *Calls::callOfLanguage(const CallSite &call, const std::string &name) {
  if (name == "decimal" && !call.typeArguments.empty()) {
    const Type *target = checker_.typeNames().decimalOfExprs(call.typeArguments, call.span);
    return target->is(TypeKind::Error) ? error(call.span) : callConversion(call, target);
  }
  if (name == "parse_decimal" && !call.typeArguments.empty()) return checker_.decimals().callParseDecimal(call);
  bool isPrint = name == "print" || name == "eprint";
  if (!isPrint && name != "Set" && name != "range" && name != "assert_fails") return nullptr;
  if (refuseTypeArguments(call)) return error(call.span);
  if (name == "assert_fails") return checker_.asserts().callAssertFails(call);
  return isPrint         ? checker_.statements().callPrint(call)
         : name == "Set" ? checker_.expressions().callSet(call)
                         : checker_.expressions().callRange(call);
}

/// Of a list or another value of many, as `xs.sum()` in `agg`: what is counted there is not the rows of the group.
bool Calls::isOfCollection(const CallSite &call) {
  if (call.positional.empty()) return false;
  const Argument &first = call.positional[0];
  const Type *type = first.piped ? first.piped->type : nullptr;
  const ast::Expr *syntax = first.syntax ? first.syntax->value : nullptr;
  if (const auto *name = syntax ? ast::dynCast<const ast::NameExpr>(syntax) : nullptr)
    if (const Local *local = checker_.scopes().lookup(name->name.text).local) type = local->type;
  return type && (type->is(TypeKind::List) || type->is(TypeKind::Map) || type->is(TypeKind::Set));
}

/// What a later version builds, and what does the same until then.
static Expr *reportLater(Checker &checker, Span span, const std::string &what, const char *help) {
  auto builder = checker.report(Code::NotBuilt, span, what + " is not built yet");
  builder.label("parses, but this version cannot compile it");
  if (help) builder.help(help);
  return checker.error(span);
}

/// A verb, or an aggregate of a group; null when it is neither, or not on a frame.
Expr *Calls::callOnFrame(CallSite &call, const std::string &name) {
  auto kind = aggregateNamed(name);
  const Verb *verb = findVerb(name);
  bool takesTypes = verb && name.starts_with("read_");
  takesTypes |= findLaterVerb(name) || isLaterFunction(name) || checker_.standard().hasFunction(name);
  if (!takesTypes && refuseTypeArguments(call)) return error(call.span);
  bool takesTwo = (name == "min" || name == "max") && call.positional.size() == 2;
  if (kind && aggregates_ && !takesTwo && !isOfCollection(call)) return checker_.rows().callAggregate(call, *kind);
  if (Expr *foreign = isLaterFunction(name) ? nullptr : foreignAggregate(call, name)) return foreign;
  if (aggregates_ && checker_.rows().reportNoAggregate(call)) return error(call.span);
  auto isFrame = [](const Expr *value) {
    return value && (value->type->isFrame() || value->type->is(TypeKind::Grouped));
  };
  bool onFrame = !call.positional.empty() && isFrame(call.positional[0].piped);
  const ast::Argument *written = call.positional.empty() ? nullptr : call.positional[0].syntax;
  if (written && written->value->kind == ast::Kind::LambdaExpr) { // map(f, xs)
    if (const char *help = foreignCallHelp(name, "function")) {
      report(Code::TypeMismatch, call.positional[0].span, "`" + name + "` does not take a function first").help(help);
      return error(call.span);
    }
  }
  bool isPlace = written && written->kind == ast::ArgumentKind::Inout; // `sort(&xs)` is of a list
  if (verb && !isPlace && !(call.positional.empty() && verb->takesFrame)) {
    if (written && !checker_.rows().inRow() && verb->takesFrame && MissingPipes::holdsColumn(*written->value)) {
      reportWithoutFrame(call, *call.name);
      return error(call.span);
    }
    if (!onFrame && verb->takesFrame) { // take(f, 3) and the like
      Expr *first = checkArgument(call.positional[0]);
      if (first->type->is(TypeKind::Error)) return first;
      onFrame = isFrame(first);
      call.positional[0].piped = first;
    }
    if (onFrame || !verb->takesFrame) return verb->check(checker_, call);
  }
  if (onFrame && !verb && !findLaterVerb(name))
    if (const char *help = foreignVerbHelp(name)) {
      report(Code::UnknownFunction, call.name->span, "frames have no verb `" + name + "`").help(help);
      return error(call.span);
    }
  const char *construct = findLaterVerb(name);
  if (!construct || !(checker_.functions().named(name).empty() || onFrame)) return nullptr;
  bool isOfColumns = onFrame || checker_.rows().inRow();
  return reportLater(checker_, call.span, construct, isOfColumns ? foreignVerbHelp(name) : foreignFunctionHelp(name));
}

static std::optional<ir::Op> wrappingOp(std::string_view name) {
  if (name == "wrapping_add") return ir::Op::AddWrapped;
  if (name == "wrapping_sub") return ir::Op::SubtractWrapped;
  if (name == "wrapping_mul") return ir::Op::MultiplyWrapped;
  return std::nullopt;
}

/// `abs(x)`, `min(a, b)` of integers of a type that no overload has, such as u8: the function of values of all types,
/// which keeps it; null for all other calls.
const ast::FnDecl *Calls::ofOtherIntegers(CallSite &call, const std::vector<BuiltinFunction> &overloads) {
  const ast::FnDecl *generic = overloads.empty() ? nullptr : checker_.library().libraryFunction("", call.name->text);
  if (!generic || call.positional.size() != generic->parameters.size()) return nullptr;
  bool isOther = false;
  for (Argument &argument : call.positional) {
    if (argument.syntax && argument.syntax->value && isNumberLiteral(*argument.syntax->value)) {
      argument.piped = nullptr; // it takes the type of the others
      continue;
    }
    if (!argument.piped) argument.piped = checkArgument(argument);
    const Type *type = argument.piped->type->plain();
    if (!type->isInt()) return nullptr;
    isOther |= std::ranges::none_of(
        overloads, [&](const BuiltinFunction &overload) { return overload.parameters[0].type == type; });
  }
  return isOther ? generic : nullptr;
}

/// A conversion, or a function of the library.
Expr *Calls::callOfLibrary(CallSite &call, const ast::Name &name) {
  const auto &overloads = checker_.functions().named(name.text);
  if (name.text == "is_null") return callIsNull(call);
  if (name.text == "cast") return callCast(call);
  if (auto op = wrappingOp(name.text)) return callWrapping(call, *op);
  // `i64(x)`; `date(2024, 1, 31)` and `months(3)` are ordinary functions.
  const Type *scalar = types_.scalarNamed(name.text);
  bool isOrdinary = !scalar || scalar->is(TypeKind::Unit) || scalar->is(TypeKind::Date) || scalar->is(TypeKind::Months);
  bool isOne = call.positional.size() == 1 && call.named.empty();
  bool isSizeOf = scalar && scalar->is(TypeKind::Size) && isOne && call.positional[0].piped; // xs.size()
  if (isSizeOf && !call.positional[0].piped->type->plain()->isNumeric()) {
    reportUnknownFunction(call, name);
    return error(call.span);
  }
  if (!isOrdinary && (isOne || overloads.empty())) return callConversion(call, scalar);
  Expr *receiver = call.positional.empty() ? nullptr : call.positional[0].piped;
  if (name.text == "push" && receiver && receiver->type->is(TypeKind::List)) return checker_.places().callPush(call);
  bool handled = false;
  if (Expr *list = checker_.expressions().callList(call, name.text, handled); handled) return list;
  if (Expr *value = checker_.library().callLibrary(call, name.text)) return value;
  if (refuseTypeArguments(call)) return error(call.span);
  bool isOfValues = call.positional.size() >= 2 && !overloads.empty(); // min(a, b) is no aggregate
  if (aggregateNamed(name.text) && checker_.rows().inRow() && !isOfValues)
    return checker_.rows().reportMisplaced(name.text, call.span);
  bool isElsewhere = isLaterFunction(name.text) && !checker_.modules().remedyInSpaces(name.text, false).empty();
  if (isLaterFunction(name.text) && !isElsewhere && !checker_.scopes().lookup(name.text).local) {
    if (aggregates_ && overloads.empty())
      return reportLater(checker_, call.span, "the aggregate `" + name.text + "`", foreignCallHelp(name.text, "group"));
    Expr *first = call.positional.empty() ? nullptr : checkArgument(call.positional[0]);
    if (first && first->type->is(TypeKind::Error)) return first;
    if (const char *help = first && first->type->isFrame() ? foreignVerbHelp(name.text) : nullptr) {
      report(Code::UnknownFunction, name.span, "frames have no verb `" + name.text + "`").help(help);
      return error(call.span);
    }
    bool ofList = first && first->type->is(TypeKind::List);
    if (const char *help = first ? foreignCallHelp(name.text, first->type) : nullptr)
      return reportLater(checker_, call.span, "`" + name.text + "` of " + text(first->type), help);
    if (overloads.empty() || ofList)
      return reportLater(checker_, call.span, "`" + name.text + (ofList ? "` of a list" : "`"),
                         checker_.rows().inRow() ? foreignVerbHelp(name.text) : nullptr);
    if (first) call.positional[0].piped = first;
  }
  if (Expr *value = checker_.decimals().callOnDecimals(call, name.text)) return value;
  if (const ast::FnDecl *generic = ofOtherIntegers(call, overloads))
    return checker_.instances().callUser(call, *generic);
  if (!overloads.empty()) return callBuiltin(call, overloads);
  if (const ast::FnDecl *decl = checker_.library().libraryFunction("", name.text))
    return checker_.instances().callUser(call, *decl);
  reportUnknownFunction(call, name);
  return error(call.span);
}

/// `len[i64](x)`: only generic functions and readers take types.
bool Calls::refuseTypeArguments(const CallSite &call) {
  if (call.typeArguments.empty()) return false;
  const std::string &name = call.name->text;
  if (name == "Map" || name == "List" || name == "Set") {
    report(Code::UnknownFunction, call.name->span, "`" + name + "` is a type, which is not called with its parts")
        .help(name == "Map"    ? "an empty map is `let m: Map[str, i64] = [:]`"
              : name == "List" ? "an empty list is `let xs: List[i64] = []`"
                               : "an empty set is `let s: Set[i64] = Set([])`");
    return true;
  }
  report(Code::WrongArgumentCount, call.typeArguments[0]->span, "`" + call.name->text + "` takes no type arguments");
  return true;
}

} // namespace flow::sema
