// Records and variants made by name: `Point(x: 1.0, y: 2.0)`, `Circle(r: 2.0)`, `Shape.Empty`.
#include "compiler/base/EditDistance.h"
#include "compiler/sema/calls/Calls.h"
#include "compiler/sema/calls/Instances.h"
#include "compiler/sema/calls/Lambdas.h"
#include "compiler/sema/names/Modules.h"
#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/types/TypeNames.h"
#include "compiler/sema/values/Variants.h"
#include "compiler/sema/verbs/Rows.h"

namespace flow::sema {

using diag::Code;

/// The fields of what is made, as they are declared.
struct FieldList {
  std::string name; ///< of the record or variant
  const Type *whole = nullptr;
  std::vector<types::Field> fields;                 ///< with the type parameters of a generic type
  std::vector<const ast::Parameter *> declarations; ///< of a variant: defaults
  const std::vector<ast::TypeParameter> *typeParameters = nullptr;
  const ast::Name *declared = nullptr;

  bool isGeneric() const { return typeParameters && !typeParameters->empty(); }
};

/// What takes its type from what the other fields say: `Leaf`, `[]`, `none`, a lambda.
static bool takesTypeOfOthers(const Argument &argument) {
  const ast::Expr *value = argument.syntax ? argument.syntax->value : nullptr;
  return value && (mayBeVariant(*value) || value->kind == ast::Kind::ListExpr ||
                   value->kind == ast::Kind::NoneLiteral || value->kind == ast::Kind::LambdaExpr);
}

/// The values of the fields, which say what the type parameters stand for: first those that say it by themselves.
/// Null: the field is `none`. False after a report.
bool Variants::checkGiven(const CallSite &call, const FieldList &list, const std::vector<const Argument *> &matched,
                          TypeArguments &meanings, std::vector<Expr *> &values) {
  values.assign(matched.size(), nullptr);
  auto check = [&](size_t i) {
    const types::Field &field = list.fields[i];
    const ast::Expr *byDefault = list.declarations.empty() ? nullptr : list.declarations[i]->defaultValue;
    if (!matched[i] && !byDefault && !field.type->isOptional()) {
      report(Code::MissingArgument, call.span, "the field `" + field.name + "` of `" + list.name + "` is missing")
          .note(fieldsText(list.fields));
      return false;
    }
    if (!matched[i] && !byDefault) return true;
    const Type *asked = meanings.isOpen(field.type) ? nullptr : meanings.substitute(field.type, types_);
    values[i] = matched[i] ? checkArgument(*matched[i], asked) : checker_.check(*byDefault, asked);
    if (values[i]->type->is(TypeKind::Error)) return false;
    meanings.infer(field.type, values[i]->type, types_, Instances::isNumberConstant(values[i]));
    return true;
  };
  for (bool isLate : {false, true})
    for (size_t i = 0; i < matched.size(); ++i) {
      bool waits = list.isGeneric() && matched[i] && takesTypeOfOthers(*matched[i]);
      if (waits == isLate && !check(i)) return false;
    }
  return true;
}

/// The values that a call gives to the fields, converted; their types say what type parameters stand for. The type that
/// is made, or null after a report.
const Type *Variants::checkFields(const CallSite &call, const FieldList &list, std::vector<Expr *> &values,
                                  std::vector<uint32_t> &order) {
  for (const Argument &argument : call.positional) // P(..p, x: 3)
    if (argument.syntax && argument.syntax->kind == ast::ArgumentKind::Spread) {
      checkArgument(argument);
      return nullptr;
    }
  std::vector<std::string_view> names;
  for (const types::Field &field : list.fields) names.push_back(field.name);
  std::vector<const Argument *> matched;
  Mismatch problem;
  if (!matchArguments(call, names, matched, problem)) {
    // What a call of a function calls parameters and arguments are fields here.
    for (const char *word : {"parameter", "argument"})
      if (size_t at = problem.text.find(word); at != std::string::npos)
        problem.text.replace(at, std::string_view(word).size(), "field");
    reportMismatch(emitter_, list.name, problem).note(fieldsText(list.fields));
    return nullptr;
  }
  order = evaluationOrder(call, matched);
  static const std::vector<ast::TypeParameter> kNone;
  const std::vector<ast::TypeParameter> &parameters = list.typeParameters ? *list.typeParameters : kNone;
  TypeArguments meanings(checker_.typeNames().parameterTypes(parameters));
  if (list.isGeneric() && !checker_.typeNames().giveTypeArguments(call, parameters, meanings, *list.declared))
    return nullptr;
  const Type *expected = call.expected ? call.expected->plain() : nullptr;
  bool isExpected = expected && areOfOneDeclaration(expected, list.whole);
  if (isExpected) meanings.inferMissing(list.whole, expected, types_);
  if (!checkGiven(call, list, matched, meanings, values)) return nullptr;
  bool isReported = isOfReported(list.whole) || (call.expected && call.expected->is(TypeKind::Error));
  if (isReported && list.isGeneric() && std::ranges::count(meanings.values(), nullptr) != 0) return nullptr;
  std::string variant = list.whole->isEnum() ? list.name + (list.fields.empty() ? "" : "(..)") : "";
  if (list.isGeneric() &&
      !checker_.typeNames().checkTypeArguments(meanings, parameters, *list.declared, call.span, variant))
    return nullptr;
  for (size_t i = 0; i < values.size(); ++i) {
    const Type *type = meanings.substitute(list.fields[i].type, types_);
    values[i] = values[i] ? coerce(checker_.instances().literalAs(values[i], type), type, values[i]->span,
                                   "the field `" + list.fields[i].name + "`")
                          : constant(type, call.span, std::monostate());
    if (values[i]->type->is(TypeKind::Error)) return nullptr;
  }
  return meanings.substitute(list.whole, types_);
}

/// "it has the fields (r: f64, name: str)".
std::string Variants::fieldsText(const std::vector<types::Field> &fields) {
  if (fields.empty()) return "it has no fields";
  std::string list;
  for (const types::Field &field : fields) list += (list.empty() ? "" : ", ") + field.name + ": " + text(field.type);
  return "it has the fields (" + list + ")";
}

/// The type of a generic record has its type parameters, which the fields say.
Expr *Variants::callRecord(const CallSite &call, const Type *type, const ast::TypeDecl *generic) {
  FieldList list{type->name, type, type->fields, {}, nullptr, nullptr};
  if (generic) list.typeParameters = &generic->typeParameters;
  if (generic) list.declared = &generic->name;
  std::vector<Expr *> values;
  std::vector<uint32_t> order;
  const Type *made = checkFields(call, list, values, order);
  if (!made) return error(call.span);
  auto *record = program_.make<tree::MakeRecord>(made, call.span);
  record->fields = std::move(values);
  record->order = std::move(order);
  return record;
}

/// The call of a type by its name; null when it is none that is made so, such as another name of a scalar.
Expr *Variants::callType(const CallSite &call, const ast::Decl &decl) {
  if (const auto *variants = variantsOf(decl)) {
    const std::string &name = nameOf(decl).text;
    report(Code::UnknownFunction, call.name->span, "`" + name + "` is made by one of its variants")
        .help("such as `" + name + "." + (variants->empty() ? "" : (*variants)[0].name.text) + "`");
    return error(call.span);
  }
  const auto *generic = ast::dynCast<const ast::TypeDecl>(&decl);
  if (generic && generic->typeParameters.empty()) generic = nullptr;
  const Type *type = checker_.typeNames().declaredType(
      decl, generic ? checker_.typeNames().parameterTypes(generic->typeParameters) : std::vector<const Type *>());
  if (type->is(TypeKind::Error)) return error(call.span);
  if (type->is(TypeKind::Record)) return callRecord(call, type, generic);
  return generic ? nullptr : checker_.calls().callConversion(call, type); // `type Money = decimal[12, 2]`: `Money(x)`
}

// ---- variants

const std::vector<ast::VariantDecl> *variantsOf(const ast::Decl &decl) {
  if (const auto *enumeration = ast::dynCast<const ast::EnumDecl>(&decl)) return &enumeration->variants;
  const auto *error = ast::dynCast<const ast::ErrorDecl>(&decl);
  return error ? &error->variants : nullptr;
}

bool mayBeVariant(const ast::Expr &expr) {
  if (const auto *paren = ast::dynCast<const ast::ParenExpr>(&expr)) return mayBeVariant(*paren->inner);
  if (const auto *call = ast::dynCast<const ast::CallExpr>(&expr)) return mayBeVariant(*call->callee);
  const auto *member = ast::dynCast<const ast::MemberExpr>(&expr);
  const auto *plain = ast::dynCast<const ast::NameExpr>(&expr);
  const ast::Name *name = member ? &member->name : plain ? &plain->name : nullptr;
  return name && name->text[0] >= 'A' && name->text[0] <= 'Z';
}

const std::vector<ast::TypeParameter> *typeParametersOf(const ast::Decl &decl) {
  if (const auto *type = ast::dynCast<const ast::TypeDecl>(&decl)) return &type->typeParameters;
  const auto *enumeration = ast::dynCast<const ast::EnumDecl>(&decl);
  return enumeration ? &enumeration->typeParameters : nullptr;
}

void Variants::declareVariants(ModuleNames &names, const ast::Decl &decl) {
  const std::vector<ast::VariantDecl> &variants = *variantsOf(decl);
  if (variants.empty())
    report(Code::BadType, nameOf(decl).span, "`" + nameOf(decl).text + "` has no variants, so no values");
  std::map<std::string_view, Span> seen;
  for (uint32_t i = 0; i < variants.size(); ++i) {
    const ast::Name &name = variants[i].name;
    auto [at, isNew] = seen.emplace(name.text, name.span);
    if (!isNew)
      report(Code::DuplicateName, name.span, "the variant `" + name.text + "` is declared twice")
          .also(at->second, "first declared here");
    else if (name.text[0] < 'A' || name.text[0] > 'Z')
      report(Code::BadType, name.span, "the name of a variant begins with an upper-case letter")
          .help("in a pattern, a name in lower case binds a value");
    if (isNew) names.variants[name.text].push_back({&decl, i});
  }
}

const Type *Variants::enumType(const ast::Decl &decl, const std::vector<const Type *> &arguments) {
  const Type *type = types_.enumeration(nameOf(decl).text, arguments, ordinalOf(decl));
  if (!type->variants.empty() || !openEnums_.insert(type).second) return type;
  FunctionState outer = state_;
  state_.module = checker_.modules().homeOf(decl);
  TypeScope scope;
  if (const auto *parameters = typeParametersOf(decl)) scope = checker_.typeNames().scopeOf(*parameters, arguments);
  state_.typeScope = &scope;
  std::vector<types::Variant> variants;
  for (const ast::VariantDecl &variant : *variantsOf(decl)) {
    types::Variant &made = variants.emplace_back();
    made.name = variant.name.text;
    for (const ast::Parameter &field : variant.fields) {
      const Type *fieldType = field.type ? checker_.typeNames().resolveType(*field.type) : types_.error();
      if (!field.type)
        report(Code::BadType, field.span, "the field `" + field.name.text + "` needs a type")
            .help("fields have names: `" + variant.name.text + "(value: " + field.name.text + ")`");
      made.fields.push_back({field.name.text, fieldType});
    }
  }
  state_ = outer;
  if (!variants.empty()) types_.setVariants(type, std::move(variants));
  openEnums_.erase(type);
  enums_.emplace_back(&decl, type);
  return type;
}

void Variants::reportEndless() {
  types::EndlessTypes endless;
  std::set<const ast::Decl *> declarations;
  for (const auto &[decl, type] : enums_) endless.add(type);
  for (const auto &[decl, type] : enums_) {
    if (endless.hasValues(type)) continue;
    endless.assume(type); // reported: not again for those that need it
    if (!declarations.insert(decl).second) continue;
    const std::string &name = nameOf(*decl).text;
    report(Code::BadType, nameOf(*decl).span,
           "each variant of `" + name + "` needs another `" + name + "`, so its values would have no end")
        .help("add a variant without one, or let the field be optional: `" + name + "?`");
  }
}

const ast::Decl *Variants::enumNamed(std::string_view name) {
  if (checker_.scopes().lookup(name).local) return nullptr;
  const ast::Decl *decl = state_.module->find(state_.module->typeDecls, name);
  return decl && variantsOf(*decl) ? decl : nullptr;
}

const ast::Decl *Variants::enumOf(const ast::Expr &expr) {
  if (const auto *name = ast::dynCast<const ast::NameExpr>(&expr)) return enumNamed(name->name.text);
  const auto *member = ast::dynCast<const ast::MemberExpr>(&expr);
  const auto *base = member ? ast::dynCast<const ast::NameExpr>(member->base) : nullptr;
  ModuleNames *space = base ? checker_.modules().spaceNamed(base->name.text) : nullptr;
  return space ? enumOfSpace(*space, member->name) : nullptr;
}

const ast::Decl *Variants::enumOfSpace(ModuleNames &space, const ast::Name &name) {
  if (space.imports.count(name.text)) return nullptr;
  auto decl = space.typeDecls.find(name.text);
  if (decl == space.typeDecls.end() || !variantsOf(*decl->second)) return nullptr;
  return checker_.modules().requirePublic(space, *decl->second, nameOf(*decl->second), name) ? decl->second : nullptr;
}

const ast::Decl *Variants::declOf(const Type *enumeration) const {
  return nominalDecls_.at(enumeration->name)[enumeration->ordinal];
}

/// Remembers that the import of its type is used: variants come with their type.
VariantName Variants::used(const VariantName &variant) {
  for (const auto &[name, decl] : state_.module->typeDecls)
    if (decl == variant.decl) state_.module->find(state_.module->typeDecls, name);
  return variant;
}

std::optional<VariantName> Variants::findVariant(const ast::Name &name, const Type *expected) {
  const Type *asked = expected ? expected->plain() : nullptr;
  if (asked && asked->isEnum()) // wherever it is declared
    if (int index = asked->variantIndex(name.text); index >= 0)
      return used({declOf(asked), static_cast<uint32_t>(index)});
  auto found = state_.module->variants.find(name.text);
  if (found == state_.module->variants.end()) return std::nullopt;
  const std::vector<VariantName> &candidates = found->second;
  bool isOne =
      std::ranges::all_of(candidates, [&](const VariantName &each) { return each.decl == candidates[0].decl; });
  if (isOne) return used(candidates[0]);
  std::string enums; // by the names that they have here, which may be those of `import .. as`
  for (const VariantName &candidate : candidates)
    for (const auto &[known, decl] : state_.module->typeDecls)
      if (decl == candidate.decl) enums += (enums.empty() ? "`" : ", `") + known + "." + name.text + "`";
  report(Code::UnknownName, name.span, "several types have a variant `" + name.text + "`")
      .help("say which one is meant: " + enums);
  return VariantName{};
}

std::optional<VariantName> Variants::variantOfSpace(ModuleNames &space, const ast::Name &name, const Type *expected) {
  auto found = space.variants.find(name.text);
  if (found == space.variants.end()) return std::nullopt;
  const Type *asked = expected && expected->plain()->isEnum() ? expected->plain() : nullptr;
  const VariantName *chosen = nullptr;
  for (const VariantName &candidate : found->second)
    if (checker_.modules().homeOf(*candidate.decl) == &space && (!chosen || (asked && declOf(asked) == candidate.decl)))
      chosen = &candidate;
  if (!chosen) return std::nullopt;
  return checker_.modules().requirePublic(space, *chosen->decl, nameOf(*chosen->decl), name) ? *chosen : VariantName{};
}

std::optional<VariantName> Variants::patternVariant(const ast::VariantPattern &pattern) {
  const ast::Name &first = pattern.path[0], &name = pattern.path.back();
  if (pattern.path.size() == 1) return findVariant(name, nullptr);
  const ast::Decl *owner = pattern.path.size() == 2 ? enumNamed(first.text) : nullptr;
  ModuleNames *space = owner ? nullptr : checker_.modules().spaceNamed(first.text);
  if (space && pattern.path.size() == 2) return variantOfSpace(*space, name, nullptr);
  if (space && pattern.path.size() == 3) owner = enumOfSpace(*space, pattern.path[1]);
  return owner ? std::optional(qualifiedVariant(*owner, name)) : std::nullopt;
}

std::string Variants::variantRemedy(std::string_view name) {
  for (const auto &[space, module] : state_.module->spaces)
    if (auto found = module->variants.find(name); found != module->variants.end()) {
      const ast::Decl &owner = *found->second[0].decl;
      if (checker_.modules().homeOf(owner) != module || !owner.isPublic) continue;
      return "`" + space + "." + nameOf(owner).text + "` has a variant of that name: `" + space + "." +
             std::string(name) + "`";
    }
  return "";
}

/// The variant of `Shape.Circle`; without a `decl` after a report.
VariantName Variants::qualifiedVariant(const ast::Decl &decl, const ast::Name &name) {
  const std::vector<ast::VariantDecl> &variants = *variantsOf(decl);
  std::vector<std::string_view> candidates;
  for (uint32_t i = 0; i < variants.size(); ++i) {
    if (variants[i].name.text == name.text) return {&decl, i};
    candidates.push_back(variants[i].name.text);
  }
  reportUnknownVariant(nameOf(decl).text, candidates, name);
  return {};
}

void Variants::reportUnknownVariant(const std::string &owner, const std::vector<std::string_view> &variants,
                                    const ast::Name &name) {
  std::string list;
  for (std::string_view variant : variants) list += (list.empty() ? "" : ", ") + std::string(variant);
  auto builder = report(Code::UnknownMember, name.span, "`" + owner + "` has no variant `" + name.text + "`");
  builder.label("variants: " + list);
  if (auto near = closestName(name.text, variants))
    builder.fix(name.span, std::string(*near), "did you mean `" + std::string(*near) + "`?");
}

Expr *Variants::callVariant(const CallSite &call, const VariantName &name) {
  if (!name.decl) return error(call.span);
  const ast::VariantDecl &variant = (*variantsOf(*name.decl))[name.index];
  const std::vector<ast::TypeParameter> *parameters = typeParametersOf(*name.decl);
  const Type *whole =
      enumType(*name.decl, parameters ? checker_.typeNames().parameterTypes(*parameters) : std::vector<const Type *>());
  if (name.index >= whole->variants.size()) return error(call.span);
  FieldList list{variant.name.text, whole, whole->variants[name.index].fields, {}, parameters, &nameOf(*name.decl)};
  for (const ast::Parameter &field : variant.fields) list.declarations.push_back(&field);
  std::vector<Expr *> values;
  std::vector<uint32_t> order;
  const Type *made = checkFields(call, list, values, order);
  if (!made) return error(call.span);
  auto *node = program_.make<tree::MakeVariant>(made, call.span);
  node->index = name.index;
  node->fields = std::move(values);
  node->order = std::move(order);
  return node;
}

/// A variant without fields, written as a plain name; of one with fields, the function that makes it of them.
Expr *Variants::plainVariant(const VariantName &name, const ast::Name &written, const ast::Expr &syntax,
                             const Type *expected) {
  Span span = syntax.span;
  CallSite call;
  call.name = &written;
  call.span = span;
  call.expected = expected;
  if (!name.decl) return error(span);
  const ast::VariantDecl &variant = (*variantsOf(*name.decl))[name.index];
  if (!variant.fields.empty() && expected && expected->plain()->isFunction())
    return checker_.lambdas().functionValue(syntax, nullptr, expected);
  if (!variant.fields.empty()) {
    std::string fields;
    for (const ast::Parameter &field : variant.fields)
      fields += (fields.empty() ? "" : ", ") + field.name.text + ": ..";
    bool isKind = expected && expected->plain()->is(TypeKind::Str) && name.decl->kind == ast::Kind::ErrorDecl;
    report(Code::MissingArgument, span, "the variant `" + variant.name.text + "` has fields, which must be given")
        .help(isKind ? "the kind of a failure is a text: `err.kind == \"" + variant.name.text +
                           "\"`; its fields are in " + "`match err { " + variant.name.text + "(..) => .. }`"
                     : "write `" + variant.name.text + "(" + fields + ")`");
    return error(span);
  }
  return callVariant(call, name);
}

bool Variants::isDeclaredError(const Type *type) const {
  if (!type->isEnum()) return false;
  auto found = nominalDecls_.find(type->name);
  return found != nominalDecls_.end() && type->ordinal < found->second.size() &&
         found->second[type->ordinal]->kind == ast::Kind::ErrorDecl;
}

bool Variants::isOfLibrary(const Type *record) const {
  auto found = nominalDecls_.find(record->name);
  if (found == nominalDecls_.end()) return false;
  const ast::Decl *decl = found->second[record->ordinal];
  return !decl || checker_.modules().homeOf(*decl)->isLibrary;
}

uint32_t Variants::ordinalOf(const ast::Decl &decl) {
  std::vector<const ast::Decl *> &ofName = nominalDecls_[nameOf(decl).text];
  auto found = std::ranges::find(ofName, &decl);
  auto ordinal = static_cast<uint32_t>(found - ofName.begin());
  if (found != ofName.end()) return ordinal;
  ofName.push_back(&decl);
  if (std::string module = checker_.modules().nameOfHome(decl); !module.empty())
    types_.nameModule(nameOf(decl).text, ordinal, std::move(module));
  return ordinal;
}

} // namespace flow::sema
