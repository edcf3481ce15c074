// Patterns.
#include "compiler/parse/AstBuilder.h"

namespace flow::parse {

ast::Pattern *AstBuilder::pattern(Grammar::PatternContext *tree) {
  if (tree->list.size() == 1) return patternAtom(tree->list[0]);
  auto *result = make<ast::AlternativePattern>(span(tree));
  for (Grammar::PatternAtomContext *each : tree->list) result->alternatives.push_back(patternAtom(each));
  return result;
}

ast::Pattern *AstBuilder::patternAtom(Grammar::PatternAtomContext *tree) {
  Span whole = span(tree);
  if (tree->begin) return valuePattern(tree);
  if (!tree->path.empty()) return variantPattern(tree);
  if (tree->patternArguments()) return roundPattern(tree->patternArguments());
  if (tree->LBRACKET()) return listPattern(tree);
  return make<ast::WildcardPattern>(whole);
}

/// The value of a pattern, or an end of a range of values.
ast::Expr *AstBuilder::patternValue(Grammar::ValuePatternContext *tree) {
  if (tree->string()) {
    ast::StringLiteral *value = string(tree->string());
    for (const ast::StringPart &part : value->parts)
      if (part.expr)
        error(part.expr->span, "a pattern cannot hold `${..}`").help("compare in a guard: `s if s == \"..\" => ..`");
    return value;
  }
  ast::Expr *value = literal(tree->number ? tree->number : tree->other);
  if (!tree->MINUS()) return value;
  auto *negative = make<ast::UnaryExpr>(span(tree));
  negative->op = ast::UnaryOperator::Negate;
  negative->operand = value;
  return negative;
}

ast::Pattern *AstBuilder::valuePattern(Grammar::PatternAtomContext *tree) {
  ast::Expr *begin = patternValue(tree->begin);
  if (!tree->op) {
    auto *result = make<ast::LiteralPattern>(begin->span);
    result->value = begin;
    return result;
  }
  auto *range = make<ast::RangePattern>(span(tree));
  range->begin = begin;
  range->end = patternValue(tree->end);
  range->inclusive = tokenOf(tree->op).type == Lexer::RANGE_TO;
  return range;
}

/// What was read as a type, where a parameter of a lambda takes its argument apart; null after a report.
ast::Pattern *AstBuilder::patternOf(const ast::Type &type) {
  if (const auto *named = ast::dynCast<const ast::NamedType>(&type);
      named && named->path.size() == 1 && named->arguments.empty()) {
    const ast::Name &name = named->path[0];
    if (name.text == "_" && !name.quoted) return make<ast::WildcardPattern>(type.span);
    auto *bind = make<ast::BindPattern>(type.span);
    bind->name = name;
    return bind;
  }
  auto *result = make<ast::TuplePattern>(type.span);
  if (const auto *tuple = ast::dynCast<const ast::TupleType>(&type)) {
    for (const ast::Type *element : tuple->elements) result->elements.push_back(patternOf(*element));
    return result;
  }
  error(type.span, "the parts of a tuple have names here")
      .help("write `fn((a, b)) => ..`, or `_` for what is not used");
  return make<ast::WildcardPattern>(type.span);
}

ast::Name AstBuilder::patternField(Grammar::PatternItemContext *tree) {
  const ast::Pattern *first = pattern(tree->first);
  if (const auto *bind = ast::dynCast<const ast::BindPattern>(first)) return bind->name;
  error(first->span, "the name of a field is a plain word").help("write `(field: pattern)`");
  return {"_", first->span, false};
}

ast::Pattern *AstBuilder::variantPattern(Grammar::PatternAtomContext *tree) {
  Span whole = span(tree);
  if (tree->path.size() == 1 && !tree->patternArguments()) {
    auto *bind = make<ast::BindPattern>(whole);
    bind->name = name(tree->path[0]);
    return bind;
  }
  auto *variant = make<ast::VariantPattern>(whole);
  for (Grammar::NameContext *each : tree->path) variant->path.push_back(name(each));
  variant->hasArguments = tree->patternArguments() != nullptr;
  if (!variant->hasArguments) return variant;
  for (Grammar::PatternItemContext *each : tree->patternArguments()->elements) {
    if (!each->first) {
      error(span(each), "`..` stands in a list pattern only").help("leave a field of a variant out with `_`");
      continue;
    }
    ast::Name field = each->colon ? patternField(each) : ast::Name{};
    if (!each->colon) {
      variant->elements.push_back(pattern(each->first));
    } else if (each->second) {
      variant->elements.push_back(pattern(each->second));
    } else {
      auto *bind = make<ast::BindPattern>(field.span);
      bind->name = field;
      variant->elements.push_back(bind);
    }
    variant->names.push_back(std::move(field));
  }
  return variant;
}

ast::Pattern *AstBuilder::roundPattern(Grammar::PatternArgumentsContext *tree) {
  Span whole = span(tree);
  bool record = false;
  for (Grammar::PatternItemContext *each : tree->elements) record |= each->colon != nullptr;
  auto *fields = record ? make<ast::RecordPattern>(whole) : nullptr;
  auto *tuple = record ? nullptr : make<ast::TuplePattern>(whole);
  for (Grammar::PatternItemContext *each : tree->elements) {
    if (!each->first) {
      error(span(each), "`..` stands in a list pattern only").help("leave an element of a tuple out with `_`");
    } else if (!record) {
      tuple->elements.push_back(pattern(each->first));
    } else if (each->colon) {
      fields->fields.push_back({patternField(each), each->second ? pattern(each->second) : nullptr});
    } else {
      error(span(each), "this field of a record pattern has no name").help("write `(x:, y: other)`");
    }
  }
  if (record) return fields;
  bool group = tuple->elements.size() == 1 && tree->elements.size() == 1;
  if (group && tree->TRAILING_COMMA()) error(whole, "a tuple has at least two elements");
  return group ? tuple->elements[0] : tuple;
}

ast::Pattern *AstBuilder::listPattern(Grammar::PatternAtomContext *tree) {
  auto *list = make<ast::ListPattern>(span(tree));
  const ast::Pattern *rest = nullptr;
  for (Grammar::PatternItemContext *each : tree->elements) {
    if (each->colon) {
      error(span(each), "elements of a list pattern have no names");
      continue;
    }
    ast::Pattern *element = each->first ? pattern(each->first) : restPattern(each);
    if (!each->first && rest)
      error(element->span, "a list pattern has at most one `..`").also(rest->span, "the first one");
    if (!each->first && !rest) rest = element;
    list->elements.push_back(element);
  }
  return list;
}

ast::Pattern *AstBuilder::restPattern(Grammar::PatternItemContext *tree) {
  auto *rest = make<ast::RestPattern>(span(tree));
  if (tree->rest) rest->name = name(tree->rest);
  return rest;
}

} // namespace flow::parse
