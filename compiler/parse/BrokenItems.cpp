#include "compiler/parse/BrokenItems.h"

namespace flow::parse {

namespace {

bool isIdentifier(const Token &token) { return token.type == Lexer::IDENT || token.type == Lexer::QUOTED; }

/// What an item with errors hides from the rest of the file.
enum class Head : uint8_t {
  Statement, ///< nothing
  Name,      ///< the name behind the head
  Pattern,   ///< the names up to `=`
  Test,      ///< what its variables are known to be from here on
  All,       ///< too much: what an import brings, the variants that patterns name
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
  case Lexer::IMPORT:
  case Lexer::ENUM:
  case Lexer::ERROR:
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
  return head == Head::Name || head == Head::Pattern;
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

/// For each item, whether an error lies in it or in what follows it before the next.
std::vector<bool> BrokenItems::findBroken() const {
  std::vector<bool> broken(items_.size(), false);
  const std::vector<diag::Diagnostic> &reports = emitter_.diagnostics();
  for (size_t i = firstReport_; i < reports.size(); ++i) {
    if (diag::severityOf(reports[i].code) != diag::Severity::Error) continue;
    uint32_t place = reports[i].primary.span.begin;
    size_t item = items_.size();
    while (item > 1 && at(items_[item - 1].begin).begin > place) --item;
    broken[item - 1] = true;
  }
  return broken;
}

void BrokenItems::describe(const ItemTokens &item, ast::LeftOut &leftOut) const {
  auto nameAt = [&](size_t index) {
    std::string_view written = tokens_.text().substr(at(index).begin, at(index).end - at(index).begin);
    return std::string(at(index).type == Lexer::QUOTED ? written.substr(1, written.size() - 2) : written);
  };
  size_t head = item.begin; // behind `pub`, what modifies a function, and annotations
  bool isAnnotated = at(head).type == Lexer::AT;
  auto isBefore = [&](uint16_t type) {
    return headOf(type) == Head::Statement && type != Lexer::ASSIGN && (isAnnotated || type != Lexer::LPAREN);
  };
  while (head < item.end && isBefore(at(head).type)) ++head;
  Head kind = head < item.end ? headOf(at(head).type) : Head::Statement;
  leftOut.hidesRest |= kind == Head::All;
  bool isPattern = kind == Head::Pattern, hasUnclosed = false;
  for (size_t index = item.begin; index < item.end; ++index) {
    hasUnclosed |= at(index).unclosed; // then it may go on through several declarations
    if (at(index).type == Lexer::ASSIGN) isPattern = false;
    if (!isIdentifier(at(index))) continue;
    leftOut.mentioned.insert(nameAt(index));
    bool isCalled = index + 1 < item.end && at(index + 1).type == Lexer::LPAREN;
    bool isTested = kind == Head::Test && !isCalled;
    bool isHead = (kind == Head::Name && index == head + 1) ||
                  (hasUnclosed && index > item.begin && declares(at(index - 1).type));
    if (isTested || isHead || (isPattern && index > head)) leftOut.declared.insert(nameAt(index));
  }
}

void BrokenItems::markIn(ast::Module &module) const {
  bool hasErrors = false;
  for (size_t i = firstReport_; i < emitter_.diagnostics().size(); ++i)
    hasErrors |= diag::severityOf(emitter_.diagnostics()[i].code) == diag::Severity::Error;
  if (!hasErrors) return;
  module.leftOut.isEmpty = false;
  module.leftOut.hidesRest = items_.empty() || hasStrayBrace();
  if (module.leftOut.hidesRest) return;
  std::vector<bool> broken = findBroken();
  for (size_t i = 0; i < items_.size(); ++i) {
    if (!broken[i]) continue;
    describe(items_[i], module.leftOut);
    size_t end = i + 1 < items_.size() ? items_[i + 1].firstItem : module.items.size();
    for (size_t item = items_[i].firstItem; item < end; ++item) module.items[item].isBroken = true;
  }
}

} // namespace flow::parse
