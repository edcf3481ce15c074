// What stands in round and square brackets: groups, tuples, records, lists, maps, comprehensions.
#include "compiler/parse/AstBuilder.h"

namespace flow::parse {

const ast::Name *AstBuilder::plainName(const ast::Expr *expr) const {
  const auto *named = ast::dynCast<const ast::NameExpr>(expr);
  return named ? &named->name : nullptr;
}

/// The value of `from:`, which is short for `from: from`.
ast::Expr *AstBuilder::nameAsValue(const ast::Name &name) {
  auto *expr = make<ast::NameExpr>(name.span);
  expr->name = name;
  return expr;
}

ast::Name AstBuilder::fieldName(Grammar::ValueOrTypeContext *tree, const char *what) {
  const ast::Expr *expr = valueOrType(tree);
  if (const ast::Name *plain = plainName(expr)) return *plain;
  auto report = error(expr->span, std::string("the name of ") + what + " is a plain word");
  if (expr->kind == ast::Kind::ColumnExpr) {
    std::string word = ast::as<const ast::ColumnExpr>(*expr).name.text;
    report.fix(expr->span, word, "write `" + word + ": ..`, without the point");
  } else if (expr->kind == ast::Kind::StringLiteral) {
    report.help("names stand without quotes; an odd one stands in backticks: `` `order id`: .. ``");
  }
  return {"_", expr->span, false};
}

ast::Expr *AstBuilder::roundBrackets(Grammar::PrimaryContext *tree) {
  Span whole = span(tree);
  bool record = false;
  for (Grammar::ElementContext *each : tree->elements) record |= each->spread || each->colon;
  if (!record) {
    if (tree->elements.size() == 1) {
      if (tree->TRAILING_COMMA()) error(span(tree->TRAILING_COMMA()->getSymbol()), "a tuple has at least two elements");
      auto *paren = make<ast::ParenExpr>(whole);
      paren->inner = valueOrType(tree->elements[0]->first);
      return paren;
    }
    auto *tuple = make<ast::TupleExpr>(whole);
    for (Grammar::ElementContext *each : tree->elements) tuple->elements.push_back(valueOrType(each->first));
    return tuple;
  }
  auto *expr = make<ast::RecordExpr>(whole);
  for (size_t index = 0; index != tree->elements.size(); ++index) {
    Grammar::ElementContext *each = tree->elements[index];
    if (each->spread) {
      if (index != 0) error(span(each), "the record to change stands first").help("write `(..p, x: 3.0)`");
      expr->base = expression(each->spread);
    } else if (each->colon) {
      ast::Name name = fieldName(each->first, "a field");
      expr->fields.push_back({name, each->second ? expression(each->second) : nameAsValue(name)});
    } else {
      error(span(each), "this field of a record has no name")
          .help("write `name: value` for each field, or for none to make a tuple");
    }
  }
  return expr;
}

ast::Expr *AstBuilder::squareBrackets(Grammar::PrimaryContext *tree) {
  Span whole = span(tree);
  if (tree->COLON()) return make<ast::MapExpr>(whole);
  if (!tree->clauses.empty()) return comprehension(tree);
  // `[.a, hour: .ts.hour]` is a list with names; in a map each value has a key, and a key that is no word makes it one.
  struct Entry {
    ast::Expr *first, *second;
  };
  std::vector<Entry> entries;
  bool hasKeys = !tree->entries.empty(), map = false;
  for (Grammar::EntryContext *each : tree->entries) {
    Entry entry{expression(each->first), each->second ? expression(each->second) : nullptr};
    hasKeys &= entry.second != nullptr;
    map |= entry.second && !plainName(entry.first);
    entries.push_back(entry);
  }
  if (map || hasKeys) {
    auto *expr = make<ast::MapExpr>(whole);
    for (const Entry &entry : entries) {
      if (entry.second)
        expr->entries.push_back({entry.first, entry.second});
      else
        error(entry.first->span, "this entry of a map has no value")
            .help("write `key: value` for each entry, or for none to make a list");
    }
    return expr;
  }
  auto *list = make<ast::ListExpr>(whole);
  for (const Entry &entry : entries) {
    if (entry.second)
      list->elements.push_back({*plainName(entry.first), entry.second});
    else
      list->elements.push_back({{}, entry.first});
  }
  return list;
}

ast::Expr *AstBuilder::comprehension(Grammar::PrimaryContext *tree) {
  auto *expr = make<ast::ComprehensionExpr>(span(tree));
  Grammar::EntryContext *entry = tree->entries[0];
  ast::Expr *first = expression(entry->first);
  expr->key = entry->second ? first : nullptr;
  expr->value = entry->second ? expression(entry->second) : first;
  for (Grammar::ForClauseContext *each : tree->clauses) {
    ast::ComprehensionClause clause;
    clause.pattern = pattern(each->pattern());
    clause.iterable = expression(each->iterable);
    for (Grammar::ExpressionContext *condition : each->conditions) clause.conditions.push_back(expression(condition));
    expr->clauses.push_back(std::move(clause));
  }
  return expr;
}

} // namespace flow::parse
