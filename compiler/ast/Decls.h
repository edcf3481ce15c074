#pragma once
// Declarations of a module.

#include "compiler/ast/Patterns.h"
#include "compiler/ast/Stmts.h"
#include "compiler/ast/Types.h"

namespace flow::ast {

struct Annotation { Name name; std::vector<Argument> arguments; bool hasArguments = false; Span span{}; };

struct Decl : Node {
  using Node::Node;
  bool isPublic = false;
  std::vector<Annotation> annotations;
  std::string doc; ///< text of the doc comments before or after it, without slashes
};

struct ImportedName { Name name; Name alias; };
struct ImportDecl : Decl {
  FLOW_NODE(ImportDecl, Decl)
  std::vector<Name> path;            ///< import std.ml
  std::string file;                  ///< import "./clean.flow"; empty for a path
  Span sourceSpan{};
  bool hasNames = false;
  std::vector<ImportedName> names;   ///< .{tidy, Zone as Z}
  Name alias;
};
struct ParamDecl : Decl { FLOW_NODE(ParamDecl, Decl) Name name; Type *type = nullptr; Expr *defaultValue = nullptr; };
struct LetDecl : Decl { FLOW_NODE(LetDecl, Decl) LetStmt *let = nullptr; }; // pub let
struct SchemaDecl : Decl { FLOW_NODE(SchemaDecl, Decl) Name name; std::vector<FieldDecl> fields; };

struct TypeParameter { Name name; std::vector<Type *> bounds; };
struct TypeDecl : Decl {
  FLOW_NODE(TypeDecl, Decl)
  Name name;
  std::vector<TypeParameter> typeParameters;
  Type *type = nullptr;
};
struct VariantDecl { Name name; bool hasFields = false; std::vector<Parameter> fields; std::string doc; Span span{}; };
struct EnumDecl : Decl {
  FLOW_NODE(EnumDecl, Decl)
  Name name;
  std::vector<TypeParameter> typeParameters;
  std::vector<VariantDecl> variants;
};
struct ErrorDecl : Decl { FLOW_NODE(ErrorDecl, Decl) Name name; std::vector<VariantDecl> variants; };

enum class FnModifier : uint8_t { Task, Train, Read, Nondet, Idempotent, Aggregate };
const char *spelling(FnModifier modifier);
struct FnDecl : Decl {
  FLOW_NODE(FnDecl, Decl)
  std::vector<FnModifier> modifiers;
  Name name;
  std::vector<TypeParameter> typeParameters;
  std::vector<Parameter> parameters;
  Type *result = nullptr;
  Expr *body = nullptr;      ///< a BlockExpr, or any expression after `=>`
  bool arrowBody = false;
};

struct StateDecl { Name name; Type *type = nullptr; Expr *value = nullptr; std::string doc; Span span{}; };
/// A member of an actor, env or model: exactly one of the three is set.
struct Member { FnDecl *fn = nullptr; StateDecl *state = nullptr; LetStmt *let = nullptr; };
struct ActorDecl : Decl {
  FLOW_NODE(ActorDecl, Decl)
  bool isEnv = false;
  Name name;
  std::vector<TypeParameter> typeParameters;
  std::vector<Parameter> parameters;
  std::vector<Member> members;
  std::deque<StateDecl> states; ///< owns what members point to
};
struct ModelDecl : Decl {
  FLOW_NODE(ModelDecl, Decl)
  Name name;
  std::vector<Parameter> parameters;
  std::vector<Member> members;
  std::deque<StateDecl> states;
};

enum class StageKind : uint8_t { Train, Tune, Serve };
const char *spelling(StageKind stage);
struct StageEntry { Name key; Expr *value = nullptr; };
struct RouteDecl {
  Name method;
  StringLiteral *path = nullptr;
  std::vector<Parameter> parameters;
  Type *result = nullptr;
  Expr *body = nullptr;
  bool arrowBody = false;
  Span span{};
};
/// Items keep their order; each is an entry, a space, a route or a function.
struct StageItem {
  enum class Kind : uint8_t { Entry, Space, Route, Function } kind{};
  StageEntry entry;
  std::vector<StageEntry> space;
  RouteDecl route;
  FnDecl *function = nullptr;
  Span span{};
};
struct StageDecl : Decl {
  FLOW_NODE(StageDecl, Decl)
  StageKind stage{};
  Name name;
  std::vector<Parameter> parameters;
  std::vector<StageItem> items;
};
struct ExternDecl : Decl { // extern "C" lib "m" { }, extern python "sklearn.metrics" { }
  FLOW_NODE(ExternDecl, Decl)
  std::string language;
  std::string library;
  std::vector<FnDecl *> functions; ///< without bodies
};
struct TestDecl : Decl { FLOW_NODE(TestDecl, Decl) std::string name; Span title{}; BlockExpr *body = nullptr; };

} // namespace flow::ast
