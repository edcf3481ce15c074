// Expressions as the grammar has them: a chain that grows to the right. Here it becomes a flat list, which
// OperatorStack arranges by precedence.
#include "compiler/parse/OperatorStack.h"

namespace flow::parse {

ast::Expr *AstBuilder::expression(Grammar::ExpressionContext *tree) {
  std::vector<ChainPart> parts;
  collect(tree, parts);
  return arrange(parts);
}

ast::Expr *AstBuilder::chainExpression(Grammar::ChainContext *tree) {
  std::vector<ChainPart> parts;
  if (Grammar::ExpressionContext *rest = collectChain(tree, parts)) collect(rest, parts);
  return arrange(parts);
}

ast::Expr *AstBuilder::arrange(const std::vector<ChainPart> &parts) {
  if (parts.size() == 1) return parts[0].operand;
  return OperatorStack(*this).run(parts);
}

// Not recursive: a chain may be thousands of operators long.
void AstBuilder::collect(Grammar::ExpressionContext *tree, std::vector<ChainPart> &parts) {
  while (tree) {
    Grammar::ChainContext *chain = tree->chain();
    tree = chain ? collectChain(chain, parts) : collectLambda(tree->lambda(), parts);
  }
}

static ChainPart operandPart(ast::Expr *operand) {
  ChainPart part;
  part.kind = ChainPart::Kind::Operand;
  part.operand = operand;
  return part;
}

static ChainPart operatorPart(ChainPart::Kind kind, Span span, uint16_t token) {
  ChainPart part;
  part.kind = kind;
  part.span = span;
  part.token = token;
  return part;
}

static ast::LeaveKind leaveKindOf(uint16_t token) {
  switch (token) {
  case Lexer::FAIL: return ast::LeaveKind::Fail;
  case Lexer::YIELD: return ast::LeaveKind::Yield;
  default: return ast::LeaveKind::Return;
  }
}

Grammar::ExpressionContext *AstBuilder::collectChain(Grammar::ChainContext *tree, std::vector<ChainPart> &parts) {
  if (tree->prefix) {
    parts.push_back(operatorPart(ChainPart::Kind::Prefix, span(tree->prefix), tokenOf(tree->prefix).type));
    return tree->right;
  }
  if (tree->leave) { // takes all to the right
    ast::Expr *value = expression(tree->right);
    auto *leave = make<ast::LeaveExpr>(merge(span(tree->leave), value->span));
    leave->leave = leaveKindOf(tokenOf(tree->leave).type);
    leave->value = value;
    parts.push_back(operandPart(leave));
    return nullptr;
  }
  parts.push_back(operandPart(operand(tree->operand())));
  return collectLink(tree->link(), tree->catchLink(), parts);
}

Grammar::ExpressionContext *AstBuilder::collectLink(Grammar::LinkContext *link, Grammar::CatchLinkContext *catchLink,
                                                    std::vector<ChainPart> &parts) {
  if (link) {
    parts.push_back(operatorPart(ChainPart::Kind::Binary, span(link->op), tokenOf(link->op).type));
    return link->right;
  }
  for (; catchLink; catchLink = catchLink->next) {
    ChainPart part = operatorPart(ChainPart::Kind::Catch, span(catchLink->CATCH()->getSymbol()), Lexer::CATCH);
    part.error = name(catchLink->name());
    part.handler = block(catchLink->block());
    part.span = merge(part.span, part.handler->span);
    parts.push_back(std::move(part));
    if (!catchLink->right) continue;
    Span pipe = span(catchLink->PIPE()->getSymbol());
    parts.push_back(operatorPart(ChainPart::Kind::Binary, pipe, Lexer::PIPE));
    return catchLink->right;
  }
  return nullptr;
}

Grammar::ExpressionContext *AstBuilder::collectLambda(Grammar::LambdaContext *tree, std::vector<ChainPart> &parts) {
  auto *lambda = make<ast::LambdaExpr>(span(tree->getStart()));
  lambda->parameters = lambdaParameters(tree->lambdaParameters());
  if (tree->result) lambda->result = type(tree->result);
  lambda->arrowBody = tree->value != nullptr;
  lambda->body = lambda->arrowBody ? expression(tree->value) : block(tree->block());
  lambda->span = merge(lambda->span, lambda->body->span);
  parts.push_back(operandPart(suffixes(lambda, tree->suffix())));
  return collectLink(tree->link(), tree->catchLink(), parts);
}

} // namespace flow::parse
