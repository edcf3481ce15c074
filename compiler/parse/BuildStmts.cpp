// Statements and blocks.
#include "compiler/parse/AstBuilder.h"

namespace flow::parse {

ast::BlockExpr *AstBuilder::block(Grammar::BlockContext *tree) {
  auto *block = make<ast::BlockExpr>(span(tree));
  std::vector<ast::Item> items;
  for (Grammar::ItemContext *each : tree->items) {
    size_t count = items.size();
    item(each, items);
    if (items.size() == count) items.push_back({nullptr, make<ast::BrokenStmt>(span(each))});
  }
  for (size_t index = 0; index != items.size(); ++index) {
    const ast::Item &each = items[index];
    if (each.decl) {
      refuseInBlock(*each.decl);
      block->statements.push_back(make<ast::BrokenStmt>(each.decl->span));
    } else if (strayMinus(block->statements, *each.stmt, index + 1 == items.size())) {
      block->statements.push_back(make<ast::BrokenStmt>(each.stmt->span));
    } else {
      block->statements.push_back(each.stmt);
    }
  }
  lists_.push_back(block);
  return block;
}

void AstBuilder::refuseInBlock(const ast::Decl &decl) {
  Span head{decl.span.file, decl.span.begin, decl.span.begin + 1};
  while (head.end < decl.span.end && text_[head.end] != '\n' && text_[head.end] != '{' && text_[head.end] != '(')
    ++head.end;
  while (head.end > head.begin && text_[head.end - 1] == ' ') --head.end;
  auto report =
      error(head, "`" + std::string(ast::kindName(decl.kind)) + "` declarations stand at the top level of a file");
  if (decl.kind == ast::Kind::FnDecl)
    report.help("inside of a block a function is a lambda: `let name = fn(x) => ..`");
  else if (decl.kind == ast::Kind::LetDecl)
    report.help("inside of a block it is `let`, without `pub`");
}

ast::Stmt *AstBuilder::statement(Grammar::StatementContext *tree) {
  if (broken(tree)) return nullptr;
  Span whole = span(tree);
  if (Grammar::LetStatementContext *let = tree->letStatement()) return letStatement(let);
  if (Grammar::ForStatementContext *loop = tree->forStatement()) {
    auto *statement = make<ast::ForStmt>(whole);
    statement->pattern = pattern(loop->pattern());
    statement->iterable = expression(loop->iterable);
    statement->body = block(loop->block());
    return statement;
  }
  if (Grammar::WhileStatementContext *loop = tree->whileStatement()) {
    auto *statement = make<ast::WhileStmt>(whole);
    statement->condition = condition(loop->condition());
    statement->body = block(loop->block());
    return statement;
  }
  if (Grammar::AssertStatementContext *assertion = tree->assertStatement()) {
    auto *statement = make<ast::AssertStmt>(whole);
    statement->condition = expression(assertion->test);
    if (assertion->message) statement->message = expression(assertion->message);
    return statement;
  }
  Grammar::PlainStatementContext *plain = tree->plainStatement();
  return plainStatement(whole, plain->target, plain->assignOperator(), plain->value);
}

ast::LetStmt *AstBuilder::letStatement(Grammar::LetStatementContext *tree) {
  auto *let = make<ast::LetStmt>(span(tree));
  let->isVar = tokenOf(tree->kind).type == Lexer::VAR;
  let->pattern = pattern(tree->pattern());
  if (tree->type()) let->type = type(tree->type());
  let->value = expression(tree->value);
  let->doc = docs_.take(let->span);
  return let;
}

static ast::BinaryOperator compoundOperator(uint16_t type) {
  switch (type) {
  case Lexer::PLUS_ASSIGN: return ast::BinaryOperator::Add;
  case Lexer::MINUS_ASSIGN: return ast::BinaryOperator::Subtract;
  case Lexer::STAR_ASSIGN: return ast::BinaryOperator::Multiply;
  case Lexer::SLASH_ASSIGN: return ast::BinaryOperator::Divide;
  default: return ast::BinaryOperator::Modulo;
  }
}

ast::Stmt *AstBuilder::plainStatement(Span whole, Grammar::ExpressionContext *target,
                                      Grammar::AssignOperatorContext *op, Grammar::ExpressionContext *value) {
  if (!op) {
    auto *statement = make<ast::ExprStmt>(whole);
    statement->expr = expression(target);
    return statement;
  }
  auto *assign = make<ast::AssignStmt>(whole);
  uint16_t type = tokenOf(op->getStart()).type;
  assign->target = expression(target);
  assign->compound = type != Lexer::ASSIGN;
  if (assign->compound) assign->op = compoundOperator(type);
  assign->opSpan = span(op);
  assign->value = expression(value);
  checkTarget(*assign->target);
  return assign;
}

// A place is a name, or a member or element of a place.
void AstBuilder::checkTarget(const ast::Expr &target) {
  const ast::Expr *place = &target;
  while (true) {
    if (const auto *member = ast::dynCast<const ast::MemberExpr>(place); member && !member->optional)
      place = member->base;
    else if (const auto *index = ast::dynCast<const ast::IndexExpr>(place))
      place = index->base;
    else
      break;
  }
  if (place->kind == ast::Kind::NameExpr) return;
  auto report = emitter_.report(diag::Code::BadAssignment, target.span, "cannot assign to this expression");
  report.label("neither a name nor a place in one, such as `p.x` or `xs[i]`");
  if (place->kind == ast::Kind::ColumnExpr)
    report.help("a column gets new values with `|> derive(" + ast::as<const ast::ColumnExpr>(*place).name.text +
                ": ..)`");
  if (place->kind == ast::Kind::TupleExpr)
    report.help("several names get values at once in a declaration, `let (x, y) = ..`; then each can be assigned");
}

ast::Condition AstBuilder::condition(Grammar::ConditionContext *tree) {
  ast::Condition condition;
  if (tree->pattern()) condition.pattern = pattern(tree->pattern());
  condition.value = expression(tree->value);
  const auto *both = ast::dynCast<const ast::BinaryExpr>(condition.value);
  if (condition.pattern && both && both->op == ast::BinaryOperator::And)
    error(both->opSpan, "what is tested by `let` is one value")
        .help("ask for more inside: `if let x = f() { if x > 2 { .. } }`");
  return condition;
}

static const ast::Expr *leftmost(const ast::Expr *expr) {
  while (const auto *binary = ast::dynCast<const ast::BinaryExpr>(expr)) expr = binary->left;
  return expr;
}

static size_t columnOf(std::string_view text, uint32_t offset) {
  size_t begin = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  return begin == std::string_view::npos ? offset : offset - begin - 1;
}

// A line that begins with `-` is a statement of its own, and nobody uses its value, unless it is the last one
// of its block and stands where the statement before it stands.
bool AstBuilder::strayMinus(const std::vector<ast::Stmt *> &before, const ast::Stmt &statement, bool isValue) {
  const auto *plain = ast::dynCast<const ast::ExprStmt>(&statement);
  if (before.empty() || !plain) return false;
  const ast::Stmt &previous = *before.back();
  const auto *minus = ast::dynCast<const ast::UnaryExpr>(leftmost(plain->expr));
  if (!minus || minus->op != ast::UnaryOperator::Negate) return false;
  Span between{module_.file, previous.span.end, plain->span.begin};
  if (text(between).find('\n') == std::string_view::npos) return false;
  if (isValue && columnOf(text_, plain->span.begin) <= columnOf(text_, previous.span.begin)) return false;
  emitter_
      .report(diag::Code::StrayOperator, {module_.file, plain->span.begin, plain->span.begin + 1},
              "a line that begins with `-` is a statement of its own")
      .label("nobody uses this value")
      .also(previous.span.atEnd(), "the statement before it ends here")
      .help("to subtract, move the `-` to the end of the line before");
  return true;
}

} // namespace flow::parse
