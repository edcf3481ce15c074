// Declarations of the module: functions, named types and schemas, params with the values of the command line.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/Checker.h"
#include "compiler/sema/LiteralText.h"

#include <charconv>

namespace flow::sema {

using diag::Code;

static const ast::Name &nameOfType(const ast::Decl &decl) {
  const auto *schema = ast::dynCast<const ast::SchemaDecl>(&decl);
  return schema ? schema->name : ast::as<ast::TypeDecl>(decl).name;
}

void Checker::collectDeclarations() {
  for (const ast::Item &item : module_.items) {
    if (!item.decl) continue;
    const ast::Decl &decl = *item.decl;
    const ast::Name *name = nullptr;
    switch (decl.kind) {
    case ast::Kind::FnDecl: {
      const auto &fn = ast::as<ast::FnDecl>(decl);
      if (!fn.modifiers.empty() || !fn.annotations.empty() || !fn.typeParameters.empty()) {
        notBuilt(fn.name.span, fn.modifiers.empty() && fn.annotations.empty()
                                   ? "a function with type parameters"
                                   : "a function with modifiers or annotations");
        continue;
      }
      auto [at, isNew] = functions_.try_emplace(fn.name.text, &fn);
      if (!isNew)
        report(Code::DuplicateName, fn.name.span, "the function `" + fn.name.text + "` is declared twice")
            .also(at->second->name.span, "first declared here");
      continue;
    }
    case ast::Kind::SchemaDecl:
    case ast::Kind::TypeDecl: name = &nameOfType(decl); break;
    case ast::Kind::ParamDecl: continue;
    default:
      notBuilt(decl.span, std::string("a declaration of this kind (`") + ast::kindName(decl.kind) + "`)");
      continue;
    }
    auto [at, isNew] = typeDecls_.try_emplace(name->text, &decl);
    if (!isNew)
      report(Code::DuplicateName, name->span, "the type `" + name->text + "` is declared twice")
          .also(nameOfType(*at->second).span, "first declared here");
  }
}

void Checker::declareNamedTypes() {
  // Types may use each other in any order; resolveType looks further ones up in typeDecls_.
  for (const auto &[name, decl] : typeDecls_) {
    if (namedTypes_.count(name)) continue;
    namedTypes_[name] = types_.error(); // while it is being resolved: a type that contains itself
    std::vector<types::Field> fields;
    if (const auto *schema = ast::dynCast<const ast::SchemaDecl>(decl)) {
      for (const ast::FieldDecl &field : schema->fields)
        fields.push_back({field.name.text, resolveType(*field.type)});
      namedTypes_[name] = types_.record(std::move(fields), name);
    } else if (const auto *type = ast::dynCast<const ast::TypeDecl>(decl)) {
      const Type *resolved = resolveType(*type->type);
      namedTypes_[name] = resolved->is(TypeKind::Record) ? types_.record(resolved->fields, name) : resolved;
    }
  }
}

const Type *Checker::resolveType(const ast::Type &type) {
  if (const auto *optional = ast::dynCast<const ast::OptionalType>(&type))
    return types_.optional(resolveType(*optional->inner));
  if (const auto *tuple = ast::dynCast<const ast::TupleType>(&type)) {
    std::vector<const Type *> parts;
    for (const ast::Type *element : tuple->elements) parts.push_back(resolveType(*element));
    return parts.empty() ? types_.unit() : types_.tuple(std::move(parts));
  }
  if (const auto *record = ast::dynCast<const ast::RecordType>(&type)) {
    std::vector<types::Field> fields;
    for (const ast::FieldDecl &field : record->fields)
      fields.push_back({field.name.text, resolveType(*field.type)});
    return types_.record(std::move(fields));
  }
  const auto *named = ast::dynCast<const ast::NamedType>(&type);
  if (!named || named->path.size() != 1) {
    notBuilt(type.span, "this type");
    return types_.error();
  }
  const std::string &name = named->path[0].text;
  auto argument = [&](size_t i) {
    return i < named->arguments.size() ? resolveType(*named->arguments[i]) : types_.error();
  };
  auto number = [&](size_t i) -> unsigned {
    const auto *value =
        i < named->arguments.size() ? ast::dynCast<const ast::IntTypeArg>(named->arguments[i]) : nullptr;
    unsigned result = 99;
    if (value) std::from_chars(value->text.data(), value->text.data() + value->text.size(), result);
    return result;
  };
  if (name == "List" && named->arguments.size() == 1) return types_.list(argument(0));
  if (name == "Frame") {
    if (named->arguments.empty()) return types_.frame(types_.record({}, "*"));
    const Type *row = argument(0);
    if (row->is(TypeKind::Record)) return types_.frame(types_.record(row->fields));
  }
  if (name == "decimal") {
    unsigned precision = number(0), scale = number(1);
    if (named->arguments.size() == 2 && precision >= 1 && precision <= 38 && scale <= precision)
      return types_.decimal(precision, scale);
    report(Code::BadType, type.span,
           "a decimal has a precision of 1 to 38 digits and a scale of at most that")
        .help("such as `decimal[12, 2]`");
    return types_.error();
  }
  if (const Type *scalar = types_.scalarNamed(name); scalar && named->arguments.empty()) return scalar;
  if (auto found = namedTypes_.find(name); found != namedTypes_.end()) return found->second;
  if (typeDecls_.count(name)) {
    declareNamedTypes();
    return namedTypes_[name];
  }
  for (const char *later : {"Map", "Set", "Array", "Bag", "Stream", "Future", "Model", "Tensor"})
    if (name == later) {
      notBuilt(type.span, "the type `" + name + "`");
      return types_.error();
    }
  reportUnknownType(name, named->path[0].span);
  return types_.error();
}

/// The type that other languages know by this name, or empty.
static std::string_view typeElsewhere(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {"int", "i64"},      {"long", "i64"},        {"integer", "i64"},        {"float", "f64"},
      {"double", "f64"},   {"string", "str"},      {"String", "str"},         {"text", "str"},
      {"boolean", "bool"}, {"byte", "u8"},         {"datetime", "timestamp"}, {"list", "List"},
      {"Vec", "List"},     {"DataFrame", "Frame"}, {"LazyFrame", "Frame"}};
  for (auto [elsewhere, here] : kTypes)
    if (elsewhere == name) return here;
  return {};
}

