#include "compiler/parse/Tokens.h"

#include <array>
#include <string>

namespace flow::parse {

namespace {

constexpr size_t kTypeCount = Lexer::FORMAT_TEXT + 1;

/// Spellings of the tokens that the filter makes, which the lexer grammar does not know.
std::string_view contextualSpelling(uint16_t type) {
  switch (type) {
  case Lexer::PARAM: return "param";
  case Lexer::SCHEMA: return "schema";
  case Lexer::TYPE: return "type";
  case Lexer::ENUM: return "enum";
  case Lexer::ERROR: return "error";
  case Lexer::ACTOR: return "actor";
  case Lexer::ENV: return "env";
  case Lexer::STATE: return "state";
  case Lexer::MODEL: return "model";
  case Lexer::TRAIN:
  case Lexer::TRAIN_MODIFIER: return "train";
  case Lexer::TUNE: return "tune";
  case Lexer::SERVE: return "serve";
  case Lexer::SPACE: return "space";
  case Lexer::ROUTE: return "route";
  case Lexer::EXTERN: return "extern";
  case Lexer::LIB: return "lib";
  case Lexer::TEST: return "test";
  case Lexer::TASK: return "task";
  case Lexer::READ: return "read";
  case Lexer::NONDET: return "nondet";
  case Lexer::IDEMPOTENT: return "idempotent";
  case Lexer::AGGREGATE: return "aggregate";
  case Lexer::FN_NAMED: return "fn";
  case Lexer::NOT_IN: return "not in";
  case Lexer::FAIL_OPERAND: return "fail";
  case Lexer::RETURN_OPERAND:
  case Lexer::RETURN_BARE: return "return";
  case Lexer::TYPE_BRACE: return "{";
  case Lexer::OPEN_RANGE: return "..";
  case Lexer::TRAILING_COMMA: return ",";
  case Lexer::FORMAT_COLON: return ":";
  case Lexer::INTERPOLATION_CLOSE: return "}";
  case Lexer::INTERPOLATION_OPEN: return "${";
  case Lexer::TRIPLE_OPEN: return "\"\"\"";
  case Lexer::STRING_OPEN:
  case Lexer::STRING_CLOSE: return "\"";
  default: return {};
  }
}

} // namespace

bool endsValue(uint16_t type) {
  switch (type) {
  case Lexer::IDENT:
  case Lexer::QUOTED:
  case Lexer::UNDERSCORE:
  case Lexer::INT:
  case Lexer::FLOAT:
  case Lexer::QUANTITY:
  case Lexer::DATE:
  case Lexer::RAW_STRING:
  case Lexer::BYTES:
  case Lexer::STRING_CLOSE:
  case Lexer::TRUE:
  case Lexer::FALSE:
  case Lexer::NONE:
  case Lexer::RPAREN:
  case Lexer::RBRACKET:
  case Lexer::RBRACE:
  case Lexer::TUPLE_INDEX:
  case Lexer::QUESTION:
  case Lexer::BREAK:
  case Lexer::CONTINUE:
  case Lexer::RETURN_BARE: return true;
  default: return false;
  }
}

// The vocabulary is built by the generated code when the program starts; its views never change.
static const antlr4::dfa::Vocabulary &vocabulary() {
  static Lexer lexer(nullptr);
  return lexer.getVocabulary();
}

std::string_view tokenName(uint16_t type) {
  if (type == kEndOfFile) return "EOF";
  static const std::array<std::string, kTypeCount> names = [] {
    std::array<std::string, kTypeCount> result;
    for (size_t each = 0; each != kTypeCount; ++each) result[each] = vocabulary().getSymbolicName(each);
    return result;
  }();
  return names[type];
}

std::string_view tokenSpelling(uint16_t type) {
  if (type == kEndOfFile) return {};
  if (std::string_view made = contextualSpelling(type); !made.empty()) return made;
  static const std::array<std::string, kTypeCount> spellings = [] {
    std::array<std::string, kTypeCount> result;
    for (size_t each = 0; each != kTypeCount; ++each) {
      std::string literal = vocabulary().getLiteralName(each);
      if (literal.size() > 2) result[each] = literal.substr(1, literal.size() - 2); // without its quotes
    }
    return result;
  }();
  return spellings[type];
}

} // namespace flow::parse
