// Params with the values of the command line.
#include "compiler/sema/names/Params.h"

#include "compiler/base/EditDistance.h"
#include "compiler/sema/names/Constants.h"
#include "compiler/sema/names/KnownValues.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/values/LiteralText.h"
#include "compiler/sema/verbs/Rows.h"

#include <charconv>

namespace flow::sema {

using diag::Code;

static std::string flagName(std::string name) {
  for (char &c : name)
    if (c == '_') c = '-';
  return name;
}

static bool isBool(const ast::ParamDecl &decl) {
  const auto *optional = ast::dynCast<const ast::OptionalType>(decl.type);
  const auto *type = ast::dynCast<const ast::NamedType>(optional ? optional->inner : decl.type);
  return type && type->path.size() == 1 && type->path[0].text == "bool";
}

/// `--no-colour` would be both a param of its own and the param `colour` switched off.
void Params::reportNegation(const ast::ParamDecl &named, const ast::ParamDecl &negated) {
  report(Code::DuplicateName, named.name.span,
         "`--" + flagName(named.name.text) + "` already means that `" + negated.name.text + "` is false")
      .also(negated.name.span, "a param that is true or false has both flags")
      .help("give one of them another name");
}

void Params::bindParams() {
  std::map<std::string, std::vector<ParamArgument>> given;
  for (const ParamArgument &argument : checker_.options().params) given[flagName(argument.name)].push_back(argument);
  std::vector<std::string> names;
  std::map<std::string, const ast::ParamDecl *> flags;
  for (const ast::Item &item : checker_.modules().main().syntax->items) {
    const auto *decl = ast::dynCast<const ast::ParamDecl>(item.decl);
    if (!decl) continue;
    names.push_back(flagName(decl->name.text));
    flags[names.back()] = decl;
  }
  for (const auto &[flag, decl] : flags) {
    auto negation = flags.find("no-" + flag);
    if (negation != flags.end() && isBool(*decl)) reportNegation(*negation->second, *decl);
  }
  state_.isParamDefault = true;
  for (const ast::Item &item : checker_.modules().main().syntax->items)
    if (const auto *decl = ast::dynCast<const ast::ParamDecl>(item.decl)) bindParam(*decl, given);
  state_.isParamDefault = false;
  for (const auto &[name, arguments] : given) {
    auto builder = report(Code::UnknownParam, Span{}, "this program has no param `--" + name + "`");
    std::vector<std::string_view> candidates(names.begin(), names.end());
    if (auto near = closestName(name, candidates)) builder.help("did you mean `--" + std::string(*near) + "`?");
    static constexpr std::string_view kOfCompiler[] = {"threads", "memory", "no-cache", "diagnostics",
                                                       "serial",  "passes", "stats",    "morsel-rows"};
    if (std::ranges::find(kOfCompiler, name) != std::end(kOfCompiler))
      builder.help("flags of `flowc` stand before the file: `flowc run --" + name + " .. FILE`");
    builder.help("`flowc run FILE --help` lists the params of a program");
  }
}

void Params::bindParam(const ast::ParamDecl &decl, std::map<std::string, std::vector<ParamArgument>> &given) {
  const Type *type = decl.type ? checker_.typeNames().resolveType(*decl.type) : types_.error();
  const Type *plain = type->plain();
  bool isList = plain->is(TypeKind::List);
  const Type *value = isList ? plain->element() : plain;
  if (!value->is(TypeKind::Error) && !checker_.rows().columnType(value)) {
    notBuilt(decl.span, "a param of the type " + text(type));
    type = types_.error(); // one report, and none of its default and uses
  }
  Local *local = checker_.scopes().declare(decl.name, type, false);
  tree::Param &param = program_.params.emplace_back();
  param.decl = &decl;
  param.type = type;
  if (type->is(TypeKind::Error)) return;

  std::string flag = flagName(decl.name.text);
  auto found = given.find(flag);
  if (isList) {
    bindListParam(decl, *local, found == given.end() ? nullptr : &found->second);
    if (found != given.end()) given.erase(found);
    return;
  }
  auto negated = plain->is(TypeKind::Bool) ? given.find("no-" + flag) : given.end();
  if (found != given.end() || negated != given.end()) {
    bool isNegated = found == given.end();
    size_t times =
        (found == given.end() ? 0 : found->second.size()) + (negated == given.end() ? 0 : negated->second.size());
    if (times > 1)
      report(Code::BadParam, Span{}, "the param `--" + flag + "` is given " + std::to_string(times) + " times")
          .help("one that may be repeated has the type of a list: `param " + decl.name.text + ": List[" + text(plain) +
                "]`");
    const ParamArgument &argument = isNegated ? negated->second.back() : found->second.back();
    if (isNegated && argument.value)
      report(Code::BadParam, Span{}, "`--no-" + flag + "` takes no value, but `" + *argument.value + "` is given")
          .help("write `--no-" + flag + "`, or `--" + flag + "=false`");
    else if (plain->is(TypeKind::Bool) && !argument.value)
      param.value = static_cast<__int128>(!isNegated);
    else if (!argument.value)
      report(Code::BadParam, Span{}, "the param `--" + flag + "` needs a value");
    else if (auto value = parseParamText(decl, plain, *argument.value))
      param.value = *value;
    if (found != given.end()) given.erase(found);
    if (negated != given.end()) given.erase(negated);
    local->constant = param.value;
    return;
  }
  if (decl.defaultValue) {
    Expr *value = checkAs(*decl.defaultValue, type, "the default of this param");
    if (auto known = knownValue(*value))
      param.value = *known;
    else if (checker_.constants().isConstant(*decl.defaultValue, checker_.modules().main()))
      return computeDefault(decl, *local, value);
    else if (!value->type->is(TypeKind::Error))
      report(Code::NotConstant, decl.defaultValue->span, "the default of a param must be known while compiling");
  } else if (checker_.options().requireParams && !type->isOptional()) {
    report(Code::MissingParam, decl.name.span, "the param `--" + flag + "` is required")
        .label("has no default")
        .help("pass it: `flowc run FILE --" + flag + " VALUE`");
    local->type = types_.error(); // what needs it is not reported, too
  }
  bool isKnown = type->isOptional() || param.value.index() != 0;
  if (isKnown)
    local->constant = param.value;
  else if (!local->type->is(TypeKind::Error))
    local->definition = failureOfParam(decl, type);
}

/// `= 2 * 3`: made once in the main statements, and where a function uses it.
void Params::computeDefault(const ast::ParamDecl &decl, Local &local, Expr *value) {
  local.definition = value;
  tree::Stmt *let = program_.makeStmt(tree::StmtKind::Let, decl.span);
  let->local = &local;
  let->value = value;
  program_.main.push_back(let);
}

/// What a required param is where a program runs without its flags, as tests do: reading it fails.
Expr *Params::failureOfParam(const ast::ParamDecl &decl, const Type *type) {
  auto *leave = program_.make<tree::Leave>(types_.never(), decl.name.span);
  leave->leave = ast::LeaveKind::Fail;
  leave->message = "the param `--" + flagName(decl.name.text) + "` has no default, and no value is given here";
  auto *value = program_.make<tree::If>(type, decl.name.span);
  value->condition = constant(types_.boolean(), decl.name.span, static_cast<__int128>(1));
  value->thenExpr = leave;
  value->elseExpr = constant(type, decl.name.span, {});
  return value;
}

/// A list has a flag for each element. It is made once in the main statements, and where a function uses it.
void Params::bindListParam(const ast::ParamDecl &decl, Local &local, const std::vector<ParamArgument> *given) {
  const Type *list = local.type->plain(), *element = list->element();
  std::string flag = "--" + flagName(decl.name.text);
  if (!checker_.rows().columnType(element)) return; // reported
  Expr *value = nullptr;
  if (given) {
    auto *made = program_.make<tree::MakeList>(list, decl.span);
    for (const ParamArgument &argument : *given) {
      if (!argument.value)
        report(Code::BadParam, Span{}, "the param `" + flag + "` needs a value");
      else if (auto parsed = parseParamText(decl, element->plain(), *argument.value))
        made->elements.push_back(
            coerce(constant(element->plain(), decl.span, *parsed), element, decl.span, "this param"));
    }
    value = made;
  } else if (decl.defaultValue) {
    value = checkAs(*decl.defaultValue, local.type, "the default of this param");
    if (!value->type->is(TypeKind::Error) &&
        !checker_.constants().isConstant(*decl.defaultValue, checker_.modules().main())) {
      report(Code::NotConstant, decl.defaultValue->span, "the default of a param must be known while compiling");
      value = error(decl.span);
    }
  } else if (local.type->isOptional()) {
    value = constant(local.type, decl.span, std::monostate());
  } else if (checker_.options().requireParams) {
    report(Code::MissingParam, decl.name.span, "the param `" + flag + "` is required")
        .label("has no default")
        .help("pass it once for each element: `flowc run FILE " + flag + " VALUE " + flag + " VALUE`");
    value = error(decl.span);
  } else {
    value = program_.make<tree::MakeList>(list, decl.span);
  }
  value = coerce(value, local.type, decl.span, "this param");
  if (value->type->is(TypeKind::Error)) {
    local.type = types_.error(); // what needs it is not reported, too
    return;
  }
  computeDefault(decl, local, value);
}

std::optional<ir::Constant> Params::parseParamText(const ast::ParamDecl &decl, const Type *type,
                                                   const std::string &text) {
  auto bad = [&](const char *what) -> std::optional<ir::Constant> {
    report(Code::BadParam, Span{}, "the value `" + text + "` of `--" + flagName(decl.name.text) + "` is not " + what);
    return std::nullopt;
  };
  if (type->isStringLike()) return ir::Constant(text);
  std::string_view digits = text; // as the functions that read texts do: `+5`
  if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
  if (type->is(TypeKind::Bool)) {
    if (text == "true") return ir::Constant(__int128{1});
    if (text == "false") return ir::Constant(__int128{0});
    return bad("true or false");
  }
  if (type->isInt()) {
    int64_t value = 0;
    uint64_t most64 = 0; // more than an i64 holds
    const char *last = digits.data() + digits.size();
    if (type->is(TypeKind::U64)) {
      auto [end, code] = std::from_chars(digits.data(), last, most64);
      if (code == std::errc::result_out_of_range && end == last) return bad("in the range of u64");
      if (code != std::errc() || end != last) return bad("a whole number of 0 or more");
      return ir::Constant(static_cast<__int128>(most64));
    }
    auto [end, code] = std::from_chars(digits.data(), last, value);
    if (code == std::errc::result_out_of_range && end == last)
      return bad(("in the range of " + types::text(type)).c_str());
    if (code != std::errc() || end != last) return bad("a whole number");
    if (type->bits() < 64) {
      int64_t least = type->isSignedInt() ? -(int64_t{1} << (type->bits() - 1)) : 0;
      int64_t most = (int64_t{1} << (type->bits() - (type->isSignedInt() ? 1 : 0))) - 1;
      if (value < least || value > most) return bad(("in the range of " + types::text(type)).c_str());
    }
    return ir::Constant(static_cast<__int128>(value));
  }
  if (type->isFloat()) {
    double value = 0;
    auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (code != std::errc() || end != digits.data() + digits.size()) return bad("a number");
    return ir::Constant(value);
  }
  if (type->is(TypeKind::Date)) {
    std::optional<int64_t> days = dateOf(text);
    return days ? std::optional(ir::Constant(static_cast<__int128>(*days))) : bad("a day such as 2024-01-31");
  }
  if (type->is(TypeKind::Timestamp)) {
    std::optional<int64_t> micros = timestampOf(text);
    return micros ? std::optional(ir::Constant(static_cast<__int128>(*micros)))
                  : bad("a time such as 2024-01-31T10:00:00Z");
  }
  if (type->isDecimal()) {
    std::optional<DecimalText> decimal = decimalOf(text);
    if (!decimal || decimal->scale > type->scale || decimal->precision - decimal->scale > type->precision - type->scale)
      return bad(("a number that fits " + types::text(type)).c_str());
    __int128 value = decimal->value;
    for (unsigned i = decimal->scale; i < type->scale; ++i) value *= 10;
    return ir::Constant(value);
  }
  bool isSize = type->is(TypeKind::Size);
  bool isNegative = digits.starts_with('-');
  QuantityText quantity = quantityOf(isNegative ? digits.substr(1) : digits);
  auto value = static_cast<__int128>(quantity.value);
  if (quantity.problem.empty() && quantity.isSize == isSize) return ir::Constant(isNegative ? -value : value);
  return bad(isSize ? "a size such as 4GiB" : "a duration such as 1h30min");
}

} // namespace flow::sema
