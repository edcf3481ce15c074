#pragma once
// Settles what a token is by the tokens around it, so that the grammar needs one token of lookahead. The
// rules are written down in grammar/README.md, in the order of the functions here:
//   newlines      which of them end a statement
//   words         reserved words that are names here, names that head a declaration
//   leaving       `fail` and `return`: with a value, right of `??`, or bare
//   signs         `{` of a type, `..` without an end, a trailing comma, `not in`
//   foreign       signs and words of other languages, reported and replaced (ForeignWords.def)
//   numbers       `.5`, `5.`, `10x`: reported and replaced
// It also refuses programs that are nested too deeply, so everything behind it may recurse.

#include "compiler/diag/Diagnostic.h"
#include "compiler/parse/Tokens.h"

namespace flow::parse {

class TokenFilter {
public:
  static constexpr size_t kMaxBrackets = 256;
  /// Operators, calls, members and the like in one expression, together with those around it.
  static constexpr size_t kMaxLinks = 5000;

  TokenFilter(uint32_t file, std::string_view text, const std::vector<Token> &tokens, diag::Emitter &emitter)
      : file_(file), text_(text), in_(tokens), emitter_(emitter) {}

  /// The tokens for the parser, ending with kEndOfFile. False: nested too deeply, reported, nothing to parse.
  bool run(std::vector<Token> &out);

private:
  struct Open {
    uint16_t type;
    size_t links;     ///< since the last separator inside
    size_t token = 0; ///< its place in the tokens that are given to the parser
  };

  void findUnclosed();
  void filter(size_t &index);
  void newlines(size_t &index);
  bool endsStatement(uint16_t previous, size_t next) const;
  bool abandonsBrackets(size_t next) const;
  bool isNewStatement(size_t next) const;
  bool abandonsFields(size_t next) const;
  void closeFields();
  bool beginsStatement() const;
  uint16_t word(size_t index) const;
  uint16_t head(size_t index) const;
  bool isModifierBeforeFn(size_t index) const;
  uint16_t leaving(size_t index) const;
  uint16_t sign(size_t index) const;
  bool foreign(size_t &index);
  bool foreignSign(size_t &index);
  bool assignmentTurned(size_t &index);
  bool foreignAssignment(size_t &index);
  bool scopeSign(size_t &index);
  bool arrowToTheLeft(size_t &index);
  bool threePoints(size_t &index);
  bool step(size_t &index);
  bool dashComment(size_t &index);
  bool countingLoop(size_t &index);
  bool foreignWordAt(size_t &index);
  bool isInPattern(size_t index) const;
  size_t tokensOf(size_t index, std::string_view written) const;
  size_t behindBrackets(size_t index) const;
  size_t statementBegin() const;
  bool number(size_t &index);
  bool malformedNumber(size_t &index);
  bool checkDigits(const Token &number);
  bool countNesting(const Token &token);
  bool tooDeep(Span place, const char *what);

  void put(uint16_t type, uint32_t begin, uint32_t end) { out_->push_back({type, begin, end}); }
  uint16_t typeAt(size_t index) const { return index < in_.size() ? in_[index].type : kEndOfFile; }
  std::string_view textOf(const Token &token) const { return text_.substr(token.begin, token.end - token.begin); }
  std::string_view textFrom(size_t index) const { return text_.substr(in_[index].begin); }
  bool adjacent(size_t index) const { return in_[index].end == in_[index + 1].begin; }
  size_t skipNewlines(size_t index) const;
  uint16_t previous() const { return out_->empty() ? uint16_t{0} : out_->back().type; }
  bool insideRound() const;
  Span span(uint32_t begin, uint32_t end) const { return {file_, begin, end}; }

  uint32_t file_;
  std::string_view text_;
  const std::vector<Token> &in_;
  diag::Emitter &emitter_;
  std::vector<Token> *out_ = nullptr;
  std::vector<bool> unclosed_; ///< for each token of `in_`: an opening bracket without its end
  std::vector<Open> open_;
  size_t links_ = 0; ///< of all open brackets together
};

} // namespace flow::parse
