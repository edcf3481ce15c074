#pragma once
// Writes parenthesized forms for AstPrinter: `(word text..` with the children on lines of their own. Private to ast.

#include "compiler/ast/Ast.h"

#include <string>
#include <string_view>

namespace flow::ast {

class TreeWriter {
public:
  std::string take() { return std::move(out_); }

  /// A form begins on a new line, after the role that it plays in its parent, if it needs one.
  void open(std::string_view word, std::string_view role = {});
  void close() { out_ += ')', --depth_; }
  /// Adds ` text` to the form that is open.
  void word(std::string_view text) { out_ += ' ', out_ += text; }
  void quoted(std::string_view text);
  void name(const Name &name) { word(name.quoted ? "`" + name.text + "`" : name.text); }
  /// A form without children.
  void leaf(std::string_view head, std::string_view text, std::string_view role = {});
  void doc(const std::string &text);

  /// Any node; null writes nothing.
  void node(const Node *node, std::string_view role = {});
  void statements(const std::vector<Stmt *> &statements);
  void arguments(const std::vector<Argument> &arguments);
  void parameters(const std::vector<Parameter> &parameters);
  void fields(const std::vector<FieldDecl> &fields);
  void condition(const Condition &condition);
  void item(const Item &item);

private:
#define FLOW_AST_DECL(Name, Word) void contents(const struct Name &node);
#define FLOW_AST_STMT(Name, Word) void contents(const struct Name &node);
#define FLOW_AST_EXPR(Name, Word) void contents(const struct Name &node);
#define FLOW_AST_TYPE(Name, Word) void contents(const struct Name &node);
#define FLOW_AST_PATTERN(Name, Word) void contents(const struct Name &node);
#include "compiler/ast/Nodes.def"

  void contentsOf(const Node &node);
  void declHead(const Decl &decl);
  void typeParameters(const std::vector<TypeParameter> &parameters);
  void variants(const std::vector<VariantDecl> &variants);
  void members(const std::vector<Member> &members);
  void stageItem(const StageItem &item);
  void stageEntry(const StageEntry &entry);
  void path(const std::vector<Name> &path);

  std::string out_;
  size_t depth_ = 0;
};

} // namespace flow::ast
