// Literals. Strings get their escapes resolved here, and the common indent of """ strings removed.
#include "compiler/base/Utf8.h"
#include "compiler/parse/AstBuilder.h"
#include "compiler/parse/MultilineText.h"

namespace flow::parse {

ast::Expr *AstBuilder::literal(antlr4::Token *token) {
  Span whole = span(token);
  auto withText = [&](auto *expr) -> ast::Expr * {
    expr->text = text(whole);
    return expr;
  };
  switch (tokenOf(token).type) {
  case Lexer::INT: return withText(make<ast::IntLiteral>(whole));
  case Lexer::FLOAT: return withText(make<ast::FloatLiteral>(whole));
  case Lexer::QUANTITY: return withText(make<ast::QuantityLiteral>(whole));
  case Lexer::RAW_STRING: return rawString(whole);
  case Lexer::BYTES: return bytes(whole);
  case Lexer::DATE: return tagged(whole);
  case Lexer::NONE: return make<ast::NoneLiteral>(whole);
  default: {
    auto *expr = make<ast::BoolLiteral>(whole);
    expr->value = tokenOf(token).type == Lexer::TRUE;
    return expr;
  }
  }
}

ast::Expr *AstBuilder::rawString(Span whole) {
  auto *expr = make<ast::StringLiteral>(whole);
  expr->style = ast::StringStyle::Raw;
  std::string_view written = text(whole);
  size_t begin = written.find_first_of("\"'") + 1;
  bool isForeign = written.starts_with("'''"); // reported by the scanner
  if ((written.starts_with("r\"\"\"") && written.size() > begin + 1) || (isForeign && written.size() >= 6)) {
    size_t quotes = isForeign ? 3 : 4;
    MultilineText lines;
    lines.add(written.substr(quotes, written.size() - quotes - 3));
    std::string plain = lines.piece(0);
    if (!plain.empty()) expr->parts.push_back({std::move(plain), nullptr, {}, {}});
    return expr;
  }
  if (written.size() > begin + 1)
    expr->parts.push_back({std::string(written.substr(begin, written.size() - begin - 1)), nullptr, {}, {}});
  return expr;
}

ast::Expr *AstBuilder::tagged(Span whole) {
  auto *expr = make<ast::TaggedLiteral>(whole);
  std::string_view written = text(whole);
  expr->tag = written.starts_with("date") ? ast::LiteralTag::Date
              : written.starts_with("ts") ? ast::LiteralTag::Timestamp
                                          : ast::LiteralTag::Decimal;
  size_t begin = written.find('"') + 1;
  expr->text = written.substr(begin, written.size() - begin - 1);
  return expr;
}

ast::Expr *AstBuilder::bytes(Span whole) {
  auto *expr = make<ast::BytesLiteral>(whole);
  std::string_view written = text(whole);
  written = written.substr(2, written.size() - 3);
  uint32_t begin = whole.begin + 2;
  for (size_t at = 0; at < written.size();) {
    unsigned char byte = static_cast<unsigned char>(written[at]);
    if (byte >= 0x80) {
      emitter_
          .report(diag::Code::BadLiteral,
                  {whole.file, begin + static_cast<uint32_t>(at), begin + static_cast<uint32_t>(at) + 1},
                  "a bytes literal holds ASCII characters only")
          .help("write other bytes as `\\xff`, or `\"..\".bytes()` for the bytes of a text");
      return expr;
    }
    if (byte != '\\') {
      expr->value += written[at++];
      continue;
    }
    size_t length = written.substr(at).starts_with("\\x") ? 4 : 2;
    escape(expr->value, written.substr(at, length), begin + static_cast<uint32_t>(at), true);
    at += length;
  }
  return expr;
}

static int hexDigit(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

/// The character of a simple escape such as `\n`, or 0 (and `\0` is told by its letter).
static char simpleEscape(char letter) {
  switch (letter) {
  case 'n': return '\n';
  case 't': return '\t';
  case 'r': return '\r';
  case '\\':
  case '"':
  case '$': return letter;
  default: return 0;
  }
}

// `\u00e9`, `\x41`, `\U0001F600`: the digits stand behind the escape.
bool AstBuilder::foreignCodePoint(std::string_view written, Span place) {
  char letter = written.size() > 1 ? written[1] : '\0';
  if (letter != 'u' && letter != 'x' && letter != 'U') return false;
  size_t most = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
  std::string_view digits = text_.substr(place.end, most);
  size_t count = 0;
  while (count < digits.size() && hexDigit(digits[count]) >= 0) ++count;
  auto report =
      emitter_.report(diag::Code::BadEscape, {place.file, place.begin, place.end + static_cast<uint32_t>(count)},
                      "unknown escape `" + std::string(written) + std::string(digits.substr(0, count)) + "`");
  size_t zeros = std::min(digits.substr(0, count).find_first_not_of('0'), count);
  if (count != most) {
    report.help("a code point is written `\\u{41}`");
    return true;
  }
  std::string instead =
      "\\u{" + std::string(digits.substr(std::min(zeros, count - 1), count - std::min(zeros, count - 1))) + "}";
  report.fix({place.file, place.begin, place.end + static_cast<uint32_t>(count)}, instead,
             "a code point is written `" + instead + "`");
  return true;
}

// Appends what an escape stands for; `written` is the whole escape, beginning with the backslash.
void AstBuilder::escape(std::string &out, std::string_view written, uint32_t begin, bool inBytes) {
  char letter = written.size() > 1 ? written[1] : '\0';
  if (char simple = simpleEscape(letter)) {
    out += simple;
    return;
  }
  if (letter == '0') {
    out += '\0';
    return;
  }
  Span place{module_.file, begin, begin + static_cast<uint32_t>(written.size())};
  if (inBytes && letter == 'x' && written.size() == 4 && hexDigit(written[2]) >= 0 && hexDigit(written[3]) >= 0) {
    out += static_cast<char>(hexDigit(written[2]) * 16 + hexDigit(written[3]));
    return;
  }
  if (!inBytes && written.starts_with("\\u{")) {
    std::string_view digits = written.substr(3, written.size() - 4);
    uint32_t value = 0;
    for (char digit : digits) value = value > 0x10FFFF ? value : value * 16 + static_cast<uint32_t>(hexDigit(digit));
    if (!digits.empty() && isCodePoint(value)) return appendUtf8(out, value);
    emitter_.report(diag::Code::BadEscape, place, "`" + std::string(written) + "` is not a code point")
        .help("code points go from `\\u{0}` to `\\u{10FFFF}`, without the surrogates `\\u{D800}` to "
              "`\\u{DFFF}`");
    return;
  }
  if (!inBytes && foreignCodePoint(written, place)) return;
  auto report = emitter_.report(diag::Code::BadEscape, place,
                                letter == '\n' || letter == '\r'
                                    ? std::string("a backslash at the end of a line is not an escape")
                                    : "unknown escape `" + std::string(written) + "`");
  if (inBytes)
    report.help("the escapes of a bytes literal are `\\n \\t \\r \\\\ \\\" \\0 \\xff`");
  else if (letter == 'e')
    report.fix(place, "\\u{1b}", "the sign that begins a colour is `\\u{1b}`");
  else if (letter == '\'')
    report.fix(place, "'", "a single quote needs no backslash");
  else
    report.help("a backslash itself is written `\\\\`; a raw string `r\"..\"` has no escapes");
}

ast::StringLiteral *AstBuilder::string(Grammar::StringContext *tree) {
  auto *expr = make<ast::StringLiteral>(span(tree));
  bool multiline = tokenOf(tree->open).type == Lexer::TRIPLE_OPEN;
  expr->style = multiline ? ast::StringStyle::Multiline : ast::StringStyle::Plain;
  MultilineText lines;
  if (multiline)
    for (Grammar::StringPartContext *part : tree->parts)
      lines.add(part->text && tokenOf(part->text).type == Lexer::STRING_TEXT ? text(span(part->text))
                                                                             : std::string_view());
  auto textPart = [&]() -> std::string & {
    if (expr->parts.empty() || expr->parts.back().expr) expr->parts.emplace_back();
    return expr->parts.back().text;
  };
  for (size_t index = 0; index != tree->parts.size(); ++index) {
    Grammar::StringPartContext *part = tree->parts[index];
    if (!part->text) {
      ast::StringPart value;
      value.expr = expression(part->expression());
      if (part->format) {
        value.formatSpan = span(part->format);
        value.format = text(value.formatSpan);
      }
      expr->parts.push_back(std::move(value));
    } else if (tokenOf(part->text).type == Lexer::STRING_ESCAPE) {
      escape(textPart(), text(span(part->text)), span(part->text).begin, false);
    } else {
      std::string piece = multiline ? lines.piece(index) : std::string(text(span(part->text)));
      if (!piece.empty()) textPart() += piece;
    }
  }
  return expr;
}

// The text of a string that has no interpolation, such as the name of a test.
std::string AstBuilder::plainText(Grammar::StringContext *tree, const char *what) {
  std::string result;
  for (const ast::StringPart &part : string(tree)->parts) {
    if (part.expr) error(part.expr->span, std::string(what) + " cannot hold `${..}`");
    result += part.text;
  }
  return result;
}

} // namespace flow::parse
