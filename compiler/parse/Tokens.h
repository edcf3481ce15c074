#pragma once
// A token of Flow: a type of grammar/FlowLexer.g4 and a range of bytes. Scanner makes them, TokenFilter
// changes them, TokenList hands them to the parser.

#include "grammar/FlowLexer.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace flow::parse {

using Lexer = grammar::FlowLexer;

struct Token {
  uint16_t type = 0; ///< kEndOfFile or a constant of Lexer
  uint32_t begin = 0;
  uint32_t end = 0;
  bool unclosed = false; ///< an opening bracket whose end is missing (TokenFilter)
};

constexpr uint16_t kEndOfFile = UINT16_MAX;

/// Whether the type is a reserved word, which some places take as a name.
constexpr bool isReservedWord(uint16_t type) { return type >= Lexer::AND && type <= Lexer::YIELD; }
constexpr bool isName(uint16_t type) { return type == Lexer::IDENT || type == Lexer::QUOTED; }
constexpr bool isOpener(uint16_t type) {
  return type == Lexer::LPAREN || type == Lexer::LBRACKET || type == Lexer::LBRACE || type == Lexer::TYPE_BRACE;
}
constexpr bool isCloser(uint16_t type) {
  return type == Lexer::RPAREN || type == Lexer::RBRACKET || type == Lexer::RBRACE;
}
/// Whether a value may end with a token of this type.
bool endsValue(uint16_t type);

/// The name of a type as the grammar writes it, such as "FAT_ARROW".
std::string_view tokenName(uint16_t type);
/// How a token of this type is spelt when there is only one way, such as "=>"; else empty.
std::string_view tokenSpelling(uint16_t type);

} // namespace flow::parse
