#include "compiler/ast/AstPrinter.h"

#include "compiler/ast/TreeWriter.h"

#include <cstdio>

namespace flow::ast {

std::string printModule(const Module &module) {
  TreeWriter writer;
  writer.open("module");
  for (const Item &item : module.items) writer.item(item);
  writer.close();
  return writer.take() + "\n";
}

std::string printNode(const Node &node) {
  TreeWriter writer;
  writer.node(&node);
  return writer.take();
}

void TreeWriter::open(std::string_view word, std::string_view role) {
  if (!out_.empty()) out_ += '\n';
  out_.append(2 * depth_++, ' ');
  if (!role.empty()) out_.append(role).append(": ");
  out_ += '(';
  out_ += word;
}

void TreeWriter::quoted(std::string_view text) {
  out_ += " \"";
  for (char byte : text) {
    if (byte == '"' || byte == '\\') out_ += '\\';
    if (byte == '\n')
      out_ += "\\n";
    else if (static_cast<unsigned char>(byte) >= 0x20)
      out_ += byte;
    else {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned>(byte));
      out_ += escape;
    }
  }
  out_ += '"';
}

void TreeWriter::leaf(std::string_view head, std::string_view text, std::string_view role) {
  open(head, role);
  if (!text.empty()) word(text);
  close();
}

void TreeWriter::doc(const std::string &text) {
  if (text.empty()) return;
  open("doc");
  quoted(text);
  close();
}

void TreeWriter::node(const Node *node, std::string_view role) {
  if (!node) return;
  open(kindName(node->kind), role);
  contentsOf(*node);
  close();
}

void TreeWriter::contentsOf(const Node &node) {
  switch (node.kind) {
#define FLOW_AST_DECL(Name, Word)                                                                            \
  case Kind::Name: return contents(as<struct Name>(node));
#define FLOW_AST_STMT(Name, Word)                                                                            \
  case Kind::Name: return contents(as<struct Name>(node));
#define FLOW_AST_EXPR(Name, Word)                                                                            \
  case Kind::Name: return contents(as<struct Name>(node));
#define FLOW_AST_TYPE(Name, Word)                                                                            \
  case Kind::Name: return contents(as<struct Name>(node));
#define FLOW_AST_PATTERN(Name, Word)                                                                         \
  case Kind::Name: return contents(as<struct Name>(node));
#include "compiler/ast/Nodes.def"
  }
}

void TreeWriter::path(const std::vector<Name> &path) {
  std::string text;
  for (const Name &name : path) {
    if (!text.empty()) text += '.';
    text += name.text;
  }
  word(text);
}

// ---- statements

void TreeWriter::statements(const std::vector<Stmt *> &statements) {
  for (const Stmt *statement : statements) node(statement);
}

void TreeWriter::contents(const LetStmt &let) {
  if (let.isVar) word("var");
  doc(let.doc);
  node(let.pattern);
  node(let.type, "type");
  node(let.value, "value");
}

void TreeWriter::contents(const AssignStmt &assign) {
  word(assign.compound ? std::string(spelling(assign.op)) + "=" : "=");
  node(assign.target);
  node(assign.value);
}

void TreeWriter::contents(const ForStmt &loop) {
  node(loop.pattern);
  node(loop.iterable, "in");
  node(loop.body);
}

void TreeWriter::contents(const WhileStmt &loop) {
  condition(loop.condition);
  node(loop.body);
}

void TreeWriter::contents(const AssertStmt &assertion) {
  node(assertion.condition);
  node(assertion.message, "message");
}

void TreeWriter::contents(const ExprStmt &statement) { node(statement.expr); }
void TreeWriter::contents(const BrokenStmt &) {}

void TreeWriter::condition(const Condition &condition) {
  node(condition.pattern, "let");
  node(condition.value, condition.pattern ? "value" : "condition");
}

} // namespace flow::ast
