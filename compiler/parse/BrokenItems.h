#pragma once
// Which items of a file hold syntax errors. The rest is checked all the same: who makes a mistake of syntax and one of
// types sees both.

#include "compiler/ast/Node.h"
#include "compiler/diag/Diagnostic.h"
#include "compiler/parse/TokenList.h"

namespace flow::parse {

class BrokenItems {
public:
  /// The reports from the `firstReport`-th on are those of this file.
  BrokenItems(const TokenList &tokens, const diag::Emitter &emitter, size_t firstReport)
      : tokens_(tokens), emitter_(emitter), firstReport_(firstReport) {}

  /// Notes that the tokens from `begin` to `end` became the items of the module from number `firstItem` on.
  void add(size_t begin, size_t end, size_t firstItem) { items_.push_back({begin, end, firstItem}); }
  /// Marks the items with errors, and says what they declared.
  void markIn(ast::Module &module) const;

private:
  struct ItemTokens {
    size_t begin, end; ///< tokens
    size_t firstItem;
  };

  bool hasStrayBrace() const;
  std::vector<bool> findBroken() const;
  void describe(const ItemTokens &item, ast::LeftOut &leftOut) const;
  const Token &at(size_t index) const { return tokens_.at(index).token(); }

  const TokenList &tokens_;
  const diag::Emitter &emitter_;
  size_t firstReport_;
  std::vector<ItemTokens> items_;
};

} // namespace flow::parse
