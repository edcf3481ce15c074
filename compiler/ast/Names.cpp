// The words and spellings of kinds and operators, from Nodes.def and Operators.def.
#include "compiler/ast/Ast.h"

#include <cstddef>

namespace flow::ast {

const char *kindName(Kind kind) {
  switch (kind) {
#define FLOW_AST_DECL(Name, Word)                                                                            \
  case Kind::Name: return Word;
#define FLOW_AST_STMT(Name, Word)                                                                            \
  case Kind::Name: return Word;
#define FLOW_AST_EXPR(Name, Word)                                                                            \
  case Kind::Name: return Word;
#define FLOW_AST_TYPE(Name, Word)                                                                            \
  case Kind::Name: return Word;
#define FLOW_AST_PATTERN(Name, Word)                                                                         \
  case Kind::Name: return Word;
#include "compiler/ast/Nodes.def"
  }
  return "";
}

namespace {

struct OperatorEntry {
  const char *spelling;
  int precedence;
};

constexpr OperatorEntry kBinaryOperators[] = {
#define FLOW_BINARY_OPERATOR(Name, Spelling, Precedence) {Spelling, Precedence},
#include "compiler/ast/Operators.def"
};

} // namespace

const char *spelling(BinaryOperator op) { return kBinaryOperators[static_cast<size_t>(op)].spelling; }
int precedence(BinaryOperator op) { return kBinaryOperators[static_cast<size_t>(op)].precedence; }

const char *spelling(UnaryOperator op) {
  switch (op) {
  case UnaryOperator::Negate: return "-";
  case UnaryOperator::BitNot: return "~";
  case UnaryOperator::Not: return "not";
  case UnaryOperator::Await: return "await";
  }
  return "";
}

const char *spelling(LeaveKind kind) {
  switch (kind) {
  case LeaveKind::Fail: return "fail";
  case LeaveKind::Return: return "return";
  case LeaveKind::Yield: return "yield";
  case LeaveKind::Break: return "break";
  case LeaveKind::Continue: return "continue";
  }
  return "";
}

const char *spelling(FnModifier modifier) {
  switch (modifier) {
  case FnModifier::Task: return "task";
  case FnModifier::Train: return "train";
  case FnModifier::Read: return "read";
  case FnModifier::Nondet: return "nondet";
  case FnModifier::Idempotent: return "idempotent";
  case FnModifier::Aggregate: return "aggregate";
  }
  return "";
}

const char *spelling(StageKind stage) {
  switch (stage) {
  case StageKind::Train: return "train";
  case StageKind::Tune: return "tune";
  case StageKind::Serve: return "serve";
  }
  return "";
}

const char *spelling(LiteralTag tag) {
  switch (tag) {
  case LiteralTag::Date: return "date";
  case LiteralTag::Timestamp: return "ts";
  case LiteralTag::Decimal: return "dec";
  }
  return "";
}

} // namespace flow::ast