void Checker::reportUnknownType(const std::string &name, Span span) {
  auto builder = report(Code::UnknownType, span, "there is no type `" + name + "`");
  builder.label("not found");
  std::vector<std::string_view> candidates{"bool", "i64",       "i32",      "f64",  "str",
                                           "date", "timestamp", "duration", "List", "Frame"};
  for (const auto &[known, decl] : typeDecls_) candidates.push_back(known);
  std::string_view known = typeElsewhere(name);
  if (known.empty()) known = closestName(name, candidates).value_or("");
  if (!known.empty()) builder.fix(span, std::string(known), "did you mean `" + std::string(known) + "`?");
}

const Type *Checker::resolveTypeExpr(const ast::Expr &expr) {
  if (const auto *type = ast::dynCast<const ast::TypeExpr>(&expr)) return resolveType(*type->type);
  if (const auto *name = ast::dynCast<const ast::NameExpr>(&expr)) {
    if (const Type *scalar = types_.scalarNamed(name->name.text)) return scalar;
    if (auto found = namedTypes_.find(name->name.text); found != namedTypes_.end()) return found->second;
    reportUnknownType(name->name.text, expr.span);
    return types_.error();
  }
  const auto *index = ast::dynCast<const ast::IndexExpr>(&expr);
  const auto *base = index ? ast::dynCast<const ast::NameExpr>(index->base) : nullptr;
  if (base && base->name.text == "decimal" && index->indices.size() == 2) {
    unsigned digits[2] = {99, 99};
    for (size_t i = 0; i < 2; ++i)
      if (const auto *value = ast::dynCast<const ast::IntLiteral>(index->indices[i]))
        std::from_chars(value->text.data(), value->text.data() + value->text.size(), digits[i]);
    if (digits[0] >= 1 && digits[0] <= 38 && digits[1] <= digits[0])
      return types_.decimal(digits[0], digits[1]);
  }
  if (base && base->name.text == "List" && index->indices.size() == 1)
    return types_.list(resolveTypeExpr(*index->indices[0]));
  report(Code::BadType, expr.span, "a type is expected here");
  return types_.error();
}

static std::string flagName(std::string name) {
  for (char &c : name)
    if (c == '_') c = '-';
  return name;
}

