#pragma once
// Text to tokens: runs the generated lexer, follows brackets so that the `}` of `${..}` is told from another
// one, sets comments aside, and reports what is wrong with single characters and strings. What it reports it
// also mends, so that the parser sees a plausible token and does not report the same thing again.

#include "compiler/ast/Node.h"
#include "compiler/diag/Diagnostic.h"
#include "compiler/parse/Tokens.h"
#include "compiler/parse/Utf8Stream.h"

namespace flow::parse {

struct ScannedText {
  std::vector<Token> tokens; ///< ends with kEndOfFile
  std::vector<ast::Comment> comments;
};

class Scanner {
public:
  /// The text has passed SourceCheck.
  Scanner(uint32_t file, std::string_view text, diag::Emitter &emitter);

  ScannedText scan();

private:
  /// A bracket, `${` or string that is not closed yet.
  struct Open {
    uint16_t type;
    uint32_t begin;
  };

  Token next();
  void take(Token token);
  void addComment(Token token);
  void closeBrace(Token token);
  void closeRound(Token token);
  void addBad(Token token);
  void addHash(Token token);
  void addThreeQuotes(Token quote);
  bool skipLabel(Token quote);
  bool isBehindValue(Token token) const;
  void addSingleQuoted(Token quote);
  void addExclamation(Token token);
  void checkRawString(Token &token);
  void skipForeignComment(Token token);
  void skipLine();
  void takeInterpreterLine();
  bool goesOnBelow(Token lineEnd);
  void breakString(uint32_t end);
  void finish();
  void put(uint16_t type, uint32_t begin, uint32_t end) { result_.tokens.push_back({type, begin, end}); }
  bool inInterpolation() const { return !open_.empty() && open_.back().type == Lexer::INTERPOLATION_OPEN; }
  Span span(uint32_t begin, uint32_t end) const { return {file_, begin, end}; }

  uint32_t file_;
  std::string_view text_;
  diag::Emitter &emitter_;
  Utf8Stream stream_;
  Lexer lexer_;
  std::vector<Open> open_;
  ScannedText result_;
};

} // namespace flow::parse
