// Types as they are written: by name, with arguments, and where an expression stands for one.
#include "compiler/sema/types/TypeNames.h"

#include "compiler/ast/ForeignTypes.h"
#include "compiler/base/EditDistance.h"
#include "compiler/sema/names/Library.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/values/Expressions.h"
#include "compiler/sema/values/Variants.h"

#include <algorithm>
#include <charconv>

namespace flow::sema {

using diag::Code;

const Type *TypeNames::reportEndless(const ast::Decl &decl) {
  if (!endlessTypes_.insert(&decl).second) return types_.error();
  const std::string &name = nameOf(decl).text;
  const auto *alias = ast::dynCast<const ast::TypeDecl>(&decl);
  bool isRecord = !alias || (alias->type && alias->type->kind == ast::Kind::RecordType);
  report(Code::BadType, decl.span, "the type `" + name + "` contains itself, so its values would have no end")
      .help(isRecord ? "a record may hold a list of its kind: `List[" + name + "]`; an enum may be recursive"
                     : "only a record or an enum may hold its own kind: `type " + name + " = { items: List[" + name +
                           "] }`");
  return types_.error();
}

/// With ever new arguments there would be ever more types.
const Type *TypeNames::reportGrowing(const ast::Decl &decl) {
  if (!endlessTypes_.insert(&decl).second) return types_.error();
  std::string name = nameOf(decl).text, parameters;
  for (const ast::TypeParameter &parameter : *typeParametersOf(decl))
    parameters += (parameters.empty() ? "" : ", ") + parameter.name.text;
  report(Code::BadType, decl.span, "the type `" + name + "` contains itself with ever new type arguments")
      .help("inside of it, use it with its own parameters: `" + name + "[" + parameters + "]`");
  return types_.error();
}

/// Whether a part of the type was reported, also of the fields of enums.
static bool isReported(const Type *type, std::set<const Type *> &seen) {
  if (holdsError(type)) return true;
  if (!seen.insert(type).second) return false;
  std::vector<const Type *> parts = type->components();
  for (const types::Variant &variant : type->variants)
    for (const types::Field &field : variant.fields) parts.push_back(field.type);
  return std::ranges::any_of(parts, [&](const Type *part) { return isReported(part, seen); });
}

/// The type, or what stands for one that was reported: it has too many parts, or contains itself.
const Type *TypeNames::refuseLarge(const ast::Decl &decl, const Type *type) {
  if (!endlessTypes_.count(&decl) && hasTooManyParts(type)) {
    endlessTypes_.insert(&decl);
    std::set<const Type *> seen;
    if (!isReported(type, seen))
      report(Code::NestingTooDeep, decl.span, "a type of more than " + std::to_string(kMostParts) + " parts")
          .help("lists hold many values of one type");
  }
  return endlessTypes_.count(&decl) ? types_.error() : type;
}

/// The type that a declaration stands for; `arguments` are what its type parameters stand for.
const Type *TypeNames::declaredType(const ast::Decl &decl, const std::vector<const Type *> &arguments) {
  constexpr auto kMaxOpen = 20; // of one that contains itself with ever new arguments
  if (std::ranges::count(openTypes_, &decl) > kMaxOpen) return reportGrowing(decl);
  if (variantsOf(decl)) {
    openTypes_.push_back(&decl);
    const Type *result = checker_.variants().enumType(decl, arguments);
    openTypes_.pop_back();
    return refuseLarge(decl, result);
  }
  auto [found, isNew] = declaredTypes_.try_emplace({&decl, arguments}, nullptr);
  if (!isNew && found->second) return found->second;
  if (!isNew) return found->second = recursiveType(decl, arguments);
  FunctionState outer = state_;
  openTypes_.push_back(&decl);
  state_.module = checker_.modules().homeOf(decl);
  const Type *result = resolveDeclared(decl, arguments, found->second);
  openTypes_.pop_back();
  state_ = outer;
  return found->second = refuseLarge(decl, result);
}

/// A record holds others of its type in a list, a map, a set or a function: the type is made before its fields.
const Type *TypeNames::recursiveType(const ast::Decl &decl, const std::vector<const Type *> &arguments) {
  const auto *type = ast::dynCast<const ast::TypeDecl>(&decl);
  if (!type || type->type->kind != ast::Kind::RecordType) return reportEndless(decl);
  return types_.recursiveRecord(type->name.text, arguments, checker_.variants().ordinalOf(decl));
}

/// `known` becomes the type when the declaration leads to itself.
const Type *TypeNames::resolveDeclared(const ast::Decl &decl, const std::vector<const Type *> &arguments,
                                       const Type *&known) {
  const std::string &name = nameOf(decl).text;
  if (const auto *schema = ast::dynCast<const ast::SchemaDecl>(&decl))
    return types_.record(resolveFields(schema->fields), name, {}, checker_.variants().ordinalOf(decl));
  const auto &type = ast::as<ast::TypeDecl>(decl);
  TypeScope scope = scopeOf(type.typeParameters, arguments);
  state_.typeScope = &scope;
  const Type *result = resolveType(*type.type);
  if (known && known->isRecursiveRecord()) {
    std::vector<types::Field> fields = result->fields;
    bool isEndless = types::holdsItself(known, fields);
    if (isEndless) reportEndless(decl);
    for (types::Field &field : fields)
      if (isEndless) field.type = types_.error();
    types_.setFields(known, std::move(fields));
    return known;
  }
  bool isNameless = result->is(TypeKind::Record) && result->name.empty();
  if (!isNameless) return result; // `type Zone = clean.Zone`: another name of it
  return types_.record(result->fields, name, arguments, checker_.variants().ordinalOf(decl));
}

bool TypeNames::expectTypeArguments(const ast::Name &name, size_t expected, size_t given, Span span) {
  if (expected == given) return true;
  auto builder = report(Code::BadType, span,
                        "`" + name.text + "` takes " +
                            (expected ? counted(expected, "type argument") : std::string("no type arguments")) +
                            ", but gets " + std::to_string(given));
  if (name.text == "List" || name.text == "Set") builder.help("say of what: `" + name.text + "[i64]`");
  if (name.text == "Map") builder.help("say from what to what: `Map[str, i64]`");
  return false;
}

const Type *TypeNames::typeOfDecl(const ast::Decl &decl, const std::vector<const Type *> &arguments, Span span) {
  const std::vector<ast::TypeParameter> *parameters = typeParametersOf(decl);
  if (!expectTypeArguments(nameOf(decl), parameters ? parameters->size() : 0, arguments.size(), span))
    return types_.error();
  std::vector<const Type *> declared = parameters ? parameterTypes(*parameters) : std::vector<const Type *>();
  for (size_t i = 0; i < declared.size(); ++i)
    if (!checkBounds(arguments[i], *declared[i], (*parameters)[i], nameOf(decl), span)) return types_.error();
  return declaredType(decl, arguments);
}

/// Whether a later version has the type.
static bool isLaterType(std::string_view name) {
  for (const char *later : {"Array", "Bag", "Stream", "Future", "Model", "Tensor"})
    if (name == later) return true;
  return false;
}

/// `clean.Zone`.
const Type *TypeNames::typeInSpace(const ast::Name &space, const ast::Name &name,
                                   const std::vector<const Type *> &arguments, Span span) {
  ModuleNames *module = state_.module->find(state_.module->spaces, space.text);
  if (const ast::Module *library = module ? nullptr : checker_.standard().space(space.text))
    module = &checker_.library().libraryNames(*library);
  if (!module) {
    if (!state_.module->isReported(space.text))
      report(Code::UnknownName, space.span, "no module is imported as `" + space.text + "`").label("not found");
    return types_.error();
  }
  auto decl = module->typeDecls.find(name.text);
  if (decl == module->typeDecls.end() || module->imports.count(name.text)) {
    checker_.modules().reportNotInModule(*module, name);
    return types_.error();
  }
  if (!checker_.modules().requirePublic(*module, *decl->second, nameOf(*decl->second), name)) return types_.error();
  return typeOfDecl(*decl->second, arguments, span);
}

/// `List[i64]`, `Zone`, `Pair[A, B]`: a name with its arguments.
const Type *TypeNames::typeNamed(const ast::Name &name, const std::vector<const Type *> &arguments, Span span) {
  const std::string &text = name.text;
  auto expects = [&](size_t count) { return expectTypeArguments(name, count, arguments.size(), span); };
  if (state_.typeScope)
    if (auto found = state_.typeScope->find(text); found != state_.typeScope->end())
      return expects(0) ? found->second : types_.error();
  if (const ast::Decl *decl = state_.module->find(state_.module->typeDecls, text))
    return typeOfDecl(*decl, arguments, span);
  if (const Type *scalar = types_.scalarNamed(text)) return expects(0) ? scalar : types_.error();
  if (text == "List") return expects(1) ? types_.list(arguments[0]) : types_.error();
  if (text == "Range") return expects(0) ? checker_.expressions().rangeType() : types_.error();
  if (text == "Sum" && state_.module->isLibrary) return checker_.library().sumType(arguments[0]);
  if (text == "Set") {
    if (!expects(1) || !checker_.expressions().requireKey(arguments[0], span)) return types_.error();
    return types_.set(arguments[0]);
  }
  if (text == "Map") {
    if (!expects(2) || !checker_.expressions().requireKey(arguments[0], span)) return types_.error();
    return types_.map(arguments[0], arguments[1]);
  }
  if (text == "Frame") {
    if (arguments.empty()) return types_.frame(types_.record({}, "*"));
    if (!expects(1)) return types_.error();
    const Type *row = arguments[0];
    if (row->is(TypeKind::Record)) return types_.frame(types_.record(row->fields));
    if (row->is(TypeKind::Parameter)) return types_.frame(row);
    if (!row->is(TypeKind::Error))
      report(Code::BadType, span, "the rows of a frame are records, but this is " + types::text(row));
    return types_.error();
  }
  if (isLaterType(text))
    notBuilt(span, "the type `" + text + "`");
  else
    reportUnknownType(text, name.span);
  return types_.error();
}

const Type *TypeNames::decimalType(unsigned precision, unsigned scale, Span span) {
  if (precision >= 1 && precision <= 38 && scale <= precision) return types_.decimal(precision, scale);
  report(Code::BadType, span, "a decimal has a precision of 1 to 38 digits and a scale of at most that")
      .help("such as `decimal[12, 2]`");
  return types_.error();
}

/// The number that stands as an argument of `decimal`, or one that no decimal has.
static unsigned digitsOf(const std::string &text) {
  unsigned digits = 99;
  std::from_chars(text.data(), text.data() + text.size(), digits);
  return digits;
}

std::vector<types::Field> TypeNames::resolveFields(const std::vector<ast::FieldDecl> &declared) {
  std::vector<types::Field> fields;
  for (const ast::FieldDecl &field : declared) {
    auto nameOfField = [](const ast::FieldDecl &each) { return each.name.text; };
    auto before = std::ranges::find(declared, field.name.text, nameOfField);
    if (&*before != &field) {
      report(Code::DuplicateName, field.name.span, "the field `" + field.name.text + "` is declared twice")
          .also(before->name.span, "first declared here");
      continue;
    }
    fields.push_back({field.name.text, resolveType(*field.type)});
  }
  return fields;
}

const Type *TypeNames::resolveType(const ast::Type &type) {
  if (const auto *optional = ast::dynCast<const ast::OptionalType>(&type))
    return types_.optional(resolveType(*optional->inner));
  if (const auto *tuple = ast::dynCast<const ast::TupleType>(&type)) {
    std::vector<const Type *> parts;
    for (const ast::Type *element : tuple->elements) parts.push_back(resolveType(*element));
    return parts.empty() ? types_.unit() : types_.tuple(std::move(parts));
  }
  if (const auto *record = ast::dynCast<const ast::RecordType>(&type)) {
    return types_.record(resolveFields(record->fields));
  }
  if (const auto *function = ast::dynCast<const ast::FnType>(&type)) {
    std::vector<const Type *> parts;
    for (const ast::Type *parameter : function->parameters) parts.push_back(resolveType(*parameter));
    parts.push_back(resolveType(*function->result));
    for (const Type *part : parts)
      if (part->is(TypeKind::Error)) return types_.error();
    return types_.function(std::move(parts));
  }
  const auto *named = ast::dynCast<const ast::NamedType>(&type);
  if (!named || named->path.size() > 2) {
    report(Code::BadType, type.span, "this is no type");
    return types_.error();
  }
  if (named->path[0].text == "decimal") {
    unsigned digits[2] = {99, 99};
    for (size_t i = 0; i < 2 && named->arguments.size() == 2; ++i)
      if (const auto *number = ast::dynCast<const ast::IntTypeArg>(named->arguments[i]))
        digits[i] = digitsOf(number->text);
    return decimalType(digits[0], digits[1], type.span);
  }
  std::vector<const Type *> arguments;
  if (isLaterType(named->path[0].text)) {
    notBuilt(type.span, "the type `" + named->path[0].text + "`");
    return types_.error();
  }
  for (const ast::Type *argument : named->arguments) {
    if (argument->kind == ast::Kind::IntTypeArg) {
      report(Code::BadType, argument->span, "a type is expected here, but this is a number");
      return types_.error();
    }
    arguments.push_back(resolveType(*argument));
    if (arguments.back()->is(TypeKind::Error)) return types_.error();
  }
  if (named->path.size() == 2) return typeInSpace(named->path[0], named->path[1], arguments, type.span);
  return typeNamed(named->path[0], arguments, type.span);
}

void TypeNames::reportUnknownType(const std::string &name, Span span) {
  if (state_.module->isReported(name)) return;
  if (checker_.isRepeated(Code::UnknownType, name, span)) return;
  auto builder = report(Code::UnknownType, span, "there is no type `" + name + "`");
  builder.label("not found");
  std::vector<std::string_view> candidates{"bool",     "i64",  "i32", "f64", "str",   "date", "timestamp",
                                           "duration", "List", "Map", "Set", "Frame", "Path"};
  for (const auto &[known, decl] : state_.module->typeDecls) candidates.push_back(known);
  ast::ForeignType foreign = ast::foreignType(name);
  if (foreign.help && *foreign.help) {
    builder.help(foreign.help);
    return;
  }
  if (std::string elsewhere = checker_.modules().remedyInSpaces(name, false); !elsewhere.empty()) {
    builder.help(elsewhere);
    return;
  }
  if (name.size() == 1 && std::isupper(static_cast<unsigned char>(name[0])))
    builder.help("a type parameter is declared behind the name of the function or type: `f[" + name + "]`");
  std::string_view known = foreign.here;
  if (known.empty()) known = closestName(name, candidates).value_or("");
  if (!known.empty()) builder.fix(span, std::string(known), "did you mean `" + std::string(known) + "`?");
}

/// `decimal[8, 2]` where an expression stands.
const Type *TypeNames::decimalOfExprs(const std::vector<const ast::Expr *> &arguments, Span span) {
  unsigned digits[2] = {99, 99};
  for (size_t i = 0; i < 2 && arguments.size() == 2; ++i)
    if (const auto *value = ast::dynCast<const ast::IntLiteral>(arguments[i])) digits[i] = digitsOf(value->text);
  return decimalType(digits[0], digits[1], span);
}

const Type *TypeNames::resolveTypeExpr(const ast::Expr &expr) {
  if (const auto *type = ast::dynCast<const ast::TypeExpr>(&expr)) return resolveType(*type->type);
  if (const auto *name = ast::dynCast<const ast::NameExpr>(&expr)) return typeNamed(name->name, {}, expr.span);
  const auto *member = ast::dynCast<const ast::MemberExpr>(&expr);
  if (const auto *space = member ? ast::dynCast<const ast::NameExpr>(member->base) : nullptr)
    return typeInSpace(space->name, member->name, {}, expr.span);
  if (const auto *tuple = ast::dynCast<const ast::TupleExpr>(&expr)) {
    std::vector<const Type *> parts;
    for (const ast::Expr *element : tuple->elements) parts.push_back(resolveTypeExpr(*element));
    return parts.empty() ? types_.unit() : types_.tuple(std::move(parts));
  }
  const auto *index = ast::dynCast<const ast::IndexExpr>(&expr);
  const auto *base = index ? ast::dynCast<const ast::NameExpr>(index->base) : nullptr;
  const auto *of = index ? ast::dynCast<const ast::MemberExpr>(index->base) : nullptr; // clean.Pair[A, B]
  const auto *ofSpace = of ? ast::dynCast<const ast::NameExpr>(of->base) : nullptr;
  if (base && base->name.text == "decimal")
    return decimalOfExprs({index->indices.begin(), index->indices.end()}, expr.span);
  if (base || ofSpace) {
    std::vector<const Type *> arguments;
    for (const ast::Expr *argument : index->indices) {
      arguments.push_back(resolveTypeExpr(*argument));
      if (arguments.back()->is(TypeKind::Error)) return types_.error();
    }
    return base ? typeNamed(base->name, arguments, expr.span)
                : typeInSpace(ofSpace->name, of->name, arguments, expr.span);
  }
  auto builder = report(Code::BadType, expr.span, "a type is expected here");
  const auto *literal = ast::dynCast<const ast::StringLiteral>(&expr);
  bool isPlain = literal && literal->parts.size() == 1 && !literal->parts[0].expr;
  if (isPlain && types_.scalarNamed(literal->parts[0].text))
    builder.fix(expr.span, literal->parts[0].text,
                "it is written without quotes: `" + literal->parts[0].text + "`");
  return types_.error();
}

} // namespace flow::sema
