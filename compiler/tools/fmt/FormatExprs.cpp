// Expressions.
#include "compiler/tools/fmt/Formatter.h"

#include <algorithm>

namespace flow::fmt {

const Doc *Formatter::expr(const ast::Expr *expr) {
  switch (expr->kind) {
  case ast::Kind::NameExpr: return name(ast::as<ast::NameExpr>(*expr).name);
  case ast::Kind::ColumnExpr: return concat({text("."), name(ast::as<ast::ColumnExpr>(*expr).name)});
  case ast::Kind::ParenExpr: {
    const ast::Expr *inner = ast::as<ast::ParenExpr>(*expr).inner;
    return brackets("(", {{inner->span, [this, inner] { return this->expr(inner); }}}, expr->span, ")", false, false);
  }
  case ast::Kind::TupleExpr: {
    std::vector<Element> elements;
    for (const ast::Expr *each : ast::as<ast::TupleExpr>(*expr).elements)
      elements.push_back({each->span, [this, each] { return this->expr(each); }});
    return brackets("(", elements, expr->span, ")");
  }
  case ast::Kind::RecordExpr: return record(ast::as<ast::RecordExpr>(*expr));
  case ast::Kind::ListExpr: return list(ast::as<ast::ListExpr>(*expr));
  case ast::Kind::MapExpr: return map(ast::as<ast::MapExpr>(*expr));
  case ast::Kind::ComprehensionExpr: return comprehension(ast::as<ast::ComprehensionExpr>(*expr));
  case ast::Kind::UnaryExpr: {
    const auto &unary = ast::as<ast::UnaryExpr>(*expr);
    std::string op = ast::spelling(unary.op);
    bool word = unary.op == ast::UnaryOperator::Not || unary.op == ast::UnaryOperator::Await;
    return concat({text(word ? op + " " : op), this->expr(unary.operand)});
  }
  case ast::Kind::BinaryExpr: return binary(ast::as<ast::BinaryExpr>(*expr));
  case ast::Kind::RangeExpr: {
    const auto &range = ast::as<ast::RangeExpr>(*expr);
    Docs docs;
    if (range.begin) docs.push_back(this->expr(range.begin));
    docs.push_back(text(range.inclusive ? "..=" : ".."));
    if (range.end) docs.push_back(this->expr(range.end));
    return concat(std::move(docs));
  }
  case ast::Kind::PipeExpr:
  case ast::Kind::CatchExpr: return pipeline(*expr);
  case ast::Kind::CallExpr:
  case ast::Kind::IndexExpr:
  case ast::Kind::MemberExpr: return suffixes(*expr);
  case ast::Kind::TypeExpr: return type(ast::as<ast::TypeExpr>(*expr).type);
  case ast::Kind::IfExpr: return ifExpr(ast::as<ast::IfExpr>(*expr));
  case ast::Kind::MatchExpr: return match(ast::as<ast::MatchExpr>(*expr));
  case ast::Kind::BlockExpr: return block(ast::as<ast::BlockExpr>(*expr));
  case ast::Kind::LambdaExpr: return lambda(ast::as<ast::LambdaExpr>(*expr));
  case ast::Kind::SpawnExpr: {
    const auto &spawn = ast::as<ast::SpawnExpr>(*expr);
    Docs docs{text("spawn "), this->expr(spawn.call)};
    if (spawn.hasOptions) {
      uint32_t open = find('(', spawn.call->span.end, spawn.span.end);
      docs.insert(docs.end(), {text(" with "), arguments(spawn.options, {spawn.span.file, open, spawn.span.end})});
    }
    return concat(std::move(docs));
  }
  case ast::Kind::LeaveExpr: {
    const auto &leave = ast::as<ast::LeaveExpr>(*expr);
    std::string word = ast::spelling(leave.leave);
    return leave.value ? concat({text(word + " "), this->expr(leave.value)}) : text(word);
  }
  default: return verbatim(expr->span); // literals and `_`
  }
}

// ---- calls, members, indices

const Doc *Formatter::suffixes(const ast::Expr &last) {
  std::vector<const ast::Expr *> links; // from the last to the first
  const ast::Expr *base = &last;
  size_t calls = 0;
  bool broken = false;
  while (true) {
    if (const auto *call = ast::dynCast<const ast::CallExpr>(base)) {
      links.push_back(base);
      calls += call->callee->kind == ast::Kind::MemberExpr;
      base = call->callee;
    } else if (const auto *indexed = ast::dynCast<const ast::IndexExpr>(base)) {
      links.push_back(base);
      base = indexed->base;
    } else if (const auto *member = ast::dynCast<const ast::MemberExpr>(base)) {
      links.push_back(base);
      broken |= comments_.newlineBetween(member->base->span.end, member->name.span.begin);
      base = member->base;
    } else {
      break;
    }
  }
  bool breakable = broken || calls > 2;
  Docs docs{expr(base)}, rest;
  for (size_t index = links.size(); index-- > 0;) {
    if (const auto *call = ast::dynCast<const ast::CallExpr>(links[index])) {
      rest.push_back(arguments(call->arguments, call->argumentsSpan));
    } else if (const auto *indexed = ast::dynCast<const ast::IndexExpr>(links[index])) {
      rest.push_back(this->index(*indexed));
    } else {
      const auto &member = ast::as<const ast::MemberExpr>(*links[index]);
      if (breakable) {
        commentsBefore(rest, member.name.span.begin);
        rest.push_back(docs_.softLine());
      }
      rest.push_back(text(member.optional ? "?." : "."));
      rest.push_back(name(member.name));
    }
  }
  if (broken) rest.push_back(docs_.breakGroup());
  if (!breakable) return concat({docs[0], concat(std::move(rest))});
  docs.push_back(docs_.indent(concat(std::move(rest))));
  return docs_.group(concat(std::move(docs)));
}

const Doc *Formatter::index(const ast::IndexExpr &expr) {
  std::vector<Element> elements;
  for (const ast::Expr *each : expr.indices)
    elements.push_back({each->span, [this, each] { return this->expr(each); }});
  uint32_t open = find('[', expr.base->span.end, expr.span.end);
  return brackets("[", elements, {expr.span.file, open, expr.span.end}, "]");
}

/// Whether an expression may stand behind `(` on its line although it goes on over several lines.
bool Formatter::hugging(const ast::Expr *expr) const {
  switch (expr->kind) {
  case ast::Kind::LambdaExpr: return !ast::as<ast::LambdaExpr>(*expr).arrowBody;
  case ast::Kind::BlockExpr: return true;
  case ast::Kind::ListExpr: return !ast::as<ast::ListExpr>(*expr).elements.empty();
  case ast::Kind::MapExpr: return !ast::as<ast::MapExpr>(*expr).entries.empty();
  case ast::Kind::ComprehensionExpr: return true;
  default: return false;
  }
}

const Doc *Formatter::arguments(const std::vector<ast::Argument> &arguments, Span whole) {
  std::vector<Element> elements;
  for (const ast::Argument &each : arguments) {
    Span span = each.name.empty() ? each.value->span : merge(each.name.span, each.value->span);
    elements.push_back({span, [this, &each] { return argument(each); }});
  }
  bool hugs =
      !arguments.empty() && hugging(arguments.back().value) && arguments.back().kind == ast::ArgumentKind::Value;
  // A list or map is hugged only when it is all there is: next to others it is an argument like them.
  hugs &= arguments.size() <= 1 || arguments.back().value->kind == ast::Kind::LambdaExpr;
  // Comments need lines of their own.
  uint32_t last = arguments.empty() ? 0 : arguments.back().value->span.begin;
  if (!hugs || comments_.hasBefore(last)) return brackets("(", elements, whole, ")");

  Docs before, exploded{docs_.softLine()};
  for (size_t index = 0; index + 1 < elements.size(); ++index) {
    const Doc *doc = elements[index].format();
    before.insert(before.end(), {doc, text(", ")});
    exploded.insert(exploded.end(), {doc, text(","), docs_.line()});
  }
  const ast::Argument &argument = arguments.back();
  const auto *lambda = ast::dynCast<const ast::LambdaExpr>(argument.value);
  Docs head;
  if (!argument.name.empty()) head.insert(head.end(), {name(argument.name), text(": ")});
  if (lambda) head.insert(head.end(), {lambdaHead(*lambda), text(" ")});
  const Doc *start = concat(std::move(head));
  const Doc *body = expr(lambda ? lambda->body : argument.value);
  Docs behind; // comments between the body and the bracket
  strayComments(behind, whole.end - 1);
  exploded.insert(exploded.end(), {start, body, docs_.ifBroken(text(","), docs_.nothing())});
  const Doc *end = concat(behind);
  bool group = body->kind == Doc::Kind::Group;
  const Doc *hugged =
      concat({text("("), concat(std::move(before)), start, group ? docs_.broken(body) : body, end, text(")")});
  const Doc *plain =
      docs_.group(concat({text("("), docs_.indent(concat(std::move(exploded))), end, docs_.softLine(), text(")")}));
  return docs_.hug(hugged, plain);
}

const Doc *Formatter::named(const ast::Name &name, const ast::Expr *value) {
  if (isShort(name, *value)) return concat({this->name(name), text(":")});
  return concat({this->name(name), text(": "), expr(value)});
}

const Doc *Formatter::argument(const ast::Argument &argument) {
  if (!argument.name.empty() && isShort(argument.name, *argument.value)) return named(argument.name, argument.value);
  Docs docs;
  if (!argument.name.empty()) docs.insert(docs.end(), {name(argument.name), text(": ")});
  if (argument.kind == ast::ArgumentKind::Inout) docs.push_back(text("&"));
  if (argument.kind == ast::ArgumentKind::Spread) docs.push_back(text(".."));
  docs.push_back(expr(argument.value));
  return concat(std::move(docs));
}

// ---- lambdas

const Doc *Formatter::lambdaHead(const ast::LambdaExpr &lambda) {
  Docs docs{text("fn"), parameters(lambda.parameters, lambda.span.begin)};
  if (lambda.result) docs.insert(docs.end(), {text(" -> "), type(lambda.result)});
  return concat(std::move(docs));
}

const Doc *Formatter::lambda(const ast::LambdaExpr &lambda) {
  const Doc *head = lambdaHead(lambda);
  return concat({head, fnBody(lambda.body, lambda.arrowBody)});
}

// What stands behind `=>`: on the line, when it can be broken itself, else on the next one if it does not
// fit.
const Doc *Formatter::arrow(const ast::Expr *body) {
  const Doc *value = expr(body);
  bool plain = body->kind == ast::Kind::BinaryExpr || body->kind == ast::Kind::UnaryExpr ||
               body->kind == ast::Kind::RangeExpr || body->kind == ast::Kind::NameExpr ||
               body->kind == ast::Kind::StringLiteral;
  if (body->kind == ast::Kind::IfExpr) return docs_.below(value);
  if (!plain) return concat({text(" "), value});
  return docs_.group(docs_.indent(concat({docs_.line(), value})));
}

// ---- lists, records, maps

const Doc *Formatter::list(const ast::ListExpr &list) {
  std::vector<Element> elements;
  bool literals = !list.elements.empty();
  for (const ast::ListElement &each : list.elements) {
    literals &= each.name.empty() &&
                (each.value->kind == ast::Kind::IntLiteral || each.value->kind == ast::Kind::FloatLiteral ||
                 each.value->kind == ast::Kind::StringLiteral || each.value->kind == ast::Kind::QuantityLiteral);
    Span span = each.name.empty() ? each.value->span : merge(each.name.span, each.value->span);
    elements.push_back({span, [this, &each] {
                          if (each.name.empty()) return expr(each.value);
                          return concat({name(each.name), text(": "), expr(each.value)});
                        }});
  }
  return brackets("[", elements, list.span, "]", literals && !comments_.hasBefore(list.span.end));
}

const Doc *Formatter::record(const ast::RecordExpr &record) {
  std::vector<Element> elements;
  if (record.base)
    elements.push_back({record.base->span, [this, &record] { return concat({text(".."), expr(record.base)}); }});
  for (const ast::RecordField &each : record.fields)
    elements.push_back(
        {merge(each.name.span, each.value->span), [this, &each] { return named(each.name, each.value); }});
  return brackets("(", elements, record.span, ")");
}

const Doc *Formatter::map(const ast::MapExpr &map) {
  if (map.entries.empty()) return text("[:]");
  std::vector<Element> elements;
  for (const ast::MapEntry &each : map.entries)
    elements.push_back({merge(each.key->span, each.value->span), [this, &each] {
                          const Doc *key = expr(each.key);
                          return concat({key, text(": "), expr(each.value)});
                        }});
  return brackets("[", elements, map.span, "]");
}

const Doc *Formatter::comprehension(const ast::ComprehensionExpr &expr) {
  Docs docs{docs_.softLine()};
  auto before = [&](uint32_t offset) {
    commentsBefore(docs, offset);
    docs.push_back(docs_.line());
  };
  if (expr.key) docs.insert(docs.end(), {this->expr(expr.key), text(": ")});
  docs.push_back(this->expr(expr.value));
  for (const ast::ComprehensionClause &clause : expr.clauses) {
    before(clause.pattern->span.begin);
    docs.insert(docs.end(), {text("for "), pattern(clause.pattern), text(" in ")});
    docs.push_back(this->expr(clause.iterable));
    for (const ast::Expr *condition : clause.conditions) {
      before(condition->span.begin);
      docs.insert(docs.end(), {text("if "), this->expr(condition)});
    }
  }
  commentsBefore(docs, expr.span.end - 1);
  return docs_.group(concat({text("["), docs_.indent(concat(std::move(docs))), docs_.softLine(), text("]")}));
}

} // namespace flow::fmt
