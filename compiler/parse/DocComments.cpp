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

uint32_t beginOf(const ast::Comment *comment) { return comment->span.begin; }

} // namespace

DocComments::DocComments(std::vector<ast::Comment> &comments, std::string_view text) : text_(text) {
  for (ast::Comment &comment : comments)
    if (comment.doc) docs_.push_back(&comment);
}

std::string DocComments::take(Span whole, bool brackets) {
  std::string doc;
  if (docs_.empty()) return doc;
  takeAbove(whole.begin, doc);
  if (!takeBehind(whole, doc) && brackets) takeInside(whole, doc);
  return doc;
}

std::string DocComments::aboutProgram(uint32_t firstItem) const {
  std::string doc;
  uint32_t below = 0;
  for (const ast::Comment *line : docs_) {
    bool isNext = doc.empty() || std::ranges::count(text_.substr(below, line->span.begin - below), '\n') == 1;
    if (line->documents || !line->ownLine || line->span.begin >= firstItem || !isNext) break;
    append(doc, wordsOf(line->text));
    below = line->span.end;
  }
  return doc;
}

bool DocComments::onlyBetween(uint32_t begin, uint32_t end, std::string_view allowed) const {
  return begin <= end && text_.substr(begin, end - begin).find_first_not_of(allowed) == std::string_view::npos;
}

void DocComments::takeAbove(uint32_t begin, std::string &doc) {
  auto end = std::ranges::lower_bound(docs_, begin, {}, beginOf);
  auto first = end;
  uint32_t below = begin;
  while (first != docs_.begin()) {
    const ast::Comment &above = **std::prev(first);
    uint32_t from = above.span.end;
    bool directly = above.ownLine && !above.documents && onlyBetween(from, below, " \t\r\n") &&
                    std::ranges::count(text_.substr(from, below - from), '\n') == 1;
    if (!directly) break;
    --first;
    below = above.span.begin;
  }
  for (; first != end; ++first) {
    append(doc, wordsOf((*first)->text));
    (*first)->documents = true;
  }
}

bool DocComments::takeBehind(Span whole, std::string &doc) {
  auto behind = std::ranges::lower_bound(docs_, whole.end, {}, beginOf);
  if (behind == docs_.end() || (*behind)->documents || (*behind)->ownLine) return false;
  if (!onlyBetween(whole.end, (*behind)->span.begin, " \t,;")) return false;
  append(doc, wordsOf((*behind)->text));
  (*behind)->documents = true;
  return true;
}

// `actor A { /// this one`: behind the bracket that opens it, on its first line.
void DocComments::takeInside(Span whole, std::string &doc) {
  auto inside = std::ranges::lower_bound(docs_, whole.begin, {}, beginOf);
  if (inside == docs_.end() || (*inside)->documents || (*inside)->ownLine || (*inside)->span.begin >= whole.end) return;
  std::string_view before = text_.substr(whole.begin, (*inside)->span.begin - whole.begin);
  if (before.find('\n') != std::string_view::npos) return;
  int open = 0;
  for (char each : before) open += (each == '{' || each == '(') - (each == '}' || each == ')');
  size_t last = before.find_last_not_of(" \t");
  if (open != 1 || last == std::string_view::npos || (before[last] != '{' && before[last] != '(')) return;
  append(doc, wordsOf((*inside)->text));
  (*inside)->documents = true;
}

} // namespace flow::parse
