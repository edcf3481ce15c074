// Chains: binary operators of one precedence, and pipelines.
#include "compiler/tools/fmt/Formatter.h"

#include <algorithm>

namespace flow::fmt {

namespace {

/// These may begin a line; the other operators end one.
bool leadsLine(ast::BinaryOperator op) {
  return op == ast::BinaryOperator::And || op == ast::BinaryOperator::Or || op == ast::BinaryOperator::Coalesce;
}

bool associatesRight(ast::BinaryOperator op) {
  return op == ast::BinaryOperator::Power || op == ast::BinaryOperator::Coalesce;
}

} // namespace

const Doc *Formatter::binary(const ast::BinaryExpr &expr) {
  int level = ast::precedence(expr.op);
  std::vector<const ast::BinaryExpr *> nodes{&expr};
  while (true) {
    const ast::BinaryExpr *last = nodes.back();
    const auto *next = ast::dynCast<const ast::BinaryExpr>(associatesRight(expr.op) ? last->right : last->left);
    if (!next || ast::precedence(next->op) != level) break;
    nodes.push_back(next);
  }
  // In source order: the outermost node is the first operator of a chain to the right, and the last of one to
  // the left.
  bool right = associatesRight(expr.op);
  if (!right) std::ranges::reverse(nodes);
  Docs docs{this->expr(nodes.front()->left)}, rest;
  for (size_t index = 0; index != nodes.size(); ++index) {
    const ast::BinaryExpr &node = *nodes[index];
    const ast::Expr *operand = right && index + 1 != nodes.size() ? nodes[index + 1]->left : node.right;
    std::string op = ast::spelling(node.op);
    bool leads = leadsLine(node.op);
    if (!leads) rest.push_back(text(" " + op));
    commentsBefore(rest, operand->span.begin);
    rest.push_back(docs_.line());
    if (leads) rest.push_back(text(op + " "));
    rest.push_back(this->expr(operand));
  }
  docs.push_back(docs_.indent(concat(std::move(rest))));
  return docs_.group(concat(std::move(docs)));
}

// Steps of `|>`, one a line when they do not fit on one or were broken; a `catch` follows the step it stands
// behind.
const Doc *Formatter::pipeline(const ast::Expr &last) {
  std::vector<const ast::Expr *> links; // from the last to the first
  const ast::Expr *head = &last;
  bool broken = false;
  size_t pipes = 0;
  while (true) {
    if (const auto *pipe = ast::dynCast<const ast::PipeExpr>(head)) {
      links.push_back(head);
      broken |= comments_.newlineBetween(pipe->left->span.end, pipe->right->span.begin);
      head = pipe->left;
      ++pipes;
    } else if (const auto *handled = ast::dynCast<const ast::CatchExpr>(head)) {
      links.push_back(head);
      head = handled->body;
    } else {
      break;
    }
  }
  Docs docs{expr(head)}, steps;
  for (size_t index = links.size(); index-- > 0;) {
    if (const auto *handled = ast::dynCast<const ast::CatchExpr>(links[index])) {
      steps.push_back(concat({text(" catch "), name(handled->error), text(" "), block(*handled->handler)}));
      continue;
    }
    const auto &pipe = ast::as<const ast::PipeExpr>(*links[index]);
    commentBehind(steps, pipe.left->span.end);
    commentsBefore(steps, pipe.right->span.begin);
    steps.push_back(docs_.line());
    steps.push_back(text("|> "));
    steps.push_back(expr(pipe.right));
  }
  if (broken) steps.push_back(docs_.breakGroup());
  const Doc *all = concat(std::move(steps));
  // Without a step the block of a `catch` is not indented.
  docs.push_back(pipes == 0 ? all : docs_.indent(all));
  return pipes == 0 ? concat(std::move(docs)) : docs_.group(concat(std::move(docs)));
}

} // namespace flow::fmt
