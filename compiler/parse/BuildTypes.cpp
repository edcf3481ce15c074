// Types, and values that read as types.
#include "compiler/parse/AstBuilder.h"

namespace flow::parse {

ast::Type *AstBuilder::type(Grammar::TypeContext *tree) {
  if (Grammar::FnTypeContext *fn = tree->fnType()) {
    auto *result = make<ast::FnType>(span(fn));
    for (Grammar::TypeContext *each : fn->elements) result->parameters.push_back(type(each));
    result->result = type(fn->result);
    return result;
  }
  return optional(typeAtom(tree->typeAtom()), tree->optional);
}

ast::Type *AstBuilder::optional(ast::Type *inner, const std::vector<antlr4::Token *> &marks) {
  if (marks.size() > 1)
    error(span(marks[1]), "a type is optional once: `T??` is the same as `T?`").fix(span(marks[1], marks.back()), "");
  if (marks.empty()) return inner;
  auto *result = make<ast::OptionalType>(merge(inner->span, span(marks[0])));
  result->inner = inner;
  return result;
}

ast::Type *AstBuilder::typeAtom(Grammar::TypeAtomContext *tree) {
  if (Grammar::NamedTypeContext *named = tree->namedType()) return namedType(named);
  if (Grammar::FieldBlockContext *block = tree->fieldBlock()) {
    auto *record = make<ast::RecordType>(span(block));
    record->fields = fields(block->fieldList());
    return record;
  }
  if (tree->UNDERSCORE()) { // no type is called so
    auto *named = make<ast::NamedType>(span(tree));
    named->path.push_back({"_", span(tree), false});
    return named;
  }
  Grammar::TupleTypeContext *tuple = tree->tupleType();
  if (tuple->elements.size() == 1) { // parentheses: `(fn(i64) -> bool)?`
    ast::Type *inner = type(tuple->elements[0]);
    return inner;
  }
  auto *result = make<ast::TupleType>(span(tuple));
  for (Grammar::TypeContext *each : tuple->elements) result->elements.push_back(type(each));
  return result;
}

ast::Type *AstBuilder::namedType(Grammar::NamedTypeContext *tree) {
  auto *named = make<ast::NamedType>(span(tree));
  for (Grammar::NameContext *each : tree->path) named->path.push_back(name(each));
  if (!tree->typeArguments()) return named;
  for (Grammar::TypeArgumentContext *each : tree->typeArguments()->list) {
    if (each->type()) {
      named->arguments.push_back(type(each->type()));
    } else {
      auto *number = make<ast::IntTypeArg>(span(each));
      number->text = text(number->span);
      named->arguments.push_back(number);
    }
  }
  return named;
}

std::vector<ast::FieldDecl> AstBuilder::fields(Grammar::FieldListContext *tree) {
  std::vector<ast::FieldDecl> result;
  if (!tree) return result;
  for (Grammar::FieldContext *each : tree->fields) {
    if (broken(each)) continue;
    ast::FieldDecl field;
    field.span = span(each);
    field.name = name(each->name());
    field.type = type(each->type());
    field.doc = docs_.take(field.span);
    result.push_back(std::move(field));
  }
  return result;
}

ast::Expr *AstBuilder::typeAsValue(ast::Type *type) {
  auto *expr = make<ast::TypeExpr>(type->span);
  expr->type = type;
  return expr;
}

// The type that a value reads as, such as `m.Zone` or `List[i64]`; null when it cannot be one.
ast::Type *AstBuilder::typeOf(ast::Expr *expr) {
  switch (expr->kind) {
  case ast::Kind::TypeExpr: return ast::as<ast::TypeExpr>(*expr).type;
  case ast::Kind::ParenExpr: return typeOf(ast::as<ast::ParenExpr>(*expr).inner);
  case ast::Kind::NameExpr: {
    auto *named = make<ast::NamedType>(expr->span);
    named->path.push_back(ast::as<ast::NameExpr>(*expr).name);
    return named;
  }
  case ast::Kind::MemberExpr: {
    auto &member = ast::as<ast::MemberExpr>(*expr);
    auto *named = ast::dynCast<ast::NamedType>(typeOf(member.base));
    if (!named || !named->arguments.empty() || member.optional) return nullptr;
    named->path.push_back(member.name);
    named->span = expr->span;
    return named;
  }
  case ast::Kind::IndexExpr: {
    auto &indexed = ast::as<ast::IndexExpr>(*expr);
    auto *named = ast::dynCast<ast::NamedType>(typeOf(indexed.base));
    if (!named || !named->arguments.empty()) return nullptr;
    for (ast::Expr *each : indexed.indices) {
      ast::Type *argument = typeOf(each);
      if (!argument) return nullptr;
      named->arguments.push_back(argument);
    }
    named->span = expr->span;
    return named;
  }
  case ast::Kind::TupleExpr: {
    auto *tuple = make<ast::TupleType>(expr->span);
    for (ast::Expr *each : ast::as<ast::TupleExpr>(*expr).elements) {
      tuple->elements.push_back(typeOf(each));
      if (!tuple->elements.back()) return nullptr;
    }
    return tuple;
  }
  case ast::Kind::IntLiteral: {
    auto *number = make<ast::IntTypeArg>(expr->span);
    number->text = ast::as<ast::IntLiteral>(*expr).text;
    return number;
  }
  default: return nullptr;
  }
}

} // namespace flow::parse