void Checker::bindParams() {
  std::map<std::string, std::vector<ParamArgument>> given;
  for (const ParamArgument &argument : options_.params) given[flagName(argument.name)].push_back(argument);
  std::vector<std::string> names;
  for (const ast::Item &item : module_.items) {
    const auto *decl = ast::dynCast<const ast::ParamDecl>(item.decl);
    if (!decl) continue;
    names.push_back(flagName(decl->name.text));
    bindParam(*decl, given);
  }
  for (const auto &[name, arguments] : given) {
    auto builder = report(Code::UnknownParam, Span{}, "this program has no param `--" + name + "`");
    std::vector<std::string_view> candidates(names.begin(), names.end());
    if (auto near = closestName(name, candidates))
      builder.help("did you mean `--" + std::string(*near) + "`?");
    builder.help("`flowc run FILE --help` lists the params of a program");
  }
}

void Checker::bindParam(const ast::ParamDecl &decl,
                        std::map<std::string, std::vector<ParamArgument>> &given) {
  const Type *type = decl.type ? resolveType(*decl.type) : types_.error();
  const Type *plain = type->plain();
  if (!plain->is(TypeKind::Error) && !columnType(plain))
    notBuilt(decl.span, "a param of the type " + text(type));
  Local *local = declare(decl.name, type, false);
  tree::Param &param = program_->params.emplace_back();
  param.decl = &decl;
  param.type = type;

  std::string flag = flagName(decl.name.text);
  auto found = given.find(flag);
  auto negated = plain->is(TypeKind::Bool) ? given.find("no-" + flag) : given.end();
  if (found != given.end() || negated != given.end()) {
    bool isNegated = found == given.end();
    const ParamArgument &argument = isNegated ? negated->second.back() : found->second.back();
    if (plain->is(TypeKind::Bool) && !argument.value)
      param.value = static_cast<__int128>(!isNegated);
    else if (!argument.value)
      report(Code::BadParam, Span{}, "the param `--" + flag + "` needs a value");
    else if (auto value = parseParamText(decl, plain, *argument.value))
      param.value = *value;
    given.erase(isNegated ? negated : found);
    local->constant = param.value;
    return;
  }
  if (decl.defaultValue) {
    Expr *value = checkAs(*decl.defaultValue, type, "the default of this param");
    const ir::Constant *known = constantOf(value);
    if (known)
      param.value = *known;
    else if (!value->type->is(TypeKind::Error))
      report(Code::NotConstant, decl.defaultValue->span,
             "the default of a param must be known while compiling");
  } else if (options_.requireParams && !type->isOptional()) {
    report(Code::MissingParam, decl.name.span, "the param `--" + flag + "` is required")
        .label("has no default")
        .help("pass it: `flowc run FILE --" + flag + " VALUE`");
  }
  local->constant = param.value;
}

std::optional<ir::Constant> Checker::parseParamText(const ast::ParamDecl &decl, const Type *type,
                                                    const std::string &text) {
  auto bad = [&](const char *what) -> std::optional<ir::Constant> {
    report(Code::BadParam, Span{},
           "the value `" + text + "` of `--" + flagName(decl.name.text) + "` is not " + what);
    return std::nullopt;
  };
  if (type->isStringLike()) return ir::Constant(text);
  if (type->is(TypeKind::Bool)) {
    if (text == "true") return ir::Constant(__int128{1});
    if (text == "false") return ir::Constant(__int128{0});
    return bad("true or false");
  }
  if (type->isInt()) {
    int64_t value = 0;
    auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size()) return bad("a whole number");
    if (type->bits() < 64) {
      int64_t least = type->isSignedInt() ? -(int64_t{1} << (type->bits() - 1)) : 0;
      int64_t most = (int64_t{1} << (type->bits() - (type->isSignedInt() ? 1 : 0))) - 1;
      if (value < least || value > most) return bad(("in the range of " + types::text(type)).c_str());
    }
    return ir::Constant(static_cast<__int128>(value));
  }
  if (type->isFloat()) {
    double value = 0;
    auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size()) return bad("a number");
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
    if (!decimal || decimal->scale > type->scale ||
        decimal->precision - decimal->scale > type->precision - type->scale)
      return bad(("a number that fits " + types::text(type)).c_str());
    __int128 value = decimal->value;
    for (unsigned i = decimal->scale; i < type->scale; ++i) value *= 10;
    return ir::Constant(value);
  }
  bool isSize = type->is(TypeKind::Size);
  QuantityText quantity = quantityOf(text);
  if (quantity.problem.empty() && quantity.isSize == isSize)
    return ir::Constant(static_cast<__int128>(quantity.value));
  return bad(isSize ? "a size such as 4GiB" : "a duration such as 1h30min");
}

} // namespace flow::sema
