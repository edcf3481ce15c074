// Names of values that mean nothing, or no value, and what to write instead.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Constants.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/remedies/ForeignNames.h"
#include "compiler/sema/remedies/Remedies.h"
#include "compiler/sema/values/Variants.h"
#include "compiler/sema/verbs/Verbs.h"

namespace flow::sema {

using diag::Code;

void Scopes::reportUnknownName(const ast::Name &name, Span span, const std::string &help, NameUse use) {
  if (state_.module->isReported(name.text)) return;
  if (name.text == "bag") { // `bag.read_text(path)`
    notBuilt(span, findLaterVerb(name.text));
    return;
  }
  if (reportOutOfReach(name, span, use)) return;
  if (auto type = state_.module->typeDecls.find(name.text); type != state_.module->typeDecls.end())
    return reportTypeAsValue(*type->second, name, span);
  if (reportNoValue(name, span) || checker_.isRepeated(Code::UnknownName, name.text, span)) return;
  auto builder = report(Code::UnknownName, span, "nothing here is called `" + name.text + "`");
  builder.label("not found");
  addNameRemedy(builder, name, span, help.empty());
  if (!help.empty()) builder.help(help);
}

/// A name that there is, but not here: a variable of the module in a function, or one that is declared below. True when
/// there is nothing more to say.
bool Scopes::reportOutOfReach(const ast::Name &name, Span span, NameUse use) {
  const ModuleNames &main = checker_.modules().main();
  auto later = state_.module->constants.find(name.text);
  bool isLater = later != state_.module->constants.end();
  if (isLater && later->second->let->span.contains(span.begin)) {
    checker_.constants().reportOfItself(*later->second);
    return true;
  }
  bool isDeclared = state_.module == &main && scopes_[0].contains(name.text);
  if (isOuterVariable(name.text)) {
    reportOuterVariable(name, span, use);
    return true;
  }
  if (isLater && later->second->home != state_.module) return true; // an import, reported where it is declared
  if (!isLater || state_.module != &main || isDeclared) return false;
  Span declared = later->second->let->pattern->span;
  if (state_.isParamDefault)
    report(Code::UnknownName, span, "`" + name.text + "` is not known where params are made, before the statements run")
        .also(declared, "declared here")
        .help("write its value here, or use it where the param is used");
  else
    report(Code::UnknownName, span, "`" + name.text + "` is used before it is declared")
        .also(declared, "declared here, below")
        .help("move the `let` up");
  return true;
}

/// `xs.push(1)`: whether the name is followed by the call of a function of the library that changes it.
bool Scopes::isChangedByCall(Span name) const {
  std::string_view behind = checker_.sources().text(name.file).substr(name.end);
  if (!behind.starts_with('.')) return false;
  std::string_view function = behind.substr(1, std::min(behind.find('('), behind.size()) - 1);
  return function != "print" && changingFunctionHelp(function);
}

void Scopes::reportOuterVariable(const ast::Name &name, Span span, NameUse use) {
  const ModuleNames &main = checker_.modules().main();
  auto outer = scopes_[0].find(name.text);
  auto later = state_.module->constants.find(name.text);
  bool isLater = later != state_.module->constants.end();
  bool isDeclared = state_.module == &main && outer != scopes_[0].end();
  if (isDeclared) outer->second.local->isUsed = true;
  if (state_.module != &main) return;                  // where it is declared, it was reported to be no constant
  if (!state_.module->syntax->leftOut.isEmpty) return; // it may be made of what has syntax errors
  bool isImported = isLater && later->second->home != &main;
  if (isImported || (isDeclared && outer->second.local->type->is(TypeKind::Error))) return; // its value was reported
  std::string type = isDeclared ? text(outer->second.local->type) : "..";
  bool isFrame = isDeclared && outer->second.local->type->isFrame();
  bool isChanged = use == NameUse::Changed || (!isFrame && isChangedByCall(span));
  report(Code::OuterVariable, span, "a function does not see the variable `" + name.text + "` of the module")
      .also(isDeclared ? outer->second.local->span : later->second->let->pattern->span, "declared here")
      .help(state_.isTest ? "declare it in the test, or make it a constant `let`"
            : isChanged   ? "make it a parameter that is changed, `inout " + name.text + ": " + type +
                              "`, and call the function with `&" + name.text + "`"
                        : "pass it as an argument");
}

void Scopes::reportTypeAsValue(const ast::Decl &decl, const ast::Name &name, Span span) {
  auto builder = report(Code::UnknownName, span, "`" + name.text + "` is a type, not a value");
  builder.label("a value is needed");
  const std::vector<ast::VariantDecl> *variants = variantsOf(decl);
  if (variants && !variants->empty()) {
    const ast::VariantDecl &first = variants->front();
    builder.help("a value is one of its variants: `" + name.text + "." + first.name.text +
                 (first.hasFields ? "(..)`" : "`"));
  } else {
    builder.help("a value of it is made by a call: `" + name.text + "(..)`");
  }
}

/// What a type that comes with the language is made by.
static std::string makerOf(std::string_view type) {
  if (type == "List") return "a list is `[1, 2]`, one that is empty `let xs: List[i64] = []`";
  if (type == "Map") return "a map is `[\"k\": 1]`, one that is empty `let m: Map[str, i64] = [:]`";
  if (type == "Set") return "a set is `Set([1, 2])`, one that is empty `let s: Set[i64] = Set([])`";
  if (type == "Frame") return "a frame is read, `read_csv(path)`, or made, `from_list([(a: 1, b: \"x\")])`";
  if (type == "decimal") return "a decimal is `dec\"12.50\"`; another number becomes one with `decimal[12, 2](x)`";
  return "";
}

/// `print(str)`, `let xs = List[i64]`, `print(math)`: a type or a module. True after a report.
bool Scopes::reportNoValue(const ast::Name &name, Span span) {
  std::string maker = makerOf(name.text);
  bool isConverted = types_.scalarNamed(name.text);
  if (isConverted || !maker.empty()) {
    report(Code::UnknownName, span, "`" + name.text + "` is a type, not a value")
        .label("a value is needed")
        .help(isConverted ? "a value becomes one by a call: `" + name.text + "(x)`, as a function `fn(x) => " +
                                name.text + "(x)`"
                          : maker);
    return true;
  }
  const ModuleNames *module = state_.module->find(state_.module->spaces, name.text);
  if (!module && !checker_.standard().space(name.text) && !checker_.lambdas().isNamespace(name.text)) return false;
  std::string member = "name";
  if (module)
    for (const auto &[known, decl] : module->functions)
      if (decl->isPublic) member = known;
  report(Code::UnknownName, span, "`" + name.text + "` is a module, not a value")
      .label("a value is needed")
      .help("what it declares is used with its name before it: `" + name.text + "." + member + "(..)`");
  return true;
}

/// Words of the language that stand alone.
static constexpr std::string_view kWordsAlone[] = {"true", "false", "none", "break", "continue", "return"};

/// What may be meant: a column, a variant, a name of a module, a word of another language, a misspelt name.
void Scopes::addNameRemedy(diag::Emitter::Builder &builder, const ast::Name &name, Span span, bool mayBeForeign) {
  if (row_.row && row_.row->fieldIndex(name.text) >= 0) {
    std::string column = "." + writtenName(name.text);
    builder.fix(span, column, "a column is written with a dot: " + shownCode(column));
    return;
  }
  if (std::string variant = checker_.variants().variantRemedy(name.text); !variant.empty()) {
    builder.help(variant);
    return;
  }
  if (std::string elsewhere = checker_.modules().remedyInSpaces(name.text, false); !elsewhere.empty()) {
    builder.help(elsewhere);
    return;
  }
  if (name.quoted && addQuotedRemedy(builder, name, span)) return;
  if (const char *foreign = mayBeForeign ? foreignNameHelp(name.text) : nullptr) {
    builder.help(foreign);
    return;
  }
  std::vector<std::string_view> candidates;
  for (const Scope &scope : scopes_)
    for (const auto &[known, symbol] : scope) candidates.push_back(known);
  candidates.insert(candidates.end(), state_.module->broken.begin(), state_.module->broken.end());
  for (const auto &[known, decl] : state_.module->functions) candidates.push_back(known);
  for (std::string_view known : checker_.functions().names()) candidates.push_back(known);
  for (std::string_view known : checker_.standard().names()) candidates.push_back(known);
  for (const auto &[known, owners] : state_.module->variants) candidates.push_back(known);
  candidates.insert(candidates.end(), std::begin(kWordsAlone), std::end(kWordsAlone));
  if (auto near = closestName(name.text, candidates))
    builder.fix(span, std::string(*near), "something with a similar name exists: `" + std::string(*near) + "`");
}

/// A name in backticks: a misspelt column, or a text as JavaScript writes it.
bool Scopes::addQuotedRemedy(diag::Emitter::Builder &builder, const ast::Name &name, Span span) {
  std::vector<std::string_view> columns;
  if (row_.row)
    for (const types::Field &field : row_.row->fields) columns.push_back(field.name);
  if (auto near = closestName(name.text, columns)) {
    std::string column = "." + writtenName(*near);
    builder.fix(span, column, "a column with a similar name exists: " + shownCode(column));
    return true;
  }
  if (name.text.find_first_of(" $") == std::string::npos) return false;
  builder.fix(span, "\"" + name.text + "\"",
              "a text stands in double quotes: `\"" + name.text + "\"`; in backticks stand names");
  return true;
}

} // namespace flow::sema
