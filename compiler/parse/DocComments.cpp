#include "compiler/parse/DocComments.h"

#include <algorithm>

namespace flow::parse {

namespace {

/// The words of a doc comment: no slashes, not the blank behind them.
std::string_view wordsOf(std::string_view comment) {
  comment.remove_prefix(3);
  if (comment.starts_with(' ')) comment.remove_prefix(1);
  return comment;
}

void append(std::string &doc, std::string_view words) {
  if (!doc.empty()) doc += '\n';
  doc += words;
}

} // namespace

DocComments::DocComments(const std::vector<ast::Comment> &comments, std::string_view text) : text_(text) {
  for (const ast::Comment &comment : comments)
    if (comment.doc) docs_.push_back({&comment});
}

std::string DocComments::take(Span whole) {
  std::string doc;
  if (docs_.empty()) return doc;
  takeAbove(whole.begin, doc);
  takeBehind(whole, doc);
  return doc;
}

bool DocComments::onlyBetween(uint32_t begin, uint32_t end, std::string_view allowed) const {
  return begin <= end &&
         text_.substr(begin, end - begin).find_first_not_of(allowed) == std::string_view::npos;
}

void DocComments::takeAbove(uint32_t begin, std::string &doc) {
  auto end =
      std::ranges::lower_bound(docs_, begin, {}, [](const Doc &each) { return each.comment->span.begin; });
  auto first = end;
  uint32_t below = begin;
  while (first != docs_.begin()) {
    const Doc &above = *std::prev(first);
    uint32_t from = above.comment->span.end;
    bool directly = above.comment->ownLine && !above.taken && onlyBetween(from, below, " \t\r\n") &&
                    std::ranges::count(text_.substr(from, below - from), '\n') == 1;
    if (!directly) break;
    --first;
    below = above.comment->span.begin;
  }
  for (; first != end; ++first) {
    append(doc, wordsOf(first->comment->text));
    first->taken = true;
  }
}

void DocComments::takeBehind(Span whole, std::string &doc) {
  auto behind = std::ranges::lower_bound(docs_, whole.end, {},
                                         [](const Doc &each) { return each.comment->span.begin; });
  if (behind != docs_.end() && !behind->taken && !behind->comment->ownLine &&
      onlyBetween(whole.end, behind->comment->span.begin, " \t,;")) {
    append(doc, wordsOf(behind->comment->text));
    behind->taken = true;
    return;
  }
  // `actor A { /// this one`: behind the bracket that opens it, on its first line.
  auto inside = std::ranges::lower_bound(docs_, whole.begin, {},
                                         [](const Doc &each) { return each.comment->span.begin; });
  if (inside == docs_.end() || inside->taken || inside->comment->ownLine) return;
  std::string_view before = text_.substr(whole.begin, inside->comment->span.begin - whole.begin);
  if (inside->comment->span.begin >= whole.end || before.find('\n') != std::string_view::npos) return;
  size_t last = before.find_last_not_of(" \t");
  if (last == std::string_view::npos || (before[last] != '{' && before[last] != '(')) return;
  append(doc, wordsOf(inside->comment->text));
  inside->taken = true;
}

} // namespace flow::parse
