// Patterns: from syntax to typed patterns, with the names that they bind.
#include "compiler/sema/patterns/Patterns.h"

#include "compiler/sema/names/Scopes.h"
#include "compiler/sema/patterns/Usefulness.h"
#include "compiler/sema/remedies/ForeignNames.h"
#include "compiler/sema/statements/Failures.h"
#include "compiler/sema/values/Variants.h"
#include "compiler/sema/verbs/Rows.h"

#include <algorithm>

namespace flow::sema {

using diag::Code;
using tree::Pattern;
using tree::PatternKind;

Pattern *Patterns::makePattern(PatternKind kind, const Type *type, Span span) {
  Pattern *made = program_.makePattern();
  made->kind = kind;
  made->type = type;
  made->span = span;
  return made;
}

/// Whether a name in a pattern is that of a variant.
static bool isVariantName(std::string_view name) { return name[0] >= 'A' && name[0] <= 'Z'; }

Local *Patterns::bindName(const ast::Name &name, const Type *type, PatternNames &names) {
  if (!names.shared) return names.bound[name.text] = checker_.scopes().declare(name, type, names.isVar);
  auto found = names.shared->find(name.text);
  if (found == names.shared->end()) {
    report(Code::UnboundName, name.span, "`" + name.text + "` is bound in this alternative, but not in the first one")
        .help("all alternatives bind the same names");
    return names.bound[name.text] = checker_.scopes().declare(name, types_.error(), names.isVar);
  }
  Local *local = found->second;
  if (local->type != type && !local->type->is(TypeKind::Error) && !type->is(TypeKind::Error))
    report(Code::TypeMismatch, name.span,
           "`" + name.text + "` is " + text(type) + " in this alternative, but " + text(local->type) + " in the first")
        .also(local->span, text(local->type));
  return names.bound[name.text] = local;
}

Pattern *Patterns::checkAlternatives(const ast::AlternativePattern &pattern, const Type *type, PatternNames &names) {
  Pattern *result = makePattern(PatternKind::Alternatives, type, pattern.span);
  std::map<std::string, Local *> first;
  bool isFine = true;
  for (size_t i = 0; i < pattern.alternatives.size(); ++i) {
    const ast::Pattern &alternative = *pattern.alternatives[i];
    PatternNames own{names.isVar, i == 0 ? names.shared : &first, {}};
    Pattern *part = checkPattern(alternative, type, own);
    isFine &= part != nullptr;
    result->parts.push_back(part);
    if (i == 0) first = own.bound;
    for (const auto &[name, local] : first)
      if (!own.bound.count(name))
        report(Code::UnboundName, alternative.span, "this alternative does not bind `" + name + "`")
            .also(local->span, "bound here")
            .help("all alternatives bind the same names");
  }
  names.bound.insert(first.begin(), first.end());
  return isFine ? result : nullptr;
}

/// The value of a literal in a pattern, in the type of the subject; null after a report.
const ir::Constant *Patterns::patternConstant(const ast::Expr &literal, const Type *type) {
  const Expr *value = checkAs(literal, type, "this pattern");
  return checker_.constantOf(value);
}

Pattern *Patterns::checkLiteralPattern(const ast::LiteralPattern &pattern, const Type *type) {
  if (pattern.value->kind == ast::Kind::NoneLiteral) {
    report(Code::NeverNone, pattern.span, "the value matched here is never none").label("the value is " + text(type));
    return nullptr;
  }
  const ir::Constant *value = patternConstant(*pattern.value, type);
  if (!value) return nullptr;
  Pattern *result = makePattern(PatternKind::Value, type, pattern.span);
  result->value = *value;
  return result;
}

Pattern *Patterns::checkRangePattern(const ast::RangePattern &pattern, const Type *type) {
  if (type->is(TypeKind::Bool) || type->is(TypeKind::Bytes)) {
    report(Code::TypeMismatch, pattern.span,
           "a range goes over numbers, texts and times, but the value is " + text(type));
    return nullptr;
  }
  const ir::Constant *begin = patternConstant(*pattern.begin, type);
  const ir::Constant *end = patternConstant(*pattern.end, type);
  if (!begin || !end) return nullptr;
  if (*begin > *end || (*begin == *end && !pattern.inclusive)) {
    auto builder = report(Code::BadLiteral, pattern.span, "this range holds no value");
    std::string written = checker_.written(pattern.begin->span);
    if (*begin == *end)
      builder.fix(pattern.span, written, "the last value is left out; write `" + written + "` alone");
    else
      builder.help("write the smaller value first");
    return nullptr;
  }
  Pattern *result = makePattern(PatternKind::Range, type, pattern.span);
  result->value = *begin;
  result->end = *end;
  result->isInclusive = pattern.inclusive;
  return result;
}

Pattern *Patterns::checkTuplePattern(const ast::TuplePattern &pattern, const Type *type, PatternNames &names) {
  bool fits = type->is(TypeKind::Tuple) && type->parts.size() == pattern.elements.size();
  if (!fits && !type->is(TypeKind::Error)) {
    auto builder = report(Code::TypeMismatch, pattern.span,
                          "this pattern takes a tuple of " + counted(pattern.elements.size(), "part") +
                              ", but the value is " + text(type));
    if (type->is(TypeKind::Tuple)) builder.label("the value has " + counted(type->parts.size(), "part"));
    if (type->is(TypeKind::List)) builder.help("a list is taken apart by `[a, b]`, in a `match` or `if let`");
    if (type->is(TypeKind::Record)) builder.help("fields are taken by name: `(name:, other: pattern)`");
  }
  Pattern *result = makePattern(PatternKind::Fields, type, pattern.span);
  for (size_t i = 0; i < pattern.elements.size(); ++i) {
    Pattern *part = checkPattern(*pattern.elements[i], fits ? type->parts[i] : types_.error(), names);
    fits &= part != nullptr;
    result->parts.push_back(part);
  }
  return fits ? result : nullptr;
}

Pattern *Patterns::checkRecordPattern(const std::vector<ast::RecordPatternField> &fields, Span span, const Type *type,
                                      PatternNames &names) {
  bool isFine = type->is(TypeKind::Record);
  if (!isFine && !type->is(TypeKind::Error))
    report(Code::TypeMismatch, span, "this pattern takes a record, but the value is " + text(type));
  Pattern *result = makePattern(PatternKind::Fields, type, span);
  result->parts.resize(type->fields.size());
  for (const ast::RecordPatternField &field : fields) {
    int index = type->fieldIndex(field.name.text);
    const Type *partType = index < 0 ? types_.error() : type->fields[static_cast<size_t>(index)].type;
    if (index < 0 && type->is(TypeKind::Record))
      report(Code::UnknownMember, field.name.span, "the record has no field `" + field.name.text + "`")
          .label(checker_.rows().columnsText(type).replace(0, 7, "fields"));
    Pattern *part = nullptr;
    if (field.pattern) {
      part = checkPattern(*field.pattern, partType, names);
    } else {
      part = makePattern(PatternKind::Any, partType, field.name.span);
      part->local = bindName(field.name, partType, names);
    }
    isFine &= index >= 0 && part != nullptr;
    if (index < 0) continue;
    Pattern *&place = result->parts[static_cast<size_t>(index)];
    if (place) report(Code::DuplicateName, field.name.span, "the field `" + field.name.text + "` is matched twice");
    place = part;
  }
  for (size_t i = 0; i < result->parts.size(); ++i)
    if (!result->parts[i]) result->parts[i] = makePattern(PatternKind::Any, type->fields[i].type, span);
  return isFine ? result : nullptr;
}

Pattern *Patterns::checkListPattern(const ast::ListPattern &pattern, const Type *type, PatternNames &names) {
  bool isFine = type->is(TypeKind::List);
  if (!isFine && !type->is(TypeKind::Error)) {
    auto builder =
        report(Code::TypeMismatch, pattern.span, "this pattern takes a list, but the value is " + text(type));
    if (type->is(TypeKind::Tuple)) builder.help("a tuple is taken apart in parentheses: `(a, b)`");
  }
  Pattern *result = makePattern(PatternKind::List, type, pattern.span);
  const Type *element = type->is(TypeKind::List) ? type->element() : types_.error();
  for (const ast::Pattern *each : pattern.elements) {
    if (const auto *rest = ast::dynCast<const ast::RestPattern>(each)) {
      result->hasRest = true;
      result->restAt = static_cast<uint32_t>(result->parts.size());
      if (!rest->name.empty()) result->local = bindName(rest->name, type, names);
      continue;
    }
    Pattern *part = checkPattern(*each, element, names);
    isFine &= part != nullptr;
    result->parts.push_back(part);
  }
  return isFine ? result : nullptr;
}

/// A variant of the subject's enum: fields in their order, or by name; none of them: whatever they are.
Pattern *Patterns::checkEnumPattern(const ast::VariantPattern &pattern, const Type *type, PatternNames &names) {
  const ast::Name &name = pattern.path.back();
  int index = type->variantIndex(name.text);
  bool isFine = index >= 0;
  bool isOfType = pattern.path.size() == 1 || pattern.path[pattern.path.size() - 2].text == type->name;
  std::optional<VariantName> named = isOfType ? std::nullopt : checker_.variants().patternVariant(pattern);
  checker_.variants().used({checker_.variants().declOf(type), 0});
  if (!isOfType && !(named && named->decl == checker_.variants().declOf(type))) {
    const ast::Name &owner = pattern.path[pattern.path.size() - 2];
    if (!named || named->decl) // else it was reported
      report(Code::TypeMismatch, owner.span,
             "this is a variant of `" + owner.text + "`, but the value is " + text(type));
    isFine = false;
  } else if (!isFine) {
    std::vector<std::string_view> variants;
    for (const types::Variant &variant : type->variants) variants.push_back(variant.name);
    checker_.variants().reportUnknownVariant(type->name, variants, name);
  }
  Pattern *result = makePattern(PatternKind::Variant, type, pattern.span);
  result->variant = isFine ? static_cast<uint32_t>(index) : 0;
  static const std::vector<types::Field> kNone;
  const std::vector<types::Field> &fields = isFine ? type->variants[result->variant].fields : kNone;
  bool isPositional = std::ranges::all_of(pattern.names, [](const ast::Name &field) { return field.empty(); });
  if (isFine && pattern.hasArguments && isPositional && pattern.elements.size() != fields.size()) {
    report(Code::WrongArgumentCount, pattern.span,
           "the variant `" + name.text + "` has " + counted(fields.size(), "field") + ", but this pattern has " +
               std::to_string(pattern.elements.size()))
        .note(Variants::fieldsText(fields));
    isFine = false;
  }
  result->parts.resize(fields.size());
  for (size_t i = 0; i < pattern.elements.size(); ++i)
    isFine &= checkVariantField(pattern, i, fields, isFine, *result, names);
  for (size_t i = 0; i < fields.size(); ++i)
    if (!result->parts[i]) result->parts[i] = makePattern(PatternKind::Any, fields[i].type, pattern.span);
  return isFine ? result : nullptr;
}

/// Element `i` of the pattern, for the field of its name or at its place. `isFine`: the variant is known.
bool Patterns::checkVariantField(const ast::VariantPattern &pattern, size_t i, const std::vector<types::Field> &fields,
                                 bool isFine, Pattern &result, PatternNames &names) {
  const ast::Name &name = pattern.names[i];
  size_t at = i;
  if (!name.empty())
    for (at = 0; at < fields.size() && fields[at].name != name.text;) ++at;
  bool isKnown = isFine && at < fields.size();
  if (isFine && !isKnown)
    report(Code::UnknownMember, name.span,
           "the variant `" + pattern.path.back().text + "` has no field `" + name.text + "`")
        .note(Variants::fieldsText(fields));
  Pattern *part = checkPattern(*pattern.elements[i], isKnown ? fields[at].type : types_.error(), names);
  if (!isKnown || !part) return false;
  if (result.parts[at]) {
    report(Code::DuplicateName, pattern.elements[i]->span, "the field `" + fields[at].name + "` is matched twice");
    return false;
  }
  result.parts[at] = part;
  return true;
}

Pattern *Patterns::checkVariantPattern(const ast::VariantPattern &pattern, const Type *type, PatternNames &names) {
  if (type->isEnum()) return checkEnumPattern(pattern, type, names);
  if (type->is(TypeKind::Failure)) return checker_.failures().checkFailurePattern(pattern, type, names);
  bool isRecord = type->is(TypeKind::Record) && pattern.path.size() == 1 && pattern.path[0].text == type->name;
  std::vector<ast::RecordPatternField> fields; // Point(x: 1.0, y): positional ones in the order of the fields
  for (size_t i = 0; i < pattern.elements.size(); ++i) {
    ast::Name name = pattern.names[i];
    if (name.empty() && isRecord && i < type->fields.size()) name = {type->fields[i].name, {}, false};
    fields.push_back({name, pattern.elements[i]});
  }
  if (isRecord && fields.size() <= type->fields.size()) return checkRecordPattern(fields, pattern.span, type, names);
  if (isRecord)
    report(Code::WrongArgumentCount, pattern.span,
           "`" + type->name + "` has " + counted(type->fields.size(), "field") + ", but the pattern names " +
               std::to_string(fields.size()));
  else if (!type->is(TypeKind::Error)) {
    auto builder = report(Code::TypeMismatch, pattern.span,
                          "`" + pattern.path.back().text + "` is no variant of the value, which is " + text(type));
    if (const char *foreign = foreignVariantHelp(pattern.path.back().text))
      builder.help(foreign);
    else if (type->is(TypeKind::Str))
      builder.help("a failure is matched itself, not its kind: `match err { .. }`");
  }
  for (const ast::Pattern *element : pattern.elements) checkPattern(*element, types_.error(), names);
  return nullptr;
}

void Patterns::warnOfVariants(const ast::Pattern &pattern, const Pattern &checked) {
  if (const auto *several = ast::dynCast<const ast::AlternativePattern>(&pattern))
    for (size_t i = 0; i < checked.parts.size(); ++i) warnOfVariants(*several->alternatives[i], *checked.parts[i]);
  const auto *bind = ast::dynCast<const ast::BindPattern>(&pattern);
  if (bind && checked.local && checked.type->plain()->isEnum())
    warnOfVariant(*bind, checked.type->plain(), *checked.local);
}

void Patterns::warnOfVariant(const ast::BindPattern &bind, const Type *type, Local &local) {
  auto isAlike = [&](const types::Variant &variant) {
    return std::ranges::equal(variant.name, bind.name.text, [](char a, char b) { return (a | 0x20) == (b | 0x20); });
  };
  auto variant = std::ranges::find_if(type->variants, isAlike);
  if (variant == type->variants.end() || local.isUsed) return;
  local.isUsed = true; // one report is enough
  if (variant->name == bind.name.text) return; // its lower case was reported
  report(Code::UnusedName, bind.span,
         "`" + bind.name.text + "` is a new name here, which takes every value; the variant is `" + variant->name + "`")
      .fix(bind.span, variant->name, "write `" + variant->name + "`");
}

Pattern *Patterns::checkPattern(const ast::Pattern &pattern, const Type *type, PatternNames &names) {
  if (pattern.kind == ast::Kind::WildcardPattern) return makePattern(PatternKind::Any, type, pattern.span);
  if (const auto *alternatives = ast::dynCast<const ast::AlternativePattern>(&pattern))
    return checkAlternatives(*alternatives, type, names);
  const auto *bind = ast::dynCast<const ast::BindPattern>(&pattern);
  if (bind && !isVariantName(bind->name.text)) {
    Pattern *result = makePattern(PatternKind::Any, type, pattern.span);
    result->local = bindName(bind->name, type, names);
    return type->is(TypeKind::Error) ? nullptr : result;
  }
  const auto *literal = ast::dynCast<const ast::LiteralPattern>(&pattern);
  if (type->isOptional()) {
    if (literal && literal->value->kind == ast::Kind::NoneLiteral)
      return makePattern(PatternKind::None, type, pattern.span);
    Pattern *plain = checkPattern(pattern, type->plain(), names);
    return plain ? somePattern(plain, type) : nullptr;
  }
  if (type->is(TypeKind::Error) && (literal || bind || pattern.kind == ast::Kind::RangePattern)) return nullptr;
  switch (pattern.kind) {
  case ast::Kind::LiteralPattern: return checkLiteralPattern(*literal, type);
  case ast::Kind::RangePattern: return checkRangePattern(ast::as<ast::RangePattern>(pattern), type);
  case ast::Kind::TuplePattern: return checkTuplePattern(ast::as<ast::TuplePattern>(pattern), type, names);
  case ast::Kind::RecordPattern:
    return checkRecordPattern(ast::as<ast::RecordPattern>(pattern).fields, pattern.span, type, names);
  case ast::Kind::ListPattern: return checkListPattern(ast::as<ast::ListPattern>(pattern), type, names);
  case ast::Kind::VariantPattern: return checkVariantPattern(ast::as<ast::VariantPattern>(pattern), type, names);
  case ast::Kind::BindPattern:
    if (type->isEnum() || type->is(TypeKind::Failure)) {
      ast::VariantPattern variant(pattern.span);
      variant.path.push_back(bind->name);
      return checkVariantPattern(variant, type, names);
    }
    report(Code::TypeMismatch, pattern.span,
           "`" + bind->name.text + "` is no variant of the value, which is " + text(type))
        .help(foreignVariantHelp(bind->name.text) ? foreignVariantHelp(bind->name.text)
                                                  : "a name that is to be bound begins with a lower-case letter");
    if (Local *local = bindName(bind->name, types_.error(), names)) local->isUsed = true; // uses are not reported again
    return nullptr;
  default: FLOW_UNREACHABLE();
  }
}

Pattern *Patterns::somePattern(Pattern *plain, const Type *type) {
  Pattern *some = makePattern(PatternKind::Some, type, plain->span);
  some->parts.push_back(plain);
  return some;
}

void Patterns::bindPresent(Pattern &pattern, const Pattern &whole, const std::vector<const Pattern *> &rows) {
  if (pattern.kind == PatternKind::Any && pattern.local && pattern.type->isOptional()) {
    pattern.kind = PatternKind::None;
    bool mayBeNone = isReachable(rows, whole);
    pattern.kind = PatternKind::Any;
    if (mayBeNone) return;
    Pattern *plain = makePattern(PatternKind::Any, pattern.type->plain(), pattern.span);
    plain->local = std::exchange(pattern.local, nullptr);
    plain->local->type = plain->type;
    pattern.kind = PatternKind::Some;
    pattern.parts = {plain};
    return;
  }
  if (pattern.kind == PatternKind::Alternatives) return; // the same names in each: they keep their type
  for (Pattern *part : pattern.parts) bindPresent(*part, whole, rows);
}

} // namespace flow::sema
