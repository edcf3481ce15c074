#include "compiler/parse/BrokenItems.h"

#include <algorithm>
#include <ranges>

namespace flow::parse {

namespace {

bool isIdentifier(const Token &token) { return token.type == Lexer::IDENT || token.type == Lexer::QUOTED; }

/// What an item with errors hides from the rest of the file.
enum class Head : uint8_t {
  Statement, ///< nothing
  Name,      ///< the name behind the head
  Names,     ///< all names in it: of the type and its variants
  Pattern,   ///< the names up to `=`
  Test,      ///< what its variables are known to be from here on
  All,       ///< too much: what an import brings
};

Head headOf(uint16_t type) {
  switch (type) {
  case Lexer::FN:
  case Lexer::FN_NAMED:
  case Lexer::PARAM:
  case Lexer::SCHEMA:
  case Lexer::TYPE: return Head::Name;
  case Lexer::LET:
  case Lexer::VAR: return Head::Pattern;
  case Lexer::IF:
  case Lexer::MATCH:
  case Lexer::ASSERT: return Head::Test;
  case Lexer::ENUM:
  case Lexer::ERROR: return Head::Names;
  case Lexer::IMPORT:
  case Lexer::ACTOR:
  case Lexer::ENV:
  case Lexer::MODEL:
  case Lexer::TRAIN:
  case Lexer::TUNE:
  case Lexer::SERVE:
  case Lexer::EXTERN: return Head::All;
  default: return Head::Statement;
  }
}

/// Whether the name of something follows.
bool declares(uint16_t type) {
  Head head = headOf(type);
  return head == Head::Name || head == Head::Names || head == Head::Pattern;
}

} // namespace

/// A brace that closes nothing: a block ends too early, and what was meant to be in it stands behind it.
bool BrokenItems::hasStrayBrace() const {
  std::vector<uint16_t> open;
  for (size_t index = 0; at(index).type != kEndOfFile; ++index) {
    const Token &token = at(index);
    if (isOpener(token.type) && !token.unclosed) open.push_back(token.type);
    if (!isCloser(token.type)) continue;
    bool closesBlock = token.type == Lexer::RBRACE;
    auto isOpenerOf = [&](uint16_t opener) {
      return closesBlock == (opener == Lexer::LBRACE || opener == Lexer::TYPE_BRACE);
    };
    if (!open.empty() && isOpenerOf(open.back()))
      open.pop_back();
    else if (closesBlock)
      return true;
  }
  return false;
}

std::string BrokenItems::nameAt(size_t index) const {
  std::string_view written = tokens_.text().substr(at(index).begin, at(index).end - at(index).begin);
  return std::string(at(index).type == Lexer::QUOTED ? written.substr(1, written.size() - 2) : written);
}

size_t BrokenItems::tokenAt(uint32_t place) const {
  auto numbers = std::views::iota(size_t{0}, tokens_.count());
  return *std::ranges::lower_bound(numbers, place, {}, [this](size_t index) { return at(index).begin; });
}

/// Declarations of other languages hold their names at the begin: `def area(..)`, `const int limit = 3`, `x := 3`. The
/// names before the token that is given may be declared, without being known as such.
size_t BrokenItems::mentionsUpTo(size_t begin, size_t end) const {
  size_t words = begin, depth = 0;
  while (words < end && (isIdentifier(at(words)) || isReservedWord(at(words).type))) ++words;
  for (size_t index = begin; index < end; ++index) {
    depth += isOpener(at(index).type);
    depth -= isCloser(at(index).type) && depth > 0;
    if (at(index).type == Lexer::ASSIGN && depth == 0) return index;
  }
  return words > begin + 1 ? words : begin;
}

/// What the tokens of an item or statement with errors take from the rest.
void BrokenItems::describe(size_t begin, size_t end, ast::LeftOut &leftOut) const {
  size_t head = begin; // behind `pub`, what modifies a function, and annotations
  bool isAnnotated = at(head).type == Lexer::AT;
  auto isBefore = [&](uint16_t type) {
    return headOf(type) == Head::Statement && type != Lexer::ASSIGN && (isAnnotated || type != Lexer::LPAREN);
  };
  while (head < end && isBefore(at(head).type)) ++head;
  Head kind = head < end ? headOf(at(head).type) : Head::Statement;
  leftOut.hidesRest |= kind == Head::All;
  size_t firstNames = mentionsUpTo(begin, end);
  bool isPattern = kind == Head::Pattern, hasUnclosed = false;
  auto isCalledAt = [&](size_t index) { return index < end && at(index).type == Lexer::LPAREN; };
  for (size_t index = begin; index < end; ++index) {
    hasUnclosed |= at(index).unclosed; // then it may go on through several declarations
    if (at(index).type == Lexer::ASSIGN) isPattern = false;
    if (!isIdentifier(at(index))) continue;
    bool isFirst = index == begin && isCalledAt(begin + 1); // `area(n: i64) -> i64 { .. }`
    if (hasUnclosed || isAnnotated || isFirst || index < firstNames) leftOut.mentioned.insert(nameAt(index));
    bool isCalled = isCalledAt(index + 1) || (index + 1 < end && at(index + 1).type == Lexer::LBRACE);
    bool isTested = kind == Head::Test && !isCalled;
    bool isHead =
        (kind == Head::Name && index == head + 1) || (hasUnclosed && index > begin && declares(at(index - 1).type));
    bool isOfAll = kind == Head::Names || (isPattern && index > head);
    if (isOfAll || isTested || isHead) leftOut.declared.insert(nameAt(index));
  }
}

// ---- statements and arms

/// The element of a list that the place is in or behind; null when it is before the first.
template <typename T, typename Begin> static T *elementAt(std::vector<T> &elements, uint32_t place, Begin begin) {
  auto isBehind = [&](uint32_t other, const T &element) { return other < begin(element); };
  auto next = std::upper_bound(elements.begin(), elements.end(), place, isBehind);
  return next == elements.begin() ? nullptr : &*std::prev(next);
}

/// Puts a BrokenStmt where the place is, and gives it.
ast::Stmt *BrokenItems::leaveOutOf(ast::BlockExpr &block, uint32_t place, ast::Module &module) const {
  ast::Stmt **stmt = elementAt(block.statements, place, [](const ast::Stmt *each) { return each->span.begin; });
  if (!stmt) return nullptr;
  bool isLast = stmt == &block.statements.back();
  uint32_t end = isLast ? block.span.end - 1 : stmt[1]->span.begin;
  auto *broken = module.make<ast::BrokenStmt>((*stmt)->span);
  ast::LeftOut leftOut;
  describe(tokenAt((*stmt)->span.begin), tokenAt(end), leftOut);
  broken->declared = std::move(leftOut.declared);
  module.leftOut.mentioned.merge(leftOut.mentioned);
  return *stmt = broken;
}

bool BrokenItems::leaveOutOf(ast::MatchExpr &match, uint32_t place) const {
  ast::MatchArm *arm = elementAt(match.arms, place, [](const ast::MatchArm &each) { return each.span.begin; });
  if (!arm) return false; // in the subject
  arm->pattern = nullptr;
  match.isWhole = false;
  return true;
}

/// Where the error is in a branch that may leave, nobody knows what its test says of the names in it.
void BrokenItems::forgetTests(const ast::Expr &inner, const ItemTokens &item, ast::Module &module) const {
  auto namesOfTest = [&](size_t begin, std::set<std::string, std::less<>> &names) {
    if (headOf(at(begin).type) != Head::Test) return;
    for (size_t index = begin; at(index).begin < inner.span.begin; ++index)
      if (isIdentifier(at(index))) names.insert(nameAt(index));
  };
  for (ast::Expr *list : lists_) {
    auto *block = ast::dynCast<ast::BlockExpr>(list);
    if (!block || block == &inner || !block->span.contains(inner.span.begin)) continue;
    auto begin = [](const ast::Stmt *each) { return each->span.begin; };
    ast::Stmt **stmt = elementAt(block->statements, inner.span.begin, begin);
    if (!stmt || stmt == &block->statements.back()) continue;
    auto *unknown = module.make<ast::BrokenStmt>((*stmt)->span.atEnd());
    namesOfTest(tokenAt((*stmt)->span.begin), unknown->declared);
    block->statements.insert(block->statements.begin() + (stmt - block->statements.data()) + 1, unknown);
  }
  namesOfTest(item.begin, module.leftOut.declared);
}

/// Leaves out the innermost statement or arm at the place; false when there is none.
bool BrokenItems::leaveOut(uint32_t place, const ItemTokens &item, ast::Module &module) const {
  Span whole{module.file, at(item.begin).begin, at(item.end).begin};
  for (ast::Expr *list : lists_) {
    if (!whole.contains(list->span.begin) || !list->span.contains(place)) continue;
    auto *block = ast::dynCast<ast::BlockExpr>(list);
    if (!(block ? leaveOutOf(*block, place, module) != nullptr : leaveOutOf(ast::as<ast::MatchExpr>(*list), place)))
      continue;
    forgetTests(*list, item, module);
    return true;
  }
  return false;
}

// ---- items

/// What the place is in, or behind.
BrokenItems::ItemTokens &BrokenItems::itemAt(std::vector<ItemTokens> &items, uint32_t place) const {
  ItemTokens *found = elementAt(items, place, [this](const ItemTokens &each) { return at(each.begin).begin; });
  return found ? *found : items.front();
}

/// Then it is not known where its blocks end.
bool BrokenItems::hasUnclosedBrace(const ItemTokens &item) const {
  for (size_t index = item.begin; index < item.end; ++index)
    if (at(index).unclosed && at(index).type != Lexer::LPAREN && at(index).type != Lexer::LBRACKET) return true;
  return false;
}

void BrokenItems::markIn(ast::Module &module) const {
  std::vector<uint32_t> places; // of the errors
  for (size_t i = firstReport_; i < emitter_.diagnostics().size(); ++i)
    if (const diag::Diagnostic &report = emitter_.diagnostics()[i];
        diag::severityOf(report.code) == diag::Severity::Error)
      places.push_back(report.primary.span.begin);
  if (places.empty()) return;
  module.leftOut.isEmpty = false;
  module.leftOut.hidesRest = items_.empty() || hasStrayBrace();
  if (module.leftOut.hidesRest) return;
  std::vector<ItemTokens> items = items_;
  for (uint32_t place : places) {
    ItemTokens &item = itemAt(items, place);
    item.isBroken |= hasUnclosedBrace(item) || !leaveOut(place, item, module);
  }
  for (ast::Expr *list : lists_)
    if (auto *match = ast::dynCast<ast::MatchExpr>(list))
      std::erase_if(match->arms, [](const ast::MatchArm &arm) { return !arm.pattern; });
  for (size_t i = 0; i < items.size(); ++i) {
    if (!items[i].isBroken) continue;
    describe(items[i].begin, items[i].end, module.leftOut);
    size_t end = i + 1 < items.size() ? items[i + 1].firstItem : module.items.size();
    for (size_t item = items[i].firstItem; item < end; ++item) module.items[item].isBroken = true;
  }
}

} // namespace flow::parse
