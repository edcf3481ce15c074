// `let x = 5 // 2`: a comment that looks like a division of Python.
#include "compiler/parse/Parser.h"

#include <algorithm>
#include <cctype>

namespace flow::parse {

// A comment that says what a line prints stands behind a call or below it, hardly ever behind a number.
void warnOfDivisions(std::string_view text, const ast::Module &module, diag::Emitter &emitter) {
  constexpr std::string_view kDigits = "0123456789_.";
  for (const ast::Comment &comment : module.comments) {
    if (comment.ownLine || comment.doc || !comment.text.starts_with("//")) continue;
    std::string_view number = std::string_view(comment.text).substr(2);
    number = number.substr(std::min(number.find_first_not_of(" \t"), number.size()));
    bool isNumber = !number.empty() && std::isdigit(static_cast<unsigned char>(number[0])) &&
                    number.find_first_not_of(kDigits) == std::string_view::npos;
    std::string_view before = text.substr(0, comment.span.begin);
    before = before.substr(0, before.find_last_not_of(" \t") + 1);
    size_t word = before.find_last_not_of(kDigits) + 1;
    bool isBehindNumber = word != before.size() && std::isdigit(static_cast<unsigned char>(before[word])) &&
                          (word == 0 || !(std::isalpha(static_cast<unsigned char>(before[word - 1])) ||
                                          static_cast<unsigned char>(before[word - 1]) >= 0x80));
    if (!isNumber || !isBehindNumber) continue;
    std::string left(before.substr(word)), right(number);
    Span whole{module.file, static_cast<uint32_t>(word), comment.span.end};
    emitter
        .report(diag::Code::DivisionComment, {module.file, comment.span.begin, comment.span.begin + 2},
                "`//` begins a comment, so this line ends with " + left)
        .fix(whole, left + " div " + right, "whole division is written `" + left + " div " + right + "`");
  }
}

} // namespace flow::parse
