// Functions and verbs that are not there, or not for such a value, and what to write instead.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/remedies/ForeignNames.h"
#include "compiler/sema/statements/Statements.h"
#include "compiler/sema/values/Variants.h"
#include "compiler/sema/verbs/Verbs.h"

#include <cctype>

namespace flow::sema {

using diag::Code;

/// A verb that no frame goes into.
void Calls::reportWithoutFrame(const CallSite &call, const ast::Name &verb) {
  report(Code::MissingArgument, call.span, "`" + verb.text + "` takes a frame, but none goes into it")
      .help("pipe one into it: `frame |> " + checker_.written(call.span, (verb.text + "(..)").c_str()) + "`");
}

/// An argument with a name that it cannot have. `isShort`: there are too few without a name, so it may be meant as one.
void Calls::reportUnknownArgument(const CallSite &call, const Argument &argument,
                                  std::initializer_list<const char *> named, bool isShort) {
  const std::string &function = call.name->text;
  const ast::Name &name = argument.syntax->name;
  auto builder = report(Code::UnknownArgument, name.span, "`" + function + "` has no argument `" + name.text + "`");
  std::vector<std::string_view> candidates(named.begin(), named.end());
  const char *ofFunction = foreignArgumentHelp(function, name.text);
  const char *ofVerb = findVerb(function) ? foreignArgumentOfVerb(name.text) : nullptr;
  bool isOfList = checker_.standard().hasMethod(function); // then the first is about lists
  if (const char *foreign = (isOfList && ofVerb) || !ofFunction ? ofVerb : ofFunction)
    builder.help(foreign);
  else if (auto near = closestName(name.text, candidates))
    builder.fix(name.span, std::string(*near), "did you mean `" + std::string(*near) + "`?");
  else if (isShort)
    builder.fix({name.span.file, name.span.begin, argument.span.begin}, "",
                "write it without a name: `" + checker_.written(argument.span) + "`");
  else if (named.size() == 1)
    builder.help("the only one with a name is `" + std::string(candidates[0]) + ":`");
}

/// `count_if(.a > 1)` in `agg`; null when it is none of another language.
Expr *Calls::foreignAggregate(const CallSite &call, const std::string &name) {
  bool isOfColumn = aggregates_ && call.positional.size() == 1 && !call.positional[0].piped;
  const char *help = isOfColumn ? foreignCallHelp(name, "group") : nullptr;
  if (!help) return nullptr;
  report(Code::UnknownFunction, call.name->span, "there is no aggregate `" + name + "`").help(help);
  return error(call.span);
}

/// `date.today()`; null when it is none of another language.
Expr *Calls::foreignInSpace(const CallSite &call, const ast::NameExpr &space, const ast::MemberExpr &member) {
  if (checker_.scopes().lookup(space.name.text).local) return nullptr;
  std::string whole = space.name.text + "." + member.name.text;
  const char *help = foreignFunctionHelp(whole);
  bool isOfType = types_.scalarNamed(space.name.text) && checker_.standard().hasMethod(member.name.text);
  isOfType |= types_.scalarNamed(space.name.text) && !checker_.functions().named(member.name.text).empty();
  if (!help && isOfType) { // str.upper("a")
    report(Code::UnknownFunction, member.span, "there is no function `" + whole + "`")
        .help("it is called without the type: `" + member.name.text + "(x)`, or `x." + member.name.text + "()`");
    return error(call.span);
  }
  if (!help) return nullptr;
  report(Code::UnknownFunction, member.span, "there is no function `" + whole + "`").help(help);
  return error(call.span);
}

/// A verb or a function of the library that there is, for another value than the one that is piped. True after a
/// report.
bool Calls::reportForOtherValues(const CallSite &call, const ast::Name &name) {
  const Expr *first = call.positional[0].piped;
  std::string given = text(first->type);
  bool isMethod = checker_.standard().hasMethod(name.text), isUnit = first->type->is(TypeKind::Unit);
  std::string_view written = checker_.sources().text(first->span);
  bool isOutcome =
      !isMethod || written.find("show(") != std::string_view::npos || written.find("write_") != std::string_view::npos;
  if (findVerb(name.text) && isUnit && isOutcome) {
    report(Code::TypeMismatch, first->span, "this gives no frame, so `" + name.text + "` has nothing to work on")
        .help("what shows or writes a frame stands last: give the frame a name with `let`, and use it twice");
    return true;
  }
  if (findVerb(name.text) && !isMethod) {
    auto builder = report(Code::TypeMismatch, first->span, "`" + name.text + "` takes a frame, but this is " + given);
    if (first->type->is(TypeKind::List) && first->type->element()->is(TypeKind::Record))
      builder.help("leave out `collect()`; a list of records becomes a frame by `from_list(..)`");
    return true;
  }
  if (!isMethod) return false;
  if (isUnit) {
    report(Code::TypeMismatch, call.positional[0].span,
           "this gives no value, so `" + name.text + "` has nothing to work on")
        .help("what changes a list gives nothing: write the calls one below the other");
    return true;
  }
  std::string takes;
  for (std::string_view kind : checker_.standard().kindsOf(name.text))
    takes += (takes.empty() ? "a " : " or a ") + std::string(kind) + (kind == given ? " of the library" : "");
  if (findVerb(name.text)) takes += " or a frame";
  auto builder = report(Code::TypeMismatch, call.span, "`" + name.text + "` does not take " + given + " first");
  builder.note("it takes " + takes);
  if (const char *help = foreignCallHelp(name.text, first->type)) builder.help(help);
  return true;
}

void Calls::reportUnknownFunction(const CallSite &call, const ast::Name &name) {
  if (state_.module->isReported(name.text)) return;
  bool isMethodCall = !call.positional.empty() && !call.positional[0].syntax;
  if (const Local *local = isMethodCall ? nullptr : checker_.scopes().lookup(name.text).local)
    return reportNotCallable(*local, name);
  bool isPiped = !call.positional.empty() && call.positional[0].piped;
  if (isPiped && reportForOtherValues(call, name)) return;
  if (const Verb *verb = findVerb(name.text); verb && verb->takesFrame && call.positional.empty())
    return reportWithoutFrame(call, name);
  if (checker_.isRepeated(Code::UnknownFunction, name.text, name.span)) return;
  auto builder = report(Code::UnknownFunction, name.span, "there is no function or verb `" + name.text + "`");
  builder.label("not found");
  std::string base(isMethodCall ? checker_.sources().text(call.positional[0].span) : "");
  if (std::string hidden = checker_.lambdas().hiddenNamespaceRemedy(base); !hidden.empty())
    builder.help(hidden);
  else
    addFunctionRemedy(builder, name, isMethodCall);
}

/// What may be meant: a variant, a function of a module, one of another language, a misspelt name.
void Calls::addFunctionRemedy(diag::Emitter::Builder &builder, const ast::Name &name, bool isMethodCall) {
  std::vector<std::string_view> candidates = verbNames();
  candidates.insert(candidates.end(), {"print", "eprint"});
  for (const auto &[known, decl] : state_.module->functions) candidates.push_back(known);
  for (std::string_view known : checker_.functions().names()) candidates.push_back(known);
  for (std::string_view known : checker_.standard().names()) candidates.push_back(known);
  for (const auto &[known, decl] : state_.module->typeDecls) candidates.push_back(known);
  for (const auto &[known, owners] : state_.module->variants) candidates.push_back(known);
  if (state_.captures && name.text == checker_.statements().boundName())
    builder.help("a lambda has no name inside of itself; what calls itself is a function: `fn " +
                 checker_.statements().boundName() + "(..)`");
  else if (std::string variant = checker_.variants().variantRemedy(name.text); !variant.empty())
    builder.help(variant);
  else if (std::string elsewhere = checker_.modules().remedyInSpaces(name.text, isMethodCall); !elsewhere.empty())
    builder.help(elsewhere);
  else if (const char *foreign = foreignFunctionHelp(name.text))
    builder.help(foreign);
  else if (size_t point = name.text.find('.'); point != std::string::npos && isLibraryName(name.text.substr(point + 1)))
    builder.help("it needs no `" + name.text.substr(0, point + 1) + "`: `" + name.text.substr(point + 1) + "(..)`");
  else if (auto near = closestName(name.text, candidates)) {
    std::string message = "one with a similar name exists: `" + std::string(*near) + "`";
    size_t edited = std::min(name.text.size(), size_t{name.span.length()}); // without `math.` of `math.sqroot`
    size_t before = name.text.size() - edited;
    if (near->starts_with(name.text.substr(0, before)))
      builder.fix(name.span, std::string(near->substr(before)), message);
    else
      builder.help(message);
  } else if (std::isupper(static_cast<unsigned char>(name.text[0])) && !isMethodCall)
    builder.help("a failure is declared by `error LoadError { " + name.text + "(reason: str) }`, a record by `type " +
                 name.text + " = { .. }`");
}

} // namespace flow::sema
