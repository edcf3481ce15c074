// Types and patterns.
#include "compiler/tools/fmt/Formatter.h"

namespace flow::fmt {

const Doc *Formatter::type(const ast::Type *type) {
  auto listOf = [&](const std::vector<ast::Type *> &types) {
    Docs docs;
    for (const ast::Type *each : types) docs.push_back(this->type(each));
    return join(docs, text(", "));
  };
  switch (type->kind) {
  case ast::Kind::NamedType: {
    const auto &named = ast::as<ast::NamedType>(*type);
    Docs path;
    for (const ast::Name &each : named.path) path.push_back(name(each));
    const Doc *whole = join(path, text("."));
    if (named.arguments.empty()) return whole;
    return concat({whole, text("["), listOf(named.arguments), text("]")});
  }
  case ast::Kind::OptionalType: {
    const ast::Type *inner = ast::as<ast::OptionalType>(*type).inner;
    const Doc *doc = this->type(inner);
    // `(fn() -> i64)?`: without parentheses the `?` would belong to the result.
    bool grouped = inner->kind == ast::Kind::FnType || inner->kind == ast::Kind::OptionalType;
    return grouped ? concat({text("("), doc, text(")?")}) : concat({doc, text("?")});
  }
  case ast::Kind::TupleType: return concat({text("("), listOf(ast::as<ast::TupleType>(*type).elements), text(")")});
  case ast::Kind::RecordType: return fields(ast::as<ast::RecordType>(*type).fields, type->span);
  case ast::Kind::FnType: {
    const auto &fn = ast::as<ast::FnType>(*type);
    return concat({text("fn("), listOf(fn.parameters), text(") -> "), this->type(fn.result)});
  }
  default: return text(ast::as<ast::IntTypeArg>(*type).text);
  }
}

const Doc *Formatter::fields(const std::vector<ast::FieldDecl> &fields, Span whole) {
  std::vector<Element> elements;
  for (const ast::FieldDecl &each : fields)
    elements.push_back({each.span, [this, &each] { return concat({name(each.name), text(": "), type(each.type)}); }});
  return braces(elements, whole, ", ");
}

const Doc *Formatter::pattern(const ast::Pattern *pattern) {
  auto listOf = [&](const std::vector<ast::Pattern *> &patterns, const char *separator) {
    Docs docs;
    for (const ast::Pattern *each : patterns) docs.push_back(this->pattern(each));
    return join(docs, text(separator));
  };
  switch (pattern->kind) {
  case ast::Kind::BindPattern: return name(ast::as<ast::BindPattern>(*pattern).name);
  case ast::Kind::LiteralPattern: return expr(ast::as<ast::LiteralPattern>(*pattern).value);
  case ast::Kind::RangePattern: {
    const auto &range = ast::as<ast::RangePattern>(*pattern);
    const Doc *begin = expr(range.begin);
    return concat({begin, text(range.inclusive ? "..=" : ".."), expr(range.end)});
  }
  case ast::Kind::VariantPattern: return variantPattern(ast::as<ast::VariantPattern>(*pattern));
  case ast::Kind::TuplePattern:
    return concat({text("("), listOf(ast::as<ast::TuplePattern>(*pattern).elements, ", "), text(")")});
  case ast::Kind::RecordPattern: {
    Docs docs;
    for (const ast::RecordPatternField &each : ast::as<ast::RecordPattern>(*pattern).fields) {
      const Doc *label = concat({name(each.name), text(":")});
      docs.push_back(each.pattern ? concat({label, text(" "), this->pattern(each.pattern)}) : label);
    }
    return concat({text("("), join(docs, text(", ")), text(")")});
  }
  case ast::Kind::ListPattern:
    return concat({text("["), listOf(ast::as<ast::ListPattern>(*pattern).elements, ", "), text("]")});
  case ast::Kind::RestPattern: {
    const ast::Name &rest = ast::as<ast::RestPattern>(*pattern).name;
    return rest.empty() ? text("..") : concat({text(".."), name(rest)});
  }
  case ast::Kind::AlternativePattern: return listOf(ast::as<ast::AlternativePattern>(*pattern).alternatives, " | ");
  default: return text("_");
  }
}

const Doc *Formatter::variantPattern(const ast::VariantPattern &pattern) {
  Docs path, elements;
  for (const ast::Name &each : pattern.path) path.push_back(name(each));
  const Doc *whole = join(path, text("."));
  if (!pattern.hasArguments) return whole;
  for (size_t index = 0; index != pattern.elements.size(); ++index) {
    const ast::Name &label = pattern.names[index];
    const Doc *element = this->pattern(pattern.elements[index]);
    // `(r:)` binds the field's own name.
    bool own = !label.empty() && pattern.elements[index]->span == label.span;
    if (label.empty())
      elements.push_back(element);
    else if (own)
      elements.push_back(concat({name(label), text(":")}));
    else
      elements.push_back(concat({name(label), text(": "), element}));
  }
  return concat({whole, text("("), join(elements, text(", ")), text(")")});
}

} // namespace flow::fmt
