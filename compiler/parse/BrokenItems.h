#pragma once
// Which parts of a file hold syntax errors: statements of blocks, arms of matches, whole items. The rest is checked all
// the same: who makes a mistake of syntax and one of types sees both.

#include "compiler/ast/Ast.h"
#include "compiler/diag/Diagnostic.h"
#include "compiler/parse/TokenList.h"

namespace flow::parse {

class BrokenItems {
public:
  /// The reports from the `firstReport`-th on are those of this file. `lists` are its blocks and matches, each after
  /// those inside of it.
  BrokenItems(const TokenList &tokens, const diag::Emitter &emitter, size_t firstReport,
              const std::vector<ast::Expr *> &lists)
      : tokens_(tokens), emitter_(emitter), firstReport_(firstReport), lists_(lists) {}

  /// Notes that the tokens from `begin` to `end` became the items of the module from number `firstItem` on.
  void add(size_t begin, size_t end, size_t firstItem) { items_.push_back({begin, end, firstItem}); }
  /// Takes what has errors out of blocks and matches, marks the items that cannot be understood without it, and says
  /// what was declared there.
  void markIn(ast::Module &module) const;

private:
  struct ItemTokens {
    size_t begin, end; ///< tokens
    size_t firstItem;
    bool isBroken = false;
  };

  bool hasStrayBrace() const;
  ItemTokens &itemAt(std::vector<ItemTokens> &items, uint32_t place) const;
  bool hasUnclosedBrace(const ItemTokens &item) const;
  bool leaveOut(uint32_t place, const ItemTokens &item, ast::Module &module) const;
  ast::Stmt *leaveOutOf(ast::BlockExpr &block, uint32_t place, ast::Module &module) const;
  bool leaveOutOf(ast::MatchExpr &match, uint32_t place) const;
  void forgetTests(const ast::Expr &inner, const ItemTokens &item, ast::Module &module) const;
  size_t mentionsUpTo(size_t begin, size_t end) const;
  void describe(size_t begin, size_t end, ast::LeftOut &leftOut) const;
  std::string nameAt(size_t index) const;
  /// The number of the first token that does not begin before the place.
  size_t tokenAt(uint32_t place) const;
  const Token &at(size_t index) const { return tokens_.at(index).token(); }

  const TokenList &tokens_;
  const diag::Emitter &emitter_;
  size_t firstReport_;
  const std::vector<ast::Expr *> &lists_;
  std::vector<ItemTokens> items_;
};

} // namespace flow::parse
