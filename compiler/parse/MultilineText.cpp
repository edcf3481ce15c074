#include "compiler/parse/MultilineText.h"

#include <algorithm>
#include <optional>

namespace flow::parse {

namespace {

bool isBlank(char character) { return character == ' ' || character == '\t' || character == '\r'; }

std::string_view commonPrefix(std::string_view a, std::string_view b) {
  size_t length = 0;
  while (length < a.size() && length < b.size() && a[length] == b[length]) ++length;
  return a.substr(0, length);
}

} // namespace

void MultilineText::measure() {
  measured_ = true;
  std::string all; // the parts joined, with a mark for what is not text
  for (std::string_view part : parts_) all += part.empty() ? std::string_view("\x01") : part;
  size_t firstBreak = all.find('\n'), lastBreak = all.rfind('\n');
  if (firstBreak == std::string::npos) return;
  auto blank = [&](size_t begin, size_t end) {
    return std::all_of(all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end),
                       isBlank);
  };
  dropFirst_ = blank(0, firstBreak);
  dropLast_ = blank(lastBreak + 1, all.size());
  std::optional<std::string_view> shared;
  for (size_t begin = firstBreak + 1; begin <= all.size();) {
    size_t end = std::min(all.find('\n', begin), all.size());
    if (!blank(begin, end)) {
      std::string_view line = std::string_view(all).substr(begin, end - begin);
      std::string_view indent = line.substr(0, line.find_first_not_of(" \t"));
      shared = shared ? commonPrefix(*shared, indent) : indent;
    }
    begin = end + 1;
  }
  indent_ = shared ? shared->size() : 0;
}

std::string MultilineText::piece(size_t index) {
  if (!measured_) measure();
  std::string_view part = parts_[index];
  bool last = index + 1 == parts_.size() && dropLast_;
  if (last) part = part.substr(0, part.rfind('\n') + 1);
  std::string out;
  if (index == 0 && dropFirst_) {
    size_t firstBreak = part.find('\n');
    if (firstBreak == std::string_view::npos) return out;
    part = stripIndent(part.substr(firstBreak + 1));
  }
  for (size_t next; (next = part.find('\n')) != std::string_view::npos;) {
    std::string_view line = part.substr(0, next);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.append(line) += '\n';
    part = stripIndent(part.substr(next + 1));
  }
  out.append(part);
  if (last && out.ends_with('\n')) out.pop_back();
  return out;
}

// Removes the shared indent of a line, or all blanks of a blank one.
std::string_view MultilineText::stripIndent(std::string_view line) const {
  size_t blanks = 0;
  while (blanks < line.size() && isBlank(line[blanks])) ++blanks;
  bool blankLine = blanks < line.size() && line[blanks] == '\n';
  return line.substr(blankLine ? blanks : std::min(blanks, indent_));
}

} // namespace flow::parse
