// Statements, blocks, `if`, `match`.
#include "compiler/tools/fmt/Formatter.h"

namespace flow::fmt {

const Doc *Formatter::statement(const ast::Stmt &statement) {
  switch (statement.kind) {
  case ast::Kind::LetStmt: return let(ast::as<ast::LetStmt>(statement));
  case ast::Kind::AssignStmt: {
    const auto &assign = ast::as<ast::AssignStmt>(statement);
    const Doc *target = expr(assign.target);
    return concat({target, text(" " + std::string(sources_.text(assign.opSpan)) + " "), expr(assign.value)});
  }
  case ast::Kind::ForStmt: {
    const auto &loop = ast::as<ast::ForStmt>(statement);
    const Doc *variable = pattern(loop.pattern);
    const Doc *iterable = expr(loop.iterable);
    return concat({text("for "), variable, text(" in "), iterable, text(" "), block(*loop.body)});
  }
  case ast::Kind::WhileStmt: {
    const auto &loop = ast::as<ast::WhileStmt>(statement);
    const Doc *test = condition(loop.condition);
    return concat({text("while "), test, text(" "), block(*loop.body)});
  }
  case ast::Kind::AssertStmt: {
    const auto &assertion = ast::as<ast::AssertStmt>(statement);
    Docs docs{text("assert "), expr(assertion.condition)};
    if (assertion.message) docs.insert(docs.end(), {text(", "), expr(assertion.message)});
    return concat(std::move(docs));
  }
  default: return expr(ast::as<ast::ExprStmt>(statement).expr);
  }
}

const Doc *Formatter::let(const ast::LetStmt &let) {
  Docs docs{text(let.isVar ? "var " : "let "), pattern(let.pattern)};
  if (let.type) docs.insert(docs.end(), {text(": "), type(let.type)});
  const Doc *value = expr(let.value);
  if (let.value->kind == ast::Kind::IfExpr)
    docs.insert(docs.end(), {text(" ="), docs_.below(value)});
  else
    docs.insert(docs.end(), {text(" = "), value});
  return concat(std::move(docs));
}

const Doc *Formatter::condition(const ast::Condition &condition) {
  if (!condition.pattern) return expr(condition.value);
  const Doc *bound = pattern(condition.pattern);
  return concat({text("let "), bound, text(" = "), expr(condition.value)});
}

const Doc *Formatter::block(const ast::BlockExpr &block) { return docs_.group(blockBody(block)); }

const Doc *Formatter::blockBody(const ast::BlockExpr &block) {
  std::vector<Element> elements;
  for (const ast::Stmt *each : block.statements)
    elements.push_back({each->span, [this, each] { return statement(*each); }});
  return bracesBody(elements, block.span, "; ");
}

// All branches stand on one line, or none does.
const Doc *Formatter::ifExpr(const ast::IfExpr &expr) {
  Docs docs;
  const ast::IfExpr *branch = &expr;
  while (true) {
    docs.insert(docs.end(), {text("if "), condition(branch->condition), text(" ")});
    docs.push_back(blockBody(*branch->thenBlock));
    if (!branch->elseBranch) break;
    docs.push_back(text(" else "));
    const auto *next = ast::dynCast<const ast::IfExpr>(branch->elseBranch);
    if (!next) {
      docs.push_back(blockBody(ast::as<const ast::BlockExpr>(*branch->elseBranch)));
      break;
    }
    branch = next;
  }
  return docs_.group(concat(std::move(docs)));
}

const Doc *Formatter::match(const ast::MatchExpr &match) {
  const Doc *subject = expr(match.subject);
  std::vector<Element> elements;
  for (const ast::MatchArm &each : match.arms) elements.push_back({each.span, [this, &each] { return arm(each); }});
  uint32_t open = find('{', match.subject->span.end, match.span.end);
  return concat({text("match "), subject, text(" "), braces(elements, {match.span.file, open, match.span.end}, ", ")});
}

const Doc *Formatter::arm(const ast::MatchArm &arm) {
  Docs docs{pattern(arm.pattern)};
  if (arm.guard) docs.insert(docs.end(), {text(" if "), expr(arm.guard)});
  docs.push_back(text(" =>"));
  if (const auto *plain = ast::dynCast<const ast::ExprStmt>(arm.body))
    docs.push_back(arrow(plain->expr));
  else
    docs.insert(docs.end(), {text(" "), statement(*arm.body)});
  return concat(std::move(docs));
}

} // namespace flow::fmt
