// Sequences: statements, arms, fields, elements; and the comments between them.
#include "compiler/tools/fmt/Formatter.h"

namespace flow::fmt {

// A comment that has its line for itself keeps it; another one goes to the end of the line that is being
// written.
void Formatter::addComment(Docs &docs, const ast::Comment &comment, bool first) {
  if (!comment.ownLine) return atLineEnd(docs, comment);
  if (!first) docs.push_back(comments_.blankAbove(comment.span.begin) ? docs_.blankLine() : docs_.hardLine());
  docs.push_back(docs_.comment(comment.text));
}

void Formatter::atLineEnd(Docs &docs, const ast::Comment &comment) {
  docs.push_back(docs_.suffix(comment.text));
  docs.push_back(docs_.breakGroup());
}

// A doc comment that documents nothing must not begin to do so where it goes.
void Formatter::moveComment(Docs &docs, const ast::Comment &comment, bool first) {
  if (!comment.doc || comment.documents) return addComment(docs, comment, first);
  ast::Comment plain = comment;
  plain.text.erase(0, 1);
  addComment(docs, plain, first);
}

void Formatter::commentBehind(Docs &docs, uint32_t offset) {
  if (const ast::Comment *comment = comments_.takeBehind(offset)) addComment(docs, *comment, false);
}

void Formatter::commentsBefore(Docs &docs, uint32_t offset, bool first) {
  while (const ast::Comment *comment = comments_.takeBefore(offset)) moveComment(docs, *comment, first);
}

// Comments inside of what has been formatted that found no place there.
void Formatter::strayComments(Docs &docs, uint32_t end) {
  while (const ast::Comment *comment = comments_.takeBefore(end)) {
    ast::Comment moved = *comment;
    moved.ownLine = false;
    moveComment(docs, moved, false);
  }
}

// What has been formatted, with the comments inside that found no place, and the one behind it.
const Doc *Formatter::withComments(const Doc *formatted, uint32_t end) {
  Docs stray, behind;
  strayComments(stray, end);
  const ast::Comment *comment = comments_.takeBehind(end);
  if (comment && stray.empty())
    addComment(behind, *comment, false);
  else if (comment)
    moveComment(behind, *comment, false);
  // Only the first comment stays on the line, and documentation must.
  if (comment && comment->documents) return concat({formatted, concat(behind), concat(stray)});
  return concat({formatted, concat(stray), concat(behind)});
}

// What stands between `begin` and `end`, which are behind an opening bracket and at its closing one.
const Doc *Formatter::sequence(const std::vector<Element> &elements, uint32_t begin, uint32_t end,
                               const char *flatSeparator) {
  Docs docs;
  bool broken = false, first = true;
  uint32_t previousEnd = begin;
  for (const Element &each : elements) {
    broken |= comments_.newlineBetween(previousEnd, each.span.begin);
    while (const ast::Comment *comment = comments_.takeBefore(each.span.begin)) {
      addComment(docs, *comment, first);
      first &= !comment->ownLine;
    }
    if (!first) docs.push_back(comments_.blankAbove(each.span.begin) ? docs_.blankLine() : docs_.line(flatSeparator));
    first = false;
    docs.push_back(withComments(each.format(), each.span.end));
    previousEnd = each.span.end;
  }
  broken |= !elements.empty() && comments_.newlineBetween(previousEnd, end);
  while (const ast::Comment *comment = comments_.takeBefore(end)) {
    addComment(docs, *comment, first);
    first &= !comment->ownLine;
  }
  if (broken) docs.push_back(docs_.breakGroup());
  return concat(std::move(docs));
}

const Doc *Formatter::braces(const std::vector<Element> &elements, Span whole, const char *flatSeparator) {
  return docs_.group(bracesBody(elements, whole, flatSeparator));
}

// Without a group: the braces of an `if` and its `else` are broken together. `whole` has the braces.
const Doc *Formatter::bracesBody(const std::vector<Element> &elements, Span whole, const char *flatSeparator) {
  uint32_t begin = whole.begin + 1, end = whole.end - 1;
  if (elements.empty() && !comments_.hasBefore(end)) return text("{}");
  Docs docs;
  strayComments(docs, whole.begin);
  docs.push_back(text("{"));
  // A comment behind the opening brace stays there.
  uint32_t first = elements.empty() ? end : elements[0].span.begin;
  if (comments_.nextBegin(first) < first) commentBehind(docs, begin);
  bool empty = elements.empty() && !comments_.hasBefore(end);
  if (!empty) docs.push_back(docs_.indent(concat({docs_.line(), sequence(elements, begin, end, flatSeparator)})));
  docs.push_back(docs_.line());
  docs.push_back(text("}"));
  return concat(std::move(docs));
}

const Doc *Formatter::element(const Element &element, bool comma, bool last) {
  Docs docs;
  // Above the element, wherever it stood: at the end of the line it could push the element's documentation away.
  while (const ast::Comment *comment = comments_.takeBefore(element.span.begin)) {
    ast::Comment above = *comment;
    above.ownLine = true;
    moveComment(docs, above, true);
    docs.push_back(docs_.hardLine());
  }
  Docs own{element.format()};
  if (!last)
    own.push_back(text(","));
  else if (comma)
    own.push_back(docs_.ifBroken(text(","), docs_.nothing()));
  docs.push_back(withComments(concat(std::move(own)), element.span.end));
  return concat(std::move(docs));
}

// Round or square brackets, `whole` with them: on one line, or an element a line, or filled.
const Doc *Formatter::brackets(const char *open, const std::vector<Element> &elements, Span whole, const char *close,
                               bool filled, bool comma) {
  uint32_t end = whole.end - 1;
  if (elements.empty() && !comments_.hasBefore(end)) return text(std::string(open) + close);
  Docs start, inside{docs_.softLine()}, contents;
  strayComments(start, whole.begin);
  start.push_back(text(open));
  uint32_t firstBegin = elements.empty() ? end : elements[0].span.begin;
  if (const ast::Comment *comment =
          comments_.nextBegin(firstBegin) < firstBegin ? comments_.takeBehind(whole.begin + 1) : nullptr)
    moveComment(start, *comment, false);
  for (size_t index = 0; index != elements.size(); ++index) {
    if (index > 0) contents.push_back(docs_.line());
    contents.push_back(element(elements[index], comma, index + 1 == elements.size()));
  }
  inside.push_back(filled ? docs_.fill(std::move(contents)) : concat(std::move(contents)));
  bool first = elements.empty();
  if (first && !comments_.hasBefore(end)) { // the only comment stands behind the bracket
    start.insert(start.end(), {docs_.softLine(), text(close)});
    return docs_.group(concat(std::move(start)));
  }
  while (const ast::Comment *comment = comments_.takeBefore(end)) {
    moveComment(inside, *comment, first);
    first = false;
  }
  return docs_.group(
      concat({concat(std::move(start)), docs_.indent(concat(std::move(inside))), docs_.softLine(), text(close)}));
}

} // namespace flow::fmt
