#pragma once
// Syntax tree to document, in source order, one file per family of nodes. Private to fmt.
//
// Literals are copied from the source as they stand. Comments are picked up where the formatter passes them:
// between statements, elements, steps and operands; one in an unusual place moves to the end of its
// statement.

#include "compiler/ast/Ast.h"
#include "compiler/base/SourceManager.h"
#include "compiler/tools/fmt/Comments.h"
#include "compiler/tools/fmt/Doc.h"

#include <functional>

namespace flow::fmt {

class Formatter {
public:
  Formatter(const ast::Module &module, const SourceManager &sources);

  const Doc *module();

private:
  using Docs = DocMaker::Docs;
  /// An element of a list: where it is, and how to format it when its turn comes.
  struct Element {
    Span span;
    std::function<const Doc *()> format;
  };

  // ---- FormatLists.cpp: sequences, with their comments
  const Doc *sequence(const std::vector<Element> &elements, uint32_t begin, uint32_t end, const char *flatSeparator);
  const Doc *braces(const std::vector<Element> &elements, Span whole, const char *flatSeparator);
  const Doc *bracesBody(const std::vector<Element> &elements, Span whole, const char *flatSeparator);
  const Doc *brackets(const char *open, const std::vector<Element> &elements, Span whole, const char *close,
                      bool filled = false, bool comma = true);
  void addComment(Docs &docs, const ast::Comment &comment, bool first);
  void moveComment(Docs &docs, const ast::Comment &comment, bool first);
  void atLineEnd(Docs &docs, const ast::Comment &comment);
  void commentsBefore(Docs &docs, uint32_t offset, bool first = false);
  const Doc *element(const Element &element, bool comma, bool last);
  const Doc *withComments(const Doc *formatted, uint32_t end);
  void commentBehind(Docs &docs, uint32_t offset);
  void strayComments(Docs &docs, uint32_t end);

  // ---- FormatDecls.cpp, FormatStages.cpp
  const Doc *item(const ast::Item &item);
  Span spanOf(const ast::Item &item) const { return item.decl ? item.decl->span : item.stmt->span; }
  const Doc *decl(const ast::Decl &decl);
  const Doc *declared(const ast::Decl &decl);
  const Doc *annotations(const std::vector<ast::Annotation> &annotations, uint32_t next);
  const Doc *import(const ast::ImportDecl &import);
  const Doc *fn(const ast::FnDecl &fn);
  const Doc *fnBody(const ast::Expr *body, bool arrow);
  const Doc *typeParameters(const std::vector<ast::TypeParameter> &parameters);
  const Doc *parameters(const std::vector<ast::Parameter> &parameters, uint32_t from);
  const Doc *parameter(const ast::Parameter &parameter);
  const Doc *variants(const std::vector<ast::VariantDecl> &variants, const ast::Decl &decl);
  const Doc *members(const std::vector<ast::Member> &members, const ast::Decl &decl);
  const Doc *member(const ast::Member &member);
  const Doc *stage(const ast::StageDecl &stage);
  const Doc *stageItem(const ast::StageItem &item);
  const Doc *stageEntry(const ast::StageEntry &entry);
  const Doc *route(const ast::RouteDecl &route);
  Element entryElement(const ast::StageEntry &entry);
  const Doc *externDecl(const ast::ExternDecl &decl);

  // ---- FormatStmts.cpp
  const Doc *statement(const ast::Stmt &statement);
  const Doc *let(const ast::LetStmt &let);
  const Doc *condition(const ast::Condition &condition);
  const Doc *block(const ast::BlockExpr &block);
  const Doc *blockBody(const ast::BlockExpr &block);
  const Doc *ifExpr(const ast::IfExpr &expr);
  const Doc *match(const ast::MatchExpr &expr);
  const Doc *arm(const ast::MatchArm &arm);

  // ---- FormatExprs.cpp
  const Doc *expr(const ast::Expr *expr);
  const Doc *suffixes(const ast::Expr &last);
  const Doc *arguments(const std::vector<ast::Argument> &arguments, Span whole);
  const Doc *argument(const ast::Argument &argument);
  const Doc *named(const ast::Name &name, const ast::Expr *value);
  const Doc *lambda(const ast::LambdaExpr &lambda);
  const Doc *lambdaHead(const ast::LambdaExpr &lambda);
  const Doc *index(const ast::IndexExpr &expr);
  const Doc *list(const ast::ListExpr &list);
  const Doc *record(const ast::RecordExpr &record);
  const Doc *map(const ast::MapExpr &map);
  const Doc *comprehension(const ast::ComprehensionExpr &expr);
  const Doc *arrow(const ast::Expr *body);
  bool hugging(const ast::Expr *expr) const;

  // ---- FormatChains.cpp
  const Doc *binary(const ast::BinaryExpr &expr);
  const Doc *pipeline(const ast::Expr &last);

  // ---- FormatTypes.cpp
  const Doc *type(const ast::Type *type);
  const Doc *fields(const std::vector<ast::FieldDecl> &fields, Span whole);
  const Doc *pattern(const ast::Pattern *pattern);
  const Doc *variantPattern(const ast::VariantPattern &pattern);

  // ---- Formatter.cpp
  const Doc *text(std::string text) { return docs_.text(std::move(text)); }
  const Doc *name(const ast::Name &name) { return text(name.quoted ? "`" + name.text + "`" : name.text); }
  const Doc *concat(Docs docs) { return docs_.concat(std::move(docs)); }
  const Doc *join(const Docs &docs, const Doc *separator);
  const Doc *verbatim(Span span);
  /// The offset of a character at or behind `offset` and before `end`, outside of comments; `end` when there
  /// is none.
  uint32_t find(char character, uint32_t offset, uint32_t end) const;

  const ast::Module &module_;
  const SourceManager &sources_;
  std::string_view text_;
  Comments comments_;
  DocMaker docs_;
};

} // namespace flow::fmt
