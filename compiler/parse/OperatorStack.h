#pragma once
// Arranges a chain of operands and operators by precedence (grammar/README.md) without recursion, and refuses
// what the language does not take: comparisons that chain, `??` and `not` next to tighter operators without
// parentheses, a right side of `|>` that is neither a name nor a call.

#include "compiler/parse/AstBuilder.h"

namespace flow::parse {

struct ChainPart {
  enum class Kind : uint8_t { Operand, Prefix, Binary, Catch } kind{};
  uint16_t token = 0; ///< of a prefix or binary operator
  Span span{};        ///< of the operator; of a catch, with its block
  ast::Expr *operand = nullptr;
  ast::Name error{}; ///< of a catch
  ast::BlockExpr *handler = nullptr;
};

class OperatorStack {
public:
  explicit OperatorStack(AstBuilder &builder) : builder_(builder) {}

  ast::Expr *run(const std::vector<ChainPart> &parts);

private:
  struct Operator {
    const ChainPart *part;
    int precedence;
  };

  void pushPrefix(const ChainPart &part);
  void pushBinary(const ChainPart &part);
  void pushCatch(const ChainPart &part);
  void reduceWhile(int precedence, bool rightAssociative);
  void reduce();
  ast::Expr *prefix(const ChainPart &part, ast::Expr *operand);
  ast::Expr *binary(const ChainPart &part, ast::Expr *left, ast::Expr *right);
  void checkComparison(const ChainPart &part, const ast::Expr &left, const ast::Expr &right);
  bool checkTypeInAngles(const ChainPart &part, const ast::BinaryExpr &first);
  bool checkArguments(const ChainPart &part, const ast::Expr &right);
  void checkCoalesce(const ChainPart &part, const ast::Expr &right);
  void checkPipe(const ChainPart &part, const ast::Expr &left, const ast::Expr &right);
  void checkLeaving(const ChainPart &part, const ast::Expr &operand);
  void parenthesize(diag::Emitter::Builder &report, Span what, std::string help);

  AstBuilder &builder_;
  std::vector<ast::Expr *> operands_;
  std::vector<Operator> operators_;
};

} // namespace flow::parse
