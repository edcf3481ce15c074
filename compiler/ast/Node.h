#pragma once
// The base of every syntax node and the module that owns all nodes of one file.
// Nodes are plain structs with a kind tag; they are created by Module::make, live as long as the module, and point to
// each other freely. The tree mirrors the source: nothing is desugared, so that the formatter can print it back.

#include "compiler/base/Span.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flow::ast {

enum class Kind : uint8_t {
#define FLOW_AST_DECL(Kind, Word) Kind,
#define FLOW_AST_STMT(Kind, Word) Kind,
#define FLOW_AST_EXPR(Kind, Word) Kind,
#define FLOW_AST_TYPE(Kind, Word) Kind,
#define FLOW_AST_PATTERN(Kind, Word) Kind,
#include "compiler/ast/Nodes.def"
};

/// The word that names a kind in messages and dumps, such as "binary operator".
const char *kindName(Kind kind);

struct Node {
  Kind kind;
  Span span;

  Node(Kind kind, Span span) : kind(kind), span(span) {}
  virtual ~Node() = default;
  Node(const Node &) = delete;
  Node &operator=(const Node &) = delete;
};

struct Decl;
struct Stmt : Node { using Node::Node; };
struct Expr : Node { using Node::Node; };
struct Type : Node { using Node::Node; };
struct Pattern : Node { using Node::Node; };

/// The node as a T; the kind must match.
template <typename T, typename N> T &as(N &node) { return static_cast<T &>(node); }
template <typename T, typename N> const T &as(const N &node) { return static_cast<const T &>(node); }
/// The node as a T, or nullptr when it is of another kind (or null).
template <typename T, typename N> T *dynCast(N *node) {
  return node && node->kind == std::remove_const_t<T>::kKind ? static_cast<T *>(node) : nullptr;
}

/// An identifier where it stands: `text` has no backticks.
struct Name {
  std::string text;
  Span span;
  bool quoted = false; ///< written with backticks

  bool empty() const { return text.empty(); }
};

/// A comment of the file, kept for the formatter; `text` includes the slashes.
struct Comment {
  std::string text;
  Span span;
  bool doc = false;      ///< starts with three slashes
  bool ownLine = false;  ///< only blanks before it on its line
  bool documents = false; ///< a doc comment that belongs to a declaration, field or parameter
};

/// Top-level order is kept: a module's items are declarations and statements as they stand.
struct Item {
  Decl *decl = nullptr; ///< exactly one of the two is set
  Stmt *stmt = nullptr;
  bool isBroken = false; ///< there are syntax errors in it
};

/// What syntax errors took from a file. The other items can be checked as if the broken ones were there, when what
/// those declare counts as unknown.
struct LeftOut {
  bool isEmpty = true;    ///< there are no syntax errors
  bool hidesRest = false; ///< what is wrong reaches beyond an item, so the rest cannot be understood
  std::set<std::string, std::less<>> declared;  ///< names of which nothing is known
  std::set<std::string, std::less<>> mentioned; ///< all names in the broken items
};

class Module {
public:
  uint32_t file = 0;
  std::vector<Item> items;
  LeftOut leftOut;
  std::vector<Comment> comments; ///< in source order, doc comments included
  std::string doc;               ///< what the first `///` lines say of the program

  template <typename T, typename... Args> T *make(Args &&...args) {
    auto owned = std::make_unique<T>(std::forward<Args>(args)...);
    T *node = owned.get();
    nodes_.push_back(std::move(owned));
    return node;
  }

private:
  std::deque<std::unique_ptr<Node>> nodes_;
};

} // namespace flow::ast
